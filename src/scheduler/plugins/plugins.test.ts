import { expect, test } from 'vitest';
import type { Node } from '../../api/core/node';
import type { TopologySpreadConstraint } from '../../api/core/affinity';
import type { Pod } from '../../api/core/pod';
import type { KubeObject } from '../../api/meta/objectMeta';
import { FakeCluster, container, node, pod } from '../fakeCluster';
import { verdictOf } from '../verdicts';

const workers = () => [node('m01'), node('m02'), node('m03')];
const HOSTNAME = 'kubernetes.io/hostname';

async function schedule(nodes: readonly Node[], objects: readonly KubeObject[], incoming: Pod) {
  const cluster = new FakeCluster(nodes, objects);
  cluster.put(incoming);
  await cluster.advance(10);
  const { name, uid } = incoming.metadata;
  const scores = (plugin: string) =>
    verdictOf(cluster.state, uid)?.nodes.map((row) => row.scores?.find((each) => each.plugin === plugin)?.score);
  return { node: cluster.nodeOf(name), message: cluster.messageOf(name)?.replace(/ no new claims.*/, ''), scores };
}

const hostPort = (port: number, rest = {}) => ({
  containers: [container({}, { ports: [{ containerPort: 80, hostPort: port, protocol: 'TCP' as const, ...rest }] })],
});

test.each([
  ['the same port', hostPort(8080), undefined],
  ['another port', hostPort(8081), 'm01'],
  ['the same port of another protocol', hostPort(8080, { protocol: 'UDP' as const }), 'm01'],
  ['the same port of one address', hostPort(8080, { hostIP: '10.0.0.1' }), undefined],
])('a node with a pod on host port 8080 and %s', async (_, spec, expected) => {
  const taken = pod('taken', { nodeName: 'm01', ...hostPort(8080) });
  const result = await schedule([node('m01')], [taken], pod('web', spec));
  expect(result.node).toBe(expected);
  if (expected === undefined) {
    expect(result.message).toBe(
      "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.",
    );
  }
});

test.each([
  ['none', [], false],
  ['the same key and value', [{ key: 'env', value: 'x', effect: 'NoExecute' as const }], true],
  ['another value', [{ key: 'env', value: 'y', effect: 'NoExecute' as const }], false],
  ['another effect', [{ key: 'env', value: 'x', effect: 'NoSchedule' as const }], false],
  ['Exists for all keys', [{ operator: 'Exists' as const }], true],
])('a tainted node takes a pod with a toleration: %s', async (_, tolerations, fits) => {
  const tainted = node('m01', { spec: { taints: [{ key: 'env', value: 'x', effect: 'NoExecute' }] } });
  const result = await schedule([tainted], [], pod('web', { tolerations }));
  expect(result.node).toBe(fits ? 'm01' : undefined);
  if (!fits) expect(result.message).toBe('0/1 nodes are available: 1 node(s) had untolerated taint(s).');
});

test('a node with a PreferNoSchedule taint is taken only if the others are no better', async () => {
  const tainted = node('m01', { spec: { taints: [{ key: 'a', effect: 'PreferNoSchedule' }] } });
  const result = await schedule([tainted, node('m02')], [], pod('web'));
  expect(result.node).toBe('m02');
  expect(result.scores('TaintToleration')).toEqual([0, 300]);
});

test('a pod goes to the node that its preferred affinity weighs most', async () => {
  const prefer = (weight: number, key: string) => ({
    weight,
    preference: { matchExpressions: [{ key, operator: 'Exists' as const }] },
  });
  const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [prefer(80, 'ssd'), prefer(20, 'fast')] };
  const nodes = [node('m01', { labels: { fast: '' } }), node('m02', { labels: { ssd: '' } }), node('m03')];
  const result = await schedule(nodes, [], pod('web', { affinity: { nodeAffinity } }));
  expect(result.node).toBe('m02');
  expect(result.scores('NodeAffinity')).toEqual([50, 200, 0]);
});

test('the scores of three equal empty nodes are those of the worked example', async () => {
  const result = await schedule(
    workers(),
    [],
    pod('web', { containers: [container({ cpu: '500m', memory: '512Mi' })] }),
  );
  expect(result.scores('NodeResourcesFit')).toEqual([90, 90, 90]);
  expect(result.scores('NodeResourcesBalancedAllocation')).toEqual([73, 73, 73]);
  expect(result.scores('TaintToleration')).toEqual([300, 300, 300]);
  expect(result.scores('ImageLocality')).toEqual([0, 0, 0]);
});

test('a node that has a large image already is preferred', async () => {
  const allocatable = { cpu: '4', memory: '8Gi', pods: '110' };
  const images = [{ names: ['nginx:latest'], sizeBytes: 900 * 1024 * 1024 }];
  const result = await schedule(
    [node('m01', { status: { allocatable } }), node('m02', { status: { allocatable, images } })],
    [],
    pod('web'),
  );
  expect(result.node).toBe('m02');
  expect(result.scores('ImageLocality')).toEqual([0, 43]);
});

const spread = (rest: Partial<TopologySpreadConstraint> = {}) => ({
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: HOSTNAME,
      whenUnsatisfiable: 'DoNotSchedule' as const,
      labelSelector: { matchLabels: { app: 'sp' } },
      ...rest,
    },
  ],
});
const labels = { labels: { app: 'sp' } };

