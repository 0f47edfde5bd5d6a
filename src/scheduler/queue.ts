/**
 * Which pod is tried next, and which wait for what.
 * Models pkg/scheduler/backend/queue (v1.36.3).
 * Left out: events during a cycle, because a cycle takes no time here; DefaultPreemption's gate.
 */
import type { Pod } from '../api/core/pod';
import type { Instant, StateMap, StateSpace } from '../sim/clock';
import type { Explain } from '../component/component';
import { type ClusterEvent, explainWaking } from './clusterEvent';
import { Heap } from './heap';

/**
 * active: to be tried as soon as it is its turn; backOff: tried when nothing is active, or when its time has come;
 * errorBackOff: only when its time has come; unschedulable: when an event helps, or after five minutes; gated: when
 * its scheduling gates are gone.
 */
type Place = 'active' | 'backOff' | 'errorBackOff' | 'unschedulable' | 'gated';

export interface QueuedPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly priority: number;
  readonly place: Place;
  /** When it came in, or failed last. */
  readonly timestamp: Instant;
  /** Since when it must or should wait, for back-offs. */
  readonly until?: Instant;
  /** Attempts that found no node. */
  readonly unschedulable: number;
  /** Errors in a row. */
  readonly errors: number;
  /** The plugins that rejected it in the last attempt. */
  readonly plugins: readonly string[];
  /** What has made it ready to be tried: a row for `because`. */
  readonly row: number;
  /** New with every move; entries of a heap that carry another one are stale. */
  readonly move: number;
}

interface HeapEntry {
  readonly uid: string;
  readonly move: number;
  readonly priority: number;
  readonly timestamp: number;
  readonly until: number;
}

/** Asks the plugin of that name whether the event may help. */
export type QueueingHint = (plugin: string, event: ClusterEvent, pod: Pod) => boolean;

const INITIAL_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 10_000;
const MAX_UNSCHEDULABLE_MS = 300_000;

export class SchedulingQueue {
  /** Pods that are active or in back-off, by uid. */
  readonly #ready: StateMap<QueuedPod>;
  /** All others. */
  readonly #waiting: StateMap<QueuedPod>;
  readonly #active: Heap<HeapEntry>;
  readonly #backOff: Heap<HeapEntry>;
  readonly #counter: StateMap<number>;

