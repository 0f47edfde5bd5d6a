/** @kubernetes/client-node over HTTPS: every verb on objects of the core, of apps, of batch and of a kind of one's own. */
import {
  ApiextensionsV1Api,
  AppsV1Api,
  BatchV1Api,
  CustomObjectsApi,
  KubernetesObjectApi,
  type V1ConfigMap,
} from 'client-node-1';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedClient, podOf, refusal, servedClient } from '../servedClient';

let client: ServedClient;
beforeAll(async () => {
  client = await servedClient();
});
afterAll(() => client.close());

const configMap = (name: string, more: Partial<V1ConfigMap> = {}): V1ConfigMap => ({
  ...more,
  metadata: { name, ...more.metadata },
});
const named = (name: string) => ({ name, namespace: client.namespace });

test('an object is created, read, replaced and deleted', async () => {
  const { core, namespace } = client;
  const created = await core.createNamespacedConfigMap({ namespace, body: configMap('one', { data: { a: '1' } }) });
  expect(created.metadata?.uid).toMatch(/^[0-9a-f-]{36}$/);
  expect(created.metadata?.creationTimestamp).toBeInstanceOf(Date);
  const replaced = await core.replaceNamespacedConfigMap({ ...named('one'), body: { ...created, data: { a: '2' } } });
  expect(Number(replaced.metadata?.resourceVersion)).toBeGreaterThan(Number(created.metadata?.resourceVersion));
  expect((await core.readNamespacedConfigMap(named('one'))).data).toEqual({ a: '2' });
  const status = await core.deleteNamespacedConfigMap(named('one'));
  expect(status).toMatchObject({ status: 'Success', details: { name: 'one', kind: 'configmaps' } });
  expect(await refusal(core.readNamespacedConfigMap(named('one')))).toMatchObject({
    code: 404,
    reason: 'NotFound',
    message: 'configmaps "one" not found',
  });
});

test('a replacement of what has changed since is a conflict', async () => {
  const { core, namespace } = client;
  const stale = await core.createNamespacedConfigMap({ namespace, body: configMap('raced') });
  await core.replaceNamespacedConfigMap({ ...named('raced'), body: { ...stale, data: { first: 'wins' } } });
  const late = core.replaceNamespacedConfigMap({ ...named('raced'), body: { ...stale, data: { second: 'loses' } } });
  expect(await refusal(late)).toMatchObject({
    code: 409,
    reason: 'Conflict',
    message:
      'Operation cannot be fulfilled on configmaps "raced": the object has been modified; please apply your changes to the latest version and try again',
  });
});

test('a name is made from generateName, and a taken name is refused', async () => {
  const { core, namespace } = client;
  const made = await core.createNamespacedConfigMap({ namespace, body: { metadata: { generateName: 'gen-' } } });
  expect(made.metadata?.name).toMatch(/^gen-[a-z0-9]{5}$/);
  const again = core.createNamespacedConfigMap({ namespace, body: configMap(made.metadata?.name ?? '') });
  expect(await refusal(again)).toMatchObject({ code: 409, reason: 'AlreadyExists' });
});

