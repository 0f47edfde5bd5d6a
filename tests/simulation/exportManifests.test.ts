import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { USUAL_ADDONS } from '../../src/addons/usualAddons';
import { Cluster } from '../../src/cluster/cluster';
import { defaultNodes } from '../../src/client/defaultNodes';
import { type Kind, kinds } from '../../src/api/kinds';
import { servedKinds } from '../../src/manifests/customKinds';
import { type ExportedManifests, exportManifests } from '../../src/manifests/exportManifests';
import { creation, importCluster } from '../../src/manifests/importCluster';
import { planOf } from '../../src/manifests/kindPlan';
import { liveObjects } from '../../src/manifests/liveObjects';
import { readManifests } from '../../src/manifests/readManifests';

const dump = readFileSync(new URL('../../src/manifests/recorded/shop.yaml', import.meta.url), 'utf8');
const everyKind = readFileSync(new URL('../../src/manifests/recorded/everyKind.yaml', import.meta.url), 'utf8');
const samples = readSamples([
  'kubia-rc',
  'kubia-statefulset',
  'volume-claim',
  'web-hpa',
  'disruption-budget',
  'backups-crd',
  'sidecar',
]);

function readSamples(names: readonly string[]): string {
  const text = (name: string) =>
    readFileSync(new URL(`../../src/app/editor/samples/${name}.yaml`, import.meta.url), 'utf8');
  return names.map(text).join('\n---\n');
}

async function clusterOf(text: string): Promise<Cluster> {
  const { objects } = readManifests([{ name: 'all.yaml', text }]);
  const { run } = importCluster(objects, { unknownImages: new Set(), defaultNodes: defaultNodes() });
  return Cluster.replay(run);
}

async function exported(cluster: Cluster): Promise<ExportedManifests> {
  const { objects } = await liveObjects((request) => cluster.request(request), {
    withNodes: false,
    withSecretValues: true,
  });
  return exportManifests(objects, { withSecretValues: true });
}

/** Applies files in a fresh cluster, in their order; all of them must be taken. */
async function applied({ files }: ExportedManifests): Promise<Cluster> {
  const cluster = await Cluster.create();
  const { objects } = readManifests(files);
  const served = servedKinds(objects);
  for (const object of objects) {
    const response = await cluster.request(creation(object, served));
    expect(response.code, JSON.stringify(response.body)).toBeLessThan(300);
    await cluster.advance(50);
  }
  return cluster;
}

test.each([
  ['a recorded cluster', dump],
  ['samples of the editor', samples],
  ['one object of every kind', everyKind],
])(
  'what is exported of %s, applied elsewhere, exports as the same',
  async (_name, text) => {
    const original = await clusterOf(text);
    await original.advance(5_000);
    const first = await exported(original);
    expect(first.count).toBeGreaterThan(5);
    const copy = await applied(first);
    await copy.advance(5_000);
    const second = await exported(copy);
    expect(second.files).toEqual(first.files);
  },
  30_000,
);

test('manifests carry nothing that a server, a controller or kubectl wrote', async () => {
  const cluster = await clusterOf(dump);
  await cluster.advance(60_000);
  const { files } = await exported(cluster);
  const text = files.map((file) => file.text).join('');
  for (const field of [
    '\nstatus:',
    'uid:',
    'resourceVersion',
    'creationTimestamp',
    'managedFields',
    'ownerReferences',
    'last-applied',
    'nodeName',
    'kube-api-access',
    'deployment.kubernetes.io/revision',
    'bind-completed',
  ]) {
    expect(text, field).not.toContain(field);
  }
  expect(text).not.toMatch(/clusterIP: \d/);
  expect(text).toContain('clusterIP: None');
});

test('namespaces come first, pods and autoscalers last, custom resources in a file of their own', async () => {
  const { files } = await exported(await clusterOf(dump));
  expect(files.map(({ name }) => name)).toEqual(['manifests.yaml', 'custom-resources.yaml']);
  const kinds = readManifests(files).objects.map(({ kind }) => kind);
  expect(kinds.slice(0, 3)).toEqual(['Namespace', 'Namespace', 'CustomResourceDefinition']);
  expect(kinds.at(-1)).toBe('Backup');
  expect(kinds.indexOf('ServiceAccount')).toBeLessThan(kinds.indexOf('Deployment'));
  expect(kinds).not.toContain('Node');
});

