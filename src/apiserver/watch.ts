/**
 * Watches: who sees which change as what.
 * Models staging/src/k8s.io/apiserver/pkg/storage/cacher and handlers/watch.go (v1.36.3).
 * Left out: bookmarks by the minute and timeoutSeconds, which are for carriers with real connections.
 */
import { type Kind, apiVersionOf, infoOf } from '../api/kinds';
import type { KubeObject } from '../api/meta/objectMeta';
import { ApiError, type Status, failure } from '../api/meta/status';
import type { Unsubscribe, WatchEvent } from '../client/transport';
import { type Change, Compacted, type Revision, type Store } from '../storage/store';
import type { Call } from './call';
import { plainError } from './errors';
import { matchingIn } from './list';
import { isTrue, parseVersion, versionOptions, versionSyntaxError } from './options';
import { type Selection, selectionOf } from './selection';
import { storagePrefix } from './storageKey';

interface Watcher {
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly selection: Selection;
  readonly onEvent: (event: WatchEvent) => void;
  readonly wantsBookmarks: boolean;
  /** Changes up to here are known to the reader, also when they lie in the future. */
  readonly since: number;
}

/** The watchers of one kind, by what narrows them down most. */
interface Hub {
  readonly everything: Set<Watcher>;
  readonly byNode: Map<string, Set<Watcher>>;
  readonly byName: Map<string, Set<Watcher>>;
  readonly stop: Unsubscribe;
}

/** The watches that are open. They are nobody's state: a restored cluster begins without any. */
export class Watches {
  readonly #store: Store;
  readonly #hubs = new Map<Kind, Hub>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Opens a watch. Events come at once and then whenever the store changes, also while this runs. */
  open(call: Call, kind: Kind, namespace: string | undefined, onEvent: (event: WatchEvent) => void): Unsubscribe {
    try {
      return this.#open(call, kind, namespace, onEvent);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      onEvent({ type: 'ERROR', object: error.status });
      return () => {};
    }
  }

  #open(call: Call, kind: Kind, namespace: string | undefined, onEvent: (event: WatchEvent) => void): Unsubscribe {
    const { query } = call;
    const selection = selectionOf(kind, query.labelSelector, query.fieldSelector);
    const { resourceVersion, sendInitialEvents } = versionOptions(call, true);
    const version = resourceVersion === '' ? 0 : parseVersion(resourceVersion);
    if (version === undefined) {
      const quoted = JSON.stringify(resourceVersion);
      throw plainError(`resourceVersion: Invalid value: ${quoted}: ${versionSyntaxError(resourceVersion)}`);
    }
    const wantsBookmarks = isTrue(query.allowWatchBookmarks);
    const opened = { kind, namespace, selection, onEvent, wantsBookmarks };
    const watcher: Watcher = { ...opened, since: version };
    const isInitial = sendInitialEvents ?? version === 0;
    let isOpen = true;
    // The reader may close the watch from inside an event.
    const deliver = (event: WatchEvent): void => {
      if (isOpen) onEvent(event);
    };
    if (isInitial) this.#sendInitial(watcher, sendInitialEvents === true || resourceVersion === '', deliver);
    else if (version > 0 && !this.#replay(watcher, deliver)) return () => {};
    const leave = this.#join({ ...opened, onEvent: deliver, since: Math.max(version, this.#store.revision) });
    return () => {
      isOpen = false;
      leave();
    };
  }

