/**
 * Failed pods are replaced ever more slowly: 10 s after the failure, doubled with each one since the last success, at most
 * 10 minutes. Models pkg/controller/job/backoff_utils.go (v1.36.3).
 */
import type { Job } from '../../api/batch/job';
import type { Pod } from '../../api/core/pod';
import { conditionOf } from '../../api/meta/conditions';
import { keyOf, keyText } from '../../api/meta/objectMeta';
import { parseTime } from '../../api/meta/time';
import type { StateMap } from '../../sim/clock';
import type { ControllerWorld } from '../controller';
import { failureCountOf, ignoredFailureCountOf } from './indexes';

const FIRST_MS = 10_000;
const LONGEST_MS = 600_000;

/** Failures since the last success, and when the last of them was. */
export interface BackOff {
  readonly failures: number;
  readonly lastFailureAt?: number;
}

const none: BackOff = Object.freeze({ failures: 0 });

/** The records of unfinished jobs, by key. They do not outlive the process. */
export function backOffs(world: ControllerWorld): StateMap<BackOff & { readonly uid: string }> {
  return world.state.map('job-controller/backOff');
}

/** The record of `job`, not that of another one that had its name before. */
export function backOffOf(job: Job, world: ControllerWorld): BackOff | undefined {
  const record = backOffs(world).get(keyText(keyOf(job)));
  return record?.uid === job.metadata.uid ? record : undefined;
}

/** Remembers the record of `job`. */
export function keepBackOff(job: Job, { failures, lastFailureAt }: BackOff, world: ControllerWorld): void {
  const since = lastFailureAt === undefined ? {} : { lastFailureAt };
  backOffs(world).set(keyText(keyOf(job)), { uid: job.metadata.uid, failures, ...since });
}

/** The record with pods that have ended since. */
export function nextBackOff(before: BackOff = none, succeeded: readonly Pod[], failed: readonly Pod[]): BackOff {
  const failedAt = failed.map(finishedAt).sort((a, b) => a - b);
  if (succeeded.length === 0) {
    const lastFailureAt = failedAt.at(-1);
    return lastFailureAt === undefined ? before : { failures: before.failures + failed.length, lastFailureAt };
  }
  const lastSuccess = Math.max(...succeeded.map(finishedAt));
  const since = failedAt.filter((at) => at > lastSuccess);
  const lastFailureAt = since.at(-1);
  return lastFailureAt === undefined ? none : { failures: since.length, lastFailureAt };
}

/** How long the next pod has to wait still. */
export function remainingMs({ failures, lastFailureAt }: BackOff, now: number): number {
  if (failures === 0 || lastFailureAt === undefined) return 0;
  let delayMs = FIRST_MS;
  for (let n = 1; n < failures && delayMs < LONGEST_MS; n += 1) delayMs *= 2;
  return Math.max(0, lastFailureAt + Math.min(delayMs, LONGEST_MS) - now);
}

/** How long the pod that replaces `pod` in its index has to wait still. */
export function remainingOfIndexMs(pod: Pod | undefined, now: number): number {
  if (pod === undefined) return 0;
  const failures = failureCountOf(pod) + ignoredFailureCountOf(pod) + 1;
  return remainingMs({ failures, lastFailureAt: finishedAt(pod) }, now);
}

/** When a pod ended: its last container, else the end of its readiness, else its deletion, else its beginning. */
export function finishedAt({ metadata, status }: Pod): number {
  const ends = (status.containerStatuses ?? []).map(({ state }) => state.terminated?.finishedAt);
  const known = ends.filter((end) => typeof end === 'string');
  if (known.length > 0 && known.length === ends.length) return Math.max(...known.map((end) => parseTime(end)));
  const ready = conditionOf(status.conditions, 'Ready');
  if (ready?.status === 'False' && ready.lastTransitionTime) return parseTime(ready.lastTransitionTime);
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, creationTimestamp } = metadata;
  if (deletionTimestamp !== undefined) return parseTime(deletionTimestamp) - deletionGracePeriodSeconds * 1000;
  return parseTime(creationTimestamp);
}