test('lists take labels and fields, and come in pieces with a continue token', async () => {
  const { core, namespace } = client;
  for (let i = 0; i < 7; i++) {
    const labels = { suite: 'list', parity: i % 2 === 0 ? 'even' : 'odd' };
    await core.createNamespacedConfigMap({ namespace, body: configMap(`list-${i}`, { metadata: { labels } }) });
  }
  const even = await core.listNamespacedConfigMap({ namespace, labelSelector: 'suite=list,parity in (even)' });
  expect(even.items.map(({ metadata }) => metadata?.name)).toEqual(['list-0', 'list-2', 'list-4', 'list-6']);
  const odd = await core.listNamespacedConfigMap({ namespace, labelSelector: 'suite,parity!=even' });
  expect(odd.items).toHaveLength(3);
  const one = await core.listNamespacedConfigMap({ namespace, fieldSelector: 'metadata.name=list-3' });
  expect(one.items.map(({ metadata }) => metadata?.name)).toEqual(['list-3']);
  const names: string[] = [];
  let next: string | undefined;
  const remaining: (number | undefined)[] = [];
  do {
    const page = await core.listNamespacedConfigMap({ namespace, limit: 3, _continue: next });
    names.push(...page.items.map(({ metadata }) => metadata?.name ?? ''));
    remaining.push(page.metadata?.remainingItemCount);
    next = page.metadata?._continue;
  } while (next !== undefined && next !== '');
  const all = await core.listNamespacedConfigMap({ namespace });
  expect(names).toEqual(all.items.map(({ metadata }) => metadata?.name));
  expect(remaining[0]).toBe(names.length - 3);
  expect(remaining.at(-1)).toBeUndefined();
  const broken = core.listNamespacedConfigMap({ namespace, limit: 3, _continue: 'garbage' });
  expect(await refusal(broken)).toMatchObject({ code: 400, reason: 'BadRequest' });
});

test('a selector that cannot be read, and a field that cannot be selected, are bad requests', async () => {
  const { core, namespace } = client;
  const labels = await refusal(core.listNamespacedPod({ namespace, labelSelector: 'a=b=c' }));
  expect(labels).toMatchObject({ code: 400, reason: 'BadRequest' });
  const fields = await refusal(core.listNamespacedConfigMap({ namespace, fieldSelector: 'data.a=b' }));
  expect(fields).toMatchObject({
    code: 400,
    message: '"data.a" is not a known field selector: only "metadata.name", "metadata.namespace"',
  });
});

test('a collection is deleted by its label alone', async () => {
  const { core, namespace } = client;
  for (const name of ['drop-1', 'drop-2'])
    await core.createNamespacedConfigMap({
      namespace,
      body: configMap(name, { metadata: { labels: { drop: 'yes' } } }),
    });
  await core.createNamespacedConfigMap({ namespace, body: configMap('keep') });
  await core.deleteCollectionNamespacedConfigMap({ namespace, labelSelector: 'drop=yes' });
  const left = (await core.listNamespacedConfigMap({ namespace })).items.map(({ metadata }) => metadata?.name);
  expect(left).toContain('keep');
  expect(left).not.toContain('drop-1');
});

test('a deletion heeds its preconditions, and the object of a wrong uid stays', async () => {
  const { core, namespace } = client;
  await core.createNamespacedConfigMap({ namespace, body: configMap('guarded') });
  const uid = '00000000-0000-0000-0000-000000000000';
  const refused = await refusal(
    core.deleteNamespacedConfigMap({ ...named('guarded'), body: { preconditions: { uid } } }),
  );
  expect(refused).toMatchObject({ code: 409, reason: 'Conflict' });
  expect((await core.readNamespacedConfigMap(named('guarded'))).metadata?.name).toBe('guarded');
});

test('a Deployment brings its ReplicaSet and pods; deleted with Orphan, it leaves them', async () => {
  const apps = client.config.makeApiClient(AppsV1Api);
  const { core, namespace } = client;
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: podOf('').spec };
  await apps.createNamespacedDeployment({
    namespace,
    body: { metadata: { name: 'web' }, spec: { replicas: 2, selector: { matchLabels: labels }, template } },
  });
  await client.until(async () => (await apps.readNamespacedDeployment(named('web'))).status?.availableReplicas === 2);
  expect((await core.listNamespacedPod({ namespace, labelSelector: 'app=web' })).items).toHaveLength(2);
  await apps.deleteNamespacedDeployment({ ...named('web'), propagationPolicy: 'Orphan' });
  await client.until(async () => (await apps.listNamespacedDeployment({ namespace })).items.length === 0);
  const [set] = (await apps.listNamespacedReplicaSet({ namespace })).items;
  expect(set?.metadata?.ownerReferences).toBeUndefined();
  await apps.deleteNamespacedReplicaSet({ ...named(set?.metadata?.name ?? ''), propagationPolicy: 'Foreground' });
  await client.until(
    async () => (await core.listNamespacedPod({ namespace, labelSelector: 'app=web' })).items.length === 0,
  );
});

