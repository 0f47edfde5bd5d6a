/** A cluster of plain maps around one scheduler, for tests: it applies what the scheduler writes and tells it at once. */
import type { Kind, Kinds } from '../api/kinds';
import type { Node } from '../api/core/node';
import type { Pod, PodCondition, PodSpec } from '../api/core/pod';
import { type KubeObject, type ObjectMeta, keyText, parseKey } from '../api/meta/objectMeta';
import { ApiError, failure } from '../api/meta/status';
import type { Cache } from '../client/cache';
import type { KubeClient } from '../client/client';
import type { ApiRequest } from '../client/transport';
import type { Component, World } from '../component/component';
import { profiles } from '../component/profile';
import { unexplained } from '../component/unexplained';
import type { Instant, SimEvent, StateMap, StateSpace } from '../sim/clock';
import { deepFreeze } from '../sim/freeze';
import { invariant } from '../sim/invariant';
import { createScheduler } from './scheduler';

/** The tests begin here: a whole second. */
const START = 1_000_000_000_000;

/** A pod with one container and Kubernetes' defaults, as it comes from the API server. */
export function pod(name: string, spec: Partial<PodSpec> = {}, metadata: Partial<ObjectMeta> = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: `uid-${name}`,
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: '2001-09-09T01:46:40Z',
      ...metadata,
    },
    spec: {
      containers: [container({})],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      schedulerName: 'default-scheduler',
      ...spec,
    },
    status: { phase: 'Pending' },
  };
}

/** A container that asks for `requests`. */
export function container(
  requests: Readonly<Record<string, string>>,
  rest: Partial<PodSpec['containers'][number]> = {},
): PodSpec['containers'][number] {
  return {
    name: 'c',
    image: 'nginx',
    resources: { requests },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'Always',
    ...rest,
  };
}

/** A node of 4 CPU, 8Gi and 110 pods. */
export function node(
  name: string,
  parts: {
    readonly labels?: Record<string, string>;
    readonly spec?: Node['spec'];
    readonly status?: Node['status'];
  } = {},
): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid: `uid-${name}`,
      resourceVersion: '1',
      creationTimestamp: '2001-09-09T01:46:40Z',
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', ...parts.labels },
    },
    spec: parts.spec ?? {},
    status: parts.status ?? {
      allocatable: { cpu: '4', memory: '8Gi', pods: '110', 'ephemeral-storage': '100Gi' },
    },
  };
}

/** StateMaps without checkpoints. */
export function fakeState(): StateSpace {
  const maps = new Map<string, Map<string, unknown>>();
  return {
    map<V>(name: string): StateMap<V> {
      const map = (maps.get(name) ?? new Map<string, unknown>()) as Map<string, V>; // One type for each name.
      maps.set(name, map);
      return {
        get size() {
          return map.size;
        },
        get: (key) => map.get(key),
        has: (key) => map.has(key),
        set: (key, value) => void map.set(key, deepFreeze(value)),
        delete: (key) => map.delete(key),
        keys: () => map.keys(),
        values: () => map.values(),
        entries: () => map.entries(),
        clear: () => map.clear(),
      };
    },
    drop(prefix) {
      for (const name of maps.keys()) if (name.startsWith(prefix)) maps.delete(name);
    },
  };
}

export class FakeCluster {
  readonly state = fakeState();
  /** Events in the order in which they were recorded, as `reason object: message`. */
  readonly events: string[] = [];
  /** The next binding is refused with this. */
  refusal: ApiError | undefined;
  /** Whether a binding is told to the scheduler at once. */
  tellsBindings = true;
  readonly scheduler: Component;
  readonly #objects = new Map<Kind, Map<string, KubeObject>>();
  readonly #queue: { readonly at: number; readonly event: SimEvent }[] = [];
  readonly #untold = new Map<string, string>();
  #now = START;