  /** ADDED for what is there, then, if the reader takes bookmarks and asked so, the mark that this was all. */
  #sendInitial({ kind, namespace, selection, wantsBookmarks }: Watcher, marksEnd: boolean, deliver: Deliver): void {
    const { revision, entries } = this.#store.list(storagePrefix(kind, namespace));
    for (const object of matchingIn(entries, selection)) deliver({ type: 'ADDED', object });
    if (wantsBookmarks && marksEnd) {
      const annotations = { 'k8s.io/initial-events-end': 'true' };
      deliver({ type: 'BOOKMARK', object: bookmark(kind, revision, annotations) });
    }
  }

  /** Delivers the changes after the reader's revision; false if they are forgotten and the watch has ended. */
  #replay(watcher: Watcher, deliver: Deliver): boolean {
    const { kind, namespace, since } = watcher;
    try {
      const stop = this.#store.watch(storagePrefix(kind, namespace), since as Revision, (change) => {
        const event = seen(watcher, change);
        if (event !== undefined) deliver(event);
      });
      stop();
      return true;
    } catch (error) {
      if (!(error instanceof Compacted)) throw error;
      deliver({ type: 'ERROR', object: tooOld(since, error.oldest) });
      return false;
    }
  }

  #join(watcher: Watcher): Unsubscribe {
    const hub = this.#hub(watcher.kind);
    const { nodeName, name } = watcher.selection;
    const [index, key] =
      nodeName !== undefined && watcher.kind === 'Pod'
        ? [hub.byNode, nodeName]
        : name !== undefined
          ? [hub.byName, name]
          : [undefined, ''];
    if (index === undefined) {
      hub.everything.add(watcher);
      return () => hub.everything.delete(watcher);
    }
    const bucket = index.get(key) ?? new Set();
    index.set(key, bucket.add(watcher));
    return () => {
      bucket.delete(watcher);
      if (bucket.size === 0 && index.get(key) === bucket) index.delete(key);
    };
  }

  #hub(kind: Kind): Hub {
    const known = this.#hubs.get(kind);
    if (known !== undefined) return known;
    const stop = this.#store.watch(storagePrefix(kind), this.#store.revision, (change) => dispatch(hub, change));
    const hub: Hub = { everything: new Set(), byNode: new Map(), byName: new Map(), stop };
    this.#hubs.set(kind, hub);
    return hub;
  }

  /** Sends every reader that takes them a bookmark of the present revision. */
  bookmark(): void {
    for (const watcher of this.#all()) {
      if (!watcher.wantsBookmarks) continue;
      watcher.onEvent({ type: 'BOOKMARK', object: bookmark(watcher.kind, this.#store.revision) });
    }
  }

  /** Ends all watches with 410: the reader lists again. */
  endAll(): void {
    const watchers = [...this.#all()];
    for (const hub of this.#hubs.values()) hub.stop();
    this.#hubs.clear();
    const revision = this.#store.revision;
    for (const watcher of watchers) watcher.onEvent({ type: 'ERROR', object: tooOld(watcher.since, revision) });
  }

  *#all(): Iterable<Watcher> {
    for (const { everything, byNode, byName } of this.#hubs.values()) {
      yield* everything;
      for (const bucket of byNode.values()) yield* bucket;
      for (const bucket of byName.values()) yield* bucket;
    }
  }
}

type Deliver = (event: WatchEvent) => void;

function dispatch(hub: Hub, change: Change): void {
  // Watchers with the same question get the very same event.
  let asked: Watcher | undefined;
  let event: WatchEvent | undefined;
  for (const watcher of hub.everything) {
    if (change.revision <= watcher.since) continue;
    if (asked?.selection !== watcher.selection || asked.namespace !== watcher.namespace) {
      event = seen(watcher, change);
      asked = watcher;
    }
    if (event !== undefined) watcher.onEvent(event);
  }
  if (hub.byName.size > 0) {
    for (const watcher of hub.byName.get(change.value.metadata.name) ?? []) send(watcher, change);
  }
  if (hub.byNode.size === 0) return;
  const node = nodeNameOf(change.value);
  const before = change.previous === undefined ? undefined : nodeNameOf(change.previous);
  for (const watcher of hub.byNode.get(node) ?? []) send(watcher, change);
  if (before === undefined || before === node) return;
  for (const watcher of hub.byNode.get(before) ?? []) send(watcher, change);
}

function nodeNameOf(object: KubeObject): string {
  const { spec } = object as { readonly spec?: { readonly nodeName?: string } }; // Only pods are indexed by node.
  return spec?.nodeName ?? '';
}

function send(watcher: Watcher, change: Change): void {
  const event = seen(watcher, change);
  if (event !== undefined) watcher.onEvent(event);
}

/** What a change is to a watcher: an object may come into its selection, or go out of it. */
function seen({ kind, namespace, selection, since }: Watcher, change: Change): WatchEvent | undefined {
  const { type, value, previous, revision } = change;
  if (revision <= since) return undefined;
  if (namespace !== undefined && infoOf(kind).namespaced && value.metadata.namespace !== namespace) return undefined;
  const isIn = type === 'put' && selection.matches(value);
  const wasIn = previous !== undefined && selection.matches(previous);
  if (isIn) return { type: wasIn ? 'MODIFIED' : 'ADDED', object: value };
  if (!wasIn) return undefined;
  return { type: 'DELETED', object: type === 'delete' ? value : lastSeen(previous, revision) };
}

/** The last state that matched, with the revision of the change that ended it. */
function lastSeen(previous: KubeObject, revision: number): KubeObject {
  return Object.freeze({
    ...previous,
    metadata: Object.freeze({ ...previous.metadata, resourceVersion: String(revision) }),
  });
}

function bookmark(
  kind: Kind,
  revision: number,
  annotations?: Readonly<Record<string, string>>,
): { kind: string; apiVersion: string; metadata: { resourceVersion: string } } {
  return {
    kind: infoOf(kind).kind,
    apiVersion: apiVersionOf(kind),
    metadata: { resourceVersion: String(revision), ...(annotations === undefined ? {} : { annotations }) },
  };
}

function tooOld(since: number, oldest: number): Status {
  return failure(410, 'Expired', `too old resource version: ${since} (${oldest})`);
}
