/** What expressions of a lesson are about: the objects at the moment to which the walk has come, and all before it. */
import { type Kind, kindOf } from '../../api/kinds';
import type { KubeObject } from '../../api/meta/objectMeta';
import { storagePrefix } from '../../apiserver/storageKey';
import type { RanLine } from '../../client/lesson';
import type { Req } from '../../client/reqs';
import type { Fault } from '../../client/simulation';
import type { Past, Scene, Source, Version } from '../../conditions/scene';
import type { Change, Revision } from '../../storage/store';
import type { Cluster } from '../cluster';
import { isHeartbeat } from '../heartbeat';
import { visibleKinds } from '../stepping/places';
import type { Happening } from './walk';

/** Versions of a kind that are kept. */
const MOST_VERSIONS = 20_000;

/** One kind: its objects by their keys, at the start and now, and its versions. */
class Shelf {
  #list: readonly KubeObject[] | undefined;
  readonly versions: Version[];

  constructor(
    readonly start: readonly KubeObject[],
    private readonly objects: Map<string, KubeObject>,
    at: number,
  ) {
    this.versions = start.map((object) => ({ at, object }));
  }

  get list(): readonly KubeObject[] {
    this.#list ??= [...this.objects].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, object]) => object);
    return this.#list;
  }

  change({ type, key, value }: Change, at: number): void {
    this.#list = undefined;
    if (type === 'delete') {
      this.objects.delete(key);
      return;
    }
    this.objects.set(key, value);
    if (this.versions.length >= MOST_VERSIONS) this.versions.splice(0, MOST_VERSIONS / 2);
    this.versions.push({ at, object: value });
  }
}

export class LessonRecord implements Scene, Past {
  readonly #shelves = new Map<Kind, Shelf>();
  readonly #lines: RanLine[] = [];
  readonly #requests: Req[] = [];
  readonly #faults: Fault[] = [];

  /** What is there at `revision`, the last one before `startedAt`, as far back as the store remembers. */
  constructor(
    readonly startedAt: number,
    cluster: Cluster,
    revision: number,
  ) {
    const objects = new Map<string, KubeObject>();
    for (const kind of [...visibleKinds, 'Event' as const]) {
      for (const { key, value } of cluster.store.list(storagePrefix(kind)).entries) objects.set(key, value);
    }
    // What was written since is taken back.
    for (let at = cluster.store.revision as number; at > revision; at -= 1) {
      const change = cluster.store.changeAt(at as Revision);
      if (change?.previous === undefined) objects.delete(change?.key ?? '');
      else objects.set(change.key, change.previous);
    }
    const kinds = new Map<Kind, Map<string, KubeObject>>();
    for (const [key, object] of objects) {
      const kind = kindOf(object.apiVersion, object.kind);
      if (kind === undefined) continue;
      const own = kinds.get(kind) ?? new Map<string, KubeObject>();
      kinds.set(kind, own.set(key, object));
    }
    for (const [kind, own] of kinds) this.#shelves.set(kind, new Shelf([...own.values()], own, startedAt));
  }

  /** Takes in what has happened. Tells what an expression may see of it; undefined: nothing. */
  add(happening: Happening): Source | undefined {
    switch (happening.type) {
      case 'line':
        this.#lines.push(happening.line);
        return 'line';
      case 'request':
        this.#requests.push(...happening.requests);
        return 'request';
      case 'fault':
        this.#faults.push(happening.fault);
        return 'fault';
      case 'change': {
        const { change, at } = happening;
        const kind = kindOf(change.value.apiVersion, change.value.kind);
        if (kind === undefined || isHeartbeat(change)) return undefined;
        this.#shelf(kind).change(change, at);
        return kind;
      }
      default:
        return happening satisfies never;
    }
  }

  #shelf(kind: Kind): Shelf {
    const shelf = this.#shelves.get(kind) ?? new Shelf([], new Map(), this.startedAt);
    this.#shelves.set(kind, shelf);
    return shelf;
  }

  list(kind: Kind): readonly KubeObject[] {
    return this.#shelf(kind).list;
  }

  get past(): Past {
    return this;
  }

  start(kind: Kind): readonly KubeObject[] {
    return this.#shelf(kind).start;
  }

  versions(kind: Kind): readonly Version[] {
    return this.#shelf(kind).versions;
  }

  lines(): readonly RanLine[] {
    return this.#lines;
  }

  requests(): readonly Req[] {
    return this.#requests;
  }

  faults(): readonly Fault[] {
    return this.#faults;
  }
}
