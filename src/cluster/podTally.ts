/**
 * Counts of the pods that one owner controls, kept up to date pod by pod: a look at them costs nothing per pod.
 * Derived from a cache, as its indexes are.
 */
import type { Pod } from '../api/core/pod';
import { isPodActive, isPodReady, isPodTerminal } from '../api/core/podStatus';
import type { Labels } from '../api/meta/objectMeta';
import type { PodCounts } from '../client/cache';

type Counts = { -readonly [Key in keyof PodCounts]: PodCounts[Key] };

export class PodTally {
  readonly #groups = new Map<Labels | undefined, Counts>();

  /** One entry for each labels object: pods of one template share theirs. Valid until the next change. */
  groups(): readonly PodCounts[] {
    return [...this.#groups.values()];
  }

  get isEmpty(): boolean {
    return this.#groups.size === 0;
  }

  add(pod: Pod): void {
    this.#count(pod, 1);
  }

  remove(pod: Pod): void {
    this.#count(pod, -1);
  }

  #count(pod: Pod, by: 1 | -1): void {
    const { labels } = pod.metadata;
    const group = this.#groups.get(labels) ?? { labels, pods: 0, active: 0, ready: 0, terminating: 0 };
    group.pods += by;
    if (isPodActive(pod)) {
      group.active += by;
      if (isPodReady(pod)) group.ready += by;
    } else if (!isPodTerminal(pod)) {
      group.terminating += by;
    }
    if (group.pods === 0) this.#groups.delete(labels);
    else this.#groups.set(labels, group);
  }
}
