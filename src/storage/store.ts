/**
 * The etcd of the cluster: one revision counter, compare-and-swap, ordered ranges, watch with bounded history.
 * Models what the API server uses of etcd v3 (staging/src/k8s.io/apiserver/pkg/storage/etcd3, v1.36.3).
 */
import type { KubeObject } from '../api/meta/objectMeta';
import { deepFreeze } from '../sim/freeze';
import type { AppendLog } from '../sim/appendLog';
import type { StateMap } from '../sim/clock';
import type { Kernel } from '../sim/kernel';
import { SortedKeys } from './sortedKeys';

/** One etcd revision: a counter for the whole store, never per key. 0 means "no such key". */
export type Revision = number & { readonly __brand: 'Revision' };

export interface Entry<T extends KubeObject = KubeObject> {
  readonly key: string;
  /** metadata.resourceVersion equals `revision`. Frozen. */
  readonly value: T;
  /** Revision of the last write. */
  readonly revision: Revision;
  readonly createRevision: Revision;
}

/** One write, as watchers see it. */
export interface Change {
  readonly type: 'put' | 'delete';
  readonly key: string;
  readonly revision: Revision;
  /** What is stored now; for a delete, the last value with the delete's revision as resourceVersion. */
  readonly value: KubeObject;
  readonly previous: KubeObject | undefined;
  /** Trace row of the write. */
  readonly cause: number;
}

export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
}

/** `since` lies before the kept history; `oldest` is the first revision that can be asked for. */
export class Compacted extends Error {
  override readonly name = 'Compacted';
  constructor(readonly oldest: Revision) {
    super('required revision has been compacted');
  }
}

/** Keys look like `/registry/pods/default/kubia`; the second segment is the resource. */
export interface Store {
  readonly revision: Revision;
  get(key: string): Entry | undefined;
  /** Entries under `prefix` in key order, all as of one revision. The array is shared: do not change it. */
  list(prefix: string): { readonly revision: Revision; readonly entries: readonly Entry[] };
  /** Number of entries of a resource, e.g. `pods`. */
  count(resource: string): number;
  /** Writes if the key is still at `expected` (0: absent); otherwise throws RevisionConflict. Sets resourceVersion. */
  put(key: string, value: KubeObject, expected: Revision): Entry;
  /** Removes under the same condition; returns what was there, with the delete's resourceVersion. */
  delete(key: string, expected: Revision): Entry;
  /** Replays changes after `since`, then follows, in order, synchronously. Throws Compacted if `since` is too old. */
  watch(prefix: string, since: Revision, onChange: (change: Change) => void): () => void;
  /** The write that made `revision`; undefined once it is forgotten. */
  changeAt(revision: Revision): Change | undefined;
  /** Drops derived data after the kernel was restored. Watchers stay; whoever owns them ends them. */
  reset(): void;
}

/** Changes kept for watchers that come late. */
const HISTORY = 10_000;

const resourceOf = (key: string): string => key.slice(10, key.indexOf('/', 10)); // 10: '/registry/'.length

interface Resource {
  readonly entries: StateMap<Entry>;
  readonly keys: SortedKeys;
  /** Ranges read since the last write. */
  readonly ranges: Map<string, readonly Entry[]>;
}

