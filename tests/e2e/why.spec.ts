/** "Why?": asked by mouse and by key, answered by a chain of cards back to a person, with the same numbers on the graph. */
import { type Locator, type Page, expect, test } from '@playwright/test';
import { findings } from './findings';
import { CONTROLLER } from './manifests';
import { action, applyPasted, clock, open, pod, runUntil, type Words, wordsOf } from './page';

const LIVENESS = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: kubia
    image: luksa/kubia
    livenessProbe:
      httpGet:
        path: /
        port: 8080
      periodSeconds: 5
`;

const panel = (page: Page) => page.getByRole('tabpanel');
/** The cards of the answer, the oldest first. */
const cards = (page: Page): Locator => panel(page).locator('li[value]');
const card = (page: Page, number: number): Locator => panel(page).locator(`li[value="${number}"]`);
const heading = (page: Page, name: string) => panel(page).getByRole('heading', { name, exact: true });
const steps = (page: Page, element: Locator) => element.and(page.locator('[data-glow]'));

/** The names of the pods that the graph shows. */
async function podNames(page: Page): Promise<readonly string[]> {
  const labels = await pod(page, /^pod /).allTextContents();
  return labels.map((label) => /^pod (\S+),/.exec(label)?.[1] ?? label).toSorted();
}

async function askWithMouse(page: Page, t: Words): Promise<void> {
  await page
    .getByRole('button', { name: new RegExp(`^${t('why.ask').replace('?', '\\?')} `) })
    .first()
    .click();
}

test('a new pod is there because somebody deleted another one', async ({ page }) => {
  const t = wordsOf('ko');
  await page.setViewportSize({ width: 1440, height: 900 });
  const complaints = await open(page, '/?lang=ko&theme=dark', t);
  await applyPasted(page, CONTROLLER.trimEnd(), t);
  await expect(pod(page, /^pod kubia-\w+, Running, /)).toHaveCount(3);
  const before = await podNames(page);
  const victim = before[0] ?? '';
  await pod(page, new RegExp(`^pod ${victim}, `)).click();
  await action(page, t('actions.deletePod'), t).click();
  await expect(pod(page, /^pod kubia-\w+, /)).toHaveCount(4);
  const added = (await podNames(page)).find((name) => !before.includes(name)) ?? '';
  await expect(pod(page, new RegExp(`^pod ${added}, Running, READY 1/1`))).toBeVisible();

  await test.step('by mouse: the chain ends with the person who deleted the pod', async () => {
    await pod(page, new RegExp(`^pod ${added}, `)).click();
    await askWithMouse(page, t);
    await expect(heading(page, t('why.title.ready', { name: added }))).toBeVisible();
    await expect(card(page, 1)).toContainText(t('why.you'));
    await expect(card(page, 1)).toContainText(victim);
    await expect(card(page, 2)).toContainText('replication-controller kubia');
    await expect(card(page, 2)).toContainText('spec.replicas: 3');
    await expect(card(page, 2).getByRole('link')).toHaveAttribute('href', /^https:\/\/kubernetes\.io\/docs\//);
    expect(await cards(page).count()).toBeLessThanOrEqual(7);
    await expect.soft(await findings(page), 'the answer').toEqual([]);
  });

  await test.step('the graph and the lanes wear the same numbers', async () => {
    const own = steps(page, pod(page, new RegExp(`^pod ${added}, `)));
    await expect(own).toHaveAttribute('data-glow', /^2/);
    await expect(own).toHaveAccessibleDescription(/2/);
    await expect(steps(page, page.locator('.pill'))).toHaveAttribute('data-glow', '2');
    await expect(page.locator('.edges .why')).toHaveCount(1);
    await expect(page.locator('.timeline .chain circle').first()).toBeVisible();
  });

  await test.step('a click on the time of a card moves the clock: the other pod is there again', async () => {
    const first = card(page, 1).getByTitle(t('timeline.goThere'));
    const at = (await first.textContent()) ?? '';
    await first.click();
    await expect(clock(page)).toHaveText(at);
    await expect(pod(page, new RegExp(`^pod ${victim}, `))).toBeVisible();
    await page.locator('.past-chip').click();
  });

  await test.step('with something else selected nothing is asked any more', async () => {
    await page.locator('.node-name').first().click();
    await expect(page.locator('[data-glow]')).toHaveCount(0);
    await expect(page.getByRole('tab', { name: t('why.tab'), exact: true })).toHaveAttribute('aria-selected', 'false');
  });
  expect.soft(complaints).toEqual([]);
});

test('by key: W asks, arrows walk the cards, Enter moves the clock, Escape leaves', async ({ page }) => {
  const t = wordsOf('en');
  await page.setViewportSize({ width: 1440, height: 900 });
  const complaints = await open(page, '/?lang=en', t);
  await page.getByRole('button', { name: t('start.run') }).click();
  await expect(pod(page, /^pod kubia, Running, /)).toBeVisible();
  await pod(page, /^pod kubia, /).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('w');
  await expect(heading(page, t('why.title.ready', { name: 'kubia' }))).toBeVisible();
  const top = cards(page).first().getByTitle(t('timeline.goThere'));
  await expect(top).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(cards(page).nth(1).getByTitle(t('timeline.goThere'))).toBeFocused();
  await page.keyboard.press('End');
  const first = card(page, 1).getByTitle(t('timeline.goThere'));
  await expect(first).toBeFocused();
  const at = (await first.textContent()) ?? '';
  await page.keyboard.press('Enter');
  await expect(clock(page)).toHaveText(at);
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-glow]')).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('a container whose endpoint is broken was restarted by its liveness probe, and what is waited for counts down', async ({
  page,
}) => {
  const t = wordsOf('en');
  await page.setViewportSize({ width: 1440, height: 900 });
  const complaints = await open(page, '/?lang=en', t);
  await applyPasted(page, LIVENESS, t);
  await expect(pod(page, /^pod web, Running, READY 1\/1/)).toBeVisible();
  await pod(page, /^pod web, /).click();
  await action(page, t('actions.breakLiveness'), t).click();
  await runUntil(page, "ev({'reason': 'Unhealthy', 'name': 'web'}).size() > 0");
  await pod(page, /^pod web, /).focus();
  await page.keyboard.press('w');
  await expect(panel(page).locator('.why-next')).toContainText('After 2 more it is restarted');
  await runUntil(page, 'pods.exists(p, restarts(p) > 0)');
  await page.getByRole('tab', { name: t('inspector.tab.summary'), exact: true }).click();
  await page.getByRole('button', { name: /^Why\? .*restart/i }).click();
  await expect(heading(page, t('why.title.restarts', { name: 'web' }))).toBeVisible();
  await expect(panel(page)).toContainText('livenessProbe.failureThreshold');
  await expect(card(page, 1)).toContainText(t('why.you'));
  expect(complaints).toEqual([]);
});
