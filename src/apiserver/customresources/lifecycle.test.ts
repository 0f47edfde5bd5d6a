/** The life of a definition and of its objects, as clients see it. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Instant } from '../../sim/clock';
import { type TestServer, testServer } from '../testServer';
import type { WatchEvent } from '../../client/transport';
import { loadCustomParts } from './loadCustomParts';
import widget from './recorded/widget.json';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const group = '/apis/stable.example.com';
const widgets = `${group}/v1/namespaces/demo/widgets`;
const merge = 'application/merge-patch+json';

let server: TestServer;
const wait = async (ms = 100) => void (await server.kernel.advanceTo((server.kernel.clock.now() + ms) as Instant));
const get = async (path: string) => (await server.send('GET', path)).body as Record<string, unknown>;
const make = (name: string, spec: object = { size: 3 }, version = 'v1') =>
  server.send('POST', widgets.replace('/v1/', `/${version}/`), {
    apiVersion: `stable.example.com/${version}`,
    kind: 'Widget',
    metadata: { name },
    spec,
  });

beforeAll(loadCustomParts);
beforeEach(async () => {
  server = await testServer();
  await server.send('POST', definitions, widget);
});

test('a definition is served once its names are accepted', async () => {
  expect((await server.send('GET', widgets)).code).toBe(404);
  await wait();
  const { status } = await get(`${definitions}/widgets.stable.example.com`);
  expect(status).toMatchObject({
    acceptedNames: { kind: 'Widget', listKind: 'WidgetList', shortNames: ['wdg'] },
    conditions: [
      { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' },
      { type: 'Established', status: 'True', reason: 'InitialNamesAccepted' },
    ],
    storedVersions: ['v1'],
  });
  expect(await get(widgets)).toMatchObject({ kind: 'WidgetList', apiVersion: 'stable.example.com/v1', items: [] });
});

test('discovery tells of the versions that are served', async () => {
  await wait();
  expect(await get(group)).toMatchObject({
    kind: 'APIGroup',
    versions: [{ version: 'v1' }, { version: 'v1beta1' }],
    preferredVersion: { version: 'v1' },
  });
  const { resources } = await get(`${group}/v1`);
  expect((resources as { name: string }[]).map(({ name }) => name)).toEqual([
    'widgets',
    'widgets/status',
    'widgets/scale',
  ]);
  expect((await server.send('GET', `${group}/v1alpha1`)).code).toBe(404);
});

test('a name that another definition has is not accepted, until that one goes', async () => {
  await wait();
  const names = { plural: 'wings', singular: 'wing', kind: 'Widget', listKind: 'WidgetList', shortNames: ['wdg'] };
  const other = { ...widget, metadata: { name: 'wings.stable.example.com' }, spec: { ...widget.spec, names } };
  await server.send('POST', definitions, other);
  await wait();
  const conditions = async () =>
    ((await get(`${definitions}/wings.stable.example.com`)).status as { conditions: { status: string }[] }).conditions;
  expect(await conditions()).toMatchObject([
    { type: 'NamesAccepted', status: 'False', reason: 'ListKindConflict' },
    { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' },
  ]);
  await server.send('DELETE', `${definitions}/widgets.stable.example.com`);
  await wait(6_000);
  expect((await conditions()).map(({ status }) => status)).toEqual(['True', 'True']);
});

test('versions are the same objects with another apiVersion, and an old one warns', async () => {
  await wait();
  const { code, warnings } = await make('old', { size: 2, anything: true }, 'v1beta1');
  expect({ code, warnings }).toEqual({
    code: 201,
    warnings: ['stable.example.com/v1beta1 Widget is deprecated; use stable.example.com/v1 Widget'],
  });
  expect(await get(`${widgets}/old`)).toMatchObject({
    apiVersion: 'stable.example.com/v1',
    spec: { size: 2, mode: 'fast' },
  });
  expect(await get(`${widgets.replace('/v1/', '/v1beta1/')}/old`)).toMatchObject({
    apiVersion: 'stable.example.com/v1beta1',
    spec: { size: 2, anything: true },
  });
});

test('only what is wanted raises the generation; the status has an endpoint of its own', async () => {
  await wait();
  await make('w');
  const patch = async (path: string, body: object) => (await server.send('PATCH', path, body, merge)).body;
  expect(await patch(`${widgets}/w`, { metadata: { labels: { a: 'b' } } })).toMatchObject({
    metadata: { generation: 1 },
  });
  const lost = await patch(`${widgets}/w`, { status: { phase: 'Up' }, spec: { size: 4 } });
  expect(lost).toMatchObject({ metadata: { generation: 2 } });
  expect(lost).not.toHaveProperty('status');
  const told = await patch(`${widgets}/w/status`, { status: { phase: 'Up' }, spec: { size: 9 } });
  expect(told).toMatchObject({ metadata: { generation: 2 }, spec: { size: 4 }, status: { phase: 'Up' } });
  expect(await patch(`${widgets}/w/status`, { status: { phase: 'Sideways' } })).toMatchObject({
    message: expect.stringContaining('status.phase: Unsupported value: "Sideways": supported values: "Up", "Down"'),
  });
});

test('the scale of an object is where its definition says', async () => {
  await wait();
  await make('w');
  await server.send('PATCH', `${widgets}/w/status`, { status: { size: 2, selector: 'a=b' } }, merge);
  expect(await get(`${widgets}/w/scale`)).toMatchObject({
    kind: 'Scale',
    spec: { replicas: 3 },
    status: { replicas: 2, selector: 'a=b' },
  });
  await server.send('PATCH', `${widgets}/w/scale`, { spec: { replicas: 5 } }, merge);
  expect(await get(`${widgets}/w`)).toMatchObject({ spec: { size: 5 }, metadata: { generation: 2 } });
  const { body } = await server.send('PATCH', `${widgets}/w/scale`, { spec: { replicas: 50 } }, merge);
  expect(body).toMatchObject({ message: expect.stringContaining('should be less than or equal to 10') });
});

test('objects are found by labels and by the fields that the definition names', async () => {
  await wait();
  await make('red', { size: 1, color: 'red' });
  await make('green', { size: 1, color: 'green' });
  const { items } = await get(`${widgets}?fieldSelector=spec.color%3Dred`);
  expect(items).toMatchObject([{ metadata: { name: 'red' } }]);
  expect(await get(`${widgets}?fieldSelector=spec.size%3D1`)).toMatchObject({
    code: 400,
    message: 'field label not supported: spec.size',
  });
});

test('a watch tells of objects in the version that is watched', async () => {
  await wait();
  const seen: WatchEvent[] = [];
  const path = widgets.replace('/v1/', '/v1beta1/');
  server.server.watch({ method: 'GET', path, query: { watch: '1' } }, (event) => seen.push(event));
  await make('w');
  await server.send('PATCH', `${widgets}/w`, { spec: { size: 4 } }, merge);
  await server.send('DELETE', `${widgets}/w`);
  expect(seen.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
  expect(seen.every(({ object }) => object.apiVersion === 'stable.example.com/v1beta1')).toBe(true);
});

test('a strategic merge patch is refused: there is no Go type to merge by', async () => {
  await wait();
  await make('w');
  const { code } = await server.send('PATCH', `${widgets}/w`, {}, 'application/strategic-merge-patch+json');
  expect(code).toBe(415);
});

test('server-side apply merges lists by the keys of the schema, and knows owners', async () => {
  await wait();
  const apply = (manager: string, parts: readonly object[]) =>
    server.send(
      'PATCH',
      `${widgets}/w?fieldManager=${manager}`,
      { apiVersion: 'stable.example.com/v1', kind: 'Widget', metadata: { name: 'w' }, spec: { size: 3, parts } },
      'application/apply-patch+yaml',
    );
  await apply('one', [{ name: 'a', count: 1 }]);
  await apply('two', [{ name: 'b', count: 2 }]);
  expect(await get(`${widgets}/w`)).toMatchObject({
    spec: {
      parts: [
        { name: 'a', count: 1 },
        { name: 'b', count: 2 },
      ],
    },
  });
  const { code, body } = await apply('two', [{ name: 'a', count: 9 }]);
  expect({ code, body }).toMatchObject({
    code: 409,
    body: { message: expect.stringContaining('.spec.parts[name="a"].count') },
  });
});

test('an object that breaks a new schema may stay as it is', async () => {
  await wait();
  await make('w', { size: 9 });
  const path = `${definitions}/widgets.stable.example.com`;
  const patch = [
    {
      op: 'replace',
      path: '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/size/maximum',
      value: 5,
    },
  ];
  expect((await server.send('PATCH', path, patch, 'application/json-patch+json')).code).toBe(200);
  const labelled = await server.send('PATCH', `${widgets}/w`, { metadata: { labels: { a: 'b' } } }, merge);
  expect(labelled.code).toBe(200);
  expect((await server.send('PATCH', `${widgets}/w`, { spec: { size: 8 } }, merge)).code).toBe(422);
});

test('a storage version that has been used stays in the definition', async () => {
  await wait();
  const path = `${definitions}/widgets.stable.example.com`;
  const patch = [
    { op: 'replace', path: '/spec/versions/0/storage', value: false },
    { op: 'replace', path: '/spec/versions/1/storage', value: true },
  ];
  const { body } = await server.send('PATCH', path, patch, 'application/json-patch+json');
  expect(body).toMatchObject({ status: { storedVersions: ['v1', 'v1beta1'] } });
  const removed = await server.send(
    'PATCH',
    path,
    [{ op: 'remove', path: '/spec/versions/0' }],
    'application/json-patch+json',
  );
  expect(removed.body).toMatchObject({
    message: expect.stringContaining('missing from spec.versions; v1 was previously'),
  });
});
