/**
 * An API server of fixed objects for tests and for drawing views: list, watch, create, merge patch, delete.
 * Left out: everything that makes a cluster live; nothing here ever happens by itself.
 */
import { type Kind, kinds } from '../../api/kinds';
import { keyOf, keyText, type KubeObject } from '../../api/meta/objectMeta';
import { failure } from '../../api/meta/status';
import { createClient } from '../../client/client';
import type { Simulation, SimulationStatus } from '../../client/simulation';
import type { ApiRequest, ApiResponse, Transport, WatchEvent } from '../../client/transport';
import type { Backend } from './backend';
import { fixtureObjects, fixtureStatus } from './fixtureCluster';

export interface FixtureBackend extends Backend {
  readonly simulation: Simulation;
  /** Writes an object as it stands, as a component of the cluster would. */
  set(object: KubeObject): void;
  /** Removes an object without telling the watches. */
  forget(kind: Kind, key: string): void;
  /** Ends all watches with 410 Gone, after `before` has run. */
  expireWatches(before?: () => void): void;
  setStatus(status: Partial<SimulationStatus>): void;
}

interface Watcher {
  readonly kind: Kind;
  readonly onEvent: (event: WatchEvent) => void;
}

/** Builds a fixture over `objects`; without them the cluster of the design pages. */
export function createFixtureBackend(objects: readonly KubeObject[] = fixtureObjects()): FixtureBackend {
  const shelves = new Map<Kind, Map<string, KubeObject>>();
  const watchers = new Set<Watcher>();
  let revision = 1;

  const shelf = (kind: Kind) => {
    const found = shelves.get(kind) ?? new Map<string, KubeObject>();
    shelves.set(kind, found);
    return found;
  };
  const tell = (kind: Kind, event: WatchEvent) => {
    for (const watcher of [...watchers]) if (watcher.kind === kind) watcher.onEvent(event);
  };
  const set = (object: KubeObject) => {
    const kind = object.kind as Kind; // Fixtures hold known kinds only.
    const key = keyText(keyOf(object));
    const type = shelf(kind).has(key) ? 'MODIFIED' : 'ADDED';
    revision += 1;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
    shelf(kind).set(key, stored);
    tell(kind, { type, object: stored });
    return stored;
  };
  for (const object of objects) set(object);

  const transport: Transport = {
    request: async (request) =>
      answer(
        request,
        shelf,
        set,
        (kind, key) => {
          const object = shelf(kind).get(key);
          shelf(kind).delete(key);
          if (object !== undefined) tell(kind, { type: 'DELETED', object });
        },
        revision,
      ),
    watch: (request, onEvent) => {
      const kind = targetOf(request.path)?.kind;
      if (kind === undefined) return () => {};
      const watcher = { kind, onEvent };
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    stream: (_request, { onEnd }) => {
      const refusal = failure(501, 'NotImplemented', 'a fixture has no streams');
      void Promise.resolve().then(() => onEnd({ code: 501, body: refusal }));
      return { send: () => {}, close: () => {} };
    },
  };

  const listeners = new Set<(status: SimulationStatus) => void>();
  let status = fixtureStatus();
  const setStatus = (change: Partial<SimulationStatus>) => {
    status = { ...status, ...change };
    for (const listener of [...listeners]) listener(status);
  };
  return {
    client: createClient(transport, 'kubeloop'),
    simulation: {
      onStatus: (listener) => {
        listeners.add(listener);
        listener(status);
        return () => listeners.delete(listener);
      },
      onActivity: () => () => {},
      play: async () => setStatus({ health: { type: 'running' } }),
      pause: async () => setStatus({ health: { type: 'paused' } }),
      step: async () => setStatus({ now: status.now + 1_000 }),
      setSpeed: async (speed) => setStatus({ speed }),
      fault: async () => {},
      send: async () => ({}),
      requests: async () => [],
      onTraffic: () => () => {},
      verdict: async () => undefined,
      history: async () => {},
      // A fixture has no past and no reasons.
      lesson: async () => ({ checks: [] }) as never,
      stepping: async () => ({ type: 'nothing' }) as never,
      insight: async ({ type }) => (type === 'versions' || type === 'lanes' ? [] : undefined) as never,
      knowsImage: async () => true,
      unknownImages: async () => [],
      exportRun: async () => ({
        version: 1,
        profile: 'v1.36',
        seed: 1,
        nodes: [],
        files: {},
        commands: [],
        untilMs: 0,
      }),
      load: async () => [],
      stateHash: async () => '0',
    },
    set,
    forget: (kind, key) => shelf(kind).delete(key),
    expireWatches: (before) => {
      before?.();
      const ended = [...watchers];
      watchers.clear();
      for (const { onEvent } of ended)
        onEvent({ type: 'ERROR', object: failure(410, 'Expired', 'too old resource version') });
    },
    setStatus,
    close: () => watchers.clear(),
  };
}

interface Target {
  readonly kind: Kind;
  readonly namespace?: string;
  readonly name?: string;
}

/** Which collection or object a path names. */
function targetOf(path: string): Target | undefined {
  const match = /^\/(?:api|apis\/[^/]+)\/v1(?:\/namespaces\/([^/]+)(?=\/))?\/([a-z]+)(?:\/([^/]+))?/.exec(path);
  const kind = Object.values(kinds).find((info) => info.plural === match?.[2])?.kind;
  if (match === null || kind === undefined) return undefined;
  return { kind, namespace: match[1], name: match[3] };
}

function answer(
  request: ApiRequest,
  shelf: (kind: Kind) => Map<string, KubeObject>,
  set: (object: KubeObject) => KubeObject,
  remove: (kind: Kind, key: string) => void,
  revision: number,
): ApiResponse {
  const target = targetOf(request.path);
  if (target === undefined)
    return { code: 404, body: failure(404, 'NotFound', 'the server could not find the requested resource') };
  const { kind, namespace, name } = target;
  if (request.method === 'POST') return { code: 201, body: set(request.body as KubeObject) }; // The page's own drafts.
  if (name === undefined) {
    const items = [...shelf(kind).values()].filter(
      (object) => namespace === undefined || object.metadata.namespace === namespace,
    );
    return {
      code: 200,
      body: { kind: `${kind}List`, apiVersion: 'v1', metadata: { resourceVersion: String(revision) }, items },
    };
  }
  const key = namespace === undefined ? name : `${namespace}/${name}`;
  const object = shelf(kind).get(key);
  if (object === undefined)
    return { code: 404, body: failure(404, 'NotFound', `${kinds[kind].plural} "${name}" not found`) };
  if (request.method === 'DELETE') {
    remove(kind, key);
    return { code: 200, body: object };
  }
  if (request.method === 'PATCH') return { code: 200, body: set(merge(object, request.body) as KubeObject) }; // A merge of a KubeObject is one.
  if (request.method === 'PUT') return { code: 200, body: set(request.body as KubeObject) };
  return { code: 200, body: object };
}

/** RFC 7386. */
function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const base = typeof target === 'object' && target !== null && !Array.isArray(target) ? target : {};
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  }
  return result;
}
