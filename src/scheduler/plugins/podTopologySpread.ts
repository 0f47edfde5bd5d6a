/**
 * Spreads matching pods over nodes, zones or any other label: hard constraints filter, soft ones score.
 * Models pkg/scheduler/framework/plugins/podtopologyspread (v1.36.3).
 */
import type { Node } from '../../api/core/node';
import type { TopologySpreadConstraint } from '../../api/core/affinity';
import type { Pod } from '../../api/core/pod';
import { isDeepEqual } from '../../api/meta/equality';
import { labelSelectorMatches } from '../../api/meta/labels';
import type { ClusterEvent } from '../clusterEvent';
import {
  type NodeInfo,
  type Plugin,
  type Snapshot,
  MAX_NODE_SCORE,
  skip,
  unresolvable,
  unschedulable,
} from '../framework';
import { naturalLog } from './naturalLog';
import { matchesNodeAffinity } from '../../api/core/nodeAffinity';
import { isTolerated } from '../../api/core/tolerations';

const SKEW = "node(s) didn't match pod topology spread constraints";
const MISSING = `${SKEW} (missing required label)`;
const HOSTNAME = 'kubernetes.io/hostname';

/** For pods that say nothing themselves, but whose owner has a selector. */
const systemDefaults: readonly TopologySpreadConstraint[] = [
  { maxSkew: 3, topologyKey: HOSTNAME, whenUnsatisfiable: 'ScheduleAnyway' },
  { maxSkew: 5, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
];

export const podTopologySpread: Plugin = {
  name: 'PodTopologySpread',
  preFilter(pod, snapshot) {
    const hard = ownConstraints(pod, 'DoNotSchedule');
    if (hard.length === 0) return skip;
    const judged = hard.map((constraint) => {
      const domains = countDomains(constraint, pod, snapshot, (node) => hasKeys(node, hard));
      const { minDomains = 1, labelSelector } = constraint;
      const least = domains.size < minDomains ? 0 : Math.min(...domains.values());
      return { constraint, domains, least, self: labelSelectorMatches(labelSelector, pod.metadata.labels) ? 1 : 0 };
    });
    return {
      type: 'filter',
      filter({ node }) {
        for (const { constraint, domains, least, self } of judged) {
          const value = node.metadata.labels?.[constraint.topologyKey];
          if (value === undefined) return unresolvable(MISSING);
          const skew = (domains.get(value) ?? 0) + self - least;
          if (skew > constraint.maxSkew) return unschedulable(SKEW);
        }
        return undefined;
      },
    };
  },
  preScore(pod, snapshot, feasible) {
    const own = (pod.spec.topologySpreadConstraints ?? []).length > 0;
    const soft = own ? ownConstraints(pod, 'ScheduleAnyway') : defaultConstraints(pod, snapshot);
    if (soft.length === 0) return skip;
    const counted = feasible.filter(({ node }) => !own || hasKeys(node, soft));
    const parts = soft.map((constraint) => scorer(constraint, pod, snapshot, counted, own ? soft : []));
    const included = new Set(counted.map(({ name }) => name));
    return {
      type: 'score',
      score: (node) => (included.has(node.name) ? Math.round(parts.reduce((sum, part) => sum + part(node), 0)) : 0),
      normalize: (scores, nodes) => normalized(scores, nodes, included),
    };
  },
  wakes: (event, pod) => mayRelax(event, pod),
};

/** Raw score of a node by one constraint: the fewer matching pods in its domain, the lower. */
function scorer(
  constraint: TopologySpreadConstraint,
  pod: Pod,
  snapshot: Snapshot,
  counted: readonly NodeInfo[],
  required: readonly TopologySpreadConstraint[],
): (node: NodeInfo) => number {
  const { topologyKey, maxSkew } = constraint;
  const valueOf = ({ node }: NodeInfo) => node.metadata.labels?.[topologyKey];
  if (topologyKey === HOSTNAME) {
    const count = countOn(constraint, pod, snapshot);
    const weight = naturalLog(counted.length + 2);
    return (node) => (valueOf(node) === undefined ? 0 : count(node.name) * weight + (maxSkew - 1));
  }
  const candidates = new Set(counted.map(valueOf));
  candidates.delete(undefined);
  const weight = naturalLog(candidates.size + 2);
  const domains = countDomains(
    constraint,
    pod,
    snapshot,
    (node) => hasKeys(node, required) && candidates.has(node.metadata.labels?.[topologyKey]),
  );
  return (node) => {
    const value = valueOf(node);
    return value === undefined ? 0 : (domains.get(value) ?? 0) * weight + (maxSkew - 1);
  };
}

/** Turns it round: the emptiest domain gets most. */
function normalized(
  scores: readonly number[],
  nodes: readonly NodeInfo[],
  included: ReadonlySet<string>,
): readonly number[] {
  const valid = scores.filter((_, index) => included.has(nodes[index]?.name ?? ''));
  const max = Math.max(0, ...valid);
  const min = valid.length === 0 ? 0 : Math.min(...valid);
  return scores.map((score, index) => {
    if (!included.has(nodes[index]?.name ?? '')) return 0;
    return max === 0 ? MAX_NODE_SCORE : Math.trunc((MAX_NODE_SCORE * (max + min - score)) / max);
  });
}

/** Matching pods by value of the topology key, over the nodes that are eligible. An empty domain counts 0. */
function countDomains(
  constraint: TopologySpreadConstraint,
  pod: Pod,
  { nodes, ...snapshot }: Snapshot,
  isEligible: (node: Node) => boolean,
): ReadonlyMap<string, number> {
  const count = countOn(constraint, pod, snapshot);
  const domains = new Map<string, number>();
  for (const { name, node } of nodes) {
    const value = node.metadata.labels?.[constraint.topologyKey];
    if (value === undefined || !isEligible(node) || !followsPolicies(constraint, pod, node)) continue;
    domains.set(value, (domains.get(value) ?? 0) + count(name));
  }
  return domains;
}

/** Terminating pods are not counted: they will be gone soon. */
function countOn(
  { labelSelector }: TopologySpreadConstraint,
  pod: Pod,
  snapshot: Pick<Snapshot, 'count'>,
): (node: string) => number {
  if (labelSelector === undefined) return () => 0;
  return snapshot.count({ namespace: pod.metadata.namespace ?? '', selector: labelSelector, terminating: false });
}

/** By default a node counts if the pod's node affinity allows it, whatever its taints. */
function followsPolicies(constraint: TopologySpreadConstraint, pod: Pod, node: Node): boolean {
  const { nodeAffinityPolicy = 'Honor', nodeTaintsPolicy = 'Ignore' } = constraint;
  if (nodeAffinityPolicy === 'Honor' && !matchesNodeAffinity(pod.spec, node)) return false;
  if (nodeTaintsPolicy !== 'Honor') return true;
  return (node.spec.taints ?? []).every(
    (taint) => taint.effect === 'PreferNoSchedule' || isTolerated(taint, pod.spec.tolerations),
  );
}

function hasKeys(node: Node, constraints: readonly TopologySpreadConstraint[]): boolean {
  return constraints.every(({ topologyKey }) => node.metadata.labels?.[topologyKey] !== undefined);
}

const none: readonly TopologySpreadConstraint[] = [];

/** The API server has put matchLabelKeys into the selectors. */
function ownConstraints(
  pod: Pod,
  whenUnsatisfiable: TopologySpreadConstraint['whenUnsatisfiable'],
): readonly TopologySpreadConstraint[] {
  return (pod.spec.topologySpreadConstraints ?? none).filter(
    (constraint) => constraint.whenUnsatisfiable === whenUnsatisfiable,
  );
}

function defaultConstraints(pod: Pod, snapshot: Snapshot): readonly TopologySpreadConstraint[] {
  const labelSelector = snapshot.defaultSelector(pod);
  if (labelSelector === undefined) return [];
  return systemDefaults.map((constraint) => ({ ...constraint, labelSelector }));
}

/** Queueing hint: whether counts or domains of a hard constraint may have changed. */
function mayRelax(event: ClusterEvent, pod: Pod): boolean {
  const hard = ownConstraints(pod, 'DoNotSchedule');
  const matches = (other: Pod) =>
    other.metadata.namespace === pod.metadata.namespace &&
    hard.some(({ labelSelector }) => labelSelectorMatches(labelSelector, other.metadata.labels));
  switch (event.type) {
    case 'nodeAdd':
    case 'nodeDelete':
      return hasKeys(event.node, hard);
    case 'nodeUpdate': {
      const changed = hard.some(
        ({ topologyKey }) =>
          event.node.metadata.labels?.[topologyKey] !== event.previous.metadata.labels?.[topologyKey],
      );
      const taintsMatter = hard.some(({ nodeTaintsPolicy }) => nodeTaintsPolicy === 'Honor');
      return changed || (taintsMatter && !isDeepEqual(event.node.spec.taints, event.previous.spec.taints));
    }
    case 'assignedPodAdd':
    case 'assignedPodDelete':
      return matches(event.pod);
    case 'assignedPodUpdate':
      return matches(event.pod) !== matches(event.previous) || (matches(event.pod) && isLeaving(event));
    case 'pendingPodUpdate':
      return !isDeepEqual(event.pod.metadata.labels, event.previous.metadata.labels);
    case 'storageChange':
    case 'volumeDetached':
      return false;
    default:
      return event satisfies never;
  }
}

function isLeaving({ pod, previous }: { readonly pod: Pod; readonly previous: Pod }): boolean {
  return pod.metadata.deletionTimestamp !== undefined && previous.metadata.deletionTimestamp === undefined;
}
