/** Pictures for slides: what the page shows as SVG and PNG, a stretch of the run as animated SVG and as a film. */
import { readFileSync } from 'node:fs';
import { type Download, expect, type Page, test } from '@playwright/test';
import { findings } from './findings';
import { CONTROLLER } from './manifests';
import { applyPasted, open, pod, wordsOf } from './page';

// Wide enough for cards with their status.
test.use({ viewport: { width: 1440, height: 900 } });

const t = wordsOf('en');

async function saved(page: Page, format: 'svg' | 'png' | 'animated' | 'webm'): Promise<Buffer> {
  await page.getByRole('button', { name: t('graph.picture') }).click();
  await page.getByRole('radio', { name: new RegExp(`^${t(`picture.format.${format}`)} `) }).check();
  if (format === 'animated' || format === 'webm')
    await page.getByRole('spinbutton', { name: t('picture.seconds', { most: 60 }) }).fill('2');
  const [file] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    page.getByRole('button', { name: t('picture.save'), exact: true }).click(),
  ]);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  return contentOf(file);
}

const contentOf = async (file: Download) => readFileSync((await file.path()) ?? '');

test('the graph is saved as SVG whose text is text, and as PNG twice as fine', async ({ page }) => {
  const complaints = await open(page, '/?lang=en');
  await page.getByRole('button', { name: t('graph.picture') }).click();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: t('picture.cancel') }).click();
  await applyPasted(page, CONTROLLER);
  await expect(pod(page, /^pod kubia-\w+, Running, READY 1\/1/)).toHaveCount(3);
  const svg = (await saved(page, 'svg')).toString();
  // A program that is no browser reads it too: nothing of the page is left inside.
  expect(svg).not.toMatch(/foreignObject|var\(|currentColor|class=|href="#/);
  expect(svg.match(/>Running</g)).toHaveLength(3);
  for (const text of ['kubia', 'worker-1', 'worker-2', 'worker-3', 'Simulated Kubernetes 1.36']) {
    expect(svg).toContain(text);
  }
  const [, width = '', height = ''] = /width="(\d+)" height="(\d+)" viewBox/.exec(svg) ?? [];
  const png = await saved(page, 'png');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)]);
  expect(complaints).toEqual([]);
});

test('a stretch of the run is saved as animated SVG and as a film, and the clock stands where it stood', async ({
  page,
}) => {
  const complaints = await open(page, '/?lang=en');
  await applyPasted(page, CONTROLLER);
  await expect(pod(page, /^pod kubia-\w+, Running, READY 1\/1/)).toHaveCount(3);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: t('timeline.play'), exact: true })).toBeVisible();
  const clock = page.getByRole('timer');
  const before = await clock.textContent();
  const svg = (await saved(page, 'animated')).toString();
  expect(svg).toMatch(/<animate attributeName="visibility" calcMode="discrete"[^>]+dur="2s"/);
  // A pod that is created is there later than the node that it runs on.
  expect(svg).toContain('ContainerCreating');
  await expect(clock).toHaveText(before ?? '');
  const film = await saved(page, 'webm');
  expect(film.subarray(0, 4).toString('hex')).toBe('1a45dfa3');
  await expect(clock).toHaveText(before ?? '');
  expect(complaints).toEqual([]);
});
