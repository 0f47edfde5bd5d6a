/** The page as a guest of a page of another origin: by its address, through embed.js, with and without an origin of its own. */
import { expect, type Frame, type Page, test } from '@playwright/test';
import { createServer, type Server } from 'node:http';
import type { Kubeloop } from '../../public/embed';
import { collectComplaints, wordsOf } from './page';

const ko = wordsOf('ko');

declare global {
  interface Window {
    kubeloop: Kubeloop;
    /** Events that the host has heard, with their names. */
    news: readonly (readonly [string, Readonly<Record<string, unknown>>])[];
    /** Keys that the deck itself has heard. */
    deckKeys: readonly string[];
  }
}

/** A deck of one slide: its address says what embed.js is told. */
const DECK = `<!doctype html><meta charset="utf-8"><title>deck</title>
<body style="height:2000px"><h1 tabindex="0">deck</h1><div id="place" style="width:640px"></div>
<script type="module">
const asked = new URLSearchParams(location.search);
const { embed } = await import(asked.get('home') + 'embed.js');
window.news = [];
window.deckKeys = [];
addEventListener('keydown', ({ key }) => deckKeys.push(key));
window.kubeloop = embed('#place', { height: 360, ...JSON.parse(asked.get('options')) });
for (const name of ['ready', 'time', 'action', 'check', 'error', 'resize', 'key', 'lost'])
  kubeloop.on(name, (event) => news.push([name, event]));
</script>`;

let deck: Server;
let deckAddress = '';
test.beforeAll(async () => {
  deck = createServer((_, response) => response.setHeader('content-type', 'text/html').end(DECK));
  await new Promise<void>((resolve) => deck.listen(0, '127.0.0.1', resolve));
  const address = deck.address();
  deckAddress = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
});
test.afterAll(() => deck.close());

/** Opens the deck with a frame of these options; the frame is of another origin than the deck. */
async function openDeck(page: Page, home: string, options: object): Promise<Frame> {
  await page.goto(
    `${deckAddress}?home=${encodeURIComponent(home)}&options=${encodeURIComponent(JSON.stringify(options))}`,
  );
  await expect.poll(() => page.frames().length).toBe(2);
  const [, frame] = page.frames();
  if (frame === undefined) throw new Error('the deck has no frame');
  return frame;
}

const home = (baseURL: string | undefined) => baseURL ?? 'http://localhost:4179/';

