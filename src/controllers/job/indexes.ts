/**
 * Sets of completion indexes as intervals, and the indexes that pods of Indexed jobs carry.
 * Models pkg/controller/job/indexed_job_utils.go (v1.36.3).
 */
import { COMPLETION_INDEX } from '../../api/batch/jobStatus';
import type { Pod } from '../../api/core/pod';

/** First and last index, both included. */
type Interval = readonly [number, number];

/** Intervals in ascending order, none of which touches the next. */
export type Indexes = readonly Interval[];

/** Failures of an index before this pod that count against its limit, and those that a policy ignored. */
export const FAILURE_COUNT = 'batch.kubernetes.io/job-index-failure-count';
export const IGNORED_FAILURE_COUNT = 'batch.kubernetes.io/job-index-ignored-failure-count';

/** The set that a text such as `0,2-5` names, below `completions`. What cannot be read is left out. */
export function parseIndexes(text: string, completions: number): Indexes {
  const found: Interval[] = [];
  for (const part of text.split(',')) {
    const limits = part.split('-').map((limit) => (/^\d+$/.test(limit) ? Number(limit) : Number.NaN));
    const [first = Number.NaN, last = first] = limits;
    if (Number.isNaN(first) || Number.isNaN(last)) continue;
    if (first >= completions) break;
    found.push([first, Math.min(last, completions - 1)]);
  }
  return merge(found, []);
}

/** `0,2-5`: two neighbours are told one by one. */
export function formatIndexes(indexes: Indexes): string {
  return indexes
    .map(([first, last]) => (first === last ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`))
    .join(',');
}

/** How many indexes there are. */
export function countIndexes(indexes: Indexes): number {
  let count = 0;
  for (const [first, last] of indexes) count += last - first + 1;
  return count;
}

export function hasIndex(indexes: Indexes, index: number): boolean {
  return indexes.some(([first, last]) => first <= index && index <= last);
}

/** Both sets in one. */
export function merge(a: Indexes, b: Indexes): Indexes {
  const sorted = [...a, ...b].sort(([first], [second]) => first - second);
  const merged: [number, number][] = [];
  for (const [first, last] of sorted) {
    const before = merged.at(-1);
    if (before === undefined || first > before[1] + 1) merged.push([first, last]);
    else before[1] = Math.max(before[1], last);
  }
  return merged;
}

/** The set of single indexes, in any order. */
export function indexesOf(numbers: Iterable<number>): Indexes {
  return merge(
    [...numbers].map((index): Interval => [index, index]),
    [],
  );
}

/** The `count` lowest indexes below `completions` that are not in `taken`. */
export function firstFree(taken: Indexes, count: number, completions: number): readonly number[] {
  const free: number[] = [];
  let candidate = 0;
  for (const [first, last] of [...taken, [completions, completions] as const]) {
    for (; candidate < first && candidate < completions && free.length < count; candidate += 1) free.push(candidate);
    candidate = Math.max(candidate, last + 1);
  }
  return free;
}

/** The index that `pod` works on; undefined if it carries none. */
export function completionIndexOf({ metadata }: Pod): number | undefined {
  return wholeNumber(metadata.annotations?.[COMPLETION_INDEX]);
}

/** The index of `pod` if the job has so many completions. */
export function validIndexOf(pod: Pod, completions: number): number | undefined {
  const index = completionIndexOf(pod);
  return index !== undefined && index < completions ? index : undefined;
}

/** Counted failures of its index before `pod`. */
export function failureCountOf({ metadata }: Pod): number {
  return wholeNumber(metadata.annotations?.[FAILURE_COUNT]) ?? 0;
}

/** Ignored failures of its index before `pod`. */
export function ignoredFailureCountOf({ metadata }: Pod): number {
  return wholeNumber(metadata.annotations?.[IGNORED_FAILURE_COUNT]) ?? 0;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
