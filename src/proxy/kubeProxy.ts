/**
 * kube-proxy on every node that runs it: follows Services and slices, writes rules, and says where a connection goes.
 * All nodes' proxies see the same objects, so the rules are kept once; a node whose proxy does not run, or does not reach
 * the API server, keeps those it had. Models pkg/proxy/iptables/proxier.go and pkg/proxy/runner (v1.36.3).
 * Simplified: all nodes write at the same instants.
 */
import type { KubeObject } from '../api/meta/objectMeta';
import { keyText } from '../api/meta/objectMeta';
import type { EndpointSlice } from '../api/discovery/endpointSlice';
import type { CacheChange } from '../client/cache';
import type { Component, World } from '../component/component';
import type { SimEvent, StateMap } from '../sim/clock';
import { Affinity, type Remembered } from './affinity';
import { HEALTHZ_PORT, type ProxyAnswer, type ProxyHealth, healthCheckAnswer, healthzAnswer } from './healthAnswers';
import { type ProxySettings, isServiceAddress, judge } from './judgement';
import { NodeStates, type NodeState } from './nodeStates';
import type { Packet, Verdict } from './packet';
import type { RuleTable } from './ruleTable';
import { type PortRules, rulesOf } from './serviceRules';

/** The name of the component, and of the actor that hears of nodes. */
export const KUBE_PROXY = 'kube-proxy';
/** A kube-proxy started on a node: the event's data is a NodeStarted. */
export const NODE_STARTED = 'nodeStarted';
/** Of the others it is the node's name: it ended, */
export const NODE_STOPPED = 'nodeStopped';
/** the machine does not reach the API server, or does again, */
export const NODE_CUT = 'nodeCut';
export const NODE_JOINED = 'nodeJoined';
/** the machine is off, or gone, and with it the rules in its kernel. */
export const NODE_GONE = 'nodeGone';
/** What a proxy says of itself at its start. */
export interface NodeStarted {
  readonly node: string;
  readonly settings: ProxySettings;
}

/** Least time between two writes of the rules: `minSyncPeriod`. */
const MIN_SYNC_MS = 1_000;
const SLICE_SERVICE = 'kubernetes.io/service-name';
const ZONE = 'topology.kubernetes.io/zone';

export interface ServiceProxy extends Component {
  translate(packet: Packet): Verdict;
  /** Whether the node's proxy itself listens at a port of the node: its own health, and health check node ports. */
  listens(node: string, port: number): boolean;
  /** What it answers there. */
  answer(node: string, port: number, path: string): ProxyAnswer | undefined;
  /** Drops what was derived from the state: another one was restored. */
  reset(): void;
}

/** The proxies of all nodes. */
export function createKubeProxy(world: World): ServiceProxy {
  return new KubeProxy(world);
}

class KubeProxy implements ServiceProxy {
  readonly name = KUBE_PROXY;
  readonly watches = [{ kind: 'Service' }, { kind: 'EndpointSlice' }, { kind: 'Node' }] as const;
  /** `namespace/name` of a Service to its rules, as last written. */
  readonly #rules: StateMap<readonly PortRules[]>;
  /** Services to look at in the next write. */
  readonly #dirty: StateMap<true>;
  /** `last`: when the rules were last written; `planned`: when they will be; `queued`: since when something waits. */
  readonly #times: StateMap<number>;
  readonly #nodes: NodeStates;
  readonly #affinity: Affinity;

  constructor(private readonly world: World) {
    const { state } = world;
    this.#rules = state.map('rules');
    this.#dirty = state.map('dirty');
    this.#times = state.map('times');
    this.#nodes = new NodeStates(state, this.#rules);
    this.#affinity = new Affinity(state.map<Remembered>('affinity'));
  }

  reset(): void {
    this.#nodes.reset();
  }

  start(): void {
    this.#plan();
  }

  onChange({ object, kind, previous }: CacheChange): void {
    if (kind === 'Node') {
      if (zoneOf(object) !== zoneOf(previous)) this.#plan();
      return;
    }
    const service = kind === 'Service' ? object.metadata.name : serviceOf(object);
    if (service === undefined) return;
    this.#dirty.set(keyText({ namespace: object.metadata.namespace, name: service }), true);
    this.#plan();
  }

  handle({ type, data }: SimEvent): void | Promise<void> {
    if (type === 'sync') return this.#sync();
    if (type === NODE_STARTED) return this.#started(data as unknown as NodeStarted); // Written by the composition root.
    const node = String(data);
    if (type === NODE_STOPPED) this.#nodes.change(node, { running: false });
    if (type === NODE_CUT) this.#nodes.change(node, { connected: false });
    if (type === NODE_JOINED) {
      this.#nodes.change(node, { connected: true });
      this.#setZones();
    }
    if (type === NODE_GONE) {
      this.#nodes.remove(node);
      this.#affinity.forget((known) => known.node === node);
    }
  }

