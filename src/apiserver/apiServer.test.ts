/** The verbs of the API server, as a client meets them. */
import { expect, test } from 'vitest';
import type { KubeObject, ListOf } from '../api/meta/objectMeta';
import type { WatchEvent } from '../client/transport';
import type { Instant } from '../sim/clock';
import { requestOf, testServer } from './testServer';

const CONFIG_MAPS = '/api/v1/namespaces/demo/configmaps';
const PODS = '/api/v1/namespaces/demo/pods';
const pod = (name: string, spec: object = {}): object => ({
  metadata: { name },
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
});

test('an object that is created gets its identity from the server and can be read back', async () => {
  const { send } = await testServer();
  const created = await send('POST', CONFIG_MAPS, {
    metadata: { name: 'a', uid: 'mine', creationTimestamp: '2000-01-01T00:00:00Z', generation: 7 },
    data: { k: 'v' },
  });
  expect(created.code).toBe(201);
  expect(created.body).toMatchObject({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'demo', creationTimestamp: '2026-11-21T08:00:00Z', generation: 7 },
    data: { k: 'v' },
  });
  const { uid } = (created.body as KubeObject).metadata;
  expect(uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect((await send('GET', `${CONFIG_MAPS}/a`)).body).toEqual(created.body);
});

test('a generated name is new, and its prefix is cut to 58 characters', async () => {
  const { send } = await testServer();
  const names = new Set<string>();
  for (let count = 0; count < 50; count += 1) {
    const { body } = await send('POST', CONFIG_MAPS, { metadata: { generateName: 'gen-' } });
    names.add((body as KubeObject).metadata.name);
  }
  expect(names.size).toBe(50);
  for (const name of names) expect(name).toMatch(/^gen-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  const { body } = await send('POST', CONFIG_MAPS, { metadata: { generateName: `${'x'.repeat(70)}-` } });
  expect((body as KubeObject).metadata.name).toHaveLength(63);
});

test('a write that changes nothing keeps the resourceVersion and nobody hears of it', async () => {
  const { send, server } = await testServer();
  const { body } = await send('POST', CONFIG_MAPS, { metadata: { name: 'a' }, data: { k: 'v' } });
  const events: WatchEvent[] = [];
  const { resourceVersion } = (body as KubeObject).metadata;
  server.watch(requestOf('GET', `${CONFIG_MAPS}?watch=1&resourceVersion=${resourceVersion}`), (e) => events.push(e));
  const again = await send('PUT', `${CONFIG_MAPS}/a`, { metadata: { name: 'a' }, data: { k: 'v' } });
  expect((again.body as KubeObject).metadata.resourceVersion).toBe(resourceVersion);
  expect(events).toEqual([]);
});

test('a pod on a node goes slowly, and the kubelet ends it', async () => {
  const { send, server } = await testServer();
  await send('POST', PODS, pod('p', { nodeName: 'n', terminationGracePeriodSeconds: 20 }));
  const events: string[] = [];
  server.watch(requestOf('GET', `${PODS}?watch=1`), ({ type }) => events.push(type));
  const first = await send('DELETE', `${PODS}/p`);
  expect(first.body).toMatchObject({
    metadata: { generation: 2, deletionTimestamp: '2026-11-21T08:00:20Z', deletionGracePeriodSeconds: 20 },
  });
  expect((await send('DELETE', `${PODS}/p?gracePeriodSeconds=60`)).body).toEqual(first.body);
  const shorter = await send('DELETE', `${PODS}/p?gracePeriodSeconds=10`);
  expect(shorter.body).toMatchObject({
    metadata: { generation: 2, deletionTimestamp: '2026-11-21T08:00:10Z', deletionGracePeriodSeconds: 10 },
  });
  const taken = await send('POST', PODS, pod('p'));
  expect(taken).toMatchObject({ code: 409, body: { message: 'object is being deleted: pods "p" already exists' } });
  const last = await send('DELETE', `${PODS}/p?gracePeriodSeconds=0`);
  expect(last.body).toMatchObject({
    metadata: { deletionTimestamp: '2026-11-21T08:00:00Z', deletionGracePeriodSeconds: 0 },
  });
  expect((await send('GET', `${PODS}/p`)).code).toBe(404);
  expect(events).toEqual(['ADDED', 'MODIFIED', 'MODIFIED', 'MODIFIED', 'DELETED']);
});

test('an unscheduled pod goes at once', async () => {
  const { send } = await testServer();
  await send('POST', PODS, pod('u'));
  const { body } = await send('DELETE', `${PODS}/u`);
  expect(body).toMatchObject({ kind: 'Pod', metadata: { deletionGracePeriodSeconds: 0, generation: 2 } });
  expect((await send('GET', `${PODS}/u`)).code).toBe(404);
});

test('a finalizer holds an object until an update takes it away', async () => {
  const { send } = await testServer();
  await send('POST', CONFIG_MAPS, { metadata: { name: 'f', finalizers: ['example.com/x'] } });
  const marked = await send('DELETE', `${CONFIG_MAPS}/f`);
  expect(marked.body).toMatchObject({
    metadata: { deletionTimestamp: '2026-11-21T08:00:00Z', deletionGracePeriodSeconds: 0 },
  });
  expect((await send('DELETE', `${CONFIG_MAPS}/f`)).body).toEqual(marked.body);
  const ended = await send('PUT', `${CONFIG_MAPS}/f`, { metadata: { name: 'f' } });
  expect((ended.body as KubeObject).metadata.resourceVersion).toBe(
    (marked.body as KubeObject).metadata.resourceVersion,
  );
  expect((await send('GET', `${CONFIG_MAPS}/f`)).code).toBe(404);
});

test('a namespace stays, terminating, until its finalizers are gone', async () => {
  const { send } = await testServer();
  const { body } = await send('DELETE', '/api/v1/namespaces/demo');
  expect(body).toMatchObject({ spec: { finalizers: ['kubernetes'] }, status: { phase: 'Terminating' } });
  expect((body as KubeObject).metadata.deletionGracePeriodSeconds).toBeUndefined();
  const refused = await send('POST', CONFIG_MAPS, { metadata: { name: 'new' } });
  expect(refused.code).toBe(403);
  await send('PUT', '/api/v1/namespaces/demo/finalize', { metadata: { name: 'demo' }, spec: { finalizers: [] } });
  expect((await send('GET', '/api/v1/namespaces/demo')).code).toBe(404);
});

test('a ReplicationController deleted without a policy leaves its pods behind, a ReplicaSet does not', async () => {
  const { send } = await testServer();
  const spec = {
    selector: { matchLabels: { a: 'b' } },
    template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'x' }] } },
  };
  await send('POST', '/api/v1/namespaces/demo/replicationcontrollers', {
    metadata: { name: 'r' },
    spec: { ...spec, selector: { a: 'b' } },
  });
  const rc = await send('DELETE', '/api/v1/namespaces/demo/replicationcontrollers/r');
  expect(rc.body).toMatchObject({ metadata: { generation: 2, finalizers: ['orphan'] } });
  await send('POST', '/apis/apps/v1/namespaces/demo/replicasets', { metadata: { name: 's' }, spec });
  const rs = await send('DELETE', '/apis/apps/v1/namespaces/demo/replicasets/s');
  expect(rs.body).toMatchObject({ kind: 'Status', status: 'Success', details: { group: 'apps', kind: 'replicasets' } });
});

