/** @kubernetes/client-node over HTTPS: what a watch tells, from where, for how long; the informer that lists again. */
import { type V1ConfigMap, Watch, makeInformer } from 'client-node-1';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedClient, podOf, servedClient } from '../servedClient';

let client: ServedClient;
beforeAll(async () => {
  client = await servedClient();
});
afterAll(() => client.close());

interface Seen {
  readonly type: string;
  readonly object: V1ConfigMap & { readonly code?: number; readonly reason?: string; readonly message?: string };
}
interface Following {
  readonly seen: readonly Seen[];
  /** The line of this type and, if asked, name, once it has come. */
  line(type: string, name?: string): Promise<Seen>;
  /** Settles when the server or the caller has ended it. */
  readonly ended: Promise<unknown>;
  stop(): void;
}

const path = (plural = 'configmaps') => `/api/v1/namespaces/${client.namespace}/${plural}`;
const named = (name: string) => ({ name, namespace: client.namespace });
const create = (name: string, labels: Record<string, string> = {}) =>
  client.core.createNamespacedConfigMap({ namespace: client.namespace, body: { metadata: { name, labels } } });
const now = async () =>
  (await client.core.listNamespacedConfigMap({ namespace: client.namespace })).metadata?.resourceVersion ?? '';

async function follow(query: Record<string, string | number | boolean>, of = path()): Promise<Following> {
  const seen: Seen[] = [];
  const waiting = new Set<() => void>();
  let end = (_error: unknown): void => {};
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  const abort = await new Watch(client.config).watch(
    of,
    query,
    (type: string, object: Seen['object']) => {
      seen.push({ type, object });
      for (const look of waiting) look();
    },
    (error) => end(error),
  );
  return {
    seen,
    ended,
    stop: () => abort.abort(),
    line: (type, name) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = seen.find(
            (one) => one.type === type && (name === undefined || one.object.metadata?.name === name),
          );
          if (found !== undefined) resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

test('a watch without a revision begins with what is there', async () => {
  await create('there');
  const watch = await follow({});
  await watch.line('ADDED', 'there');
  watch.stop();
});

test('a watch from the revision of a list tells of what came after it, once each and in order', async () => {
  const from = await now();
  const watch = await follow({ resourceVersion: from });
  await create('life');
  const read = await client.core.readNamespacedConfigMap(named('life'));
  await client.core.replaceNamespacedConfigMap({ ...named('life'), body: { ...read, data: { a: 'b' } } });
  await client.core.deleteNamespacedConfigMap(named('life'));
  const last = await watch.line('DELETED', 'life');
  watch.stop();
  expect(watch.seen.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
  expect(last.object.data).toEqual({ a: 'b' });
  const revisions = watch.seen.map(({ object }) => Number(object.metadata?.resourceVersion));
  expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
});

test('an object that leaves the selection is DELETED for the watcher, and ADDED when it comes back', async () => {
  const watch = await follow({ labelSelector: 'color=red', resourceVersion: await now() });
  await create('blue', { color: 'blue' });
  const red = await create('red', { color: 'red' });
  await watch.line('ADDED', 'red');
  const painted = { ...red, metadata: { ...red.metadata, labels: { color: 'blue' } } };
  const blue = await client.core.replaceNamespacedConfigMap({ ...named('red'), body: painted });
  await watch.line('DELETED', 'red');
  const again = { ...blue, metadata: { ...blue.metadata, labels: { color: 'red' } } };
  await client.core.replaceNamespacedConfigMap({ ...named('red'), body: again });
  while (watch.seen.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  watch.stop();
  expect(watch.seen.map(({ type, object }) => `${type} ${object.metadata?.name}`)).toEqual([
    'ADDED red',
    'DELETED red',
    'ADDED red',
  ]);
});

test('a watch of one object by its name hears of no other', async () => {
  const watch = await follow({ fieldSelector: 'metadata.name=chosen', resourceVersion: await now() });
  await create('other');
  await create('chosen');
  await watch.line('ADDED', 'chosen');
  watch.stop();
  expect(watch.seen).toHaveLength(1);
});

test('a watch ends after its timeoutSeconds, with a bookmark for who takes them', async () => {
  const begun = Date.now();
  const watch = await follow({ timeoutSeconds: 1, allowWatchBookmarks: true, resourceVersion: await now() });
  await watch.ended;
  expect(Date.now() - begun).toBeGreaterThan(800);
  expect(Date.now() - begun).toBeLessThan(5_000);
});

test('the initial events of a watch list end with an annotated bookmark', async () => {
  await create('listed');
  const watch = await follow({
    sendInitialEvents: true,
    resourceVersionMatch: 'NotOlderThan',
    allowWatchBookmarks: true,
  });
  const bookmark = await watch.line('BOOKMARK');
  watch.stop();
  expect(bookmark.object.metadata?.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
  const names = watch.seen.filter(({ type }) => type === 'ADDED').map(({ object }) => object.metadata?.name);
  expect(names).toContain('listed');
  const all = await client.core.listNamespacedConfigMap({ namespace: client.namespace });
  expect(names.toSorted()).toEqual(all.items.map(({ metadata }) => metadata?.name));
});

test('initial events without their match are refused', async () => {
  const answer = await client.raw(`${path()}?watch=1&sendInitialEvents=true`);
  expect(answer.code).toBe(422);
  expect(JSON.parse(answer.text)).toMatchObject({ kind: 'Status', reason: 'Invalid' });
});

test('a revision that cannot be read is told as the real server tells it', async () => {
  const why = 'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax';
  const watch = await client.raw(`${path()}?watch=1&resourceVersion=abc`);
  expect(JSON.parse(watch.text)).toMatchObject({ code: 500, message: why });
  const list = await client.raw(`${path()}?resourceVersion=abc`);
  expect(JSON.parse(list.text)).toMatchObject({ code: 400, message: `invalid resource version: ${why}` });
});

test('a watch from a revision that is compacted is a line of 410 Expired', async () => {
  if (client.isSimulated) return; // A young simulation has its whole history.
  const watch = await follow({ resourceVersion: '1' });
  expect((await watch.line('ERROR')).object).toMatchObject({ code: 410, reason: 'Expired' });
  await watch.ended;
});

test('a watch is one JSON object a line', async () => {
  const answer = await client.raw(`${path()}?watch=1&timeoutSeconds=1`);
  expect(answer.code).toBe(200);
  expect(answer.headers['content-type']).toBe('application/json');
  expect(answer.headers['transfer-encoding']).toBe('chunked');
  const lines = answer.text.split('\n');
  expect(lines.pop()).toBe('');
  for (const line of lines) expect(Object.keys(JSON.parse(line))).toEqual(['type', 'object']);
});

test('an informer follows, and lists again when its watch is over', async () => {
  const { core, namespace } = client;
  const list = () => core.listNamespacedConfigMap({ namespace, labelSelector: 'informed=yes' });
  const informer = makeInformer(client.config, path(), list, 'informed=yes');
  const heard: string[] = [];
  let connections = 0;
  informer.on('add', ({ metadata }) => heard.push(`add ${metadata?.name}`));
  informer.on('update', ({ metadata }) => heard.push(`update ${metadata?.name}`));
  informer.on('delete', ({ metadata }) => heard.push(`delete ${metadata?.name}`));
  informer.on('connect', () => {
    connections += 1;
  });
  await create('first', { informed: 'yes' });
  await informer.start();
  const until = async (what: string): Promise<void> => {
    while (!heard.includes(what)) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await until('add first');
  const second = await create('second', { informed: 'yes' });
  await until('add second');
  await core.replaceNamespacedConfigMap({ ...named('second'), body: { ...second, data: { a: 'b' } } });
  await until('update second');
  expect(informer.get('second', namespace)?.data).toEqual({ a: 'b' });
  await informer.stop();
  await core.deleteNamespacedConfigMap(named('first'));
  await informer.start();
  await until('delete first');
  await informer.stop();
  expect(connections).toBeGreaterThan(1);
  expect(informer.list(namespace).map(({ metadata }) => metadata?.name)).toEqual(['second']);
});

test('every kind of its own path can be watched: nodes, and pods of all namespaces', async () => {
  const nodes = await follow({ limit: 1 }, '/api/v1/nodes');
  await nodes.line('ADDED');
  nodes.stop();
  await client.core.createNamespacedPod({ namespace: client.namespace, body: podOf('anywhere') });
  const pods = await follow({}, '/api/v1/pods');
  await pods.line('ADDED', 'anywhere');
  pods.stop();
});
