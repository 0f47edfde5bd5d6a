/** From a row of the trace back to what first led to it, row by row. */
import type { TraceRow } from '../sim/trace';
import type { Change } from '../storage/store';
import { type Past, subjectOf } from './past';

/** One row on the way, with the write that it tells of. */
export interface Hop {
  readonly index: number;
  readonly row: TraceRow;
  readonly change?: Change;
}

const SCHEDULER = 'kube-scheduler';

/** The rows from `index` back to a command, newest first; `isCut` if what lies before them is forgotten. */
export function walk(past: Past, index: number): { readonly hops: readonly Hop[]; readonly isCut: boolean } {
  const hops: Hop[] = [];
  let last: Change | undefined;
  // Turns follow each other: the first one after a write is that of the pod.
  let isTold = false;
  let at = index;
  while (at >= 0) {
    const row = past.trace.row(at);
    if (row === undefined) return { hops, isCut: true };
    const change = row.type === 'write' && row.revision !== undefined ? past.at(row.revision) : undefined;
    if (row.type === 'write') [last, isTold] = [change, false];
    hops.push({ index: at, row, ...(change === undefined ? {} : { change }) });
    const isTurn: boolean = row.actor === SCHEDULER && row.type !== 'rule' && last !== undefined && !isTold;
    isTold ||= isTurn;
    at = (isTurn ? ownCause(past, row, last) : undefined) ?? row.cause;
  }
  return { hops, isCut: false };
}

/**
 * The scheduler takes pods from its queue one after the other: what woke it was perhaps the coming of another pod. Why
 * this one is looked at is its own last write.
 */
function ownCause(past: Past, turn: TraceRow, change: Change | undefined): number | undefined {
  const pod = change && subjectOf(change);
  if (pod?.kind !== 'Pod') return undefined;
  let woke: TraceRow | undefined = turn;
  while (woke !== undefined && woke.type !== 'write') woke = past.trace.row(woke.cause);
  const other = woke?.revision === undefined ? undefined : past.at(woke.revision);
  if (other?.value.kind !== 'Pod' || other.previous !== undefined) return undefined;
  if (other.value.metadata.uid === pod.uid) return undefined;
  for (const own of past.back(past.last(pod))) {
    const row = past.trace.row(own.cause);
    if (row !== undefined && row.at <= turn.at && own.revision < (change?.revision ?? 0)) return own.cause;
  }
  return undefined;
}
