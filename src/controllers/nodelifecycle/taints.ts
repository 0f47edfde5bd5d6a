/**
 * The taints by which the control plane keeps pods off nodes that are not well.
 * Models pkg/controller/nodelifecycle (v1.36.3), the maps at its top, and pkg/util/taints.
 */
import type { Node, Taint } from '../../api/core/node';
import { conditionOf } from '../../api/meta/conditions';
import { type ConditionStatus, type Time, keyOf } from '../../api/meta/objectMeta';
import type { ControllerWorld } from '../controller';

/** Taint key of a node whose kubelet says that it is not ready. */
export const NOT_READY = 'node.kubernetes.io/not-ready';
/** Taint key of a node that is not heard of. */
export const UNREACHABLE = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** Condition and status to the key of the NoSchedule taint that goes with it, in the order of the taints. */
const conditionTaints: readonly (readonly [string, ConditionStatus, string])[] = [
  ['Ready', 'False', NOT_READY],
  ['Ready', 'Unknown', UNREACHABLE],
  ['MemoryPressure', 'True', 'node.kubernetes.io/memory-pressure'],
  ['DiskPressure', 'True', 'node.kubernetes.io/disk-pressure'],
  ['NetworkUnavailable', 'True', 'node.kubernetes.io/network-unavailable'],
  ['PIDPressure', 'True', 'node.kubernetes.io/pid-pressure'],
];
const managedKeys: ReadonlySet<string> = new Set([UNSCHEDULABLE, ...conditionTaints.map(([, , key]) => key)]);

/** The taints of `node` with the NoSchedule ones as its conditions and `unschedulable` ask for; undefined if nothing differs. */
export function withNoScheduleTaints(node: Node, now: Time): readonly Taint[] | undefined {
  const wanted = new Set<string>();
  for (const [type, status, key] of conditionTaints) {
    if (conditionOf(node.status.conditions, type)?.status === status) wanted.add(key);
  }
  if (node.spec.unschedulable === true) wanted.add(UNSCHEDULABLE);
  const taints = node.spec.taints ?? [];
  const kept = taints.filter(({ key, effect }) => effect !== 'NoSchedule' || !managedKeys.has(key) || wanted.has(key));
  const missing = [...wanted].filter(
    (key) => !kept.some((taint) => taint.effect === 'NoSchedule' && taint.key === key),
  );
  if (kept.length === taints.length && missing.length === 0) return undefined;
  return [...kept, ...missing.map((key): Taint => ({ key, effect: 'NoSchedule', timeAdded: now }))];
}

/** The key of the NoExecute taint that goes with the Ready condition; undefined for a ready node. */
export function noExecuteKey(ready: ConditionStatus | undefined): string | undefined {
  if (ready === 'False') return NOT_READY;
  return ready === 'Unknown' ? UNREACHABLE : undefined;
}

/** True if `node` carries the NoExecute taint of that key. */
export function hasNoExecute(node: Node, key: string): boolean {
  return (node.spec.taints ?? []).some((taint) => taint.effect === 'NoExecute' && taint.key === key);
}

/** The taints of `node` with the NoExecute taint `key`, or none of the two where it is undefined. They exclude each other. */
export function withNoExecute(node: Node, key: string | undefined, now: Time): readonly Taint[] {
  const isHealth = ({ key: each, effect }: Taint) =>
    effect === 'NoExecute' && (each === NOT_READY || each === UNREACHABLE);
  const taints = node.spec.taints ?? [];
  const rest = taints.filter((taint) => !isHealth(taint) || taint.key === key);
  if (key === undefined || rest.some(isHealth)) return rest;
  return [...rest, { key, effect: 'NoExecute', timeAdded: now }];
}

/** Replaces the taints of `node`. Throws a Conflict if the cache is behind. */
export function writeTaints(node: Node, taints: readonly Taint[], world: ControllerWorld): Promise<Node> {
  const { resourceVersion } = node.metadata;
  const body = { metadata: { resourceVersion }, spec: { taints: taints.length > 0 ? taints : null } };
  return world.client.patch('Node', keyOf(node), { type: 'merge', body });
}
