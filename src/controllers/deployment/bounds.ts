/**
 * How many pods a rollout may have too many or too few.
 * Models ResolveFenceposts, MaxSurge and MaxUnavailable of pkg/controller/deployment/util/deployment_util.go (v1.36.3).
 */
import type { Deployment } from '../../api/apps/deployment';
import type { ReplicaSet } from '../../api/apps/replicaSet';
import type { IntOrString } from '../../api/meta/objectMeta';

/** Pods allowed above the wanted number; 0 unless the strategy is RollingUpdate. Percentages are rounded up. */
export function maxSurge({ spec }: Deployment): number {
  const rolling = rollingOf(spec);
  return rolling === undefined ? 0 : resolve(rolling.maxSurge, spec.replicas, 'up');
}

/** Pods that may be unavailable; 0 unless the strategy is RollingUpdate. Percentages are rounded down. */
export function maxUnavailable({ spec }: Deployment): number {
  const rolling = rollingOf(spec);
  if (rolling === undefined || spec.replicas === 0) return 0;
  const surge = resolve(rolling.maxSurge, spec.replicas, 'up');
  const unavailable = resolve(rolling.maxUnavailable, spec.replicas, 'down');
  // With neither, no rollout could ever move.
  return Math.min(surge === 0 && unavailable === 0 ? 1 : unavailable, spec.replicas);
}

function rollingOf({ strategy }: Deployment['spec']) {
  if (strategy.type !== 'RollingUpdate') return undefined;
  return strategy.rollingUpdate ?? { maxSurge: '25%', maxUnavailable: '25%' };
}

function resolve(value: IntOrString, total: number, rounding: 'up' | 'down'): number {
  if (typeof value === 'number') return value;
  const scaled = Number.parseInt(value, 10) * total;
  return rounding === 'up' ? Math.ceil(scaled / 100) : Math.floor(scaled / 100);
}

/** Replicas that the new ReplicaSet should have at this step of the rollout. */
export function newReplicas(deployment: Deployment, all: readonly ReplicaSet[], current: number): number {
  const { replicas, strategy } = deployment.spec;
  if (strategy.type === 'Recreate') return replicas;
  const room = replicas + maxSurge(deployment) - sum(all, ({ spec }) => spec.replicas);
  return room <= 0 ? current : current + Math.min(room, replicas - current);
}

/** Sum of `amount` over `replicaSets`. */
export function sum(replicaSets: readonly ReplicaSet[], amount: (rs: ReplicaSet) => number): number {
  let total = 0;
  for (const rs of replicaSets) total += amount(rs);
  return total;
}

/** Available pods of `replicaSets`, as their statuses tell. */
export function availableReplicas(replicaSets: readonly ReplicaSet[]): number {
  return sum(replicaSets, ({ status }) => status.availableReplicas ?? 0);
}

/** Those that ask for at least one pod. */
export function activeOnes(replicaSets: readonly ReplicaSet[]): readonly ReplicaSet[] {
  return replicaSets.filter(({ spec }) => spec.replicas > 0);
}

/** Oldest first; the name decides between equals. */
export function byAge(replicaSets: readonly ReplicaSet[]): readonly ReplicaSet[] {
  return [...replicaSets].sort(
    (a, b) =>
      compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
      compareText(a.metadata.name, b.metadata.name),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
