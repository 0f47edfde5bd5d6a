import { expect, test } from 'vitest';
import type { Node } from '../../api/core/node';
import type { Pod, PodSpec } from '../../api/core/pod';
import type { KubeObject } from '../../api/meta/objectMeta';
import { FakeCluster, node, pod } from '../fakeCluster';

const BOUND = { 'pv.kubernetes.io/bind-completed': 'yes' };
const header = { uid: 'u', resourceVersion: '1', creationTimestamp: '2001-09-09T01:46:40Z' };
const object = (kind: string, name: string, rest: object, metadata: object = {}) =>
  ({ apiVersion: 'v1', kind, metadata: { ...header, name, uid: `uid-${name}`, ...metadata }, ...rest }) as KubeObject;
const claim = (name: string, spec: object = {}, metadata: object = {}, status: object = { phase: 'Pending' }) =>
  object(
    'PersistentVolumeClaim',
    name,
    { spec: { resources: { requests: { storage: '1Gi' } }, accessModes: ['ReadWriteOnce'], ...spec }, status },
    { namespace: 'default', ...metadata },
  );
const bound = (name: string, volumeName: string, spec: object = {}) =>
  claim(name, { volumeName, ...spec }, { annotations: BOUND }, { phase: 'Bound' });
const volume = (name: string, spec: object = {}, metadata: object = {}) =>
  object(
    'PersistentVolume',
    name,
    { spec: { capacity: { storage: '2Gi' }, accessModes: ['ReadWriteOnce'], ...spec }, status: { phase: 'Available' } },
    metadata,
  );
const storageClass = (name: string, rest: object = {}) =>
  object('StorageClass', name, { provisioner: 'x.io/disks', volumeBindingMode: 'WaitForFirstConsumer', ...rest });
const uses = (...claims: readonly string[]): Partial<PodSpec> => ({
  volumes: claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } })),
});

async function schedule(nodes: readonly Node[], objects: readonly KubeObject[], incoming: Pod) {
  const cluster = new FakeCluster(nodes, objects);
  cluster.put(incoming);
  await cluster.advance(10);
  return cluster;
}
const workers = () => [node('m01'), node('m02'), node('m03')];
const NO_VICTIMS =
  'no new claims to deallocate, preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.';
const NOT_HELPFUL =
  'no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.';

test.each([
  [
    'a claim that is being deleted',
    [claim('c', {}, { deletionTimestamp: 'x' })],
    'persistentvolumeclaim "c" is being deleted',
  ],
  [
    'a claim that lost its volume',
    [claim('c', { volumeName: 'v' }, {}, { phase: 'Lost' })],
    'persistentvolumeclaim "c" bound to non-existent persistentvolume "v"',
  ],
  ['a claim that is not bound', [claim('c')], 'pod has unbound immediate PersistentVolumeClaims'],
  [
    'a claim that waits for the volume it names',
    [claim('c', { storageClassName: 's', volumeName: 'v' }), storageClass('s')],
    'pod has unbound immediate PersistentVolumeClaims',
  ],
])('a pod with %s says so', async (_, objects, reason) => {
  const cluster = await schedule(workers(), objects, pod('p', uses('c')));
  expect(cluster.messageOf('p')).toBe(`0/3 nodes are available: ${reason}. not found`);
});

test('a claim that is bound to a volume which is gone keeps its pod off every node', async () => {
  const cluster = await schedule(workers(), [bound('c', 'v')], pod('p', uses('c')));
  expect(cluster.messageOf('p')).toBe('0/3 nodes are available: persistentvolume "v" not found. not found');
});

test('a claim of access mode ReadWriteOncePod serves one pod, whichever node the others try', async () => {
  const objects = [volume('v'), bound('c', 'v', { accessModes: ['ReadWriteOncePod'] })];
  const cluster = await schedule(
    workers(),
    [...objects, pod('first', { ...uses('c'), nodeName: 'm01' })],
    pod('second', uses('c')),
  );
  expect(cluster.messageOf('second')).toBe(
    `0/3 nodes are available: 3 node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod. ${NO_VICTIMS}`,
  );
  await cluster.advance(2000);
  cluster.remove('Pod', 'default/first');
  await cluster.advance(10);
  expect(cluster.nodeOf('second')).toBeDefined();
});

