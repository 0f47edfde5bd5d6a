/** Which events wake which waiting pods: the facts of upstream's isSchedulableAfter… tests, plugin by plugin. */
import { expect, test } from 'vitest';
import type { Pod, PodSpec } from '../../api/core/pod';
import type { ClusterEvent, StorageChange } from '../clusterEvent';
import { container, node, pod } from '../fakeCluster';
import { defaultPlugins } from './registry';

const added = (parts = {}): ClusterEvent => ({ type: 'nodeAdd', node: node('new', parts) });
const changed = (before: object, after: object): ClusterEvent => ({
  type: 'nodeUpdate',
  node: node('m01', after),
  previous: node('m01', before),
});
const taints = (...keys: readonly string[]) => ({
  spec: { taints: keys.map((key) => ({ key, effect: 'NoSchedule' as const })) },
});
const sized = (cpu: string) => ({ status: { allocatable: { cpu, memory: '8Gi', pods: '110' } } });
const went = (other: Pod): ClusterEvent => ({ type: 'assignedPodDelete', pod: other });
const came = (other: Pod): ClusterEvent => ({ type: 'assignedPodAdd', pod: other });
const relabelled = (before: object, after: object): ClusterEvent => ({
  type: 'assignedPodUpdate',
  pod: pod('other', placed, { labels: { ...after } }),
  previous: pod('other', placed, { labels: { ...before } }),
});
const stored = (kind: string, object: object, type = 'ADDED', previous?: object): ClusterEvent => ({
  type: 'storageChange',
  change: { type, kind, object, previous } as unknown as StorageChange, // Only what hints read.
});
const named = (name: string, rest: object = {}) => ({ metadata: { name, namespace: 'default' }, ...rest });

