/** The worker dies: the page says why, keeps the person's text, and brings the run back. */
import { expect, test } from '@playwright/test';
import { PROBED } from './manifests';
import { applyPasted, open, paste, pod, seconds } from './page';

declare global {
  interface Window {
    /** The engines that the page has started. */
    engines: Worker[];
  }
}

test('a dead worker is told of with its reason, the run comes back, the text of the editor was never gone', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const engines: Worker[] = [];
    const Real = window.Worker;
    window.engines = engines;
    window.Worker = class extends Real {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        if (options?.name === 'kubeloop') engines.push(this);
      }
    };
  });
  const complaints = await open(page, '/?lang=en');
  await applyPasted(page, PROBED);
  await expect(pod(page, 'pod probed, Running, READY 1/1, 0 restarts')).toBeVisible();
  await paste(page, '# not yet applied');
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('10');
  // The page goes back to a little before the end: the pod is to be there by then.
  const born = await seconds(page);
  await expect.poll(() => seconds(page)).toBeGreaterThan(born + 15);

  await page.evaluate(() => {
    const [engine] = window.engines;
    engine?.terminate();
    engine?.dispatchEvent(new ErrorEvent('error', { message: 'invariant: a pod on two nodes' }));
  });
  const dialog = page.getByRole('alertdialog', { name: 'The simulation stopped' });
  await expect(dialog).toContainText('invariant: a pod on two nodes');
  await expect(page.getByRole('status').filter({ hasText: 'The simulation stopped' })).toBeAttached();
  const arriving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Report file' }).click();
  await arriving;
  await dialog.getByRole('button', { name: /^Go back to / }).click();

  await expect(dialog).toHaveCount(0);
  await expect(pod(page, 'pod probed, Running, READY 1/1, 0 restarts')).toBeVisible();
  expect(await seconds(page)).toBeGreaterThan(born);
  await expect(page.getByText('# not yet applied')).toBeVisible();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const before = await seconds(page);
  await expect.poll(() => seconds(page)).toBeGreaterThan(before);

  await page.evaluate(() => window.engines.at(-1)?.dispatchEvent(new ErrorEvent('error', { message: 'again' })));
  await expect(dialog).toContainText('again');
  await dialog.getByRole('button', { name: 'Start over' }).click();
  await expect(page.getByRole('heading', { name: 'Three nodes, nothing running yet' })).toBeVisible();
  await expect(page.getByText('# not yet applied')).toBeVisible();
  expect(complaints).toEqual([]);
});
