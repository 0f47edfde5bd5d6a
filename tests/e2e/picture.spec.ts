/** Pictures for slides: what the page shows as SVG and PNG, a stretch of the run as animated SVG and as a film. */
import { readFileSync } from 'node:fs';
import { type Download, expect, type Page, test } from '@playwright/test';
import { findings } from './findings';
import { CONTROLLER } from './manifests';
import { applyPasted, open, pod, wordsOf } from './page';

// Wide enough for cards with their status.
test.use({ viewport: { width: 1440, height: 900 } });

const t = wordsOf('en');

type Subject = 'graph' | 'lanes' | 'why';

async function saved(
  page: Page,
  format: 'svg' | 'png' | 'animated' | 'webm',
  subject: Subject = 'graph',
): Promise<Buffer> {
  await page.getByRole('button', { name: t('graph.picture') }).click();
  await page.getByRole('combobox', { name: t('picture.subject') }).selectOption(subject);
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

/** What an SVG file says and how large it is, as a program that reads XML finds it. */
async function readSvg(page: Page, file: Buffer) {
  const svg = file.toString();
  // A program that is no browser reads it too: nothing of the page is left inside.
  expect(svg).not.toMatch(/foreignObject|var\(|currentColor|class=|href="#/);
  return page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    const size = ['width', 'height'].map((name) => Number(root.getAttribute(name)));
    const textsOf = (selector: string) => [...root.querySelectorAll(selector)].map((each) => each.textContent);
    const texts = textsOf('text');
    // What a style sheet writes in the middle of a mark.
    const labels = textsOf('text[text-anchor="middle"]');
    return { name: root.nodeName, size, texts, labels, title: root.querySelector('title')?.textContent ?? '' };
  }, svg);
}

/** Width and height, as the header of a PNG file has them. */
function pngSize(png: Buffer): readonly number[] {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

/** Saved both ways: the file of pixels is twice as fine. */
async function savedTwice(page: Page, subject: Subject) {
  const svg = await readSvg(page, await saved(page, 'svg', subject));
  expect(svg.name).toBe('svg');
  expect(svg.title).not.toBe('');
  expect(pngSize(await saved(page, 'png', subject))).toEqual(svg.size.map((each) => 2 * each));
  return svg;
}

/** Texts as they are read, without the spaces that lines are broken at. */
const joined = (texts: readonly string[]) => texts.join('').replace(/\s+/g, '');

const contentOf = async (file: Download) => readFileSync((await file.path()) ?? '');

test('graph, lanes and an answer are saved as SVG whose text is text, and as PNG twice as fine', async ({ page }) => {
  const complaints = await open(page, '/?lang=en');
  await page.getByRole('button', { name: t('graph.picture') }).click();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: t('picture.cancel') }).click();
  await applyPasted(page, CONTROLLER);
  await expect(pod(page, /^pod kubia-\w+, Running, READY 1\/1/)).toHaveCount(3);
  const graph = await savedTwice(page, 'graph');
  expect(graph.texts.filter((text) => text === 'Running')).toHaveLength(3);
  for (const text of ['kubia', 'worker-1', 'worker-2', 'worker-3', 'Simulated Kubernetes 1.36']) {
    expect(joined(graph.texts)).toContain(joined([text]));
  }

  await test.step('the lanes and the answer to "why?" hold what is on the screen, in words and numbers', async () => {
    await page.getByRole('button', { name: t('timeline.pause'), exact: true }).click();
    await pod(page, /^pod kubia-\w+, Running, /)
      .first()
      .click();
    await page.keyboard.press('w');
    const answer = page.locator('section.why');
    await expect(answer.locator('li[value]').first()).toBeVisible();
    const parts = answer.locator('h3, li[value] :is(.step, .why-who, .why-at, p, .why-facts, .why-gap)');
    const told = (await parts.allInnerTexts()).map((text) => joined([text]));
    const cards = await answer.locator('li[value]').count();
    expect(told.length).toBeGreaterThan(4 * cards);
    const why = await savedTwice(page, 'why');
    for (const text of told) expect(joined(why.texts)).toContain(text);
    expect(why.texts[0]).toContain('kubia-');

    const glowing = page.locator('.canvas [data-glow]');
    const steps = await glowing.evaluateAll((all) => all.map((each) => each.getAttribute('data-glow') ?? ''));
    expect(steps.length).toBeGreaterThan(2);
    const { labels } = await readSvg(page, await saved(page, 'svg'));
    expect(labels.toSorted()).toEqual(steps.toSorted());

    const bar = page.locator('.timeline');
    const rows = await bar.locator('.bar-name').allInnerTexts();
    expect(rows.length).toBeGreaterThan(7);
    const numbers = await bar.locator('.chain text').allTextContents();
    const lanes = await savedTwice(page, 'lanes');
    for (const text of rows) expect(joined(lanes.texts)).toContain(joined([text]));
    expect(numbers.length).toBeGreaterThan(2);
    expect(lanes.texts).toEqual(expect.arrayContaining(numbers));
    const [width = 0, height = 0] = lanes.size;
    const box = await bar.boundingBox();
    expect([width, height]).toEqual([Math.ceil(box?.width ?? 0), Math.ceil(box?.height ?? 0)]);
  });
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
