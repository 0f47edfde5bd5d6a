import { beforeEach, expect, test } from 'vitest';
import type { ApiRequest, ApiResponse } from '../../client/transport';
import { Cluster } from '../../cluster/cluster';
import { defaultNodes } from '../../client/defaultNodes';
import type { ManagedEntry } from './managedEntry';

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const AGENT = { 'user-agent': 'kubectl/v1.36.3' };

let cluster: Cluster;
beforeEach(async () => {
  cluster = await Cluster.create({ nodes: defaultNodes(1) });
});

const send = (method: ApiRequest['method'], path: string, rest: Omit<ApiRequest, 'method' | 'path'> = {}) =>
  cluster.request({ method, path, ...rest, headers: { ...AGENT, ...rest.headers } });
const apply = (path: string, body: object, query: Readonly<Record<string, string>> = {}) =>
  send('PATCH', path, {
    body,
    query: { fieldManager: 'kubectl', ...query },
    headers: { 'content-type': 'application/apply-patch+yaml' },
  });
const merge = (path: string, body: object, fieldManager: string) =>
  send('PATCH', path, { body, query: { fieldManager }, headers: { 'content-type': 'application/merge-patch+json' } });
const managed = ({ body }: ApiResponse) =>
  ((body as { metadata: { managedFields?: readonly ManagedEntry[] } }).metadata.managedFields ?? []).map(
    ({ time: _time, ...entry }) => entry,
  );
const message = ({ body }: ApiResponse) => (body as { message?: string }).message;

const web = (replicas: number | undefined, image: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: {
    ...(replicas === undefined ? {} : { replicas }),
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'nginx', image }] } },
  },
});
const WEB = `${DEPLOYMENTS}/web`;

test('an applied deployment owns what was said of it, its controller what it reports', async () => {
  expect((await apply(WEB, web(1, 'nginx:1.26'))).code).toBe(201);
  await cluster.advance(100);
  const [own, controller, ...others] = managed(await send('GET', WEB));
  expect(own).toMatchObject({
    manager: 'kubectl',
    operation: 'Apply',
    apiVersion: 'apps/v1',
    fieldsV1: {
      'f:metadata': { 'f:labels': { 'f:app': {} } },
      'f:spec': {
        'f:replicas': {},
        'f:selector': {},
        'f:template': {
          'f:metadata': { 'f:labels': { 'f:app': {} } },
          'f:spec': { 'f:containers': { 'k:{"name":"nginx"}': { '.': {}, 'f:image': {}, 'f:name': {} } } },
        },
      },
    },
  });
  expect(controller).toMatchObject({ manager: 'kube-controller-manager', operation: 'Update', subresource: 'status' });
  expect(controller?.fieldsV1['f:status']).toHaveProperty(['f:conditions', 'k:{"type":"Progressing"}', 'f:reason']);
  expect(others).toEqual([]);
});

test('who scales owns the replicas: an apply that says otherwise is refused, with force it takes them back', async () => {
  await apply(WEB, web(1, 'nginx:1.26'));
  await cluster.advance(100);
  await send('PATCH', `${WEB}/scale`, {
    body: { spec: { replicas: 2 } },
    headers: { 'content-type': 'application/merge-patch+json' },
  });
  const containers = [{ name: 'nginx', image: 'nginx:1.28' }];
  const image = { spec: { template: { spec: { containers } } } };
  await send('PATCH', WEB, {
    body: image,
    query: { fieldManager: 'kubectl-set' },
    headers: { 'content-type': 'application/strategic-merge-patch+json' },
  });
  const refused = await apply(WEB, web(1, 'nginx:1.27'));
  expect(refused.code).toBe(409);
  expect(message(refused)).toBe(
    'Apply failed with 2 conflicts: conflicts with "kubectl" with subresource "scale" using apps/v1:\n- .spec.replicas\n' +
      'conflicts with "kubectl-set" using apps/v1:\n- .spec.template.spec.containers[name="nginx"].image',
  );
  const forced = await apply(WEB, web(1, 'nginx:1.27'), { force: 'true' });
  expect(forced).toMatchObject({ code: 200, body: { spec: { replicas: 1 } } });
  expect(managed(forced).map(({ manager, subresource }) => [manager, subresource])).toEqual([
    ['kubectl', undefined],
    ['kube-controller-manager', 'status'],
  ]);
});

test('a field that is not said any more is gone, or has its default again, unless somebody else wants it', async () => {
  await apply(WEB, web(3, 'nginx'));
  await apply(WEB, { ...web(3, 'nginx'), metadata: { name: 'web', labels: { app: 'web', tier: 'front' } } });
  await apply(
    WEB,
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { labels: { tier: 'front' } } },
    { fieldManager: 'b' },
  );
  const { body } = await apply(WEB, web(undefined, 'nginx'));
  expect(body).toMatchObject({ metadata: { labels: { app: 'web', tier: 'front' } }, spec: { replicas: 1 } });
});

test('items of a list are merged by their keys, in the applied order', async () => {
  const path = '/api/v1/namespaces/default/pods/p';
  const pod = (...containers: object[]) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers },
  });
  const env = [{ name: 'B', value: '2' }];
  await apply(path, pod({ name: 'c', image: 'nginx', env, ports: [{ containerPort: 80 }] }));
  const twice = await apply(path, pod({ name: 'c', image: 'nginx' }, { name: 'c', image: 'nginx' }));
  expect(message(twice)).toBe(
    'failed to create typed patch object (/p; /v1, Kind=Pod): .spec.containers: duplicate entries for key [name="c"]',
  );
  const wrong = await apply(path, { ...pod({ name: 'c' }), spec: { foo: 'bar', containers: [] } });
  expect(message(wrong)).toBe(
    'failed to create typed patch object (/p; /v1, Kind=Pod): .spec.foo: field not declared in schema',
  );
  const [own] = managed(await send('GET', path));
  expect(own?.fieldsV1['f:spec']).toEqual({
    'f:containers': {
      'k:{"name":"c"}': {
        '.': {},
        'f:env': { 'k:{"name":"B"}': { '.': {}, 'f:name': {}, 'f:value': {} } },
        'f:image': {},
        'f:name': {},
        'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
      },
    },
  });
});

