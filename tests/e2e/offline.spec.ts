/** The page below some path of a host, with the headers that hosts are told to send: its worker, its editor, and all of it without a network. */
import { expect, type Page, test } from '@playwright/test';
import { collectComplaints, health, paste, pod, wordsOf } from './page';
import { hostAt, type StaticHost } from './staticHost';

test.use({ serviceWorkers: 'allow' });

const en = wordsOf('en');
const ko = wordsOf('ko');
let host: StaticHost;
test.beforeEach(async () => {
  host = await hostAt('/a/b/', process.env.DIST ?? 'dist');
});
test.afterEach(() => host.close());

/** The page is kept: from now on it needs nobody. */
async function untilKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state !== 'activated')
      await new Promise<void>((resolve) => active?.addEventListener('statechange', () => resolve()));
  });
}

test('after the first visit everything works without a network, below any path, and nobody else is ever asked', async ({
  page,
  context,
}) => {
  const strangers: string[] = [];
  context.on('request', (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(host.address)) strangers.push(request.url());
  });
  const complaints = collectComplaints(page);
  await page.goto(`${host.address}?lang=en`);
  await expect(health(page)).toBeAttached();
  await untilKept(page);

  await host.close();
  await context.setOffline(true);
  await page.goto(`${host.address}?lang=ko`);
  await expect(health(page, ko)).toBeAttached();

  // A lesson, a command of it in the terminal, then the editor with its schema.
  await page.goto(`${host.address}?lang=en#/s/first-pod`);
  await page.reload();
  await page.getByRole('button', { name: en('lesson.run.line', { line: 'kubectl apply -f Pod/pod.yaml' }) }).click();
  await expect(pod(page, /^pod nginx-pod, /)).toBeVisible();
  await page.getByRole('button', { name: en('panel.open', { panel: en('panel.files') }) }).click();
  await expect(page.getByRole('textbox', { name: en('terminal.label') })).toBeVisible();
  await paste(page, 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: [wrong');
  await expect(page.locator('.squiggly-error').first()).toBeAttached();
  expect(complaints).toEqual([]);
  expect(strangers).toEqual([]);
});

test('a new version waits until somebody asks for it, and the run is still there', async ({ page }) => {
  await page.goto(`${host.address}?lang=en`);
  await page.getByRole('button', { name: en('start.run') }).click();
  await expect(pod(page, /^pod kubia, Running/)).toBeVisible();
  await untilKept(page);

  host.deploy('second');
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  const toast = page.getByRole('region', { name: en('toast.list') });
  await expect(toast).toContainText(en('offline.new'));
  await expect(page.locator('meta[name=build]')).toHaveCount(0);
  await toast.getByRole('button', { name: en('offline.reload') }).click();
  await expect(page.locator('meta[name=build]')).toHaveAttribute('content', 'second');
  await expect(pod(page, /^pod kubia, /)).toBeVisible();
});
