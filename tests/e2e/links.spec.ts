/** Addresses and files: what they ask for, and what becomes of those that are broken. */
import { expect, type Page, test } from '@playwright/test';
import { deflateSync } from 'node:zlib';
import { clock, open, pod, podLabels, saveRun, seconds, wordsOf } from './page';

const ko = wordsOf('ko');
const play = (page: Page) => page.getByRole('button', { name: 'Play', exact: true });
const pause = (page: Page) => page.getByRole('button', { name: 'Pause', exact: true });

/** A run of one pod, as its link and as its file. */
async function sharedRun(page: Page): Promise<{ readonly link: string; readonly file: string }> {
  await page.getByRole('button', { name: 'Run a first pod' }).click();
  await expect(pod(page, 'pod kubia, Running, READY 1/1, 0 restarts')).toBeVisible();
  await pause(page).click();
  await expect(play(page)).toBeVisible();
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog');
  const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
  const file = await saveRun(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  return { link, file };
}

test('a guest frame follows its query: language, theme, view, speed, and it stands still', async ({ page }) => {
  const complaints = await open(page, '/?embed=1&lang=ko&theme=dark&view=owners&speed=60', ko);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('tab', { name: ko('graph.view.owners'), selected: true })).toBeVisible();
  await expect(page.getByRole('combobox', { name: ko('timeline.speed') })).toHaveValue('60');
  await expect(page.getByRole('button', { name: ko('timeline.play'), exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: ko('share.button') })).toHaveCount(0);
  await expect(clock(page)).toHaveText(/^0:00/);
  expect(complaints).toEqual([]);
});

test('play=1 starts a guest, play=0 holds the playground', async ({ page }) => {
  await open(page, '/?embed=1&play=1&lang=en&speed=300&theme=light');
  await expect(pause(page)).toBeVisible();
  await expect.poll(() => seconds(page)).toBeGreaterThan(60);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.goto('/?play=0&lang=en');
  await expect(play(page)).toBeVisible();
  await expect(clock(page)).toHaveText('0:00.0');
});

test('broken links say what is wrong, and the cluster behind them works', async ({ page, context }) => {
  const complaints = await open(page, '/?lang=en');
  const { link } = await sharedRun(page);
  const at = link.indexOf('#z1:') + 4;
  const payload = link.slice(at);
  const middle = Math.floor(payload.length / 2);
  const spoilt = `${payload.slice(0, middle)}${payload[middle] === 'A' ? 'B' : 'A'}${payload.slice(middle + 1)}`;
  const broken = [
    [`z1:${payload.slice(0, -20)}`, 'This link is damaged', `It breaks off after ${payload.length - 20} of about`],
    [`z1:${spoilt}`, 'This link is damaged', 'Some of its characters were changed'],
    ['z1:', 'This link is damaged', 'It breaks off after 0'],
    [`z1:${'A'.repeat(100_000)}`, 'This link is damaged', 'It has 100000 characters'],
    [`z1:${bomb()}`, 'This link is damaged', 'more than 64 KiB'],
    ['z2:abcdef', 'This link is from a newer version', 'It has version 2'],
  ] as const;
  for (const [fragment, title, why] of broken) {
    const other = await context.newPage();
    const said = await open(other, `/?lang=en#${fragment}`);
    const dialog = other.getByRole('dialog', { name: title });
    await expect(dialog).toContainText(why);
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(other.getByRole('group', { name: /^node worker-\d, Ready$/ })).toHaveCount(3);
    if (fragment.startsWith('z2')) {
      await other.getByRole('button', { name: 'Run a first pod' }).click();
      await expect(pod(other, 'pod kubia, Running, READY 1/1, 0 restarts')).toBeVisible();
    }
    expect(said, fragment.slice(0, 40)).toEqual([]);
    await other.close();
  }
  expect(complaints).toEqual([]);
});

test('a whole link put into the dialog of a broken one opens', async ({ page, context }) => {
  await open(page, '/?lang=en');
  const { link } = await sharedRun(page);
  const other = await context.newPage();
  const complaints = await open(other, `/?lang=en${link.slice(link.indexOf('#'), -10)}`);
  const dialog = other.getByRole('dialog', { name: 'This link is damaged' });
  await dialog.getByRole('textbox', { name: 'Link' }).fill(link);
  await dialog.getByRole('button', { name: 'Open this link' }).click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => podLabels(other)).toEqual(['pod kubia, Running, READY 1/1, 0 restarts']);
  expect(complaints).toEqual([]);
});

test('a run goes into a file and comes back; a file that is none changes nothing', async ({ page, context }) => {
  await open(page, '/?lang=en');
  const { file } = await sharedRun(page);
  const time = await clock(page).textContent();
  const other = await context.newPage();
  const complaints = await open(other, '/?lang=en&play=0');
  const openFile = async (text: string) => {
    await other.getByRole('button', { name: 'Share' }).click();
    const choosing = other.waitForEvent('filechooser');
    await other.getByRole('dialog').getByRole('button', { name: 'Open a file' }).click();
    const buffer = Buffer.from(text);
    await (await choosing).setFiles({ name: 'run.json', mimeType: 'application/json', buffer });
  };
  await openFile('{"version":1}');
  await expect(other.getByRole('region', { name: 'Messages' })).toContainText('This file does not open');
  await other.keyboard.press('Escape');
  await expect(clock(other)).toHaveText('0:00.0');
  await openFile(file);
  await expect(clock(other)).toHaveText(time ?? '');
  await expect.poll(() => podLabels(other)).toEqual(['pod kubia, Running, READY 1/1, 0 restarts']);
  expect(complaints).toEqual([]);
});

/** A payload with a true header that unfolds to a megabyte. */
function bomb(): string {
  const deflated = deflateSync(Buffer.alloc(1_000_000, 32)).subarray(2, -4);
  let hash = 0x811c9dc5;
  for (const byte of deflated) hash = Math.imul(hash ^ byte, 0x01000193);
  const header = Buffer.alloc(6);
  header.writeUIntBE(deflated.length, 0, 3);
  header.writeUIntBE(((hash >>> 24) ^ hash) & 0xffffff, 3, 3);
  return Buffer.concat([header, deflated]).toString('base64url');
}
