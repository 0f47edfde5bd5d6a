/** Several futures of one run: begun by acting in the past, switched, renamed, compared, undone and carried in a link; in both languages. */
import { type Page, expect, test } from '@playwright/test';
import { findings } from './findings';
import {
  clock,
  collectComplaints,
  health,
  type Language,
  open,
  pod,
  seconds,
  speed,
  type Words,
  wordsOf,
} from './page';

/** The other language and theme are those of rewind.spec. */
const looks: readonly (readonly [Language, 'light' | 'dark'])[] = [['ko', 'dark']];

const BORN = 'delete deployment web';
const future = (page: Page, name: string, t: Words) =>
  page.getByRole('button', { name: t('branches.future', { name }), exact: true });
const menu = (page: Page, t: Words) => page.getByRole('dialog', { name: t('branches.title') });
const pods = (page: Page) => pod(page, /^pod web-/);
/** What stands on the terminal's screen. */
const screen = (page: Page) => page.locator('.xterm-rows');

async function typeTime(page: Page, text: string, t: Words): Promise<void> {
  await clock(page).getByRole('button').click();
  await page.getByRole('textbox', { name: t('timeline.typed') }).fill(text);
  await page.keyboard.press('Enter');
}

async function run(page: Page, line: string, t: Words): Promise<void> {
  await page.getByRole('textbox', { name: t('terminal.label') }).focus();
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
}

for (const [language, theme] of looks)
  test(`a second future beside the first, ${language}, ${theme}`, async ({ page, context }) => {
    const t = wordsOf(language);
    await page.setViewportSize({ width: 1440, height: 900 });
    const complaints = await open(page, `/?lang=${language}&theme=${theme}`, t);
    await page.getByRole('button', { name: t('panel.terminal'), exact: true }).click();
    await expect(screen(page)).toContainText('$');
    await run(page, 'kubectl create deployment web --image=nginx --replicas=3', t);
    await expect(pods(page)).toHaveCount(3);
    await speed(page, 10, t);
    await expect.poll(() => seconds(page)).toBeGreaterThan(40);
    await page.getByRole('button', { name: t('timeline.pause'), exact: true }).click();

    await test.step('acting in the past begins a future that is named after the deed; the page says so', async () => {
      await typeTime(page, '0:30', t);
      await expect.poll(() => seconds(page)).toBe(30);
      await run(page, 'kubectl delete deployment web', t);
      await expect(future(page, BORN, t)).toBeVisible();
      await expect(page.getByText(t('branches.new', { name: BORN, moment: '0:30' }))).toBeVisible();
      await expect(screen(page)).toContainText('"web" deleted');
      await page.getByRole('button', { name: t('timeline.play'), exact: true }).click();
      await expect(pods(page)).toHaveCount(0);
      await page.getByRole('button', { name: t('timeline.pause'), exact: true }).click();
    });

    await test.step('the old future is there with its pods, and its terminal knows nothing of the other one', async () => {
      await future(page, BORN, t).click();
      expect(await findings(page)).toEqual([]);
      await menu(page, t).getByRole('button', { name: /^main/ }).click();
      await expect(future(page, 'main', t)).toBeVisible();
      await expect(pods(page)).toHaveCount(3);
      await expect(screen(page)).not.toContainText('deleted');
      await expect(screen(page)).toContainText('deployment.apps/web created');
    });

    await test.step('it is renamed in its place; the shown one is not deleted', async () => {
      await future(page, 'main', t).click();
      const row = menu(page, t).getByRole('listitem').filter({ hasText: BORN });
      await row.getByRole('button', { name: t('branches.rename') }).click();
      await page.getByRole('textbox', { name: t('branches.rename.label') }).fill('no web');
      await page.keyboard.press('Enter');
      await expect(menu(page, t)).toContainText('no web');
      await menu(page, t)
        .getByRole('button', { name: t('branches.delete.name', { name: 'main' }) })
        .click();
      await expect(menu(page, t).getByRole('alert')).toHaveText(t('branches.delete.shown'));
    });

    await test.step('both are compared on one clock', async () => {
      const row = menu(page, t).getByRole('listitem').filter({ hasText: 'no web' });
      await row.getByRole('button', { name: t('branches.compare'), exact: true }).click();
      const view = page.getByRole('dialog', { name: t('compare.title') });
      await expect(view.getByText(t('compare.sameUntil', { moment: '0:30' }))).toBeVisible();
      await expect(view.getByRole('region', { name: t('compare.half', { name: 'main' }) }).locator('.pod')).toHaveCount(
        3,
      );
      const other = view.getByRole('region', { name: t('compare.half', { name: 'no web' }) });
      await expect(other.locator('.pod')).toHaveCount(0);
      const row2 = view.getByRole('row', { name: t('compare.row.pods') });
      await expect(row2).toContainText(t('compare.row.count', { ready: 3, count: 3 }));
      await expect(row2).toContainText(t('compare.row.count', { ready: 0, count: 0 }));
      expect(await findings(page)).toEqual([]);
      await page.keyboard.press(',');
      await expect.poll(() => seconds(page)).toBeLessThan(40);
      const main = view.getByRole('region', { name: t('compare.half', { name: 'main' }) });
      await main.getByRole('button', { name: t('compare.continue') }).click();
      await expect(view).toBeHidden();
    });

    await test.step('undo takes back the last deed, redo brings it back', async () => {
      await page.keyboard.press('ControlOrMeta+z');
      const what = 'kubectl create deployment web --image=nginx --replicas=3';
      await expect(page.getByText(t('branches.undone', { what }))).toBeVisible();
      await expect(pods(page)).toHaveCount(0);
      await page.keyboard.press('ControlOrMeta+y');
      await expect(future(page, 'main', t)).toBeVisible();
    });

    await test.step('a link carries all of them and where the clock stands', async () => {
      await typeTime(page, '0:35', t);
      await expect(pods(page)).toHaveCount(3);
      await page.getByRole('button', { name: t('share.button') }).click();
      await expect(page.getByText(t('share.branches', { count: 3 }))).toBeVisible();
      const link = await page.getByRole('textbox', { name: t('share.link'), exact: true }).inputValue();
      await page.getByRole('checkbox', { name: t('share.only', { name: 'main', count: 2 }) }).check();
      await expect(page.getByRole('textbox', { name: t('share.link'), exact: true })).not.toHaveValue(link);
      const fresh = await context.newPage();
      const fromFresh = collectComplaints(fresh);
      await fresh.goto(link);
      await expect(health(fresh, t)).toBeAttached();
      await expect(pods(fresh)).toHaveCount(3);
      expect(await seconds(fresh)).toBe(35);
      await future(fresh, 'main', t).click();
      await expect(menu(fresh, t).getByRole('listitem')).toHaveCount(3);
      await menu(fresh, t)
        .getByRole('button', { name: /^no web/ })
        .click();
      await expect(pods(fresh)).toHaveCount(0);
      expect(fromFresh).toEqual([]);
    });
    expect(complaints).toEqual([]);
  });
