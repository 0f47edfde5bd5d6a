/**
 * Changes the size of a Deployment outside of a rollout step: the sizes of its ReplicaSets follow, in proportion if
 * several are active.
 * Models scale of pkg/controller/deployment/sync.go (v1.36.3).
 */
import type { Deployment } from '../../api/apps/deployment';
import type { ReplicaSet } from '../../api/apps/replicaSet';
import { activeOnes, byAge, maxSurge, sum } from './bounds';
import { DESIRED_REPLICAS, MAX_REPLICAS } from './revision';
import type { Rollout } from './rollout';

/** True if the Deployment was scaled since its ReplicaSets were last sized. */
export function isScalingEvent(rollout: Rollout): boolean {
  const { replicas } = rollout.deployment.spec;
  return activeOnes(rollout.all).some(({ metadata }) => {
    const desired = metadata.annotations?.[DESIRED_REPLICAS];
    return desired !== undefined && Number(desired) !== replicas;
  });
}

/** Sizes the ReplicaSets for the Deployment's present number of replicas. */
export async function scaleAll(rollout: Rollout): Promise<void> {
  const { deployment } = rollout;
  const single = activeOrLatest(rollout);
  if (single !== undefined) {
    await rollout.scale(single, deployment.spec.replicas, 'scaledAlong');
    return;
  }
  if (isSaturated(deployment, rollout.newReplicaSet)) {
    for (const old of activeOnes(rollout.oldReplicaSets)) await rollout.scale(old, 0, 'oldNoLongerNeeded');
    return;
  }
  if (deployment.spec.strategy.type === 'RollingUpdate') await scaleInProportion(rollout);
}

/** The only active ReplicaSet; with none active, the newest. Undefined if several are active. */
function activeOrLatest({ newReplicaSet, oldReplicaSets, all }: Rollout): ReplicaSet | undefined {
  const active = activeOnes(all);
  if (active.length === 0) return newReplicaSet ?? oldReplicaSets.at(-1);
  return active.length === 1 ? active[0] : undefined;
}

/** True if the new ReplicaSet has all of its pods, and all are available. */
function isSaturated(deployment: Deployment, rs: ReplicaSet | undefined): boolean {
  if (rs === undefined) return false;
  const desired = Number(rs.metadata.annotations?.[DESIRED_REPLICAS] ?? Number.NaN);
  const { replicas } = deployment.spec;
  return rs.spec.replicas === replicas && desired === replicas && (rs.status.availableReplicas ?? 0) === replicas;
}

async function scaleInProportion(rollout: Rollout): Promise<void> {
  const { deployment } = rollout;
  const { replicas } = deployment.spec;
  const active = activeOnes(rollout.all);
  const allowed = replicas > 0 ? replicas + maxSurge(deployment) : 0;
  const toAdd = allowed - sum(active, ({ spec }) => spec.replicas);
  const sorted = bySize(active, toAdd > 0);
  const sizes: number[] = [];
  let added = 0;
  for (const rs of sorted) {
    const share = toAdd === 0 ? 0 : shareOf(rs, deployment, toAdd, added);
    added += share;
    sizes.push(rs.spec.replicas + share);
  }
  for (const [index, rs] of sorted.entries()) {
    const leftover = index === 0 ? toAdd - added : 0;
    await rollout.scale(rs, Math.max((sizes[index] ?? 0) + leftover, 0), 'scaledInProportion', { allowed });
  }
}

/** Largest first; between equals the newer one when growing, the older one when shrinking. */
function bySize(replicaSets: readonly ReplicaSet[], growing: boolean): readonly ReplicaSet[] {
  const aged = growing ? [...byAge(replicaSets)].reverse() : byAge(replicaSets);
  return [...aged].sort((a, b) => b.spec.replicas - a.spec.replicas);
}

/** What `rs` gains or loses when all grow or shrink alike, within what is still to be given. */
function shareOf(rs: ReplicaSet, deployment: Deployment, toAdd: number, added: number): number {
  const { replicas } = rs.spec;
  if (replicas === 0 || toAdd === added) return 0;
  const wanted = fractionOf(rs, deployment);
  const allowed = toAdd - added;
  return toAdd > 0 ? Math.min(wanted, allowed) : Math.max(wanted, allowed);
}

function fractionOf(rs: ReplicaSet, deployment: Deployment): number {
  const { replicas } = deployment.spec;
  if (replicas === 0) return -rs.spec.replicas;
  const annotated = Number(rs.metadata.annotations?.[MAX_REPLICAS] ?? 0);
  const base = annotated > 0 ? annotated : (deployment.status.replicas ?? 0);
  if (base === 0) return 0;
  const size = (rs.spec.replicas * (replicas + maxSurge(deployment))) / base;
  return Math.round(size) - rs.spec.replicas;
}
