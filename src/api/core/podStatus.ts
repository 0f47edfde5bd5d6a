/**
 * What a pod's status says: active, ready, available. Used by controllers, scheduler, kubelet and views alike.
 * Models pkg/api/v1/pod/util.go and pkg/controller/controller_utils.go (v1.36.3).
 */
import { conditionOf } from '../meta/conditions';
import { parseTime } from '../meta/time';
import type { Pod } from './pod';

/** Succeeded or Failed: its containers will not run again. */
export function isPodTerminal(pod: Pod): boolean {
  return pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
}

/** Deletion has been requested; the pod may run on for its grace period. */
export function isPodTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/** Counts for its owner: neither ended nor being deleted. */
export function isPodActive(pod: Pod): boolean {
  return !isPodTerminal(pod) && !isPodTerminating(pod);
}

/** Its Ready condition is True. */
export function isPodReady(pod: Pod): boolean {
  return conditionOf(pod.status.conditions, 'Ready')?.status === 'True';
}

/** Instant of the last change of the Ready condition, in milliseconds since the epoch; undefined if there is none. */
export function readySince(pod: Pod): number | undefined {
  const time = conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime;
  return time === undefined || time === null ? undefined : parseTime(time);
}

/** Ready, and for at least `minReadySeconds`. `now` in milliseconds since the epoch. */
export function isPodAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  if (!isPodReady(pod)) return false;
  if (minReadySeconds === 0) return true;
  const since = readySince(pod);
  return since !== undefined && since + minReadySeconds * 1000 <= now;
}

/** Highest restart count among the pod's regular containers. */
export function maxRestarts(pod: Pod): number {
  let most = 0;
  for (const { restartCount } of pod.status.containerStatuses ?? []) most = Math.max(most, restartCount);
  return most;
}
