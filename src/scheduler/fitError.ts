/**
 * The sentence that says why no node was found: it is in the FailedScheduling event and in the pod's condition.
 * Models pkg/scheduler/framework/types.go, FitError (v1.36.3).
 */
import type { Refusal } from './framework';

/** When the cluster has no node at all. */
export const NO_NODES = 'no nodes available to schedule pods';
/** What DynamicResources says of a pod without resource claims, which is every pod here. */
const NO_CLAIMS = 'no new claims to deallocate';
/** What DynamicResources says when a plugin before it has ended the PreFilter phase. */
const NO_STATE = 'not found';

/** `0/3 nodes are available: 1 Insufficient cpu, 2 Too many pods.`, counted and sorted as plain strings. */
export function fitErrorText(nodes: number, refusals: Iterable<Pick<Refusal, 'reasons'>>): string {
  const text = reasonsText(refusals);
  return `0/${nodes} nodes are available:${text === '' ? '' : ` ${text}.`}`;
}

/** `1 Insufficient cpu, 2 Too many pods`. */
export function reasonsText(refusals: Iterable<Pick<Refusal, 'reasons'>>): string {
  const histogram = new Map<string, number>();
  for (const { reasons } of refusals) {
    for (const reason of reasons) histogram.set(reason, (histogram.get(reason) ?? 0) + 1);
  }
  return [...histogram]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}

/** The whole sentence when nodes were filtered. `preemption` is absent if preemption has begun. */
export function unschedulableText(
  nodes: number,
  refusals: Iterable<Pick<Refusal, 'reasons'>>,
  preemption: string | undefined,
): string {
  const text = fitErrorText(nodes, refusals);
  return preemption === undefined ? text : `${text} ${NO_CLAIMS}, preemption: ${preemption}`;
}

/** The whole sentence when a plugin ruled out every node beforehand. */
export function rejectedText(nodes: number, { reasons }: Pick<Refusal, 'reasons'>): string {
  return `0/${nodes} nodes are available: ${reasons.join(', ')}. ${NO_STATE}`;
}
