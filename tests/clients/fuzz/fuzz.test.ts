/**
 * Whatever comes over the wire, the server answers or hangs up; it tells nothing about its inside, makes no mistake of
 * its own, and the others go on. What failed once stays in the lists of seeds.
 */
import { CoreV1Api, KubeConfig, Watch } from 'client-node-1';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedCluster, serveCluster } from '../../../src/server/serve/servedCluster';
import { BROKEN_KINDS, brokenBytes, shapedRequest } from './requests';
import { codesOf, talk } from './rawTalk';

/** Shaped requests that once found a mistake: a parameter of the query named as what every object has. */
const FAILED: readonly number[] = [109];
/** FUZZ_SEEDS asks for more of them. */
const SEEDS = Number(process.env.FUZZ_SEEDS ?? 250);
/** How long an honest client may wait for its answer or its event while others talk nonsense. */
const BOUND_MS = 1_500;
/** Stack frames, source files, words of the language's own exceptions. */
const INSIDE =
  /\n\s+at |\.(?:ts|js|mjs):\d|node:internal|node_modules|file:\/\/|is not a function|is not iterable|Cannot read propert|Cannot convert|call stack|TypeError|RangeError|\[object Object\]/;

let served: ServedCluster;
let mistakes: unknown[];
let core: CoreV1Api;
let heard: string[];
let stop: () => void;

beforeAll(async () => {
  mistakes = [];
  served = await serveCluster({ onMistake: (error) => mistakes.push(error) });
  const config = new KubeConfig();
  config.loadFromString(served.kubeconfig);
  core = config.makeApiClient(CoreV1Api);
  const spec = { containers: [{ name: 'web', image: 'busybox', command: ['sleep', '100000'] }] };
  await core.createNamespacedPod({ namespace: 'default', body: { metadata: { name: 'target' }, spec } });
  await served.session.cluster.advance(20_000);
  heard = [];
  const path = '/api/v1/namespaces/kube-public/configmaps';
  const watch = await new Watch(config).watch(
    path,
    { labelSelector: 'honest=yes' },
    (type: string, { metadata }: { metadata: { name: string } }) => heard.push(`${type} ${metadata.name}`),
    () => heard.push('END'),
  );
  stop = () => watch.abort();
});
afterAll(async () => {
  stop();
  await served.close();
});

/** An honest client writes, reads and hears of it by its watch, in time. */
async function othersGoOn(name: string): Promise<void> {
  const begun = performance.now();
  const namespace = 'kube-public';
  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels: { honest: 'yes' } } } });
  expect((await core.readNamespacedConfigMap({ namespace, name })).metadata?.name).toBe(name);
  while (!heard.includes(`ADDED ${name}`) && performance.now() - begun < BOUND_MS)
    await new Promise((resolve) => setTimeout(resolve, 2));
  expect(heard).toContain(`ADDED ${name}`);
  expect(heard).not.toContain('END');
  expect(performance.now() - begun).toBeLessThan(BOUND_MS);
  expect(served.session.health.type).toBe('running');
}

function keepsItsInside(describe: string, answer: string): void {
  const [found] = INSIDE.exec(answer) ?? [];
  expect(found, `${describe}\n${answer.slice(0, 2_000)}`).toBeUndefined();
  expect(mistakes, describe).toEqual([]);
}

/** In groups, so that they meet each other as well. */
async function all(seeds: readonly number[], act: (seed: number) => Promise<void>): Promise<void> {
  for (let at = 0; at < seeds.length; at += 20) await Promise.all(seeds.slice(at, at + 20).map(act));
}

const seedsOf = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

test('bytes that are no HTTP are answered with 400 or not at all', async () => {
  await all(seedsOf(0, BROKEN_KINDS * 2), async (seed) => {
    const { describe, pieces } = brokenBytes(seed, served.token);
    const answer = await talk(served.url, pieces);
    keepsItsInside(describe, answer);
    for (const code of codesOf(answer)) expect(code, describe).toBeLessThan(500);
  });
  await othersGoOn('after-noise');
});

test('who hangs up in the middle leaves nothing behind', async () => {
  await all(seedsOf(1_000, BROKEN_KINDS), async (seed) => {
    const { describe, pieces } = brokenBytes(seed, served.token);
    keepsItsInside(describe, await talk(served.url, pieces, { hangsUp: true }));
  });
  await all(seedsOf(1_000, 40), async (seed) => {
    const { describe, text } = shapedRequest(seed, served.token);
    const cut = text.slice(0, Math.floor(text.length * ((seed % 10) / 10)));
    keepsItsInside(describe, await talk(served.url, [cut], { hangsUp: true }));
  });
  await othersGoOn('after-hang-ups');
});

test('sound HTTP about nonsense is refused with a Status, without a mistake of the server', async () => {
  const unanswered: string[] = [];
  await all([...FAILED, ...seedsOf(1, SEEDS)], async (seed) => {
    const { describe, text } = shapedRequest(seed, served.token);
    const answer = await talk(served.url, [text], { silenceMs: 3_000 });
    keepsItsInside(describe, answer);
    if (codesOf(answer).length === 0) unanswered.push(describe);
  });
  expect(unanswered).toEqual([]);
  await othersGoOn('after-nonsense');
});

test('a body of over 3 MiB is refused with 413', async () => {
  const length = 3 * 1024 * 1024 + 1;
  const head = `POST /api/v1/namespaces/default/configmaps HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${served.token}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
  const answer = await talk(served.url, [head, 'a'.repeat(length)], { silenceMs: 400 });
  expect(codesOf(answer)).toEqual([413]);
  expect(answer).toContain('"reason":"RequestEntityTooLarge"');
  await othersGoOn('after-a-giant');
});

test('requests in one breath are answered in their order', async () => {
  const names = ['one', 'two', 'three', 'four'];
  const get = (name: string) =>
    `GET /api/v1/namespaces/default/configmaps/${name} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${served.token}\r\n\r\n`;
  const answer = await talk(served.url, [names.map(get).join('')], { silenceMs: 300 });
  expect([...answer.matchAll(/configmaps \\"(\w+)\\" not found/g)].map(([, name]) => name)).toEqual(names);
});

test('memory does not grow with the nonsense', async () => {
  const used = () => {
    global.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const before = used();
  await all(seedsOf(5_000, 100), async (seed) => {
    await talk(served.url, [shapedRequest(seed, served.token).text], { silenceMs: 500 });
  });
  expect(used() - before).toBeLessThan(100 * 1024 * 1024);
});