test('pages of a list show one moment, also when objects come in between', async () => {
  const { send } = await testServer();
  for (const name of ['a', 'b', 'c', 'd', 'e']) await send('POST', CONFIG_MAPS, { metadata: { name } });
  const first = (await send('GET', `${CONFIG_MAPS}?limit=2`)).body as ListOf<KubeObject>;
  expect(first.metadata.remainingItemCount).toBe(3);
  await send('POST', CONFIG_MAPS, { metadata: { name: 'aa' } });
  await send('DELETE', `${CONFIG_MAPS}/d`);
  const token = first.metadata.continue ?? '';
  const second = (await send('GET', `${CONFIG_MAPS}?limit=50&continue=${token}`)).body as ListOf<KubeObject>;
  expect(second.items.map(({ metadata }) => metadata.name)).toEqual(['c', 'd', 'e']);
  expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
});

test('a watch with a selector sees objects come in and go out of it', async () => {
  const { send, server } = await testServer();
  const events: string[] = [];
  server.watch(requestOf('GET', `${CONFIG_MAPS}?watch=1&labelSelector=app%3Dx`), ({ type, object }) => {
    const { labels, resourceVersion } = object.metadata as KubeObject['metadata'];
    events.push(`${type} ${labels?.app} ${resourceVersion}`);
  });
  const put = (labels: object, data: object = {}) =>
    send('PUT', `${CONFIG_MAPS}/a`, { metadata: { name: 'a', labels }, data });
  const start = Number(
    ((await send('POST', CONFIG_MAPS, { metadata: { name: 'a' } })).body as KubeObject).metadata.resourceVersion,
  );
  await put({ app: 'x' });
  await put({ app: 'x' }, { k: '2' });
  await put({ app: 'y' }, { k: '2' });
  await put({ app: 'x' }, { k: '2' });
  await send('DELETE', `${CONFIG_MAPS}/a`);
  expect(events).toEqual([
    `ADDED x ${start + 1}`,
    `MODIFIED x ${start + 2}`,
    `DELETED x ${start + 3}`,
    `ADDED x ${start + 4}`,
    `DELETED x ${start + 5}`,
  ]);
});

test('a kubelet that watches its node sees only pods bound to it', async () => {
  const { send, server } = await testServer();
  const seen: string[] = [];
  server.watch(requestOf('GET', '/api/v1/pods?watch=1&fieldSelector=spec.nodeName%3Dn1'), ({ type, object }) => {
    seen.push(`${type} ${(object as KubeObject).metadata.name}`);
  });
  await send('POST', PODS, pod('p', { nodeName: 'n1' }));
  await send('POST', PODS, pod('q', { nodeName: 'n2' }));
  expect(seen).toEqual(['ADDED p']);
});