  constructor(nodes: readonly Node[], objects: readonly KubeObject[] = []) {
    this.scheduler = createScheduler(this.#world());
    for (const object of [...nodes, ...objects]) this.#map(object.kind as Kind).set(keyText(object.metadata), object); // Built here.
    invariant(this.scheduler.start() === undefined, 'the scheduler starts without waiting');
  }

  get now(): number {
    return this.#now - START;
  }

  pod(name: string): Pod | undefined {
    return this.#map('Pod').get(`default/${name}`) as Pod | undefined; // That map holds pods.
  }

  /** The node that the pod is bound to. */
  nodeOf(name: string): string | undefined {
    return this.pod(name)?.spec.nodeName;
  }

  /** The message of the pod's condition PodScheduled. */
  messageOf(name: string): string | undefined {
    return this.pod(name)?.status.conditions?.find(({ type }) => type === 'PodScheduled')?.message;
  }

  /** Creates or replaces an object and tells the scheduler. */
  put(object: KubeObject): void {
    const kind = object.kind as Kind; // Objects of tests are of known kinds.
    const map = this.#map(kind);
    const key = keyText(object.metadata);
    const previous = map.get(key);
    map.set(key, deepFreeze(object));
    const change = { kind, object, ...(previous === undefined ? {} : { previous }) };
    this.scheduler.onChange({ type: previous === undefined ? 'ADDED' : 'MODIFIED', ...change });
  }

  /** Tells of the bindings that were kept back. */
  tellAll(): void {
    for (const [name, nodeName] of this.#untold) {
      const current = this.pod(name);
      if (current !== undefined && current.spec.nodeName === undefined) {
        const bound: Pod = { ...current, spec: { ...current.spec, nodeName } };
        this.put(bound);
      }
    }
    this.#untold.clear();
  }

  remove(kind: Kind, key: string): void {
    this.#untold.delete(parseKey(key).name);
    const object = this.#map(kind).get(key);
    invariant(object !== undefined, `${kind} ${key} exists`);
    this.#map(kind).delete(key);
    this.scheduler.onChange({ type: 'DELETED', kind, object, previous: object });
  }

  /** Lets time pass. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      this.#queue.sort((a, b) => a.at - b.at);
      const next = this.#queue[0];
      if (next === undefined || next.at > end) break;
      this.#queue.shift();
      this.#now = next.at;
      await this.scheduler.handle(next.event);
    }
    this.#now = end;
  }

  #map(kind: Kind): Map<string, KubeObject> {
    const map = this.#objects.get(kind) ?? new Map<string, KubeObject>();
    this.#objects.set(kind, map);
    return map;
  }

  #list<K extends Kind>(kind: K): readonly Kinds[K][] {
    const entries = [...this.#map(kind)].sort(([a], [b]) => (a < b ? -1 : 1));
    return entries.map(([, object]) => object as Kinds[K]); // That map holds this kind.
  }

  #cache(): Cache {
    return {
      get: (kind, key) => this.#map(kind).get(keyText(key)) as Kinds[typeof kind] | undefined, // As above.
      list: (kind, namespace) =>
        this.#list(kind).filter((object) => namespace === undefined || object.metadata.namespace === namespace),
      podsOnNode: (name) => this.#list('Pod').filter((each) => each.spec.nodeName === name),
      ownedBy: () => [],
      podCounts: () => [],
      orphans: () => [],
      revision: () => 0,
    };
  }

  #world(): World {
    return {
      clock: {
        now: () => this.#now as Instant,
        schedule: (delayMs, event) => this.#queue.push({ at: this.#now + delayMs, event }),
        cancel: () => undefined,
        random: () => 0,
      },
      client: this.#client(),
      cache: this.#cache(),
      state: this.state,
      recorder: {
        event: async (about, _type, reason, message) => {
          this.events.push(`${reason} ${about.metadata.name}: ${message}`);
        },
      },
      explain: unexplained,
      profile: profiles['v1.36'] ?? invalid('profile'),
    };
  }

  #client(): KubeClient {
    const unused = () => invalid('verb');
    return {
      get: unused,
      list: unused,
      watch: unused,
      create: unused,
      update: async (_kind, object) => {
        this.put(object);
        return object;
      },
      patch: async (kind, key, { body }) => {
        const current = this.#map(kind).get(keyText(key)) as Pod; // Only pods are patched.
        const { conditions: changed, ...status } = (body as { status: Partial<Pod['status']> }).status;
        const kept = (current.status.conditions ?? []).filter(({ type }) => !isAmong(type, changed));
        const conditions = [...kept, ...(changed ?? [])];
        const { nominatedNodeName = current.status.nominatedNodeName ?? null, ...others } = status;
        const nomination = nominatedNodeName === null ? {} : { nominatedNodeName };
        const { nominatedNodeName: _old, ...before } = current.status;
        this.put({ ...current, status: { ...before, ...others, ...nomination, conditions } } as Pod);
        return current as unknown as Kinds[typeof kind]; // Nobody reads it.
      },
      delete: async (kind, key) => {
        const current = this.#map(kind).get(keyText(key));
        invariant(current !== undefined, 'the pod exists');
        this.put({ ...current, metadata: { ...current.metadata, deletionTimestamp: '2001-09-09T01:47:10Z' } });
      },
      raw: async (request) => this.#bind(request),
    };
  }

  #bind({ body }: ApiRequest): { code: number; body: unknown } {
    const { refusal } = this;
    this.refusal = undefined;
    if (refusal !== undefined) throw refusal;
    const { metadata, target } = body as { metadata: { name: string }; target: { name: string } };
    const current = this.pod(metadata.name);
    if (current === undefined) throw new ApiError(failure(404, 'NotFound', 'pods not found'));
    const bound: Pod = { ...current, spec: { ...current.spec, nodeName: target.name } };
    if (this.tellsBindings) this.put(bound);
    else this.#untold.set(metadata.name, target.name);
    return { code: 201, body: {} };
  }
}

function isAmong(type: string, conditions: readonly PodCondition[] | undefined): boolean {
  return conditions?.some((condition) => condition.type === type) === true;
}

function invalid(what: string): never {
  throw new Error(`the scheduler uses no such ${what}`);
}
