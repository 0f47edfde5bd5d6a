/**
 * The page's copy of the cluster: list and watch per kind, keyed by `namespace/name`.
 * Readers are told once per frame, and only those of the objects that changed (client-go's informers, for a screen).
 */
import { infoOf, type Kind, type Kinds } from '../../api/kinds';
import { keyOf, keyText } from '../../api/meta/objectMeta';
import { ApiError, type Status } from '../../api/meta/status';
import type { KubeClient } from '../../client/client';
import type { Unsubscribe } from '../../client/transport';

/** One difference of a frame. `object` is undefined if it is gone, `previous` if it is new. */
export interface ObjectChange<K extends Kind = Kind> {
  readonly key: string;
  readonly object: Kinds[K] | undefined;
  readonly previous: Kinds[K] | undefined;
}
export type ChangeListener<K extends Kind> = (changes: readonly ObjectChange<K>[]) => void;

export interface ObjectStore {
  get<K extends Kind>(kind: K, key: string): Kinds[K] | undefined;
  /** All objects of a kind, oldest arrival first. The array is the same until something of the kind changes. */
  list<K extends Kind>(kind: K): readonly Kinds[K][];
  /** True once the first list of `kind` has arrived. */
  isSynced(kind: Kind): boolean;
  /** Why nothing is known of `kind`: whoever asks may not list it, or the server does not serve it. It is not asked again. */
  refusal(kind: Kind): Status | undefined;
  /** Asks again at once for everything that failed or was refused. */
  retry(): void;
  /** Names the namespace whose objects will do where those of all namespaces may not be listed; undefined: none will. */
  narrow(namespace: string | undefined): void;
  /** Calls back after a frame in which object `key` changed. The first subscriber of a kind starts its watch. */
  onObject(kind: Kind, key: string, listener: () => void): Unsubscribe;
  /** Calls back after a frame in which anything of `kind` changed, or its first list arrived. */
  onKind<K extends Kind>(kind: K, listener: ChangeListener<K>): Unsubscribe;
  close(): void;
}

export interface ObjectStoreOptions {
  /** Runs `flush` before the next paint. */
  readonly nextFrame: (flush: () => void) => void;
  /** Runs `retry` after a failed list. */
  readonly later: (retry: () => void, delayMs: number) => void;
}

const PAGE_SIZE = 500;
/** The pause after the first failed list; doubled after each further one, and spread so that kinds do not come all at once. */
const RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
/** Answers that asking again does not change: not known, not allowed, not served. */
const FINAL: readonly number[] = [401, 403, 404, 405];

/** What is known of one kind, what changed since the last frame, and who wants to hear of it. */
interface Shelf {
  readonly objects: Map<string, Kinds[Kind]>;
  /** Key to the object that the readers saw last. */
  readonly dirty: Map<string, Kinds[Kind] | undefined>;
  readonly byKey: Map<string, Set<() => void>>;
  readonly listeners: Set<ChangeListener<Kind>>;
  snapshot: readonly Kinds[Kind][] | undefined;
  synced: boolean;
  justSynced: boolean;
  stop: Unsubscribe | undefined;
  /** The only namespace that is known, as all of them may not be listed. */
  only: string | undefined;
  /** Counts the beginnings: what an earlier one still brings is dropped. */
  turn: number;
  refusal: Status | undefined;
  /** Failed lists in a row. */
  failures: number;
  /** Asks again; undefined while nothing has failed. */
  again: (() => void) | undefined;
}

interface Listed {
  readonly listed: ReadonlyMap<string, Kinds[Kind]>;
  readonly revision: string;
}

