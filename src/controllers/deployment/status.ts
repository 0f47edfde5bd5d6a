/**
 * What a Deployment tells of its rollout: counts, and whether it progresses.
 * Models pkg/controller/deployment/progress.go and calculateStatus of sync.go (v1.36.3).
 */
import type { Deployment, DeploymentCondition, DeploymentStatus } from '../../api/apps/deployment';
import type { ReplicaSet } from '../../api/apps/replicaSet';
import { conditionOf } from '../../api/meta/conditions';
import { isDeepEqual } from '../../api/meta/equality';
import { formatTime, parseTime } from '../../api/meta/time';
import type { Instant } from '../../sim/clock';
import type { Again } from '../controller';
import { availableReplicas, maxUnavailable, sum } from './bounds';
import { restating, stating } from './conditions';
import { hasDeadline } from './newReplicaSet';
import type { Rollout } from './rollout';

/** Counts, and the Available condition: all that a Deployment outside of a rollout tells. */
export function countedStatus({ deployment, newReplicaSet, all, world }: Rollout): DeploymentStatus {
  const available = availableReplicas(all);
  const counts = {
    replicas: sum(all, ({ status }) => status.replicas),
    updatedReplicas: newReplicaSet?.status.replicas ?? 0,
    readyReplicas: sum(all, ({ status }) => status.readyReplicas ?? 0),
    availableReplicas: available,
    unavailableReplicas: Math.max(sum(all, ({ spec }) => spec.replicas) - available, 0),
  };
  const { generation = 0 } = deployment.metadata;
  const { collisionCount, conditions } = deployment.status;
  const isAvailable = available >= deployment.spec.replicas - maxUnavailable(deployment);
  const availability: Parameters<typeof stating>[1] = isAvailable
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
  return {
    ...(generation > 0 ? { observedGeneration: generation } : {}),
    ...withoutZeros(counts),
    terminatingReplicas: sum(all, ({ status }) => status.terminatingReplicas ?? 0),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    conditions: stating(conditions, availability, formatTime(world.clock.now())),
  };
}

/** Writes the status of a rollout. Answers when to look again whether it has got stuck. */
export async function writeRolloutStatus(rollout: Rollout): Promise<Again | undefined> {
  const { deployment, world } = rollout;
  const now = world.clock.now();
  const counted = countedStatus(rollout);
  const judged = judgedConditions(rollout, counted, now);
  const status = { ...counted, conditions: withFailure(judged, rollout) };
  const isSame = isDeepEqual(status, deployment.status);
  await rollout.writeStatus(status);
  return isSame ? nextDeadlineCheck(deployment, status, now) : undefined;
}

function judgedConditions(rollout: Rollout, status: DeploymentStatus, now: Instant): readonly DeploymentCondition[] {
  const { deployment, newReplicaSet } = rollout;
  const conditions = status.conditions ?? [];
  if (!hasDeadline(deployment)) return conditions.filter(({ type }) => type !== 'Progressing');
  const current = conditionOf(deployment.status.conditions, 'Progressing');
  // The last rollout is over, and nothing has begun since.
  const hasEnded =
    (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable';
  if (hasEnded) return conditions;

  const subject = newReplicaSet
    ? `ReplicaSet "${newReplicaSet.metadata.name}"`
    : `Deployment "${deployment.metadata.name}"`;
  const say = (result: 'True' | 'False', reason: string, words: string) =>
    ({ type: 'Progressing', status: result, reason, message: `${subject} ${words}` }) as const;
  const time = formatTime(now);
  if (isComplete(deployment, status)) {
    return stating(conditions, say('True', 'NewReplicaSetAvailable', 'has successfully progressed.'), time);
  }
  if (hasProgressed(deployment.status, status)) {
    return restating(conditions, say('True', 'ReplicaSetUpdated', 'is progressing.'), time);
  }
  if (hasTimedOut(deployment, current, now)) {
    return stating(conditions, say('False', 'ProgressDeadlineExceeded', 'has timed out progressing.'), time);
  }
  return conditions;
}

/** The whole Deployment is on the present template and available. */
export function isComplete({ spec, metadata }: Deployment, status: DeploymentStatus): boolean {
  const { replicas = 0, updatedReplicas = 0, availableReplicas: available = 0, observedGeneration = 0 } = status;
  const wanted = spec.replicas;
  const isCurrent = observedGeneration >= (metadata.generation ?? 0);
  return updatedReplicas === wanted && replicas === wanted && available === wanted && isCurrent;
}

/** More updated, fewer old, more ready or more available than before. */
function hasProgressed(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus) => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

function hasTimedOut({ spec }: Deployment, current: DeploymentCondition | undefined, now: Instant): boolean {
  if (current === undefined || current.reason === 'NewReplicaSetAvailable') return false;
  if (current.reason === 'ProgressDeadlineExceeded') return true;
  return deadlineOf(current, spec) < now;
}

/** A rollout that nothing happens to must be looked at when its deadline has passed, a second later for safety. */
function nextDeadlineCheck(deployment: Deployment, status: DeploymentStatus, now: Instant): Again | undefined {
  const current = conditionOf(deployment.status.conditions, 'Progressing');
  if (!hasDeadline(deployment) || deployment.spec.paused === true || current === undefined) return undefined;
  if (isComplete(deployment, status) || current.reason === 'ProgressDeadlineExceeded') return undefined;
  return { requeueAfterMs: Math.max(deadlineOf(current, deployment.spec) - now, 0) + 1000 };
}

function deadlineOf(progressing: DeploymentCondition, spec: Deployment['spec']): number {
  return parseTime(progressing.lastUpdateTime ?? '') + spec.progressDeadlineSeconds * 1000;
}

/** A ReplicaSet that cannot make its pods speaks through its Deployment; the new one before the old ones. */
function withFailure(
  conditions: readonly DeploymentCondition[],
  { newReplicaSet, oldReplicaSets, world }: Rollout,
): readonly DeploymentCondition[] {
  const failure = newReplicaSet === undefined ? undefined : failureOf(newReplicaSet);
  const found = failure ?? oldReplicaSets.map(failureOf).find((each) => each !== undefined);
  if (found === undefined) return conditions.filter(({ type }) => type !== 'ReplicaFailure');
  const { type, status, reason, message } = found;
  return stating(conditions, { type, status, reason, message }, formatTime(world.clock.now()));
}

function failureOf({ status }: ReplicaSet) {
  return conditionOf(status.conditions, 'ReplicaFailure');
}

/** Go's `omitempty`: a count of nothing is not written. */
function withoutZeros<T extends Readonly<Record<string, number>>>(counts: T): Partial<T> {
  return Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== 0)) as Partial<T>; // Some keys fewer.
}