test('a deck of another origin drives a frame without an origin: time, deeds, links, keys', async ({
  page,
  baseURL,
}) => {
  const complaints = collectComplaints(page);
  const frame = await openDeck(page, home(baseURL), { sandbox: 'allow-scripts', lang: 'ko', theme: 'dark' });
  expect(await page.evaluate(() => window.kubeloop.ready)).toMatchObject({ version: '1.0', playing: false, at: 0 });
  expect(await frame.evaluate(() => window.origin)).toBe('null');

  const line = 'kubectl create deployment web --image=nginx --replicas=2';
  expect(await page.evaluate((text) => window.kubeloop.kubectl(text), line)).toEqual({
    exitCode: 0,
    output: 'deployment.apps/web created\n',
  });
  expect(await page.evaluate(() => window.kubeloop.seek('1:30'))).toEqual({ at: 90, playing: false, speed: 1 });
  await expect(frame.getByRole('button', { name: /^pod web-/ })).toHaveCount(2);
  const cut = { type: 'fault', fault: { type: 'cutNetwork', node: 'worker-1' } } as const;
  await page.evaluate((action) => window.kubeloop.action(action), cut);
  await page.evaluate(() => window.kubeloop.speed(60));
  await page.evaluate(() => window.kubeloop.play());
  await expect(frame.getByRole('group', { name: 'node worker-1, NotReady' })).toBeVisible();
  await page.evaluate(() => window.kubeloop.pause());
  expect((await page.evaluate(() => window.kubeloop.step())).playing).toBe(false);
  const { link } = await page.evaluate(() => window.kubeloop.getLink());
  expect(link.slice(link.indexOf('#'))).toMatch(/^#z1:/);

  const refusals = await page.evaluate(async () => {
    const why = (asked: Promise<unknown>) =>
      asked.then(
        () => 'done',
        (error: Error) => error.message,
      );
    return [
      await why(window.kubeloop.seek('soon')),
      await why(window.kubeloop.load('#z1:AAAA')),
      await why(window.kubeloop.load('#/s/first-pod/solution@soon')),
      await why(window.kubeloop.action({ type: 'fault', fault: { type: 'explode' } })),
      await why(window.kubeloop.action({ type: 'kubectl', line: 'rm -rf /' })),
    ];
  });
  for (const [at, words] of [
    'no such time',
    '끊겼습니다',
    'solution@soon',
    'not a fault',
    'begins with kubectl',
  ].entries())
    expect(refusals[at]).toContain(words);

  // The solution of a lab counts as nobody's: what holds, holds by that.
  const { lesson } = await page.evaluate(() => window.kubeloop.load('#/s/first-pod/solution'));
  expect(lesson).toMatchObject({ name: 'first-pod', passed: false, solution: true });
  expect(lesson?.goals.filter(({ holds }) => !holds)).toEqual([]);
  expect(lesson?.goals.length).toBeGreaterThan(0);

  // A link of an earlier moment opens in place; the language changes in mid-run.
  await page.evaluate((old) => window.kubeloop.load(old), link);
  await page.evaluate(() => window.kubeloop.setLang('en'));
  await expect(frame.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  const news = await page.evaluate(() => window.news);
  expect(news.filter(([name]) => name === 'action').map(([, { text }]) => text)).toEqual([
    line,
    `${ko('actions.cutNetwork')} worker-1`,
  ]);
  expect(news.find(([name]) => name === 'resize')?.[1].height).toBeGreaterThan(200);
  expect(complaints).toEqual([]);
});

test('keys of a deck are not swallowed, and the wheel scrolls the page around', async ({ page, baseURL }) => {
  const frame = await openDeck(page, home(baseURL), { lang: 'en' });
  await page.evaluate(() => window.kubeloop.ready);
  await frame.getByRole('button', { name: 'Run a first pod' }).click();
  const card = frame.getByRole('button', { name: /^pod kubia, Running/ });
  await card.click();
  await expect(frame.getByRole('complementary', { name: 'Inspector' })).toBeVisible();
  const told = async () =>
    (await page.evaluate(() => window.news)).filter(([name]) => name === 'key').map(([, { key }]) => key);
  await card.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('PageDown');
  await expect.poll(told).toEqual(['ArrowRight', 'PageDown']);
  // What is open closes first; then the deck has the keyboard again.
  await page.keyboard.press('Escape');
  await expect(frame.getByRole('complementary', { name: 'Inspector' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect.poll(told).toEqual(['ArrowRight', 'PageDown', 'Escape']);
  await page.keyboard.press('ArrowRight');
  expect(await page.evaluate(() => window.deckKeys)).toEqual(['ArrowRight']);
  // Single keys of the page itself are bound to nothing in a frame.
  await card.focus();
  for (const key of ['s', '2', '`', '.', ' ']) await page.keyboard.press(key);
  await expect(frame.getByRole('dialog')).toHaveCount(0);
  await expect(frame.getByRole('tab', { name: 'Nodes', selected: true })).toBeVisible();
  await page.mouse.move(60, 300);
  await page.mouse.wheel(0, 300);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(100);
});

test('click to load starts no engine before; a lesson opens at its moment and is read-only', async ({
  page,
  baseURL,
}) => {
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  const options = { ctl: true, ro: true, lang: 'ko', link: '#/s/first-pod@30s', view: 'split' };
  const frame = await openDeck(page, home(baseURL), options);
  const start = frame.getByRole('button', { name: ko('embed.poster.start') });
  await expect(start).toBeVisible();
  // Who only asks how it stands waits; nothing is fetched for it.
  expect(workers).toEqual([]);
  await start.click();
  expect(await page.evaluate(() => window.kubeloop.ready)).toMatchObject({ playing: false });
  expect(await page.evaluate(() => window.kubeloop.check())).toMatchObject({ name: 'first-pod', passed: false });
  const why = await page.evaluate(() =>
    window.kubeloop.kubectl('kubectl delete node worker-1').then(
      () => 'done',
      (error: Error) => error.message,
    ),
  );
  expect(why).toContain('read-only');
  await expect(frame.getByRole('button', { name: ko('editor.apply') })).toHaveAttribute('aria-disabled', 'true');
});

test('addresses that name no lesson and no run say so', async ({ page }) => {
  const complaints = collectComplaints(page);
  await page.goto('/?lang=ko#/s/no-such-lesson');
  const dialog = page.getByRole('dialog', { name: ko('share.bad.title.unknown') });
  await expect(dialog).toContainText('no-such-lesson');
  await dialog.getByRole('button', { name: ko('share.bad.goOn') }).click();
  await expect(page.getByRole('group', { name: /^node worker-\d, Ready$/ })).toHaveCount(3);
  expect(complaints).toEqual([]);
});