/** Builds an empty store over `client`. Watches start with their first reader and live until `close`. */
export function createObjectStore(client: KubeClient, options: ObjectStoreOptions): ObjectStore {
  const shelves = new Map<Kind, Shelf>();
  let closed = false;
  let narrowed: string | undefined;
  let flushing = false;

  const flush = () => {
    flushing = false;
    if (closed) return;
    for (const shelf of shelves.values()) if (shelf.dirty.size > 0 || shelf.justSynced) deliver(shelf);
  };
  const wake = () => {
    if (flushing) return;
    flushing = true;
    options.nextFrame(flush);
  };
  const put = (shelf: Shelf, key: string, object: Kinds[Kind] | undefined) => {
    const known = shelf.objects.get(key);
    if (object === undefined && known === undefined) return;
    if (!shelf.dirty.has(key)) shelf.dirty.set(key, known);
    if (object === undefined) shelf.objects.delete(key);
    else shelf.objects.set(key, object);
    shelf.snapshot = undefined;
    wake();
  };

  const follow = async (kind: Kind, shelf: Shelf) => {
    shelf.again = undefined;
    shelf.turn += 1;
    const { turn } = shelf;
    const isOver = () => closed || shelf.turn !== turn;
    try {
      const { listed, revision } = await listAllowed(kind, shelf);
      if (isOver()) return;
      // Always: after a rewind the same revision may be another object.
      for (const [key, object] of listed) put(shelf, key, object);
      for (const key of [...shelf.objects.keys()]) if (!listed.has(key)) put(shelf, key, undefined);
      shelf.synced = true;
      shelf.justSynced = true;
      shelf.refusal = undefined;
      shelf.failures = 0;
      wake();
      const scope = shelf.only === undefined ? {} : { namespace: shelf.only };
      shelf.stop = client.watch(kind, { ...scope, resourceVersion: revision }, (event) => {
        if (event.type === 'BOOKMARK') return;
        if (event.type === 'ERROR') {
          shelf.stop?.();
          failed(kind, shelf, new ApiError(event.object));
          return;
        }
        put(shelf, keyText(keyOf(event.object)), event.type === 'DELETED' ? undefined : event.object);
      });
    } catch (error) {
      if (!isOver()) failed(kind, shelf, error);
    }
  };
  /** Asks again later; never where that would change nothing. What is known of the kind stays. */
  const failed = (kind: Kind, shelf: Shelf, error: unknown) => {
    const again = () => {
      if (!closed && shelf.again === again) void follow(kind, shelf);
    };
    shelf.again = again;
    if (error instanceof ApiError && FINAL.includes(error.code)) {
      shelf.refusal = error.status;
      shelf.justSynced = true;
      return wake();
    }
    // 410 Gone, of a watch or of the pages of a list: what we missed is only to be had by listing again.
    const isTooOld = error instanceof ApiError && error.code === 410;
    const pause = Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** shelf.failures);
    if (!isTooOld) shelf.failures += 1;
    options.later(again, isTooOld ? 0 : Math.round(pause * (0.75 + Math.random() / 2)));
  };

  /** Everything; where that is refused, what the one namespace has that somebody looks at. */
  const listAllowed = async (kind: Kind, shelf: Shelf): Promise<Listed> => {
    shelf.only = undefined;
    try {
      return await listAll(kind, undefined);
    } catch (error) {
      const isRefused = error instanceof ApiError && error.code === 403;
      if (!isRefused || narrowed === undefined || !infoOf(kind).namespaced) throw error;
      shelf.only = narrowed;
      return listAll(kind, narrowed);
    }
  };
  /** The readers hear of a list once, when it is whole: a picture that is laid out anew for every page takes long. */
  const listAll = async (kind: Kind, namespace: string | undefined): Promise<Listed> => {
    const listed = new Map<string, Kinds[Kind]>();
    const scope = namespace === undefined ? {} : { namespace };
    let from: string | undefined;
    for (;;) {
      const rest = from === undefined ? {} : { continue: from };
      const page = await client.list(kind, { ...scope, limit: PAGE_SIZE, ...rest });
      for (const object of page.items) listed.set(keyText(keyOf(object)), object);
      from = page.metadata.continue;
      if (from === undefined || from === '') return { listed, revision: page.metadata.resourceVersion };
    }
  };
  /** What is known of another namespace is no longer followed: it goes. */
  const beginAnew = (kind: Kind, shelf: Shelf) => {
    shelf.stop?.();
    shelf.stop = undefined;
    for (const key of [...shelf.objects.keys()]) put(shelf, key, undefined);
    void follow(kind, shelf);
  };

  const shelfOf = (kind: Kind): Shelf => {
    let shelf = shelves.get(kind);
    if (shelf === undefined) {
      shelf = newShelf();
      shelves.set(kind, shelf);
      void follow(kind, shelf);
    }
    return shelf;
  };

  return {
    get: <K extends Kind>(kind: K, key: string) => shelfOf(kind).objects.get(key) as Kinds[K] | undefined, // One shelf per kind.
    list: <K extends Kind>(kind: K) => {
      const shelf = shelfOf(kind);
      shelf.snapshot ??= [...shelf.objects.values()];
      return shelf.snapshot as readonly Kinds[K][]; // One shelf per kind.
    },
    isSynced: (kind) => shelfOf(kind).synced,
    refusal: (kind) => shelfOf(kind).refusal,
    retry: () => {
      for (const shelf of shelves.values()) {
        shelf.failures = 0;
        shelf.again?.();
      }
    },
    narrow: (namespace) => {
      if (namespace === narrowed) return;
      narrowed = namespace;
      for (const [kind, shelf] of shelves) {
        const isRefused = shelf.refusal?.code === 403 && infoOf(kind).namespaced;
        if (isRefused || shelf.only !== undefined) beginAnew(kind, shelf);
      }
    },
    onObject: (kind, key, listener) => {
      const { byKey } = shelfOf(kind);
      const set = byKey.get(key) ?? new Set();
      byKey.set(key, set);
      set.add(listener);
      return () => {
        set.delete(listener);
        if (set.size === 0 && byKey.get(key) === set) byKey.delete(key);
      };
    },
    onKind: <K extends Kind>(kind: K, listener: ChangeListener<K>) => {
      const { listeners } = shelfOf(kind);
      const own = listener as ChangeListener<Kind>; // Only changes of its own kind reach it.
      listeners.add(own);
      return () => listeners.delete(own);
    },
    close: () => {
      closed = true;
      for (const shelf of shelves.values()) shelf.stop?.();
    },
  };
}

function newShelf(): Shelf {
  return {
    objects: new Map(),
    dirty: new Map(),
    byKey: new Map(),
    listeners: new Set(),
    snapshot: undefined,
    synced: false,
    justSynced: false,
    stop: undefined,
    only: undefined,
    turn: 0,
    refusal: undefined,
    failures: 0,
    again: undefined,
  };
}

/** Tells the readers of one kind what this frame brought. */
function deliver(shelf: Shelf): void {
  const changes: ObjectChange[] = [];
  for (const [key, previous] of shelf.dirty) {
    const object = shelf.objects.get(key);
    if (object !== previous) changes.push({ key, object, previous });
  }
  shelf.dirty.clear();
  const justSynced = shelf.justSynced;
  shelf.justSynced = false;
  if (changes.length === 0 && !justSynced) return;
  for (const { key } of changes) for (const listener of [...(shelf.byKey.get(key) ?? [])]) listener();
  for (const listener of [...shelf.listeners]) listener(changes);
}