test('a Job and a CronJob are written and read', async () => {
  const batch = client.config.makeApiClient(BatchV1Api);
  const { namespace } = client;
  const spec = { ...podOf('', 'busybox').spec, containers: [{ name: 'once', image: 'busybox', command: ['true'] }] };
  const template = { spec: { ...spec, restartPolicy: 'Never' } };
  await batch.createNamespacedJob({ namespace, body: { metadata: { name: 'once' }, spec: { template } } });
  if (client.isSimulated)
    await client.until(async () => (await batch.readNamespacedJob(named('once'))).status?.succeeded === 1);
  const cron = await batch.createNamespacedCronJob({
    namespace,
    body: { metadata: { name: 'daily' }, spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template } } } },
  });
  expect(cron.spec).toMatchObject({ concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3 });
  await batch.deleteNamespacedJob({ ...named('once'), propagationPolicy: 'Background' });
});

test('a kind of one’s own is defined, used with every verb and taken away', async () => {
  const extensions = client.config.makeApiClient(ApiextensionsV1Api);
  const custom = client.config.makeApiClient(CustomObjectsApi);
  const group = `${client.namespace}.example.com`;
  const place = { group, version: 'v1', namespace: client.namespace, plural: 'gadgets' };
  const properties = {
    spec: { type: 'object', required: ['size'], properties: { size: { type: 'integer', minimum: 1 } } },
  };
  await extensions.createCustomResourceDefinition({
    body: {
      metadata: { name: `gadgets.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { plural: 'gadgets', singular: 'gadget', kind: 'Gadget' },
        versions: [
          { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties } } },
        ],
      },
    },
  });
  const body = { apiVersion: `${group}/v1`, kind: 'Gadget', metadata: { name: 'one' }, spec: { size: 1 } };
  await client.until(async () =>
    ((await extensions.readCustomResourceDefinition({ name: `gadgets.${group}` })).status?.conditions ?? []).some(
      ({ type, status }) => type === 'Established' && status === 'True',
    ),
  );
  await custom.createNamespacedCustomObject({ ...place, body });
  const invalid = { ...body, metadata: { name: 'two' }, spec: { size: 0 } };
  expect(await refusal(custom.createNamespacedCustomObject({ ...place, body: invalid }))).toMatchObject({
    code: 422,
    reason: 'Invalid',
    details: { causes: [{ field: 'spec.size' }] },
  });
  const one = await custom.getNamespacedCustomObject({ ...place, name: 'one' });
  await custom.replaceNamespacedCustomObject({ ...place, name: 'one', body: { ...one, spec: { size: 5 } } });
  const list = await custom.listNamespacedCustomObject(place);
  expect(list).toMatchObject({ kind: 'GadgetList', items: [{ spec: { size: 5 } }] });
  await custom.deleteNamespacedCustomObject({ ...place, name: 'one' });
  await extensions.deleteCustomResourceDefinition({ name: `gadgets.${group}` });
});

test('KubernetesObjectApi finds the path of any kind by discovery', async () => {
  const objects = KubernetesObjectApi.makeApiClient(client.config);
  const metadata = { name: 'by-kind', namespace: client.namespace };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { key: 'value' } };
  await objects.create(secret);
  expect(await objects.read({ apiVersion: 'v1', kind: 'Secret', metadata })).toMatchObject({
    data: { key: 'dmFsdWU=' },
  });
  await objects.patch({ apiVersion: 'v1', kind: 'Secret', metadata: { ...metadata, labels: { a: 'b' } } });
  const found = await objects.list('v1', 'Secret', client.namespace, undefined, undefined, undefined, undefined, 'a=b');
  expect(found.items).toHaveLength(1);
  await objects.delete({ apiVersion: 'v1', kind: 'Secret', metadata });
  expect(await refusal(objects.read({ apiVersion: 'v1', kind: 'Secret', metadata }))).toMatchObject({ code: 404 });
});
