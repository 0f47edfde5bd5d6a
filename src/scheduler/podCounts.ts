/**
 * How many pods on each node a selector matches: counted once, then kept with every pod that comes or goes, so that
 * spreading the ten-thousandth pod costs as much as the first.
 * Serves what upstream computes per cycle in podtopologyspread/filtering.go and interpodaffinity/filtering.go (v1.36.3).
 */
import type { Pod } from '../api/core/pod';
import { formatLabelSelector, labelSelectorMatches } from '../api/meta/labels';
import type { StateMap, StateSpace } from '../sim/clock';
import type { PlacedPod, PodQuery } from './framework';

/** More selectors than this are not kept: all are forgotten, and those still in use are counted anew. */
const MAX_QUERIES = 64;
/** One map for each query, so that counting on a node needs no composed key. */
const COUNTS = 'podCounts/of/';

export class PodCounts {
  /** By id. */
  readonly #queries: StateMap<PodQuery>;

  constructor(private readonly state: StateSpace) {
    this.#queries = state.map('podCounts/queries');
  }

  /** The number for each node. `present` is read only if the query is new. */
  of(query: PodQuery, present: () => Iterable<PlacedPod>): (node: string) => number {
    const id = idOf(query);
    if (!this.#queries.has(id)) {
      if (this.#queries.size >= MAX_QUERIES) this.clear();
      this.#queries.set(id, query);
      for (const { pod, node } of present()) if (matches(query, pod)) this.#add(id, node, 1);
    }
    const counts = this.#countsOf(id);
    return (node) => counts.get(node) ?? 0;
  }

  /** Takes `pod` into account on `node` (sign 1), or no longer (-1). */
  change(node: string, pod: Pod, sign: 1 | -1): void {
    for (const [id, query] of this.#queries.entries()) if (matches(query, pod)) this.#add(id, node, sign);
  }

  clear(): void {
    this.#queries.clear();
    this.state.drop(COUNTS);
  }

  /** Node to number; absent is 0. */
  #countsOf(id: string): StateMap<number> {
    return this.state.map(COUNTS + id);
  }

  #add(id: string, node: string, sign: 1 | -1): void {
    const counts = this.#countsOf(id);
    const next = (counts.get(node) ?? 0) + sign;
    if (next === 0) counts.delete(node);
    else counts.set(node, next);
  }
}

function matches({ namespace, selector, terminating }: PodQuery, pod: Pod): boolean {
  const { metadata } = pod;
  if (metadata.namespace !== namespace) return false;
  if (!terminating && metadata.deletionTimestamp !== undefined) return false;
  return labelSelectorMatches(selector, metadata.labels);
}

function idOf({ namespace, selector, terminating }: PodQuery): string {
  return `${namespace}|${terminating ? 'all' : 'staying'}|${formatLabelSelector(selector)}`;
}