const placed = { nodeName: 'm01' };
const asks = (cpu: string): Partial<PodSpec> => ({ containers: [container({ cpu })] });
const port = (hostPort: number): Partial<PodSpec> => ({
  containers: [container({}, { ports: [{ containerPort: 80, hostPort, protocol: 'TCP' }] })],
});
const web = { labels: { app: 'web' } };
const term = { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'web' } } };
const near = { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
const far = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
const spread: Partial<PodSpec> = {
  topologySpreadConstraints: [{ maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', ...term }],
};
const claims: Partial<PodSpec> = { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] };
const heartbeat = changed({}, {});

test.each<[string, Partial<PodSpec>, string, ClusterEvent, boolean]>([
  ['NodeResourcesFit', asks('2'), 'a node with room comes', added(sized('4')), true],
  ['NodeResourcesFit', asks('2'), 'a node that is too small comes', added(sized('1')), false],
  ['NodeResourcesFit', asks('2'), 'a node grows', changed(sized('1'), sized('4')), true],
  ['NodeResourcesFit', asks('2'), 'a node shrinks', changed(sized('4'), sized('3')), false],
  ['NodeResourcesFit', asks('2'), 'a node tells nothing new', heartbeat, false],
  ['NodeResourcesFit', asks('2'), 'a pod leaves its node', went(pod('other', placed)), true],
  ['NodeResourcesFit', asks('2'), 'a pod gets a node', came(pod('other', placed)), false],
  ['NodeAffinity', { nodeSelector: { disk: 'ssd' } }, 'such a node comes', added({ labels: { disk: 'ssd' } }), true],
  ['NodeAffinity', { nodeSelector: { disk: 'ssd' } }, 'another node comes', added(), false],
  [
    'NodeAffinity',
    { nodeSelector: { disk: 'ssd' } },
    'a node gets the label',
    changed({}, { labels: { disk: 'ssd' } }),
    true,
  ],
  [
    'NodeAffinity',
    { nodeSelector: { disk: 'ssd' } },
    'a node gets another',
    changed({}, { labels: { disk: 'hdd' } }),
    false,
  ],
  ['TaintToleration', {}, 'a taint goes', changed(taints('a'), {}), true],
  ['TaintToleration', {}, 'one of two taints goes', changed(taints('a', 'b'), taints('a')), false],
  [
    'TaintToleration',
    { tolerations: [{ key: 'a', operator: 'Exists' }] },
    'the other goes',
    changed(taints('a', 'b'), taints('a')),
    true,
  ],
  ['NodeUnschedulable', {}, 'a node is uncordoned', changed({ spec: { unschedulable: true } }, {}), true],
  ['NodeUnschedulable', {}, 'a node is cordoned', changed({}, { spec: { unschedulable: true } }), false],
  ['NodePorts', port(80), 'its port becomes free', went(pod('other', { ...placed, ...port(80) })), true],
  ['NodePorts', port(80), 'another port becomes free', went(pod('other', { ...placed, ...port(81) })), false],
  ['InterPodAffinity', near, 'a companion gets a node', came(pod('other', placed, web)), true],
  ['InterPodAffinity', near, 'a stranger gets a node', came(pod('other', placed)), false],
  ['InterPodAffinity', near, 'a pod becomes a companion', relabelled({}, { app: 'web' }), true],
  ['InterPodAffinity', far, 'a companion leaves', went(pod('other', placed, web)), true],
  ['InterPodAffinity', far, 'a stranger leaves', went(pod('other', placed)), false],
  ['InterPodAffinity', far, 'a pod is one no more', relabelled({ app: 'web' }, {}), true],
  ['PodTopologySpread', spread, 'a counted pod leaves', went(pod('other', placed, web)), true],
  ['PodTopologySpread', spread, 'a stranger leaves', went(pod('other', placed)), false],
  [
    'PodTopologySpread',
    spread,
    'a node changes its zone',
    changed({ labels: { zone: 'a' } }, { labels: { zone: 'b' } }),
    true,
  ],
  [
    'PodTopologySpread',
    spread,
    'a node changes another label',
    changed({ labels: { x: 'a' } }, { labels: { x: 'b' } }),
    false,
  ],
  ['VolumeBinding', claims, 'its claim comes', stored('PersistentVolumeClaim', named('c')), true],
  ['VolumeBinding', claims, 'another claim comes', stored('PersistentVolumeClaim', named('d')), false],
  ['VolumeBinding', claims, 'a volume comes', stored('PersistentVolume', named('v')), true],
  ['VolumeBinding', claims, 'a class comes', stored('StorageClass', named('s')), true],
  ['VolumeBinding', claims, 'a class is annotated', stored('StorageClass', named('s'), 'MODIFIED', named('s')), false],
  ['VolumeBinding', claims, 'a node gets a label', changed({}, { labels: { zone: 'a' } }), true],
  ['VolumeBinding', claims, 'a node loses a taint', changed(taints('a'), {}), false],
  [
    'VolumeRestrictions',
    claims,
    'a pod with the same claim leaves',
    went(pod('other', { ...placed, ...claims })),
    true,
  ],
  ['VolumeRestrictions', claims, 'a pod without claims leaves', went(pod('other', placed)), false],
  ['VolumeRestrictions', claims, 'its claim comes', stored('PersistentVolumeClaim', named('c')), true],
  ['NodeVolumeLimits', claims, 'a pod with claims leaves', went(pod('other', { ...placed, ...claims })), true],
  ['NodeVolumeLimits', claims, 'a volume is detached', { type: 'volumeDetached' }, true],
  [
    'VolumeZone',
    claims,
    'a class that waits comes',
    stored('StorageClass', named('s', { volumeBindingMode: 'WaitForFirstConsumer' })),
    true,
  ],
  [
    'VolumeZone',
    claims,
    'a class that does not wait comes',
    stored('StorageClass', named('s', { volumeBindingMode: 'Immediate' })),
    false,
  ],
])('%s: a pod is tried again, or not, with %j, when %s', (name, spec, _, event, expected) => {
  const plugin = defaultPlugins.find((each) => each.plugin.name === name)?.plugin;
  expect(plugin?.wakes?.(event, pod('waiting', spec)) ?? false).toBe(expected);
});