  /** It tells of its birth under its node's name: it does not know the uid. */
  #started({ node, settings }: NodeStarted): Promise<void> {
    const { clock, recorder } = this.world;
    this.#nodes.change(node, { running: true, settings, since: clock.now() });
    this.#setZones();
    const about = { apiVersion: 'v1', kind: 'Node', metadata: { name: node, uid: node } };
    return recorder.event(about, 'Normal', 'Starting', '', { action: 'StartKubeProxy' });
  }

  translate(packet: Packet): Verdict {
    const state = this.#nodes.get(packet.node);
    if (state?.settings === undefined) {
      // Without rules the address is nobody's: it goes to the default gateway, and is lost there.
      if (!isServiceAddress(packet.to.ip)) return { type: 'pass' };
      return { type: 'drop', rule: { key: 'proxyMissing', params: { node: packet.node } } };
    }
    const rules = { ...state.settings, zone: state.zone ?? '', table: this.#nodes.tableOf(state) };
    const verdict = judge(packet, rules, { clock: this.world.clock, affinity: this.#affinity });
    return verdict.type === 'pass' || !this.#nodes.isStale(state) ? verdict : { ...verdict, isStale: true };
  }

  listens(node: string, port: number): boolean {
    const state = this.#nodes.get(node);
    if (state?.running !== true) return false;
    return port === HEALTHZ_PORT || this.#tableOf(state).healthCheck(port) !== undefined;
  }

  answer(node: string, port: number, path: string): ProxyAnswer | undefined {
    const state = this.#nodes.get(node);
    if (state?.running !== true) return undefined;
    if (port === HEALTHZ_PORT) return healthzAnswer(path, this.#health(node));
    const entry = this.#tableOf(state).healthCheck(port);
    return entry && healthCheckAnswer(entry, node, this.world.clock.now());
  }

  /** It is healthy: nothing that waits to be written waits for long. */
  #health(node: string): ProxyHealth {
    const { clock, cache } = this.world;
    const found = cache.get('Node', { name: node });
    const taints = found?.spec.taints ?? [];
    const isLeaving = found?.metadata.deletionTimestamp !== undefined;
    const eligible = found !== undefined && !isLeaving && !taints.some(({ key }) => key === TO_BE_DELETED);
    const last = this.#times.get('last') ?? clock.now();
    return { now: clock.now(), last, first: this.#nodes.get(node)?.since ?? last, eligible };
  }

  #tableOf(state: NodeState): RuleTable {
    return this.#nodes.tableOf(state);
  }

  #plan(): void {
    const { clock } = this.world;
    if (this.#times.has('planned')) return;
    const at = Math.max(clock.now(), (this.#times.get('last') ?? 0) + MIN_SYNC_MS);
    this.#times.set('planned', at);
    clock.schedule(at - clock.now(), { actor: KUBE_PROXY, type: 'sync' });
  }

  #sync(): void {
    const { clock, cache } = this.world;
    this.#times.delete('planned');
    this.#times.set('last', clock.now());
    const keys = [...this.#dirty.keys()].sort();
    this.#dirty.clear();
    const slices = this.#slicesOf(keys);
    let isSticky = false;
    const behind = this.#nodes.writesKept();
    for (const key of keys) {
      const [namespace = '', name = ''] = key.split('/');
      const service = cache.get('Service', { namespace, name });
      const rules = service === undefined ? [] : rulesOf(service, slices.get(key) ?? []);
      isSticky ||= rules.some(({ affinitySeconds }) => affinitySeconds !== undefined);
      this.#nodes.write(key, rules, behind);
      if (rules.length === 0) this.#affinity.forget(({ stream }) => stream.startsWith(`${key}:`));
    }
    this.#setZones();
    if (!isSticky) return;
    const entries = keys.flatMap((key) => this.#nodes.live().entriesOf(key));
    this.#affinity.prune(entries, clock.now(), (node) => this.#nodes.isLive(node));
  }

  /** The slices of those Services, in the order of their names. */
  #slicesOf(keys: readonly string[]): ReadonlyMap<string, readonly EndpointSlice[]> {
    const wanted = new Map<string, EndpointSlice[]>(keys.map((key) => [key, []]));
    const namespaces = new Set(keys.map((key) => key.split('/')[0] ?? ''));
    for (const namespace of namespaces) {
      for (const slice of this.world.cache.list('EndpointSlice', namespace)) {
        wanted.get(`${namespace}/${serviceOf(slice)}`)?.push(slice);
      }
    }
    return wanted;
  }

  #setZones(): void {
    for (const node of this.#nodes.liveNodes()) {
      this.#nodes.setZone(node, zoneOf(this.world.cache.get('Node', { name: node })));
    }
  }
}

const TO_BE_DELETED = 'ToBeDeletedByClusterAutoscaler';

function serviceOf(slice: KubeObject): string | undefined {
  return slice.metadata.labels?.[SLICE_SERVICE];
}

function zoneOf(node: KubeObject | undefined): string {
  return node?.metadata.labels?.[ZONE] ?? '';
}
