/** @kubernetes/client-node over HTTPS: patches of every type, server-side apply, dry runs, strict fields. */
import { AppsV1Api, PatchStrategy, setHeaderOptions } from 'client-node-1';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedClient, podOf, refusal, servedClient } from '../servedClient';

let client: ServedClient;
let apps: AppsV1Api;
beforeAll(async () => {
  client = await servedClient();
  apps = client.config.makeApiClient(AppsV1Api);
  const containers = [
    { name: 'web', image: 'nginx:1.25' },
    { name: 'side', image: 'busybox', command: ['sleep', '3600'] },
  ];
  await apps.createNamespacedDeployment({
    namespace: client.namespace,
    body: {
      metadata: { name: 'web' },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers } },
      },
    },
  });
});
afterAll(() => client.close());

const web = () => ({ name: 'web', namespace: client.namespace });
const as = (type: string) => setHeaderOptions('Content-Type', type);
const images = async () =>
  (await apps.readNamespacedDeployment(web())).spec?.template.spec?.containers.map(({ image }) => image);

test('a strategic merge patch merges containers by name', async () => {
  const body = { spec: { template: { spec: { containers: [{ name: 'web', image: 'nginx:1.26' }] } } } };
  await apps.patchNamespacedDeployment({ ...web(), body }, as(PatchStrategy.StrategicMergePatch));
  expect(await images()).toEqual(['nginx:1.26', 'busybox']);
});

test('a strategic merge patch deletes a list entry by its directive', async () => {
  const containers = [{ name: 'side', $patch: 'delete' }];
  const patched = await apps.patchNamespacedDeployment(
    { ...web(), body: { spec: { template: { spec: { containers } } } }, dryRun: 'All' },
    as(PatchStrategy.StrategicMergePatch),
  );
  expect(patched.spec?.template.spec?.containers.map(({ name }) => name)).toEqual(['web']);
  expect(await images()).toHaveLength(2);
});

test('a merge patch replaces lists and removes what is null', async () => {
  await apps.patchNamespacedDeployment(
    { ...web(), body: { metadata: { annotations: { keep: 'yes', drop: 'yes' } } } },
    as(PatchStrategy.MergePatch),
  );
  const patched = await apps.patchNamespacedDeployment(
    { ...web(), body: { metadata: { annotations: { drop: null } } } },
    as(PatchStrategy.MergePatch),
  );
  expect(patched.metadata?.annotations).toMatchObject({ keep: 'yes' });
  expect(patched.metadata?.annotations).not.toHaveProperty('drop');
});

test('a JSON patch tests before it replaces', async () => {
  const replace = (from: number, to: number) => [
    { op: 'test', path: '/spec/replicas', value: from },
    { op: 'replace', path: '/spec/replicas', value: to },
  ];
  const refused = await refusal(
    apps.patchNamespacedDeployment({ ...web(), body: replace(7, 8) }, as(PatchStrategy.JsonPatch)),
  );
  expect(refused).toMatchObject({ code: 422, reason: 'Invalid' });
  const patched = await apps.patchNamespacedDeployment({ ...web(), body: replace(0, 1) }, as(PatchStrategy.JsonPatch));
  expect(patched.spec?.replicas).toBe(1);
});

test('an applied configuration owns its fields, and another manager’s field is a conflict', async () => {
  const apply = (fieldManager: string, replicas: number, force = false) =>
    apps.patchNamespacedDeployment(
      {
        ...web(),
        body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: web(), spec: { replicas } },
        fieldManager,
        force,
      },
      as(PatchStrategy.ServerSideApply),
    );
  await apply('one', 2, true);
  const refused = await refusal(apply('two', 3));
  expect(refused).toMatchObject({
    code: 409,
    reason: 'Conflict',
    message: 'Apply failed with 1 conflict: conflict with "one": .spec.replicas',
    details: { causes: [{ reason: 'FieldManagerConflict', field: '.spec.replicas' }] },
  });
  const forced = await apply('two', 3, true);
  const owners = (forced.metadata?.managedFields ?? []).filter(
    ({ operation, fieldsV1 }) => operation === 'Apply' && JSON.stringify(fieldsV1).includes('f:replicas'),
  );
  expect(owners.map(({ manager }) => manager)).toEqual(['two']);
});

test('an apply creates what is not there', async () => {
  const metadata = { name: 'applied', namespace: client.namespace };
  const made = await client.core.patchNamespacedConfigMap(
    {
      ...metadata,
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: '1' } },
      fieldManager: 'suite',
    },
    as(PatchStrategy.ServerSideApply),
  );
  expect(made.data).toEqual({ a: '1' });
  expect(made.metadata?.managedFields?.[0]).toMatchObject({ manager: 'suite', operation: 'Apply' });
});

test('a patch of an unknown type is an unsupported media type', async () => {
  const answer = await client.raw(`/apis/apps/v1/namespaces/${client.namespace}/deployments/web`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/xml' },
    body: '<patch/>',
  });
  expect(answer.code).toBe(415);
  expect(JSON.parse(answer.text)).toMatchObject({
    kind: 'Status',
    reason: 'UnsupportedMediaType',
    message: '415: Unsupported Media Type',
  });
});

test('a dry run answers as the real thing and stores nothing', async () => {
  const { core, namespace } = client;
  const body = podOf('dry');
  const made = await core.createNamespacedPod({ namespace, body, dryRun: 'All' });
  expect(made.metadata?.uid).toBeDefined();
  expect(made.spec?.terminationGracePeriodSeconds).toBe(30);
  expect(await refusal(core.readNamespacedPod({ name: 'dry', namespace }))).toMatchObject({ code: 404 });
  expect(await refusal(core.createNamespacedPod({ namespace, body, dryRun: 'Some' }))).toMatchObject({ code: 422 });
});

test('unknown fields are an error when strict, a warning by default, nothing when ignored', async () => {
  const send = (fieldValidation: string, name: string) =>
    client.raw(`/api/v1/namespaces/${client.namespace}/configmaps${fieldValidation}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, datas: { a: 'b' } }),
    });
  const strict = await send('?fieldValidation=Strict', 'strict');
  expect(strict.code).toBe(400);
  expect(JSON.parse(strict.text).message).toBe(
    'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "datas"',
  );
  const warned = await send('', 'warned');
  expect(warned.code).toBe(201);
  expect(warned.headers.warning).toBe('299 - "unknown field \\"datas\\""');
  const ignored = await send('?fieldValidation=Ignore', 'ignored');
  expect(ignored.code).toBe(201);
  expect(ignored.headers.warning).toBeUndefined();
});

test('an invalid object is refused with a cause for every field', async () => {
  const { core, namespace } = client;
  const body = { metadata: { name: 'Bad_Name' }, spec: { containers: [{ name: 'web', image: '' }] } };
  const refused = await refusal(core.createNamespacedPod({ namespace, body }));
  expect(refused).toMatchObject({ code: 422, reason: 'Invalid' });
  expect(refused.details.causes?.map(({ field }) => field)).toEqual(['metadata.name', 'spec.containers[0].image']);
});
