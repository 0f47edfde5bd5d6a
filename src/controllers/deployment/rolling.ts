/**
 * The RollingUpdate strategy: one step per sync, never too many pods and never too few.
 * Models pkg/controller/deployment/rolling.go (v1.36.3).
 */
import { activeOnes, availableReplicas, maxSurge, maxUnavailable, newReplicas, sum } from './bounds';
import type { Rollout } from './rollout';

/** Takes the next step. True if something was scaled. */
export async function rollingStep(rollout: Rollout): Promise<boolean> {
  if (await scaleNew(rollout)) return true;
  return await scaleOld(rollout);
}

/** 1. The new ReplicaSet grows as far as the surge allows, or shrinks to the Deployment's size. */
async function scaleNew(rollout: Rollout): Promise<boolean> {
  const { deployment, newReplicaSet } = rollout;
  if (newReplicaSet === undefined) return false;
  const { replicas } = newReplicaSet.spec;
  if (replicas === deployment.spec.replicas) return false;
  const wanted =
    replicas > deployment.spec.replicas ? deployment.spec.replicas : newReplicas(deployment, rollout.all, replicas);
  if (wanted === replicas) return false;
  const surge = maxSurge(deployment);
  return await rollout.scale(newReplicaSet, wanted, wanted > replicas ? 'rolloutUp' : 'scaledAlong', { surge });
}

/** 2. The old ones shrink as far as enough pods stay available. */
async function scaleOld(rollout: Rollout): Promise<boolean> {
  const { deployment, newReplicaSet } = rollout;
  if (sum(rollout.oldReplicaSets, ({ spec }) => spec.replicas) === 0) return false;
  const minAvailable = deployment.spec.replicas - maxUnavailable(deployment);
  const newUnavailable = newReplicaSet
    ? newReplicaSet.spec.replicas - (newReplicaSet.status.availableReplicas ?? 0)
    : 0;
  const most = sum(rollout.all, ({ spec }) => spec.replicas) - minAvailable - newUnavailable;
  if (most <= 0) return false;
  const cleaned = await cleanUpUnhealthy(rollout, most);
  const scaled = await scaleDownAvailable(rollout, minAvailable);
  return cleaned + scaled > 0;
}

/** 2a. Pods that do not work go first: nothing is lost with them. Oldest ReplicaSet first. */
async function cleanUpUnhealthy(rollout: Rollout, most: number): Promise<number> {
  let total = 0;
  for (const rs of activeOnes(rollout.oldReplicaSets)) {
    const count = Math.min(most - total, rs.spec.replicas - (rs.status.availableReplicas ?? 0));
    if (total >= most) break;
    if (count <= 0) continue;
    await rollout.scale(rs, rs.spec.replicas - count, 'rolloutDownUnhealthy', { count });
    total += count;
  }
  return total;
}

/** 2b. Then as many working ones as are available beyond the minimum. */
async function scaleDownAvailable(rollout: Rollout, minAvailable: number): Promise<number> {
  const available = availableReplicas(rollout.all);
  const most = available - minAvailable;
  let total = 0;
  for (const rs of activeOnes(rollout.oldReplicaSets)) {
    if (total >= most) break;
    const count = Math.min(rs.spec.replicas, most - total);
    const unavailable = maxUnavailable(rollout.deployment);
    await rollout.scale(rs, rs.spec.replicas - count, 'rolloutDown', { available, minAvailable, unavailable });
    total += count;
  }
  return total;
}
