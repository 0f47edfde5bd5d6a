/** Watches, as clients and informers meet them. */
import { expect, test } from 'vitest';
import type { KubeObject } from '../api/meta/objectMeta';
import type { WatchEvent } from '../client/transport';
import { type TestServer, requestOf, testServer } from './testServer';

const CONFIG_MAPS = '/api/v1/namespaces/demo/configmaps';

/** Opens a watch and writes down `TYPE name` (or the message) of what it says. */
function follow({ server }: TestServer, query: string): { readonly seen: string[]; readonly stop: () => void } {
  const seen: string[] = [];
  const stop = server.watch(requestOf('GET', `${CONFIG_MAPS}?watch=1${query}`), (event) => seen.push(lineOf(event)));
  return { seen, stop };
}

function lineOf(event: WatchEvent): string {
  if (event.type === 'ERROR') return `ERROR ${event.object.code} ${event.object.message}`;
  if (event.type === 'BOOKMARK') {
    const isEnd = event.object.metadata.annotations?.['k8s.io/initial-events-end'] === 'true';
    return isEnd ? 'BOOKMARK end' : 'BOOKMARK';
  }
  return `${event.type} ${event.object.metadata.name}`;
}

async function create({ send }: TestServer, name: string): Promise<string> {
  const { body } = await send('POST', CONFIG_MAPS, { metadata: { name } });
  return (body as KubeObject).metadata.resourceVersion;
}

test('a watch without a resourceVersion begins with what is there', async () => {
  const cluster = await testServer();
  await create(cluster, 'old');
  const { seen } = follow(cluster, '');
  await create(cluster, 'a');
  await cluster.send('DELETE', `${CONFIG_MAPS}/a`);
  expect(seen).toEqual(['ADDED old', 'ADDED a', 'DELETED a']);
});

test('a watch from a resourceVersion brings what came after it, then follows', async () => {
  const cluster = await testServer();
  const version = await create(cluster, 'a');
  await create(cluster, 'b');
  const { seen, stop } = follow(cluster, `&resourceVersion=${version}`);
  await create(cluster, 'c');
  stop();
  await create(cluster, 'd');
  expect(seen).toEqual(['ADDED b', 'ADDED c']);
});

test('a watch from before the kept history is told to list again', async () => {
  const cluster = await testServer();
  for (let count = 0; count < 12_000; count += 1) {
    await cluster.send('PUT', '/apis/coordination.k8s.io/v1/namespaces/demo/leases/l', {
      metadata: { name: 'l', resourceVersion: count === 0 ? '' : String(cluster.store.revision) },
      spec: { leaseTransitions: count },
    });
  }
  const { seen } = follow(cluster, '&resourceVersion=2');
  expect(seen).toEqual([expect.stringMatching(/^ERROR 410 too old resource version: 2 \(\d+\)$/)]);
  const list = await cluster.send('GET', `${CONFIG_MAPS}?resourceVersion=2&resourceVersionMatch=Exact`);
  expect(list).toMatchObject({
    code: 410,
    body: { reason: 'Expired', message: 'The resourceVersion for the provided list is too old.' },
  });
});

test('a watch from the future keeps silent until then', async () => {
  const cluster = await testServer();
  const version = Number(await create(cluster, 'a'));
  const { seen } = follow(cluster, `&resourceVersion=${version + 1}`);
  await create(cluster, 'b');
  await create(cluster, 'c');
  expect(seen).toEqual(['ADDED c']);
});

test('bookmarks mark the end of the initial events', async () => {
  const cluster = await testServer();
  await create(cluster, 'old');
  const initial = '&sendInitialEvents=true&resourceVersionMatch=NotOlderThan';
  expect(follow(cluster, '&allowWatchBookmarks=true').seen).toEqual(['ADDED old', 'BOOKMARK end']);
  expect(follow(cluster, `&allowWatchBookmarks=true${initial}`).seen).toEqual(['ADDED old', 'BOOKMARK end']);
  const none = follow(cluster, '&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true');
  cluster.server.bookmark();
  expect(none.seen).toEqual(['BOOKMARK']);
});

test.each([
  [
    '&sendInitialEvents=true',
    'ERROR 422 ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
  ],
  [
    '&resourceVersionMatch=NotOlderThan',
    'ERROR 422 ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
  ],
  [
    '&resourceVersion=abc',
    'ERROR 500 resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
  ],
  [
    '&fieldSelector=foo%3Dbar',
    'ERROR 400 "foo" is not a known field selector: only "metadata.name", "metadata.namespace"',
  ],
])('a watch with %s is refused', async (query, line) => {
  expect(follow(await testServer(), query).seen).toEqual([line]);
});

test('a watch of one object by its old path sees only that object', async () => {
  const cluster = await testServer();
  const seen: string[] = [];
  const path = '/api/v1/watch/namespaces/demo/configmaps/a';
  cluster.server.watch(requestOf('GET', path), (event) => seen.push(lineOf(event)));
  await create(cluster, 'a');
  await create(cluster, 'b');
  expect(seen).toEqual(['ADDED a']);
});

test('a write of one pod does not reach the watchers of other nodes', async () => {
  const cluster = await testServer();
  let visits = 0;
  for (let node = 0; node < 100; node += 1) {
    const query = `?watch=1&fieldSelector=spec.nodeName%3Dn${node}`;
    cluster.server.watch(requestOf('GET', `/api/v1/pods${query}`), () => {
      visits += 1;
    });
  }
  const spec = { nodeName: 'n7', containers: [{ name: 'c', image: 'nginx' }] };
  await cluster.send('POST', '/api/v1/namespaces/demo/pods', { metadata: { name: 'p' }, spec });
  expect(visits).toBe(1);
});