export class MemoryStore implements Store {
  readonly #kernel: Kernel;
  readonly #meta: StateMap<number>;
  readonly #history: AppendLog<Change>;
  readonly #resources = new Map<string, Resource>();
  readonly #watchers = new Map<string, Set<{ readonly prefix: string; readonly onChange: (change: Change) => void }>>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#meta = kernel.state.map('storage');
    this.#history = kernel.log('storage/history', HISTORY);
  }

  get revision(): Revision {
    return (this.#meta.get('revision') ?? 1) as Revision;
  }

  #resource(key: string): Resource {
    const name = resourceOf(key);
    let resource = this.#resources.get(name);
    if (resource === undefined) {
      const entries = this.#kernel.state.map<Entry>(`storage/${name}`);
      resource = { entries, keys: new SortedKeys(entries.keys()), ranges: new Map() };
      this.#resources.set(name, resource);
    }
    return resource;
  }

  get(key: string): Entry | undefined {
    return this.#resource(key).entries.get(key);
  }

  count(resource: string): number {
    return this.#resource(`/registry/${resource}/`).entries.size;
  }

  list(prefix: string): { readonly revision: Revision; readonly entries: readonly Entry[] } {
    const { entries, keys, ranges } = this.#resource(prefix);
    let range = ranges.get(prefix);
    if (range === undefined) {
      const found: Entry[] = [];
      for (const key of keys.withPrefix(prefix)) {
        const entry = entries.get(key);
        if (entry !== undefined) found.push(entry);
      }
      range = found;
      ranges.set(prefix, range);
    }
    return { revision: this.revision, entries: range };
  }

  put(key: string, value: KubeObject, expected: Revision): Entry {
    const resource = this.#resource(key);
    const previous = resource.entries.get(key);
    this.#expect(key, previous, expected);
    const revision = this.#nextRevision();
    const stored = withRevision(value, revision);
    const entry: Entry = { key, value: stored, revision, createRevision: previous?.createRevision ?? revision };
    resource.entries.set(key, entry);
    if (previous === undefined) resource.keys.add(key);
    resource.ranges.clear();
    this.#announce({
      type: 'put',
      key,
      revision,
      value: stored,
      previous: previous?.value,
      cause: this.#trace(key, revision),
    });
    return entry;
  }

  delete(key: string, expected: Revision): Entry {
    const resource = this.#resource(key);
    const previous = resource.entries.get(key);
    this.#expect(key, previous, expected);
    if (previous === undefined) throw new RevisionConflict(`${key} is not there`);
    const revision = this.#nextRevision();
    resource.entries.delete(key);
    resource.keys.remove(key);
    resource.ranges.clear();
    const value = withRevision(previous.value, revision);
    this.#announce({
      type: 'delete',
      key,
      revision,
      value,
      previous: previous.value,
      cause: this.#trace(key, revision),
    });
    return { ...previous, value, revision };
  }

  watch(prefix: string, since: Revision, onChange: (change: Change) => void): () => void {
    const last = this.oldestRevision - 1;
    if (since < last && this.#history.start > 0) throw new Compacted(last as Revision);
    for (const change of this.#changesAfter(since)) if (change.key.startsWith(prefix)) onChange(change);
    const watcher = { prefix, onChange };
    const name = resourceOf(prefix);
    const watchers = this.#watchers.get(name) ?? new Set();
    this.#watchers.set(name, watchers.add(watcher));
    return () => watchers.delete(watcher);
  }

  changeAt(revision: Revision): Change | undefined {
    const newest = this.#history.at(this.#history.end - 1);
    return newest === undefined ? undefined : this.#history.at(this.#history.end - 1 - (newest.revision - revision));
  }

  /** The first revision whose change is remembered; the next one if none is. */
  get oldestRevision(): number {
    return this.#history.at(this.#history.start)?.revision ?? this.revision + 1;
  }

  reset(): void {
    this.#resources.clear();
  }

  /** Every write is one revision and one change, so the position follows from the newest one. */
  #changesAfter(since: Revision): Iterable<Change> {
    const newest = this.#history.at(this.#history.end - 1);
    return this.#history.from(newest === undefined ? 0 : this.#history.end - (newest.revision - since));
  }

  #expect(key: string, previous: Entry | undefined, expected: Revision): void {
    if ((previous?.revision ?? 0) !== expected) {
      throw new RevisionConflict(`${key} is at ${previous?.revision ?? 0}, not at ${expected}`);
    }
  }

  #nextRevision(): Revision {
    const revision = (this.revision + 1) as Revision;
    this.#meta.set('revision', revision);
    return revision;
  }

  #trace(key: string, revision: Revision): number {
    const { trace, clock, running } = this.#kernel;
    return trace.add({
      at: clock.now(),
      cause: this.#kernel.cause(),
      actor: 'kube-apiserver',
      type: 'write',
      subject: key,
      revision,
      ...(running === undefined ? {} : { by: running.actor }),
      ...(running?.data === undefined ? {} : { event: running.data }),
    });
  }

  #announce(change: Change): void {
    this.#history.push(Object.freeze(change));
    for (const watcher of this.#watchers.get(resourceOf(change.key)) ?? []) {
      if (change.key.startsWith(watcher.prefix)) watcher.onChange(change);
    }
  }
}

function withRevision(value: KubeObject, revision: Revision): KubeObject {
  return deepFreeze({ ...value, metadata: { ...value.metadata, resourceVersion: String(revision) } });
}
