/**
 * The page in Chromium with 1,000 pods on 50 nodes and 50 changes a second: what the main thread spends per frame, the
 * longest task, and how long a message waits for the worker. Prints `name value unit`, medians of three.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { findChromium } from '../scripts/browser.mjs';

const PODS = 1_000;
const NODES = 50;

/** A run whose end has every pod Ready. */
const bigRun = {
  version: 1,
  profile: 'v1.36',
  seed: 1,
  nodes: Array.from({ length: NODES }, (_, index) => ({
    name: `worker-${index + 1}`,
    cpu: 8,
    memory: '16Gi',
    pods: 110,
  })),
  files: {},
  commands: [
    {
      atMs: 0,
      type: 'request',
      request: {
        method: 'POST',
        path: '/api/v1/namespaces/default/replicationcontrollers',
        body: {
          apiVersion: 'v1',
          kind: 'ReplicationController',
          metadata: { name: 'kubia', namespace: 'default' },
          spec: {
            replicas: PODS,
            selector: { app: 'kubia' },
            template: {
              metadata: { labels: { app: 'kubia' } },
              spec: { containers: [{ name: 'kubia', image: 'luksa/kubia', ports: [{ containerPort: 8080 }] }] },
            },
          },
        },
      },
    },
  ],
  untilMs: 120_000,
};

/**
 * Measures for `seconds` on a page that is not open yet.
 * @param {import('@playwright/test').Page} page
 * @param {string} address
 * @param {number} seconds
 * @param {string} [line] typed in the terminal before, and left running
 */
export async function measurePage(page, address, seconds = 8, line) {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.addInitScript(() => {
    const Real = window.Worker;
    window.Worker = class extends Real {
      constructor(url, options) {
        super(url, options);
        if (options?.name === 'kubeloop') Object.assign(window, { engine: this });
      }
    };
  });
  await page.goto(address);
  await page.getByRole('timer').first().waitFor();
  const ready = await page.evaluate(load, bigRun);
  await page.getByRole('region', { name: new RegExp(`^${PODS} pods on ${NODES} nodes`) }).waitFor();
  if (line !== undefined) await typeLine(page, line);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  // What the load itself left behind is not part of the measure.
  await page.evaluate(() => new Promise((done) => setTimeout(done, 3_000)));
  const before = await mainThreadMs(devtools);
  const { frames, longestTaskMs, waits, changes } = await page.evaluate(drive, { seconds });
  const spent = (await mainThreadMs(devtools)) - before;
  const sorted = waits.toSorted((left, right) => left - right);
  return {
    ready,
    changes,
    changesPerSecond: changes / seconds,
    frameMs: spent / frames,
    framesPerSecond: frames / seconds,
    longestTaskMs,
    longestWaitMs: sorted.at(-1) ?? 0,
    medianWaitMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
  };
}

/** @param {import('@playwright/test').Page} page @param {string} line */
async function typeLine(page, line) {
  await page.keyboard.press('`');
  await page.locator('.xterm-rows').getByText('$').first().waitFor();
  await page.keyboard.type(`${line}\n`);
}

async function mainThreadMs(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
}

/** In the page: replaces the run, plays it, hands back how many pods there are. */
async function load(run) {
  const { engine } = window;
  let id = 1_000_000;
  window.ask = (question) =>
    new Promise((done, fail) => {
      id += 1;
      const mine = id;
      const listen = ({ data }) => {
        if (data.id !== mine || (data.type !== 'answer' && data.type !== 'refusal')) return;
        engine.removeEventListener('message', listen);
        if (data.type === 'answer') done(data.answer);
        else fail(new Error(data.message));
      };
      engine.addEventListener('message', listen);
      engine.postMessage({ type: 'ask', id: mine, question });
    });
  await window.ask({ type: 'load', run });
  await window.ask({ type: 'play' });
  const { body } = await window.ask({
    type: 'request',
    request: { method: 'GET', path: '/api/v1/namespaces/default/pods' },
  });
  window.podNames = body.items.map(({ metadata }) => metadata.name);
  return body.items.filter(({ status }) =>
    status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
  ).length;
}

/** In the page: 50 changes a second, four label patches to one killed container, and a read ten times a second. */
async function drive({ seconds }) {
  const { ask, podNames } = window;
  const waits = [];
  let longestTaskMs = 0;
  let frames = 0;
  let changes = 0;
  let open = true;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
  });
  observer.observe({ type: 'longtask' });
  const count = () => {
    frames += 1;
    if (open) requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
  const change = () => {
    const pod = podNames[(changes * 37) % podNames.length];
    const path = `/api/v1/namespaces/default/pods/${pod}`;
    const kill = changes % 5 === 4;
    const patch = {
      method: 'PATCH',
      path,
      headers: { 'content-type': 'application/merge-patch+json' },
      body: { metadata: { labels: { turn: String(changes) } } },
    };
    changes += 1;
    void ask(
      kill
        ? { type: 'fault', fault: { type: 'killContainer', namespace: 'default', pod, container: 'kubia' } }
        : { type: 'request', request: patch },
    );
  };
  const changing = setInterval(change, 20);
  const reading = setInterval(async () => {
    const asked = performance.now();
    await ask({ type: 'request', request: { method: 'GET', path: `/api/v1/namespaces/default/pods/${podNames[0]}` } });
    waits.push(performance.now() - asked);
  }, 100);
  await new Promise((done) => setTimeout(done, seconds * 1_000));
  open = false;
  clearInterval(changing);
  clearInterval(reading);
  observer.disconnect();
  return { frames, longestTaskMs, waits, changes };
}

export const median = (values) => values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];

/** The same at 60x, and beside lines that print much: name, query, line. */
const ways = [
  ['60x', '&speed=60'],
  ['get-w', '', 'kubectl get pods -w'],
  ['logs-f', '', 'kubectl logs -f -l app=kubia --prefix --max-log-requests=1000'],
  ['yaml', '', 'while true; do kubectl get pods -A -o yaml; done'],
];

/** Builds the page, measures it three times, prints; then once in each of the other ways. */
export async function benchPage() {
  const outDir = mkdtempSync(join(tmpdir(), 'kubeloop-page-'));
  try {
    await build({ logLevel: 'error', build: { outDir, emptyOutDir: true } });
    const server = await preview({ build: { outDir }, preview: { port: 0 }, logLevel: 'error' });
    const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
    const look = async (query, line) => {
      const page = await browser.newPage();
      const seen = await measurePage(page, `${server.resolvedUrls?.local[0]}?lang=en${query}`, undefined, line);
      await page.close();
      return seen;
    };
    const results = [];
    for (let round = 0; round < 3; round += 1) results.push(await look(''));
    const print = (name, key, unit, of = results) =>
      console.log(`${name} ${median(of.map((result) => result[key])).toFixed(2)} ${unit}`);
    print('page-changes', 'changesPerSecond', '1/s');
    print('page-frame-main-thread', 'frameMs', 'ms');
    print('page-frames', 'framesPerSecond', '1/s');
    print('page-longest-task', 'longestTaskMs', 'ms');
    print('page-message-wait-median', 'medianWaitMs', 'ms');
    print('page-message-wait-longest', 'longestWaitMs', 'ms');
    for (const [name, query, line] of ways) {
      const seen = [await look(query, line)];
      print(`page-${name}-frame-main-thread`, 'frameMs', 'ms', seen);
      print(`page-${name}-longest-task`, 'longestTaskMs', 'ms', seen);
    }
    await browser.close();
    await server.close();
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await benchPage();