test('a pod of higher priority takes such a claim from one of lower priority', async () => {
  const objects = [volume('v'), bound('c', 'v', { accessModes: ['ReadWriteOncePod'] })];
  const low = pod('low', { ...uses('c'), nodeName: 'm02', priority: 1 });
  const cluster = await schedule(workers(), [...objects, low], pod('high', { ...uses('c'), priority: 9 }));
  expect(cluster.pod('low')?.metadata.deletionTimestamp).toBeDefined();
  expect(cluster.pod('high')?.status.nominatedNodeName).toBe('m02');
});

const disks: readonly (readonly [string, object, object, boolean])[] = [
  ['one GCE disk, written', { gcePersistentDisk: { pdName: 'd' } }, { gcePersistentDisk: { pdName: 'd' } }, false],
  [
    'one GCE disk, read by both',
    { gcePersistentDisk: { pdName: 'd', readOnly: true } },
    { gcePersistentDisk: { pdName: 'd', readOnly: true } },
    true,
  ],
  ['two GCE disks', { gcePersistentDisk: { pdName: 'd' } }, { gcePersistentDisk: { pdName: 'e' } }, true],
  [
    'one EBS disk, read by both',
    { awsElasticBlockStore: { volumeID: 'd', readOnly: true } },
    { awsElasticBlockStore: { volumeID: 'd', readOnly: true } },
    false,
  ],
  ['one iSCSI disk', { iscsi: { iqn: 'd' } }, { iscsi: { iqn: 'd' } }, false],
  [
    'one RBD image by a common monitor',
    { rbd: { monitors: ['a', 'b'], image: 'i' } },
    { rbd: { monitors: ['b'], image: 'i', pool: 'rbd' } },
    false,
  ],
  [
    'one RBD image by other monitors',
    { rbd: { monitors: ['a'], image: 'i' } },
    { rbd: { monitors: ['b'], image: 'i' } },
    true,
  ],
];
test.each(disks)('two pods on a node and %s', async (_, taken, wanted, fits) => {
  const other = pod('other', { nodeName: 'm01', volumes: [{ name: 'd', ...taken }] });
  const cluster = await schedule([node('m01')], [other], pod('p', { volumes: [{ name: 'd', ...wanted }] }));
  expect(cluster.nodeOf('p')).toBe(fits ? 'm01' : undefined);
  if (!fits) expect(cluster.messageOf('p')).toContain('0/1 nodes are available: 1 node(s) had no available disk.');
});

test('a pod goes to the zone of its volume; nodes without zones are taken to be everywhere', async () => {
  const zone = (name: string) => ({ labels: { 'topology.kubernetes.io/zone': name } });
  const labels = { 'topology.kubernetes.io/zone': 'a__b' };
  const objects = [volume('v', {}, { labels }), bound('c', 'v')];
  const nodes = [node('m01', zone('c')), node('m02', zone('b')), node('m03', zone('d'))];
  expect((await schedule(nodes, objects, pod('p', uses('c')))).nodeOf('p')).toBe('m02');
  const far = await schedule([node('m01', zone('c'))], objects, pod('p', uses('c')));
  expect(far.messageOf('p')).toContain('0/1 nodes are available: 1 node(s) had no available volume zone.');
  expect((await schedule([node('m01')], objects, pod('p', uses('c')))).nodeOf('p')).toBe('m01');
});

test('a node takes no more volumes of a driver than the driver can attach there', async () => {
  const csi = (name: string) => volume(name, { csi: { driver: 'x.io', volumeHandle: name } });
  const csiNode = object('CSINode', 'm01', {
    spec: { drivers: [{ name: 'x.io', nodeID: 'm01', allocatable: { count: 1 } }] },
  });
  const objects = [csi('v'), csi('w'), bound('c', 'v'), bound('d', 'w'), csiNode];
  const first = pod('first', { ...uses('c'), nodeName: 'm01' });
  const full = await schedule([node('m01')], [...objects, first], pod('p', uses('d')));
  expect(full.messageOf('p')).toContain('0/1 nodes are available: 1 node(s) exceed max volume count.');
  // The same volume again is none more.
  expect((await schedule([node('m01')], [...objects, first], pod('p', uses('c')))).nodeOf('p')).toBe('m01');
  await full.advance(2000);
  full.remove('Pod', 'default/first');
  await full.advance(10);
  expect(full.nodeOf('p')).toBe('m01');
});

