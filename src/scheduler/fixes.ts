/**
 * What would lift a plugin's refusal of a node: each fix changes the pod, the node or what runs there, in a copy of the
 * cluster. Whether the pod fits then is for the filters to say. Ours alone: a real scheduler gives no advice.
 */
import type { Node, Taint } from '../api/core/node';
import { requiredTerms as nodeTerms } from '../api/core/nodeAffinity';
import type { Pod, PodSpec, Toleration } from '../api/core/pod';
import { isTolerated } from '../api/core/tolerations';
import { type LabelSelector, controllerOf } from '../api/meta/objectMeta';
import type { NodeRefusal } from './cycle';
import type { NodeInfo } from './framework';
import { requiredTerms as podTerms } from './plugins/podAffinityTerms';
import { lowerRequests } from './lowerRequests';
import { podRequests } from './podRequests';
import type { Fix, Trial } from './trial';
import { altered } from './whatIf';

const HEALTH = new Set(['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']);
const CONDITION = /^node\.kubernetes\.io\/(memory-pressure|disk-pressure|pid-pressure|network-unavailable)$/;
const CORDONED = 'node.kubernetes.io/unschedulable';
/** What a machine is cannot be changed by a label. */
const FACTS = /^(kubernetes\.io\/|node\.kubernetes\.io\/|topology\.kubernetes\.io\/)/;

/** What might help against `refusal` of `node`, the most likely first. */
export function fixesFor(refusal: NodeRefusal, node: NodeInfo, trial: Trial): readonly Fix[] {
  switch (refusal.plugin) {
    case 'NodeUnschedulable':
      return [uncordon(node, trial)];
    case 'TaintToleration':
      return taintFixes(node, trial);
    case 'NodeAffinity':
      return [...addLabels(node, trial), ...dropNodeSelector(trial)];
    case 'NodePorts':
      return [...removePods(node, trial), dropHostPorts(trial)];
    case 'NodeResourcesFit':
      return [...lowerRequests(node, trial), ...removePods(node, trial)];
    case 'InterPodAffinity':
      return [...addPartner(node, trial), ...removePods(node, trial), ...dropAffinities(trial)];
    case 'PodTopologySpread':
      return dropSpread(trial);
    default:
      return [];
  }
}

/** `trial` with another node in place of the one of that name. */
function withNode(trial: Trial, name: string, change: (node: Node) => Node): Trial {
  const nodes = trial.snapshot.nodes.map((info) => (info.name === name ? { ...info, node: change(info.node) } : info));
  return { ...trial, snapshot: { ...trial.snapshot, nodes } };
}

function withSpec(trial: Trial, part: Partial<PodSpec>): Trial {
  return { ...trial, pod: { ...trial.pod, spec: { ...trial.pod.spec, ...part } } };
}

function withoutTaints(node: Node, isGone: (taint: Taint) => boolean): Node {
  return { ...node, spec: { ...node.spec, taints: (node.spec.taints ?? []).filter((taint) => !isGone(taint)) } };
}

function uncordon({ name }: NodeInfo, trial: Trial): Fix {
  const change = { type: 'uncordon', params: { node: name }, command: `kubectl uncordon ${name}` } as const;
  const open = (node: Node) => {
    const { spec, ...rest } = withoutTaints(node, ({ key }) => key === CORDONED);
    return { ...rest, spec: { ...spec, unschedulable: false } };
  };
  return { change, trial: withNode(trial, name, open) };
}

/** Those taints of a node that keep `pod` off. */
export function taintsAgainst(pod: Pod, { spec }: Node): readonly Taint[] {
  const refuses = (taint: Taint) => taint.effect !== 'PreferNoSchedule' && !isTolerated(taint, pod.spec.tolerations);
  return (spec.taints ?? []).filter(refuses);
}