const CONFIG = '/api/v1/namespaces/default/configmaps/c';
const config = (data: object, annotations?: object) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c', ...(annotations === undefined ? {} : { annotations }) },
  data,
});

test('every way of writing has its own manager, and what changes goes over to it', async () => {
  await send('POST', '/api/v1/namespaces/default/configmaps', {
    body: config({ a: '1', b: '2' }),
    query: { fieldManager: 'kubectl-create' },
  });
  await merge(CONFIG, { data: { a: '5' } }, 'kubectl-patch');
  await merge(CONFIG, { metadata: { labels: { l: 'm' } } }, 'kubectl-label');
  expect(managed(await send('GET', CONFIG)).map(({ manager, fieldsV1 }) => [manager, fieldsV1])).toEqual([
    ['kubectl-create', { 'f:data': { '.': {}, 'f:b': {} } }],
    ['kubectl-label', { 'f:metadata': { 'f:labels': { '.': {}, 'f:l': {} } } }],
    ['kubectl-patch', { 'f:data': { 'f:a': {} } }],
  ]);
  expect(message(await apply(CONFIG, config({ a: '2' })))).toBe(
    'Apply failed with 1 conflict: conflict with "kubectl-patch" using v1: .data.a',
  );
});

test('what client-side apply has left may be taken over by kubectl, and its annotation goes along', async () => {
  const last = (data: object) =>
    `${JSON.stringify({ apiVersion: 'v1', data, kind: 'ConfigMap', metadata: { name: 'c' } })}\n`;
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': last({ a: '1' }) };
  await send('POST', '/api/v1/namespaces/default/configmaps', {
    body: config({ a: '1' }, annotations),
    query: { fieldManager: 'kubectl-client-side-apply' },
  });
  expect((await apply(CONFIG, config({ a: '2' }), { fieldManager: 'other' })).code).toBe(409);
  const { body } = await apply(CONFIG, config({ a: '2' }));
  expect(body).toMatchObject({
    data: { a: '2' },
    metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': last({ a: '2' }) } },
  });
});

test('owners may be rewritten by a patch, and are not told to clients that do not introduce themselves', async () => {
  await apply(CONFIG, config({ a: '1' }));
  const { body } = await send('GET', CONFIG);
  const { metadata } = body as { metadata: { managedFields: readonly ManagedEntry[]; resourceVersion: string } };
  const renamed = metadata.managedFields.map((entry) => ({ ...entry, manager: 'ours' }));
  const patch = [
    { op: 'replace', path: '/metadata/managedFields', value: renamed },
    { op: 'replace', path: '/metadata/resourceVersion', value: metadata.resourceVersion },
  ];
  const patched = await send('PATCH', CONFIG, {
    body: patch,
    headers: { 'content-type': 'application/json-patch+json' },
  });
  expect(managed(patched).map(({ manager }) => manager)).toEqual(['ours']);
  expect((patched.body as typeof body & { metadata: { resourceVersion: string } }).metadata.resourceVersion).not.toBe(
    metadata.resourceVersion,
  );
  const bare = await cluster.request({ method: 'GET', path: CONFIG, headers: { 'user-agent': 'kubectl' } });
  expect(managed(bare)).toEqual([]);
});

test('a dry run stores neither the object nor its owners', async () => {
  expect((await apply(CONFIG, config({ a: '1' }), { dryRun: 'All' })).code).toBe(201);
  expect((await send('GET', CONFIG)).code).toBe(404);
  await apply(CONFIG, config({ a: '1' }));
  const before = cluster.stateHash();
  expect(await apply(CONFIG, config({ a: '2' }), { dryRun: 'All' })).toMatchObject({
    code: 200,
    body: { data: { a: '2' } },
  });
  expect(managed(await send('GET', CONFIG))[0]?.fieldsV1).toEqual({ 'f:data': { 'f:a': {} } });
  expect(cluster.stateHash()).toBe(before);
});

test('what a dry run would have created is owned by who asked for it', async () => {
  const collection = CONFIG.slice(0, CONFIG.lastIndexOf('/'));
  const body = config({ a: '1' });
  const [tried, made] = [
    await send('POST', collection, { body, query: { dryRun: 'All' } }),
    await send('POST', collection, { body }),
  ];
  expect(managed(tried)).toEqual(managed(made));
  expect(managed(tried)[0]).toMatchObject({ manager: 'kubectl', operation: 'Update', fieldsV1: { 'f:data': {} } });
});

test('of what only components wrote, the owners are told from the kind', async () => {
  await apply(WEB, web(1, 'nginx'));
  await cluster.advance(20_000);
  const { items } = (await send('GET', '/api/v1/namespaces/default/pods')).body as {
    items: readonly { metadata: { name: string } }[];
  };
  const entries = managed(await send('GET', `/api/v1/namespaces/default/pods/${items[0]?.metadata.name}`));
  expect(entries.map(({ manager, subresource }) => [manager, subresource])).toEqual([
    ['kube-controller-manager', undefined],
    ['kubelet', 'status'],
  ]);
  expect(entries[0]?.fieldsV1['f:spec']).not.toHaveProperty('f:nodeName');
});
