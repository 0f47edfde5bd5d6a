/**
 * What a screen reader is told while the cluster moves: the newest words per object, bounded in rate and number.
 * Pure: the component brings changes and the time.
 */
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { conditionOf } from '../../api/meta/conditions';
import { podState } from '../graph/podState';

/** At most one announcement in this time: slower than speech, so that none is cut off by the next. */
export const ANNOUNCE_MS = 3_000;
/** More changes than this are told as a number. */
const MOST_CHANGES = 4;

/** `pod kubia-x: Running 1/1`, or undefined if nothing changed that a person would be told. */
export function podNews(pod: Pod | undefined, previous: Pod | undefined, deleted: string): string | undefined {
  if (pod === undefined) return previous === undefined ? undefined : `pod ${previous.metadata.name}: ${deleted}`;
  const words = podWords(pod);
  return previous !== undefined && podWords(previous) === words ? undefined : `pod ${pod.metadata.name}: ${words}`;
}

function podWords(pod: Pod): string {
  const { status, ready, restarts } = podState(pod, undefined);
  return `${status} ${ready}${restarts === 0 ? '' : `, ${restarts} restarts`}`;
}

/** `node worker-2: NotReady`, under the same rule. */
export function nodeNews(node: Node | undefined, previous: Node | undefined, deleted: string): string | undefined {
  if (node === undefined) return previous === undefined ? undefined : `node ${previous.metadata.name}: ${deleted}`;
  const words = nodeWords(node);
  return previous !== undefined && nodeWords(previous) === words ? undefined : `node ${node.metadata.name}: ${words}`;
}

function nodeWords({ spec, status }: Node): string {
  const ready = conditionOf(status.conditions, 'Ready')?.status === 'True' ? 'Ready' : 'NotReady';
  return spec.unschedulable === true ? `${ready}, SchedulingDisabled` : ready;
}

/** Collects news; the last word on an object replaces the one before. */
export class Announcer {
  readonly #waiting = new Map<string, string>();
  #last = Number.NEGATIVE_INFINITY;

  /** `about` names the object: its newer news replaces the older. */
  add(about: string, news: string): void {
    this.#waiting.delete(about);
    this.#waiting.set(about, news);
  }

  /** Milliseconds until `take` gives something; undefined if nothing waits. */
  dueInMs(now: number): number | undefined {
    return this.#waiting.size === 0 ? undefined : Math.max(0, this.#last + ANNOUNCE_MS - now);
  }

  /** The announcement that is due, if one is. `more` words the number of changes that are not told one by one. */
  take(now: number, more: (count: number) => string): string | undefined {
    if (this.dueInMs(now) !== 0) return undefined;
    this.#last = now;
    const news = [...this.#waiting.values()];
    this.#waiting.clear();
    const rest = news.length - MOST_CHANGES;
    // The newest are told: they are how things are now.
    return rest <= 0 ? news.join('. ') : `${news.slice(-MOST_CHANGES).join('. ')}. ${more(rest)}`;
  }
}