test.each([
  [
    'topologies that no node has',
    storageClass('s', { allowedTopologies: [{ matchLabelExpressions: [{ key: 'zone', values: ['z'] }] }] }),
    [],
    "didn't find available persistent volumes to bind",
  ],
  [
    'a class whose volumes nobody makes',
    storageClass('s', { provisioner: 'kubernetes.io/no-provisioner' }),
    [],
    "didn't find available persistent volumes to bind",
  ],
  [
    'a driver without space',
    storageClass('s'),
    [object('CSIDriver', 'x.io/disks', { spec: { storageCapacity: true } })],
    'did not have enough free storage',
  ],
])('a claim that waits for its pod and %s keeps the pod off', async (_, found, more, reason) => {
  const objects = [found, ...more, claim('c', { storageClassName: 's' })];
  const cluster = await schedule(workers(), objects, pod('p', uses('c')));
  expect(cluster.messageOf('p')).toBe(`0/3 nodes are available: 3 node(s) ${reason}. ${NOT_HELPFUL}`);
});

test('a pod whose volume is to be made keeps its node for ten minutes, then says so and tries again', async () => {
  const cluster = await schedule(
    [node('m01')],
    [storageClass('s'), claim('c', { storageClassName: 's' })],
    pod('p', uses('c')),
  );
  expect(cluster.pod('p')?.status.nominatedNodeName).toBe('m01');
  expect(cluster.events).toEqual([]);
  await cluster.advance(599_000);
  expect(cluster.events).toEqual([]);
  await cluster.advance(2_000);
  expect(cluster.events).toEqual([
    'FailedScheduling p: running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded',
  ]);
  await cluster.advance(5_000);
  cluster.put(volume('v'));
  cluster.put(bound('c', 'v', { storageClassName: 's' }));
  await cluster.advance(2_000);
  // The volume came without the annotation that says for which node: the real one takes it for a failure, and looks anew.
  expect(cluster.events[1]).toContain('provisioning failed for PVC "c"');
  await cluster.advance(5_000);
  expect(cluster.nodeOf('p')).toBe('m01');
});

test('a claim that is deleted under a pod which waits for its volume sends the pod back', async () => {
  const objects = [storageClass('s'), claim('c', { storageClassName: 's' })];
  const cluster = await schedule([node('m01')], objects, pod('p', uses('c')));
  cluster.remove('PersistentVolumeClaim', 'default/c');
  await cluster.advance(3_000);
  expect(cluster.events).toEqual([
    'FailedScheduling p: running PreBind plugin "VolumeBinding": binding volumes: failed to check provisioning pvc: persistentvolumeclaims "default/c" not found',
    'FailedScheduling p: 0/1 nodes are available: persistentvolumeclaim "c" not found. not found',
  ]);
  expect(cluster.pod('p')?.status.nominatedNodeName).toBeUndefined();
});

test('the place on a node that waits for its volume is not given away', async () => {
  const big = {
    containers: pod('x').spec.containers.map((each) => ({ ...each, resources: { requests: { cpu: '3' } } })),
  };
  const objects = [storageClass('s'), claim('c', { storageClassName: 's' })];
  const cluster = await schedule([node('m01')], objects, pod('p', { ...uses('c'), ...big }));
  cluster.put(pod('late', big));
  await cluster.advance(10);
  expect(cluster.messageOf('late')).toContain('1 Insufficient cpu');
  cluster.remove('Pod', 'default/p');
  await cluster.advance(2000);
  expect(cluster.nodeOf('late')).toBe('m01');
});

test('the claim of an ephemeral volume is waited for, and must be the pod’s own', async () => {
  const ephemeral = pod('p', { volumes: [{ name: 'scratch', ephemeral: {} }] });
  const cluster = await schedule(workers(), [], ephemeral);
  expect(cluster.messageOf('p')).toBe(
    '0/3 nodes are available: waiting for ephemeral volume controller to create the persistentvolumeclaim "p-scratch". not found',
  );
  cluster.put(bound('p-scratch', 'v'));
  await cluster.advance(2000);
  expect(cluster.messageOf('p')).toContain(
    'PVC default/p-scratch was not created for pod default/p (pod is not owner)',
  );
});

test('a pod that asks for devices waits without a word, as for claims that do not exist', async () => {
  const cluster = await schedule(
    workers(),
    [],
    pod('p', { resourceClaims: [{ name: 'gpu', resourceClaimName: 'x' }] }),
  );
  expect(cluster.pod('p')?.status.conditions).toBeUndefined();
  expect(cluster.events).toEqual([]);
});
