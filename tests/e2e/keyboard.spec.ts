/** The main job without a mouse: Tab, arrows, Enter, Space, `.`, `S`, Ctrl+Enter. */
import { expect, type Locator, type Page, test } from '@playwright/test';
import { CONTROLLER, LIVENESS } from './manifests';
import { action, clock, editor, node, open, pod, podLabels, seconds, tabTo } from './page';

async function pasteAndApply(page: Page, manifest: string): Promise<void> {
  const field = await editor(page);
  await expect(page.getByRole('button', { name: 'Apply', exact: true })).toBeDisabled();
  await tabTo(page, field);
  await page.evaluate((text) => navigator.clipboard.writeText(text), manifest);
  await page.keyboard.press('ControlOrMeta+V');
  await expect(page.getByRole('button', { name: 'Apply', exact: true })).toBeEnabled();
  await page.keyboard.press('ControlOrMeta+Enter');
}

/** Walks an open menu down to `item` and chooses it. */
async function choose(page: Page, item: Locator): Promise<void> {
  await expect(page.getByRole('menu')).toBeVisible();
  await tabTo(page, item, 'ArrowDown');
  await page.keyboard.press('Enter');
}

/** Walks the speed box down from 1x. */
async function speed(page: Page, factor: (typeof SPEEDS)[number]): Promise<void> {
  const box = page.getByRole('combobox', { name: 'Speed' });
  await tabTo(page, box);
  await page.keyboard.press('Home');
  for (const passed of SPEEDS) {
    await expect(box).toHaveValue(String(passed));
    if (passed === factor) return;
    await page.keyboard.press('ArrowDown');
  }
}
const SPEEDS = [1, 2, 5, 10, 60, 300] as const;

test('the story by keyboard alone', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const complaints = await open(page, '/?lang=en');

  await test.step('paste, apply, watch a restart', async () => {
    await tabTo(page, page.getByRole('main').getByRole('button', { name: 'Paste a manifest' }));
    await page.keyboard.press('Enter');
    await pasteAndApply(page, LIVENESS);
    // In the editor Tab indents; from now on it leaves.
    await page.keyboard.press('Control+M');
    await speed(page, 60);
    await expect(pod(page, /^pod kubia-liveness, .+ [1-9]\d* restarts/)).toBeVisible();
    await speed(page, 10);
  });

  await test.step('a second file from the menu, a pod deleted from its card', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Add a file' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await choose(page, page.getByRole('menuitem', { name: 'Empty file' }));
    await pasteAndApply(page, CONTROLLER);
    const controller = page.getByRole('button', { name: 'replicationcontroller kubia, 3/3', exact: true });
    await expect(controller).toBeVisible();
    const first = pod(page, /^pod kubia-\w{5}, /).first();
    const [, name = ''] = /^pod (\S+),/.exec((await first.textContent()) ?? '') ?? [];
    const card = pod(page, new RegExp(`^pod ${name}, `));
    await tabTo(page, card);
    await page.keyboard.press('Enter');
    await tabTo(page, action(page, 'Delete pod'));
    await page.keyboard.press('Enter');
    await expect(card).toHaveCount(0);
    await expect(pod(page, /^pod kubia-\w{5}, Running, /)).toHaveCount(3);
  });

  await test.step('arrows lead from a card to its node; the node is cut and comes back', async () => {
    const card = node(page, 'worker-1', 'Ready').getByRole('button', { name: /^pod / }).first();
    const name = node(page, 'worker-1', 'Ready').getByRole('button', { name: 'worker-1', exact: true });
    await tabTo(page, card, 'Shift+Tab');
    await tabTo(page, name, 'ArrowUp');
    await page.keyboard.press('Enter');
    await tabTo(page, action(page, 'Cut network'));
    await page.keyboard.press('Enter');
    await speed(page, 60);
    await expect(node(page, 'worker-1', 'NotReady')).toBeVisible();
    await expect(pod(page, /, Terminating, /)).not.toHaveCount(0);
    await tabTo(page, action(page, 'Bring back'), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(node(page, 'worker-1', 'Ready')).toBeVisible();
    await expect(pod(page, /, Terminating, /)).toHaveCount(0);
  });

  await test.step('Space pauses and plays, a full stop steps, S shares, Escape closes', async () => {
    await tabTo(page, page.getByRole('region', { name: 'Cluster graph' }).getByRole('button').first(), 'Shift+Tab');
    await page.keyboard.press('Escape');
    await tabTo(
      page,
      page
        .getByRole('tabpanel')
        .or(page.getByRole('region', { name: 'Events of the cluster' }))
        .first(),
    );
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
    const before = await seconds(page);
    await page.keyboard.press('.');
    // A long way to the next change is seen as it is gone.
    await expect(page.getByRole('status').filter({ hasText: /^changed: / })).toBeVisible();
    expect(await seconds(page)).toBeGreaterThan(before);
    const time = await clock(page).textContent();
    const seen = await podLabels(page);
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog', { name: /^Share the cluster at / });
    const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
    const other = await context.newPage();
    await open(other, link);
    await expect(clock(other)).toHaveText(time ?? '');
    await expect.poll(() => podLabels(other)).toEqual(seen);
  });
  expect(complaints).toEqual([]);
});

test('the cluster as text: arrows walk the tree, Enter selects, Shift+F10 opens the actions', async ({ page }) => {
  const complaints = await open(page, '/?lang=en&speed=10');
  await tabTo(page, page.getByRole('main').getByRole('button', { name: 'Run a first pod' }));
  await page.keyboard.press('Enter');
  const item = page.getByRole('treeitem', { name: 'pod kubia, Running, READY 1/1, 0 restarts' });
  await expect(item).toBeAttached();
  const nodes = page.getByRole('treeitem', { name: /^Nodes/ });
  await tabTo(page, nodes, 'Shift+Tab');
  // A group has the menu of the cluster.
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: /^Add node/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(nodes).toBeFocused();
  await tabTo(page, item, 'ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'kubia', exact: true })).toBeVisible();
  await page.keyboard.press('Shift+F10');
  await choose(page, page.getByRole('menuitem', { name: /^Kill container/ }));
  await expect(pod(page, 'pod kubia, Running, READY 1/1, 1 restarts')).toBeVisible();
  expect(complaints).toEqual([]);
});
