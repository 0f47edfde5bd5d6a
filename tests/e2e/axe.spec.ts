/** axe finds nothing serious: first run, a cluster with pods, every tab of the inspector, dialogs, a guest frame; both themes and languages. */
import { expect, test } from '@playwright/test';
import { findings } from './findings';
import { actByMenu, action, node, open, pod, wordsOf, type Language } from './page';

/** Each theme and each language meets each arrangement once; all four pairs together take a minute and find the same. */
const looks: readonly {
  readonly page: readonly [Language, 'light' | 'dark'];
  readonly guest: readonly [Language, 'light' | 'dark'];
}[] = [
  { page: ['en', 'light'], guest: ['en', 'dark'] },
  { page: ['ko', 'dark'], guest: ['ko', 'light'] },
];

for (const { page: pageLook, guest } of looks) {
  const [language, theme] = pageLook;
  test(`the page holds up to axe, ${language}, ${theme}`, async ({ page }) => {
    const t = wordsOf(language);
    await page.setViewportSize({ width: 1440, height: 900 });
    const complaints = await open(page, `/?lang=${language}&theme=${theme}&speed=10`, t);
    await expect(page.getByRole('button', { name: t('start.run') })).toBeVisible();
    await expect.soft(await findings(page), 'first run').toEqual([]);
    await page.getByRole('button', { name: t('start.run') }).click();
    await expect(pod(page, /^pod kubia, Running, READY 1\/1, /)).toBeVisible();
    for (const tab of [
      t('inspector.tab.summary'),
      t('inspector.tab.conditions'),
      t('inspector.tab.events'),
      'YAML',
      t('inspector.tab.logs'),
    ]) {
      await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
      await expect(page.getByRole('tabpanel', { name: new RegExp(`^${tab}`) })).not.toBeEmpty();
      await expect.soft(await findings(page), tab).toEqual([]);
    }
    await actByMenu(page, t('actions.relabel'), t);
    await expect(page.getByRole('dialog')).toBeVisible();
    await expect.soft(await findings(page), 'relabel').toEqual([]);
    await page.keyboard.press('Escape');
    await node(page, 'worker-1', 'Ready').getByRole('button', { name: 'worker-1', exact: true }).click();
    await action(page, t('actions.cutNetwork'), t).click();
    await expect(node(page, 'worker-1', 'NotReady')).toBeVisible();
    await page.getByRole('button', { name: t('timeline.pause'), exact: true }).click();
    await page.getByRole('tab', { name: t('graph.view.owners') }).click();
    await expect.soft(await findings(page), 'owners and a lost node').toEqual([]);
    await page.getByRole('button', { name: t('panel.terminal'), exact: true }).click();
    await expect(page.locator('.xterm-rows')).toContainText('$');
    await page.keyboard.type('kubectl get pods; kubectl rolout; curl -m 1 10.96.0.1\n');
    await expect(page.getByRole('log', { name: t('terminal.output') })).toContainText('unknown command');
    await expect.soft(await findings(page), 'terminal, a command that waits').toEqual([]);
    await page.getByRole('button', { name: t('terminal.stop'), exact: true }).click();
    await page.getByRole('button', { name: t('share.button') }).click();
    await expect(page.getByRole('dialog').getByRole('textbox', { name: t('share.link') })).toBeVisible();
    await expect.soft(await findings(page), 'share').toEqual([]);
    expect(complaints).toEqual([]);
  });

  test(`a guest frame holds up to axe, ${guest.join(', ')}`, async ({ page }) => {
    const [language, theme] = guest;
    const t = wordsOf(language);
    await page.setViewportSize({ width: 640, height: 360 });
    const complaints = await open(page, `/?embed=1&play=1&lang=${language}&theme=${theme}&speed=10`, t);
    await page.getByRole('button', { name: t('start.run') }).click();
    const card = pod(page, /^pod kubia, Running, READY 1\/1, /);
    await expect(card).toBeVisible();
    await expect.soft(await findings(page), 'graph').toEqual([]);
    await card.click();
    await expect(action(page, t('actions.deletePod'), t)).toBeVisible();
    await expect.soft(await findings(page), 'selected').toEqual([]);
    expect(complaints).toEqual([]);
  });
}
