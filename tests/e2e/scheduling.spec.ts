/** A pod that finds no node: the table says what the event says, and one of the suggestions gives it its place. */
import { expect, type Locator, type Page, test } from '@playwright/test';
import { findings } from './findings';
import { applyPasted, open, pod, wordsOf } from './page';

const HOG = `apiVersion: v1
kind: Pod
metadata:
  name: hog
spec:
  containers:
  - name: main
    image: nginx
    resources:
      requests:
        cpu: "6"
`;

const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name, exact: true });

test('why a pod is Pending, by mouse', async ({ page }) => {
  const t = wordsOf('ko');
  const complaints = await open(page, '/?lang=ko', t);
  await applyPasted(page, HOG, t);
  await pod(page, /^pod hog, Pending/).click();
  await expect(tab(page, t('scheduling.tab'))).toHaveAttribute('aria-selected', 'true');
  const table = page.getByRole('region', { name: t('scheduling.filters') }).getByRole('table');
  await expect(table.getByRole('row', { name: /^NodeResourcesFit/ })).toContainText(/cpu/);
  const event = page.locator('.verdict-event');
  const said = await event.textContent();
  expect(said).toContain('0/3 nodes are available: 3 Insufficient cpu.');
  await expect(event.locator('mark')).toHaveText(['3 Insufficient cpu']);
  // The graph says the same of each node, as long as the table is read.
  await expect(page.locator('.refused')).toHaveCount(3);
  await expect(page.getByRole('group', { name: 'node worker-1, Ready' })).toHaveAccessibleDescription(/^cpu/);
  // The colours of the editor are its own.
  expect((await findings(page)).filter((each) => !each.includes('line-number'))).toEqual([]);
  await page.getByRole('tab', { name: new RegExp(`^${t('inspector.tab.events')}`) }).click();
  await expect(page.getByRole('tabpanel')).toContainText(said ?? '-');
  await expect(page.locator('.refused')).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('by keyboard: the tabs are walked by arrows, a suggestion goes to the terminal, and the pod runs', async ({
  page,
}) => {
  const t = wordsOf('en');
  await open(page, '/?lang=en&speed=10', t);
  await applyPasted(page, HOG, t);
  const hog = pod(page, /^pod hog, Pending/);
  await hog.focus();
  await page.keyboard.press('Enter');
  const first = tab(page, t('scheduling.tab'));
  await expect(first).toHaveAttribute('aria-selected', 'true');
  await first.focus();
  await expect(first).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(tab(page, t('inspector.tab.summary'))).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(first).toBeFocused();
  const less = page.getByRole('listitem').filter({ hasText: 'it asked for no more than cpu 4' });
  await less.getByRole('button', { name: /^Put/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.xterm-rows')).toContainText('--subresource=resize');
  await page.keyboard.press('Enter');
  await expect(pod(page, /^pod hog, Running, READY 1\/1/)).toBeVisible();
  await expect(tab(page, t('scheduling.tab'))).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('.verdict-title')).toContainText('nodes');
});
