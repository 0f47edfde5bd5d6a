/**
 * The Recreate strategy: all old pods go before the first new one comes.
 * Models pkg/controller/deployment/recreate.go (v1.36.3).
 */
import { isPodTerminal } from '../../api/core/podStatus';
import { activeOnes, sum } from './bounds';
import { createNewReplicaSet } from './newReplicaSet';
import type { Rollout } from './rollout';

/** Takes the next step. True if it scaled old pods away or waits for them. */
export async function recreateStep(rollout: Rollout): Promise<boolean> {
  const active = activeOnes(rollout.oldReplicaSets);
  for (const old of active) await rollout.scale(old, 0, 'recreateDown');
  if (active.length > 0 || areOldPodsRunning(rollout)) return true;
  if (rollout.newReplicaSet === undefined) await createNewReplicaSet(rollout);
  const { newReplicaSet, deployment } = rollout;
  if (newReplicaSet !== undefined) await rollout.scale(newReplicaSet, deployment.spec.replicas, 'recreateUp');
  return false;
}

/** A terminating pod still runs, so it counts; one that has ended does not. */
function areOldPodsRunning({ oldReplicaSets, world }: Rollout): boolean {
  if (sum(oldReplicaSets, ({ status }) => status.replicas) > 0) return true;
  return oldReplicaSets.some(({ metadata }) =>
    world.cache.ownedBy('Pod', metadata.uid).some((pod) => !isPodTerminal(pod)),
  );
}
