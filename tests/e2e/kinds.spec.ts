/** Kinds beyond the first chapters: a DaemonSet follows a node's label, a Service shows what it selects. By mouse, then by keyboard. */
import { expect, test } from '@playwright/test';
import { apply, clock, node, open, pod, speed } from './page';

test('a DaemonSet and a Service are seen, selected and acted on by mouse and by keyboard', async ({ page }) => {
  const complaints = await open(page, '/?lang=en');
  const pill = (name: RegExp | string) => page.getByRole('button', { name, exact: true });

  await test.step('samples are applied from the menu', async () => {
    for (const file of ['ssd-monitor-daemonset.yaml', 'kubia-rc.yaml', 'kubia-http-service.yaml']) {
      await page.getByRole('button', { name: 'Add a file' }).click();
      await page.getByRole('menuitem', { name: file }).click();
      await expect(page.getByRole('tab', { name: file })).toHaveAttribute('aria-selected', 'true');
      await page.getByRole('code').first().waitFor();
      await apply(page);
    }
    await speed(page, 10);
  });

  await test.step('no node has the label that the DaemonSet asks for, then one has', async () => {
    await pill('daemonset ssd-monitor, 0/0').click();
    await expect(page.getByText('disk=ssd', { exact: true })).toBeVisible();
    await node(page, 'worker-2', 'Ready').getByRole('button', { name: 'worker-2', exact: true }).click();
    await page.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name: /^Relabel/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add a label' }).click();
    await dialog.getByRole('textbox', { name: 'Key' }).last().fill('disk');
    await dialog.getByRole('textbox', { name: 'Value' }).last().fill('ssd');
    await dialog.getByRole('button', { name: 'Relabel' }).click();
    await expect(pill('daemonset ssd-monitor, 1/1')).toBeVisible();
    await expect(pod(node(page, 'worker-2', 'Ready'), /^pod ssd-monitor-\w{5}, Running/)).toBeVisible();
  });

  await test.step('the Service names its endpoints, and its pods are marked', async () => {
    const service = pill(/^service kubia-http, LoadBalancer 8080:\d{5}, 3\/3$/);
    await service.click();
    await expect(service).toHaveAttribute('aria-pressed', 'true');
    const endpoints = page.getByRole('listitem').filter({ hasText: /10\.244\.\d+\.\d+/ });
    await expect(endpoints).toHaveCount(3);
    await expect(page.locator('.pod.match')).toHaveCount(3);
    await endpoints.first().getByRole('button').click();
    await expect(page.getByRole('heading', { name: /^kubia-\w{5}$/ })).toBeVisible();
    await expect(page.locator('.pod.match')).toHaveCount(0);
  });

  await test.step('the same by keyboard: the text tree, then the owners view', async () => {
    await page.getByRole('treeitem').first().focus();
    await page.keyboard.press('End');
    for (let rows = 0; rows < 3; rows += 1) await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('treeitem', { name: /service kubia-http/ })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'kubia-http' })).toBeVisible();
    await page.keyboard.press('2');
    await expect(pill('daemonset ssd-monitor, 1/1')).toBeVisible();
    await pill('daemonset ssd-monitor, 1/1').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Delete');
    await expect(page.getByRole('button', { name: /^daemonset / })).toHaveCount(0);
    await expect(pod(page, /^pod ssd-monitor-/)).toHaveCount(0);
  });

  await expect(clock(page)).toBeVisible();
  expect(complaints).toEqual([]);
});