test('Images of the simulation are named in a comment', async () => {
  const image =
    'apiVersion: images.kubeloop.dev/v1\nkind: Image\nmetadata: {name: app}\nspec: {reference: "example.com/app:2"}\n';
  const cluster = await clusterOf(`${image}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n`);
  const { files, notes } = await exported(cluster);
  expect(files[0]?.text).toContain('#   example.com/app:2');
  expect(files[0]?.text).not.toContain('kind: Image');
  expect(notes).toContainEqual({ tone: 'leftOut', key: 'image', about: { kind: 'Image', name: 'app' } });
});

test('values of Secrets are written only if they are asked for', () => {
  const text = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {k: aG9yc2U=}\n';
  const { objects } = readManifests([{ name: 's.yaml', text }]);
  const textOf = (withSecretValues: boolean) => exportManifests(objects, { withSecretValues }).files[0]?.text;
  expect(textOf(true)).toContain('aG9yc2U=');
  expect(textOf(false)).not.toContain('aG9yc2U=');
});

test('finalizers of people travel with the manifest, those of Kubernetes do not', () => {
  const text =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, finalizers: [example.com/hold, kubernetes.io/x]}\n';
  const { files } = exportManifests(readManifests([{ name: 'c.yaml', text }]).objects, { withSecretValues: false });
  expect(files[0]?.text).toContain('example.com/hold');
  expect(files[0]?.text).not.toContain('kubernetes.io/x');
});

test('of one namespace only what belongs to it is exported', async () => {
  const cluster = await clusterOf(dump);
  const send = (request: Parameters<Cluster['request']>[0]) => cluster.request(request);
  const { objects } = await liveObjects(send, { withNodes: false, namespaces: ['data'] });
  const { files } = exportManifests(objects, { withSecretValues: false, namespaces: ['data'] });
  const kept = readManifests(files).objects;
  expect(kept.map(({ kind, metadata }) => metadata.namespace ?? `${kind} ${metadata.name}`)).toEqual(
    expect.arrayContaining(['Namespace data', 'data']),
  );
  expect(kept.filter(({ metadata }) => metadata.namespace === undefined)).toHaveLength(1);
});

test('a cluster of nothing exports nothing', async () => {
  expect(await exported(await Cluster.create())).toEqual({ files: [], notes: expect.anything(), count: 0 });
});

test('every kind that people configure is imported without a refusal, runs, and is exported', async () => {
  const { objects } = readManifests([{ name: 'every.yaml', text: everyKind }]);
  const planned = (Object.keys(kinds) as Kind[]).filter((kind) => 'phase' in planOf(kind) && kind !== 'Image');
  expect(planned.filter((kind) => !objects.some((object) => object.kind === kind))).toEqual([]);
  const { run } = importCluster(objects, { unknownImages: new Set(), defaultNodes: defaultNodes() });
  const refused: unknown[] = [];
  const cluster = await Cluster.replay(run, {}, (one) => refused.push([one.request.path, one.message]));
  expect(refused).toEqual([]);
  await cluster.advance(20_000);
  const { files } = await exported(cluster);
  const names = (list: readonly { readonly kind: string; readonly metadata: { readonly name: string } }[]) =>
    list.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted();
  expect(names(readManifests(files).objects)).toEqual(names([...objects, ...madeBesides]));
});

/** Claims of StatefulSets outlive them: nobody else makes them where a set is already there. */
const madeBesides = [{ kind: 'PersistentVolumeClaim', metadata: { name: 'd-sts-0' } }];

test('what a cluster comes up with is not exported', async () => {
  const cluster = await Cluster.create({ nodes: defaultNodes(1), addons: USUAL_ADDONS });
  expect((await exported(cluster)).count).toBe(0);
});