test('a hard spread constraint keeps a pod off the node that is ahead', async () => {
  const cordoned = (name: string) => node(name, { spec: { unschedulable: true } });
  const placed = ['a', 'b'].map((name) => pod(name, { nodeName: 'm01' }, labels));
  const result = await schedule([node('m01'), cordoned('m02'), cordoned('m03')], placed, pod('sp4', spread(), labels));
  expect(result.message).toBe(
    "0/3 nodes are available: 1 node(s) didn't match pod topology spread constraints, 2 node(s) were unschedulable.",
  );
  const free = await schedule(workers(), placed, pod('sp4', spread(), labels));
  expect(free.node).not.toBe('m01');
});

test('a terminating pod does not count for spreading', async () => {
  const leaving = pod('a', { nodeName: 'm01' }, { ...labels, deletionTimestamp: '2001-09-09T01:47:10Z' });
  const nodes = [node('m01'), node('m02', { spec: { unschedulable: true } })];
  expect((await schedule(nodes, [leaving], pod('b', spread(), labels))).node).toBe('m01');
});

test('nodes without the topology key are refused in their own words', async () => {
  const result = await schedule(workers(), [], pod('web', spread({ topologyKey: 'rack' })));
  expect(result.message).toBe(
    "0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints (missing required label).",
  );
});

test('with fewer domains than minDomains the least count is 0', async () => {
  const placed = [pod('a', { nodeName: 'm01' }, labels)];
  expect((await schedule([node('m01')], placed, pod('b', spread(), labels))).node).toBe('m01');
  expect((await schedule([node('m01')], placed, pod('b', spread({ minDomains: 2 }), labels))).node).toBeUndefined();
});

test('replicas spread over nodes although their pods say nothing about it', async () => {
  const replicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web', namespace: 'default', uid: 'rs', resourceVersion: '1', creationTimestamp: '' },
    spec: { selector: { matchLabels: { app: 'sp' } } },
  };
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'rs', controller: true };
  const replica = (name: string, spec = {}) => pod(name, spec, { ...labels, ownerReferences: [owner] });
  const placed = [replica('a', { nodeName: 'm01' }), replica('b', { nodeName: 'm03' })];
  const result = await schedule(workers(), [replicaSet, ...placed], replica('c'));
  expect(result.node).toBe('m02');
  const [first = 0, second = 0, third = 0] = result.scores('PodTopologySpread') ?? [];
  expect(second).toBe(200);
  expect(first).toBe(third);
  expect(first).toBeLessThan(200);
});

test.each([
  ['a Service selects', { kind: 'Service', apiVersion: 'v1' }, { selector: { app: 'sp' } }, {}, true],
  ['a Service without selector leaves alone', { kind: 'Service', apiVersion: 'v1' }, {}, {}, false],
  [
    'a StatefulSet owns',
    { kind: 'StatefulSet', apiVersion: 'apps/v1' },
    { selector: { matchLabels: { app: 'sp' } } },
    { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: 'x', controller: true }] },
    true,
  ],
])('pods that %s are spread by default: %s', async (_, type, spec, metadata, isSpread) => {
  const header = { name: 'web', namespace: 'default', uid: 'x', resourceVersion: '1', creationTimestamp: '' };
  const placed = ['a', 'b'].map((name, index) => pod(name, { nodeName: `m0${index + 1}` }, labels));
  const incoming = pod('c', {}, { ...labels, ...metadata });
  const owner = { ...type, metadata: header, spec };
  const result = await schedule(workers(), [owner as KubeObject, ...placed], incoming); // Of the kind that it names.
  const scores = result.scores('PodTopologySpread');
  expect(scores?.[2]).toBe(isSpread ? 200 : undefined);
  if (isSpread) expect(result.node).toBe('m03');
});

const term = { topologyKey: HOSTNAME, labelSelector: { matchLabels: { app: 'aa' } } };
const aa = { labels: { app: 'aa' } };
const apart = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
const together = { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };

test('pods that must not meet find no third node among two', async () => {
  const placed = [pod('aa1', { ...apart, nodeName: 'm01' }, aa), pod('aa2', { ...apart, nodeName: 'm02' }, aa)];
  const tainted = node('m03', { spec: { taints: [{ key: 'env', value: 'x', effect: 'NoExecute' }] } });
  const nodes = [node('m01'), node('m02'), tainted];
  expect((await schedule(nodes, placed, pod('aa3', apart, aa))).message).toBe(
    "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match pod anti-affinity rules.",
  );
  const plain = pod('plainaa', { nodeSelector: { [HOSTNAME]: 'm01' } }, aa);
  expect((await schedule(nodes, placed, plain)).message).toBe(
    "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) didn't satisfy existing pods anti-affinity rules, 1 node(s) had untolerated taint(s).",
  );
});

test('pods that must be together follow the first one, which may go anywhere', async () => {
  expect((await schedule(workers(), [], pod('lonely', together))).message).toBe(
    "0/3 nodes are available: 3 node(s) didn't match pod affinity rules.",
  );
  expect((await schedule(workers(), [], pod('first', together, aa))).node).toBeDefined();
  const placed = [pod('first', { nodeName: 'm03' }, aa)];
  expect((await schedule(workers(), placed, pod('second', together, aa))).node).toBe('m03');
});

test('a preferred anti-affinity only lowers the score', async () => {
  const wish = { weight: 100, podAffinityTerm: term };
  const polite = { affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [wish] } } };
  const placed = [pod('a', { nodeName: 'm01' }, aa)];
  const result = await schedule(workers(), placed, pod('b', polite, aa));
  expect(result.scores('InterPodAffinity')).toEqual([0, 200, 200]);
  expect((await schedule([node('m01')], placed, pod('b', polite, aa))).node).toBe('m01');
});
