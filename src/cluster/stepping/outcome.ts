/** What came of a deed: read from the writes since, one after the other. */
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { isPodActive, isPodReady } from '../../api/core/podStatus';
import { type KubeObject, controllerOf } from '../../api/meta/objectMeta';
import type { Fate, Outcome, OutcomeAsk, Seen } from '../../client/predict';
import type { ObjectPlace } from '../../client/why';
import { storageKey, storagePrefix } from '../../apiserver/storageKey';
import type { Change, Revision } from '../../storage/store';
import type { Cluster } from '../cluster';
import { placeOf } from './places';

const PODS = storagePrefix('Pod');
const NODES = storagePrefix('Node');

interface Told {
  readonly change: Change;
  readonly seen: Seen;
}

/** As far as the writes are remembered. */
export function outcomeOf(cluster: Cluster, ask: OutcomeAsk): Outcome {
  const told = beginning(writesSince(cluster, ask), ask.cordons);
  const since = ask.cordons === undefined ? ask.since : told[0]?.seen.at;
  const read = { now: cluster.now(), revision: cluster.store.revision };
  if (since === undefined) return { ...read, isOver: false, since: ask.since, until: undefined };
  const course = new Course(cluster, ask, told);
  for (const each of told) {
    course.see(each);
    if (course.isOver()) return { ...read, ...course.told(since, each.seen) };
  }
  return { ...read, ...course.told(since, undefined) };
}

/** Oldest first; of pods, nodes and owners alike. */
function writesSince({ kernel, store }: Cluster, { since, after = 0 }: OutcomeAsk): readonly Told[] {
  const told: Told[] = [];
  for (let revision: number = store.revision; revision > after; revision -= 1) {
    const change = store.changeAt(revision as Revision); // Counted down from one.
    const at = change && kernel.trace.row(change.cause)?.at;
    if (change === undefined || at === undefined || at < since) break;
    told.push({ change, seen: { at, revision } });
  }
  return told.reverse();
}

/** From the write on that cordons the node, if that is when it begins. */
function beginning(told: readonly Told[], cordons: string | undefined): readonly Told[] {
  if (cordons === undefined) return told;
  const isCordon = ({ change: { key, value } }: Told) =>
    key === NODES + cordons && (value as Node).spec.unschedulable === true; // Of a node's key.
  const first = told.findIndex(isCordon);
  return first < 0 ? [] : told.slice(first);
}

/** The pods of one owner, and the one that it is about, as they go. */
class Course {
  /** By uid, those that are there. */
  readonly #pods = new Map<string, Pod>();
  readonly #owners: Set<string>;
  readonly #before: ReadonlySet<string>;
  readonly #first: Pod | undefined;
  #owner: KubeObject | undefined;
  #replacement: string | undefined;
  #placed: Seen | undefined;
  #restarted: Seen | undefined;
  #counted: Seen | undefined;
  #count: number;

  constructor(
    { store }: Cluster,
    private readonly ask: OutcomeAsk,
    told: readonly Told[],
  ) {
    this.#owners = new Set([ask.owner?.uid ?? '']);
    // A Deployment has its pods by its ReplicaSets.
    for (const { value } of store.list(storagePrefix('ReplicaSet')).entries) {
      if (ask.owner !== undefined && controllerOf(value)?.uid === ask.owner.uid) this.#owners.add(value.metadata.uid);
    }
    for (const { value } of store.list(PODS).entries) this.#keep(value.metadata.uid, value);
    this.#owner = ask.owner && store.get(storageKey(ask.owner.kind, ask.owner))?.value;
    // Backwards to what there was before.
    for (const { change } of told.toReversed()) {
      if (change.key.startsWith(PODS)) this.#keep(change.value.metadata.uid, change.previous);
      else if (isOwner(change, ask.owner)) this.#owner = change.previous;
    }
    this.#before = new Set(this.#pods.keys());
    this.#first = this.#pods.get(ask.pod?.uid ?? '');
    this.#count = this.#ready();
  }