function taintFixes({ name, node }: NodeInfo, trial: Trial): readonly Fix[] {
  const taints = taintsAgainst(trial.pod, node);
  const ill = taints.filter(({ key }) => HEALTH.has(key));
  if (ill.length > 0) {
    const change = { type: 'nodeBack', params: { node: name } } as const;
    return [{ change, trial: withNode(trial, name, (each) => withoutTaints(each, ({ key }) => HEALTH.has(key))) }];
  }
  const pressed = taints.find(({ key }) => CONDITION.test(key));
  if (pressed !== undefined) {
    const { key } = pressed;
    const change = { type: 'pressureEnds', params: { node: name, taint: key } } as const;
    return [{ change, trial: withNode(trial, name, (each) => withoutTaints(each, (taint) => taint.key === key)) }];
  }
  const texts = taints.map(taintText).join(', ');
  const off = [...new Set(taints.map(({ key, effect }) => `${key}:${effect}-`))].join(' ');
  return [
    {
      change: {
        type: 'removeTaints',
        params: { node: name, taints: texts },
        command: `kubectl taint nodes ${name} ${off}`,
      },
      trial: withNode(trial, name, (each) => withoutTaints(each, (taint) => taints.includes(taint))),
    },
    tolerate(taints, texts, trial),
  ];
}

/** The API lets tolerations be added to a pod that is there already. */
function tolerate(taints: readonly Taint[], texts: string, trial: Trial): Fix {
  const added = taints.map(
    ({ key, value = '', effect }): Toleration =>
      value === '' ? { key, operator: 'Exists', effect } : { key, operator: 'Equal', value, effect },
  );
  const { tolerations = [] } = trial.pod.spec;
  const patch = added.map((value) => ({ op: 'add', path: '/spec/tolerations/-', value }));
  const command = `${patchOf(trial.pod)} --type=json -p '${JSON.stringify(patch)}'`;
  const change = { type: 'tolerate', params: { taints: texts }, ...(tolerations.length > 0 && { command }) } as const;
  return { change, trial: withSpec(trial, { tolerations: [...tolerations, ...added] }) };
}

/** `key=value:Effect`, as kubectl describe prints it. */
export function taintText({ key, value = '', effect }: Taint): string {
  return `${key}${value === '' ? '' : `=${value}`}:${effect}`;
}

function addLabels({ name, node }: NodeInfo, trial: Trial): readonly Fix[] {
  const { spec } = trial.pod;
  const labels = node.metadata.labels ?? {};
  const missing = Object.entries(spec.nodeSelector ?? {}).filter(([key, value]) => labels[key] !== value);
  const terms = nodeTerms(spec) ?? [{}];
  return terms.flatMap((term): readonly Fix[] => {
    if (term.matchFields !== undefined) return [];
    const wanted = new Map(missing);
    for (const { key, operator, values = [] } of term.matchExpressions ?? []) {
      const isMet = operator === 'In' ? values.includes(labels[key] ?? '') : key in labels;
      if ((operator === 'In' || operator === 'Exists') && !isMet) wanted.set(key, values[0] ?? 'true');
    }
    if (wanted.size === 0 || [...wanted.keys()].some((key) => FACTS.test(key))) return [];
    const pairs = [...wanted].map(([key, value]) => `${key}=${value}`);
    const overwrites = [...wanted.keys()].some((key) => key in labels) ? ' --overwrite' : '';
    const command = `kubectl label nodes ${name} ${pairs.join(' ')}${overwrites}`;
    const change = { type: 'addLabels', params: { node: name, labels: pairs.join(', ') }, command } as const;
    const labelled = (each: Node) => {
      const { metadata } = each;
      return { ...each, metadata: { ...metadata, labels: { ...metadata.labels, ...Object.fromEntries(wanted) } } };
    };
    return [{ change, trial: withNode(trial, name, labelled) }];
  });
}

function dropNodeSelector(trial: Trial): readonly Fix[] {
  // A daemon is made for its node.
  if (controllerOf(trial.pod)?.kind === 'DaemonSet') return [];
  const { nodeSelector: _, affinity, ...spec } = trial.pod.spec;
  const { nodeAffinity: __, ...rest } = affinity ?? {};
  const pod = { ...trial.pod, spec: { ...spec, affinity: rest } };
  return [{ change: { type: 'dropNodeSelector', params: {} }, trial: { ...trial, pod } }];
}

