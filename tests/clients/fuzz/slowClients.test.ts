/** Clients that are slow, idle or deaf cost the others nothing: their answers come as fast as without them. */
import type { TLSSocket } from 'node:tls';
import { CoreV1Api, KubeConfig } from 'client-node-1';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedCluster, serveCluster } from '../../../src/server/serve/servedCluster';
import { dial } from './rawTalk';

/** What an answer may take beside what it takes in peace: a busy machine's share, far less than any time limit of the server. */
const SLACK_MS = 1_000;
const NAMESPACE = 'kube-public';

let served: ServedCluster;
let core: CoreV1Api;
let peaceMs: number;
let open: TLSSocket[] = [];

beforeAll(async () => {
  served = await serveCluster();
  const config = new KubeConfig();
  config.loadFromString(served.kubeconfig);
  core = config.makeApiClient(CoreV1Api);
  const data = { text: 'x'.repeat(20_000) };
  for (let i = 0; i < 50; i++)
    await core.createNamespacedConfigMap({ namespace: NAMESPACE, body: { metadata: { name: `long-${i}` }, data } });
  peaceMs = await latencyMs();
});
afterAll(async () => {
  hangUp();
  await served.close();
});

function hangUp(): void {
  for (const socket of open) socket.destroy();
  open = [];
}

/** Of ten writes and reads, the median. */
async function latencyMs(): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < 10; i++) {
    const begun = performance.now();
    const name = `honest-${i}-${Math.floor(begun)}`;
    await core.createNamespacedConfigMap({ namespace: NAMESPACE, body: { metadata: { name } } });
    await core.readNamespacedConfigMap({ namespace: NAMESPACE, name });
    took.push(performance.now() - begun);
  }
  took.sort((x, y) => x - y);
  return took[5] ?? Number.NaN;
}

const head = (line: string, more = '') =>
  `${line} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${served.token}\r\n${more}\r\n`;

async function clients(count: number, act: (socket: TLSSocket) => void): Promise<void> {
  for (let i = 0; i < count; i++) {
    const socket = await dial(served.url);
    open.push(socket);
    act(socket);
  }
}

test('two hundred idle connections', async () => {
  await clients(200, () => {});
  expect(await latencyMs()).toBeLessThan(peaceMs + SLACK_MS);
  hangUp();
});

test('readers that stop in the middle of a long list', async () => {
  await clients(20, (socket) => {
    socket.pause();
    socket.write(head(`GET /api/v1/namespaces/${NAMESPACE}/configmaps`).repeat(5));
  });
  expect(await latencyMs()).toBeLessThan(peaceMs + SLACK_MS);
  hangUp();
});

test('uploads that trickle', async () => {
  const timers: NodeJS.Timeout[] = [];
  await clients(30, (socket) => {
    const more = 'Content-Type: application/json\r\nContent-Length: 100000\r\n';
    socket.write(head(`POST /api/v1/namespaces/${NAMESPACE}/configmaps`, more));
    timers.push(setInterval(() => socket.write('{'), 10));
  });
  expect(await latencyMs()).toBeLessThan(peaceMs + SLACK_MS);
  for (const timer of timers) clearInterval(timer);
  hangUp();
});

test('headers that trickle', async () => {
  await clients(30, (socket) => {
    for (const [i, letter] of [...head('GET /version')].slice(0, 40).entries())
      setTimeout(() => socket.write(letter), i * 10);
  });
  expect(await latencyMs()).toBeLessThan(peaceMs + SLACK_MS);
  hangUp();
});

/** What this thread holds; resident memory is that of all threads. */
function heldBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test('watchers that never read what changes', async () => {
  await clients(20, (socket) => {
    socket.pause();
    socket.write(head(`GET /api/v1/namespaces/${NAMESPACE}/configmaps?watch=1`));
  });
  const before = heldBytes();
  const grow = async (n: number) => {
    const patch = { data: { text: 'y'.repeat(20_000), n: String(n) } };
    await core.patchNamespacedConfigMap({
      namespace: NAMESPACE,
      name: 'long-0',
      body: [{ op: 'replace', path: '/data', value: patch.data }],
    });
  };
  for (let n = 0; n < 60; n++) await grow(n);
  expect(await latencyMs()).toBeLessThan(peaceMs + SLACK_MS);
  // What waits are the objects that the store has anyway: 20 x 60 x 20 kB as text would be 24 MB, and more in Node's buffers.
  expect(heldBytes() - before).toBeLessThan(60 * 1024 * 1024);
  hangUp();
});

test('a list of everything does not hold up a small answer', async () => {
  const lists = Array.from({ length: 10 }, () => core.listNamespacedConfigMap({ namespace: NAMESPACE }));
  const begun = performance.now();
  await core.readNamespacedConfigMap({ namespace: NAMESPACE, name: 'long-1' });
  expect(performance.now() - begun).toBeLessThan(2_000);
  await Promise.all(lists);
});