  constructor(
    state: StateSpace,
    private readonly explain: Explain,
  ) {
    this.#ready = state.map('queue/ready');
    this.#waiting = state.map('queue/waiting');
    this.#active = new Heap(state.map('queue/active'), comesFirst);
    this.#backOff = new Heap(state.map('queue/backOff'), (a, b) =>
      a.until === b.until ? comesFirst(a, b) : a.until < b.until,
    );
    this.#counter = state.map('queue/counter');
  }

  clear(): void {
    this.#ready.clear();
    this.#waiting.clear();
    this.#active.clear();
    this.#backOff.clear();
  }

  /** Whether `pop` would give a pod. */
  get hasWork(): boolean {
    return this.#ready.size > 0;
  }

  /** Whether a pod waits that only the five-minute check may wake. */
  get hasUnschedulable(): boolean {
    return this.#waiting.size > 0;
  }

  has(uid: string): boolean {
    return this.#ready.has(uid) || this.#waiting.has(uid);
  }

  /** Takes in a pod that nobody has tried yet, or keeps it out while it is gated. */
  add(pod: Pod, gated: boolean, now: Instant): void {
    const { namespace = '', name, uid } = pod.metadata;
    const priority = pod.spec.priority ?? 0;
    const fresh = { namespace, name, uid, priority, timestamp: now, unschedulable: 0, errors: 0, plugins: [], move: 0 };
    this.#put({ ...fresh, row: this.explain.row(), place: gated ? 'gated' : 'active' });
  }

  /** The gates of a waiting pod are gone. */
  ungate(uid: string, now: Instant): void {
    const entry = this.#waiting.get(uid);
    if (entry?.place !== 'gated') return;
    this.explain.rule('gatesGone', { pod: entry.name });
    this.#put({ ...entry, place: 'active', timestamp: now, row: this.explain.row() });
  }

  remove(uid: string): void {
    this.#ready.delete(uid);
    this.#waiting.delete(uid);
  }

  /** The next pod to try; it is out of the queue then. */
  pop(now: Instant): QueuedPod | undefined {
    this.#flushBackOff(now);
    const entry = this.#popValid(this.#active) ?? this.#popValid(this.#backOff);
    if (entry !== undefined) this.#ready.delete(entry.uid);
    return entry;
  }

  /** No node fits `entry`; it waits for an event that one of `plugins` cares about. */
  rejected(entry: QueuedPod, plugins: readonly string[], now: Instant): void {
    const unschedulable = entry.unschedulable + 1;
    this.#put({ ...entry, place: 'unschedulable', timestamp: now, unschedulable, errors: 0, plugins });
  }

  /** The attempt broke; `entry` is tried again after a back-off. Hands back when. */
  failed(entry: QueuedPod, now: Instant): Instant {
    const errors = entry.errors + 1;
    const until = backOffEnd(now, errors);
    this.#put({ ...entry, place: 'errorBackOff', timestamp: now, errors, plugins: [], until, row: this.explain.row() });
    return until;
  }

  /** Wakes the pods that `event` may help. `podOf` finds the object of a waiting pod. */
  wake(event: ClusterEvent, hint: QueueingHint, podOf: (entry: QueuedPod) => Pod | undefined, now: Instant): void {
    let isExplained = false;
    for (const entry of [...this.#waiting.values()]) {
      if (entry.place !== 'unschedulable') continue;
      if (event.type === 'pendingPodUpdate' && event.pod.metadata.uid !== entry.uid) continue;
      if (event.type === 'assignedPodDelete' && entry.priority > (event.upTo ?? entry.priority)) continue;
      const pod = podOf(entry);
      if (pod === undefined) continue;
      const helps = entry.plugins.length === 0 || entry.plugins.some((plugin) => hint(plugin, event, pod));
      if (!helps) continue;
      if (!isExplained) explainWaking(event, this.explain);
      isExplained = true;
      this.#retry(entry, now);
    }
  }

  /** Wakes what has waited longer than five minutes, and the error back-offs whose time has come. */
  flush(now: Instant): void {
    for (const entry of [...this.#waiting.values()]) {
      if (entry.place === 'unschedulable' && now - entry.timestamp > MAX_UNSCHEDULABLE_MS) {
        this.explain.rule('waitedLong', { pod: entry.name, waitedMs: now - entry.timestamp });
        this.#retry(entry, now);
      }
      if (entry.place === 'errorBackOff' && (entry.until ?? now) <= now) this.#put({ ...entry, place: 'active' });
    }
  }

  /** The pods whose back-off must pass before they are tried again. */
  backingOff(): readonly QueuedPod[] {
    return [...this.#waiting.values()].filter((entry) => entry.place === 'errorBackOff');
  }

  #retry(entry: QueuedPod, now: Instant): void {
    const until = backOffEnd(entry.timestamp, entry.unschedulable);
    const row = this.explain.row();
    if (until > now) this.#put({ ...entry, place: 'backOff', until, row });
    else this.#put({ ...entry, place: 'active', row });
  }

  #put(entry: QueuedPod): void {
    const move = (this.#counter.get('moves') ?? 0) + 1;
    this.#counter.set('moves', move);
    const { uid, priority, timestamp, until = timestamp, place } = entry;
    const ready = place === 'active' || place === 'backOff';
    (ready ? this.#waiting : this.#ready).delete(uid);
    (ready ? this.#ready : this.#waiting).set(uid, { ...entry, move });
    if (ready) (place === 'active' ? this.#active : this.#backOff).push({ uid, move, priority, timestamp, until });
  }

  #flushBackOff(now: Instant): void {
    for (let next = this.#backOff.peek(); next !== undefined && next.until <= now; next = this.#backOff.peek()) {
      this.#backOff.pop();
      const entry = this.#ready.get(next.uid);
      if (entry?.move === next.move) this.#put({ ...entry, place: 'active' });
    }
  }

  #popValid(heap: Heap<HeapEntry>): QueuedPod | undefined {
    for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
      const entry = this.#ready.get(next.uid);
      if (entry?.move === next.move) return entry;
    }
    return undefined;
  }
}

/** Every pod of the queue that is kept in `state`, those that are tried first in front. */
export function queuedPods(state: StateSpace): readonly QueuedPod[] {
  const maps = ['queue/ready', 'queue/waiting'].map((name) => state.map<QueuedPod>(name));
  return maps.flatMap((pods) => [...pods.values()]).sort((x, y) => y.priority - x.priority || x.move - y.move);
}

/** Higher priority, then longer waiting, then the order in which they came. */
function comesFirst(a: HeapEntry, b: HeapEntry): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority;
  return a.timestamp === b.timestamp ? a.move < b.move : a.timestamp < b.timestamp;
}

/** End of the back-off after failure number `count` (from 1) at `since`: 1 s, doubled up to 10 s, cut down to a whole second. */
export function backOffEnd(since: Instant, count: number): Instant {
  const duration = Math.min(INITIAL_BACKOFF_MS * 2 ** Math.min(count - 1, 4), MAX_BACKOFF_MS);
  return (Math.floor((since + duration) / 1000) * 1000) as Instant; // An instant plus a duration.
}