function dropHostPorts(trial: Trial): Fix {
  const ports = trial.pod.spec.containers.flatMap((each) => (each.ports ?? []).map(({ hostPort = 0 }) => hostPort));
  const containers = trial.pod.spec.containers.map((container) =>
    container.ports === undefined
      ? container
      : { ...container, ports: container.ports.map(({ hostPort: _, ...port }) => port) },
  );
  const params = { ports: ports.filter((port) => port > 0).join(', ') };
  return { change: { type: 'dropHostPorts', params }, trial: withSpec(trial, { containers }) };
}

function dropAffinities(trial: Trial): readonly Fix[] {
  const { podAffinity, podAntiAffinity, ...rest } = trial.pod.spec.affinity ?? {};
  const fixes: Fix[] = [];
  if (podAffinity !== undefined) {
    const affinity = podAntiAffinity === undefined ? rest : { ...rest, podAntiAffinity };
    fixes.push({ change: { type: 'dropAffinity', params: {} }, trial: withSpec(trial, { affinity }) });
  }
  if (podAntiAffinity !== undefined) {
    const affinity = podAffinity === undefined ? rest : { ...rest, podAffinity };
    fixes.push({ change: { type: 'dropAntiAffinity', params: {} }, trial: withSpec(trial, { affinity }) });
  }
  return fixes;
}

function dropSpread(trial: Trial): readonly Fix[] {
  const { topologySpreadConstraints: _, ...spec } = trial.pod.spec;
  return [{ change: { type: 'dropSpread', params: {} }, trial: { ...trial, pod: { ...trial.pod, spec } } }];
}

/** A pod that the required podAffinity asks for, on the same node. */
function addPartner({ name }: NodeInfo, trial: Trial): readonly Fix[] {
  const { pod } = trial;
  const labels: Record<string, string> = {};
  for (const { labelSelector } of podTerms(pod.spec.affinity?.podAffinity))
    Object.assign(labels, labelsOf(labelSelector));
  if (Object.keys(labels).length === 0) return [];
  const metadata = { ...pod.metadata, name: 'partner', uid: 'partner', labels };
  const partner: Pod = { ...pod, metadata, spec: { ...pod.spec, containers: [], nodeName: name } };
  const { affinity: _, ...spec } = partner.spec;
  const snapshot = altered(trial.snapshot, { node: name, added: [{ ...partner, spec }] });
  const text = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return [
    { change: { type: 'addPartner', params: { node: name, labels: text.join(', ') } }, trial: { ...trial, snapshot } },
  ];
}

function labelsOf(selector: LabelSelector | undefined): Readonly<Record<string, string>> {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const more = matchExpressions.filter(({ operator }) => operator === 'In' || operator === 'Exists');
  return { ...matchLabels, ...Object.fromEntries(more.map(({ key, values = [] }) => [key, values[0] ?? 'true'])) };
}

/** Pods that nobody would make anew, each by itself. */
function removePods({ name }: NodeInfo, trial: Trial): readonly Fix[] {
  const bare = trial.snapshot
    .podsOn(name)
    .filter(({ metadata }) => metadata.namespace !== 'kube-system' && metadata.deletionTimestamp === undefined)
    .filter((pod) => controllerOf(pod) === undefined);
  const remove = (gone: readonly Pod[]): Fix => {
    const pods = gone.map(({ metadata }) => metadata.name).join(' ');
    const namespace = gone[0]?.metadata.namespace ?? 'default';
    const place = namespace === 'default' ? '' : ` -n ${namespace}`;
    const change = {
      type: 'removePods',
      params: { node: name, pods: pods.replaceAll(' ', ', '), count: gone.length },
      command: `kubectl delete pod ${pods}${place}`,
    } as const;
    const asked = gone.reduce(
      (sum, pod) => sum + podRequests(pod).cpuMilli / 1000 + podRequests(pod).memory / 2 ** 30,
      0,
    );
    const loss = 1 - 1 / (1 + asked);
    return { change, loss, trial: { ...trial, snapshot: altered(trial.snapshot, { node: name, gone }) } };
  };
  return bare.slice(0, 20).map((pod) => remove([pod]));
}

/** The beginning of a line that patches `pod`. */
function patchOf({ metadata: { name, namespace = 'default' } }: Pod): string {
  return `kubectl patch pod ${name}${namespace === 'default' ? '' : ` -n ${namespace}`}`;
}