  see({ change, seen }: Told): void {
    if (isOwner(change, this.ask.owner)) this.#owner = change.type === 'delete' ? undefined : change.value;
    if (!change.key.startsWith(PODS)) return;
    const { uid } = change.value.metadata;
    const was = this.#pods.get(uid);
    this.#keep(uid, change.type === 'delete' ? undefined : change.value);
    const now = this.#pods.get(uid);
    if (now !== undefined && !this.#before.has(uid)) this.#replacement ??= uid;
    const isMeant = uid === (this.#replacement ?? this.ask.pod?.uid);
    if (isMeant && restartsOf(now) > restartsOf(was)) this.#restarted = seen;
    const isBound = uid === this.#replacement && now?.spec.nodeName !== undefined && was?.spec.nodeName === undefined;
    const isRestart = uid === this.ask.pod?.uid && restartsOf(now) > restartsOf(was);
    const isEnd = uid === this.ask.pod?.uid && now === undefined && this.#replacement === undefined;
    if (isBound || isRestart || isEnd) this.#placed = seen;
    const count = this.#ready();
    if (count !== this.#count) this.#counted = seen;
    this.#count = count;
  }

  isOver(): boolean {
    const { until, pod } = this.ask;
    if (until === 'count') return this.#isAsWanted();
    const same = this.#pods.get(pod?.uid ?? '');
    if (until === 'lost') return same === undefined || !isPodReady(same);
    const replacement = this.#pods.get(this.#replacement ?? '');
    if (replacement !== undefined) return isPodReady(replacement);
    if (same === undefined) return this.ask.owner === undefined;
    return restartsOf(same) > restartsOf(this.#first) && isPodReady(same);
  }

  /** The owner has seen what it is asked for, and has it. */
  #isAsWanted(): boolean {
    const { spec, status, metadata } = (this.#owner ?? {}) as Counting; // Kinds that count their pods.
    const isSeen = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
    return (
      isSeen && spec?.replicas === this.#count && spec.replicas === (status?.readyReplicas ?? 0) && this.#isWhole()
    );
  }

  /** Nobody of it is on the way in or out. */
  #isWhole(): boolean {
    return [...this.#pods.values()].every((pod) => !this.#isOwned(pod) || (isPodActive(pod) && isPodReady(pod)));
  }

  told(since: number, until: Seen | undefined): Omit<Outcome, 'now' | 'revision'> {
    const told = { isOver: until !== undefined, since, until, ready: this.#count };
    const counted = this.#counted === undefined ? {} : { counted: this.#counted };
    if (this.ask.pod === undefined) return { ...told, ...counted };
    const works = this.#pods.get(this.#replacement ?? this.ask.pod.uid ?? '');
    return {
      ...told,
      ...counted,
      fate: this.#fate(),
      restarts: restartsOf(works),
      ...(works === undefined ? {} : { pod: placeOf('Pod', works) }),
      ...(this.#placed === undefined ? {} : { placed: this.#placed }),
      ...(this.#restarted === undefined ? {} : { restarted: this.#restarted }),
    };
  }

  #fate(): Fate {
    if (this.#replacement !== undefined) {
      const node = this.#pods.get(this.#replacement)?.spec.nodeName;
      return node === undefined ? { type: 'pending' } : { type: 'node', node };
    }
    const same = this.#pods.get(this.ask.pod?.uid ?? '');
    if (same === undefined) return { type: 'nowhere' };
    return { type: restartsOf(same) > restartsOf(this.#first) ? 'restarts' : 'stays' };
  }

  #ready(): number {
    let count = 0;
    for (const pod of this.#pods.values()) if (this.#isOwned(pod) && isPodActive(pod) && isPodReady(pod)) count += 1;
    return count;
  }

  /** Keeps what concerns the owner or is the pod itself. */
  #keep(uid: string, value: KubeObject | undefined): void {
    const pod = value as Pod | undefined; // Of a pod's key.
    if (pod !== undefined && (uid === this.ask.pod?.uid || this.#isOwned(pod))) this.#pods.set(uid, pod);
    else this.#pods.delete(uid);
  }

  #isOwned(pod: Pod): boolean {
    if (this.ask.owner === undefined) return pod.metadata.uid === this.ask.pod?.uid;
    return this.#owners.has(controllerOf(pod)?.uid ?? 'nobody');
  }
}

/** A kind that has as many pods as it is told. */
interface Counting {
  readonly metadata?: { readonly generation?: number };
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly observedGeneration?: number; readonly readyReplicas?: number };
}

const isOwner = ({ key }: Change, owner: ObjectPlace | undefined) =>
  owner !== undefined && key === storageKey(owner.kind, owner);

function restartsOf(pod: Pod | undefined): number {
  return (pod?.status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0);
}