test('a restored cluster ends every watch with 410 Gone', async () => {
  const { server } = await testServer();
  const events: WatchEvent[] = [];
  server.watch(requestOf('GET', `${CONFIG_MAPS}?watch=1`), (event) => events.push(event));
  server.reset();
  expect(events).toMatchObject([{ type: 'ERROR', object: { code: 410, reason: 'Expired' } }]);
});

test('an Event is gone an hour after its last write', async () => {
  const { send, kernel } = await testServer();
  const events = '/api/v1/namespaces/demo/events';
  const event = { metadata: { name: 'e' }, involvedObject: { namespace: 'demo' }, count: 1 };
  await send('POST', events, event);
  await kernel.advanceTo((kernel.clock.now() + 1_800_000) as Instant);
  await send('PUT', `${events}/e`, { ...event, count: 2 });
  await kernel.advanceTo((kernel.clock.now() + 3_000_000) as Instant);
  expect((await send('GET', `${events}/e`)).code).toBe(200);
  await kernel.advanceTo((kernel.clock.now() + 601_000) as Instant);
  expect((await send('GET', `${events}/e`)).code).toBe(404);
});

test('ten thousand pods of one owner get as many names and uids', async () => {
  const { send } = await testServer();
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: 'a-b-c', controller: true };
  const names = new Set<string>();
  const uids = new Set<string>();
  for (let count = 0; count < 10_000; count += 1) {
    const { body } = await send('POST', CONFIG_MAPS, { metadata: { generateName: 'r-', ownerReferences: [owner] } });
    const { metadata } = body as KubeObject;
    names.add(metadata.name);
    uids.add(metadata.uid);
  }
  expect([names.size, uids.size]).toEqual([10_000, 10_000]);
});

test('what others create does not change the name that an owner draws', async () => {
  const draw = async (isBusy: boolean): Promise<string> => {
    const { send } = await testServer();
    if (isBusy) await send('POST', CONFIG_MAPS, { metadata: { generateName: 'other-' } });
    const { body } = await send('POST', CONFIG_MAPS, { metadata: { generateName: 'mine-' } });
    return `${(body as KubeObject).metadata.name} ${(body as KubeObject).metadata.uid}`;
  };
  expect(await draw(true)).toBe(await draw(false));
});

test('a client that wants metadata alone gets metadata alone, from a list and from a watch', async () => {
  const { send, server } = await testServer();
  await send('POST', CONFIG_MAPS, { metadata: { name: 'a' }, data: { k: 'v' } });
  const accept = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
  const { body } = await server.request({ ...requestOf('GET', CONFIG_MAPS), headers: { accept } });
  const { kind, items } = body as ListOf<KubeObject>;
  expect(kind).toBe('PartialObjectMetadataList');
  expect(items.map((item) => Object.keys(item))).toEqual([['kind', 'apiVersion', 'metadata']]);
  const events: WatchEvent[] = [];
  const headers = { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' };
  server.watch({ ...requestOf('GET', `${CONFIG_MAPS}?watch=1`), headers }, (event) => events.push(event));
  expect(events).toMatchObject([{ type: 'ADDED', object: { kind: 'PartialObjectMetadata', metadata: { name: 'a' } } }]);
});

test('a body of more than three megabytes is refused', async () => {
  const { send } = await testServer();
  const body = JSON.stringify({ metadata: { name: 'big' }, data: { k: 'x'.repeat(3 * 1024 * 1024) } });
  expect(await send('POST', CONFIG_MAPS, body)).toMatchObject({
    code: 413,
    body: { message: 'Request entity too large: limit is 3145728' },
  });
});

test('a cluster that is taken back in time makes the same names again and lets the same Events expire', async () => {
  const { send, kernel, store, server } = await testServer();
  const event = { metadata: { name: 'e' }, involvedObject: { namespace: 'demo' } };
  await send('POST', '/api/v1/namespaces/demo/events', event);
  const checkpoint = kernel.checkpoint();
  const later = (kernel.clock.now() + 3_700_000) as Instant;
  const live = async (): Promise<string> => {
    const { body } = await send('POST', CONFIG_MAPS, { metadata: { generateName: 'g-' } });
    await kernel.advanceTo(later);
    expect((await send('GET', '/api/v1/namespaces/demo/events/e')).code).toBe(404);
    return `${(body as KubeObject).metadata.name} ${(body as KubeObject).metadata.uid} ${kernel.stateHash()}`;
  };
  const first = await live();
  kernel.restore(checkpoint);
  store.reset();
  server.reset();
  expect((await send('GET', '/api/v1/namespaces/demo/events/e')).code).toBe(200);
  expect(await live()).toBe(first);
});
