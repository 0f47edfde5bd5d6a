/**
 * Brings every write to the caches that watch it, a little later, and lets a component that was cut off list again.
 * Models staging/src/k8s.io/client-go/tools/cache (reflector, shared informer; v1.36.3).
 */
import { CUSTOM_RESOURCE, type Kind, type Kinds } from '../api/kinds';
import { storagePrefix } from '../apiserver/storageKey';
import { type KubeObject, keyOf, keyText } from '../api/meta/objectMeta';
import type { CacheChange, CacheSpec } from '../client/cache';
import { deepFreeze } from '../sim/freeze';
import { invariant } from '../sim/invariant';
import type { Kernel } from '../sim/kernel';
import type { StateMap } from '../sim/clock';
import type { Change, Revision, Store } from '../storage/store';
import { KindCaches } from './kindCaches';

/** Type of the event that carries one change to a component. Its data: index of the spec, revision. */
export const WATCH_EVENT = '@watch';
/** Asks a component's caches to compare themselves with the store. */
export const RELIST_EVENT = '@relist';

/** Where a cache stands: `seen` has reached it, `arrives` is when the last change on its way will. */
interface Position {
  readonly seen: number;
  readonly arrives: number;
}

/** Metadata of custom resources by the objects, so that what has not changed is the same again. */
const metadataAlone = new WeakMap<KubeObject, KubeObject>();

/** What a cache holds of an object: all of it, or the metadata of custom resources, named so that kinds differ. */
function cachedForm(kind: Kind | undefined, key: string, value: KubeObject): KubeObject {
  if (kind !== CUSTOM_RESOURCE) return value;
  let known = metadataAlone.get(value);
  if (known === undefined) {
    const [, , , , plural = ''] = key.split('/');
    const name = `${value.apiVersion.replace('/', ':')}:${plural}:${value.metadata.name}`;
    const { apiVersion, kind: own, metadata } = value;
    known = deepFreeze({ apiVersion, kind: own, metadata: { ...metadata, name } });
    metadataAlone.set(value, known);
  }
  return known;
}

/** The caches of one component. */
export class Informers extends KindCaches {
  readonly #positions: StateMap<Position>;

  constructor(
    component: string,
    readonly specs: readonly CacheSpec[],
    private readonly kernel: Kernel,
    private readonly store: Store,
    private readonly latencyMs: number,
  ) {
    const kinds = specs.map(({ kind }) => kind);
    super(component, kinds, {
      map: (kind) => kernel.state.map(`cache/${component}/${kind}`),
      drop: (kind) => kernel.state.drop(`cache/${component}/${kind}`),
    });
    this.#positions = kernel.state.map(`cache/${component}`);
  }

  /** A write that concerns spec number `index` has happened: it will arrive after the watch latency, never out of order. */
  announce(index: number, change: Change): void {
    const position = this.#position(index);
    const arrives = Math.max(position.arrives, this.kernel.clock.now() + this.latencyMs);
    this.#positions.set(String(index), { ...position, arrives });
    this.kernel.scheduleFrom(change.cause, arrives - this.kernel.clock.now(), {
      actor: this.component,
      type: WATCH_EVENT,
      data: [index, change.revision],
    });
  }

  /** The change of a WATCH_EVENT, applied to the cache; undefined if the cache has it already. */
  receive(index: number, revision: number): CacheChange | undefined {
    const position = this.#position(index);
    const change = this.store.changeAt(revision as Revision);
    if (change === undefined || revision <= position.seen) return undefined;
    this.#positions.set(String(index), { ...position, seen: revision });
    const spec = this.specs[index];
    invariant(spec !== undefined, `${this.component} has no cache number ${index}`);
    const value = cachedForm(spec.kind, change.key, change.value);
    return this.replace(spec.kind, keyText(keyOf(value)), change.type === 'delete' ? undefined : value, value);
  }

  /** Compares every cache with the store as it is now; hands back the differences, applied. */
  relist(): readonly CacheChange[] {
    const changes: CacheChange[] = [];
    this.specs.forEach((spec, index) => {
      const listed = new Map<string, KubeObject>();
      const { revision, entries } = this.store.list(storagePrefix(spec.kind));
      for (const entry of entries) {
        const value = cachedForm(spec.kind, entry.key, entry.value);
        if (concerns(spec, value)) listed.set(keyText(keyOf(value)), value);
      }
      for (const change of this.adopt(spec.kind, listed)) changes.push(change);
      this.#positions.set(String(index), { ...this.#position(index), seen: revision });
    });
    return changes;
  }

  revision(kind: Kind): number {
    return this.#position(this.specs.findIndex((spec) => spec.kind === kind)).seen;
  }

  #position(index: number): Position {
    return this.#positions.get(String(index)) ?? { seen: 0, arrives: 0 };
  }
}

/** Whether a cache with this spec holds `object`. */
export function concerns(spec: CacheSpec, object: KubeObject): boolean {
  if (spec.name !== undefined && object.metadata.name !== spec.name) return false;
  if (spec.nodeName === undefined) return true;
  return (object as Kinds['Pod']).spec.nodeName === spec.nodeName; // Only Pod specs name a node.
}
