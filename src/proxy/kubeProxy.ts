/**
 * kube-proxy on every node that runs it: follows Services and slices, writes rules, and says where a connection goes.
 * All nodes' proxies see the same objects, so the rules are kept once; a node whose proxy does not run keeps those it had.
 * Models pkg/proxy/iptables/proxier.go (v1.36.3).
 */
import type { KubeObject } from '../api/meta/objectMeta';
import { keyText } from '../api/meta/objectMeta';
import type { Address, HopRule, HopObject } from '../client/traffic';
import type { CacheChange } from '../client/cache';
import type { Component, World } from '../component/component';
import type { SimEvent, StateMap } from '../sim/clock';
import { type PortRules, type RuleEndpoint, rulesOf } from './serviceRules';

/** The name of the component, and of the actor that hears of nodes. */
export const KUBE_PROXY = 'kube-proxy';
/** A container of kube-proxy started or ended on a node; the event's data is the node's name. */
export const NODE_STARTED = 'nodeStarted';
export const NODE_STOPPED = 'nodeStopped';
/** Least time between two writes of the rules: `minSyncPeriod`. */
const MIN_SYNC_MS = 1_000;
const SLICE_SERVICE = 'kubernetes.io/service-name';

/** A first packet as a node's rules see it. */
export interface Packet {
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  readonly from: string;
  /** Where it comes from: a pod of the cluster, a node itself, or somewhere else. */
  readonly origin: 'pod' | 'node' | 'outside';
  readonly to: Address;
  /** The node whose rules it meets. */
  readonly node: string;
  /** That node's own address: what masquerading puts in the source's place. */
  readonly nodeIP: string;
}

/** What the rules do with it. */
export type Verdict =
  /** No rule is meant for it. */
  | { readonly type: 'pass' }
  | {
      readonly type: 'endpoint';
      readonly to: Address;
      /** The source that the packet has from now on; absent: its own. */
      readonly source?: string;
      readonly service: HopObject;
      readonly rule: HopRule;
    }
  /** Refused at once, or lost. */
  | { readonly type: 'reject' | 'drop'; readonly service: HopObject; readonly rule: HopRule };

export interface ServiceProxy extends Component {
  translate(packet: Packet): Verdict;
}

/** The proxies of all nodes. */
export function createKubeProxy(world: World): ServiceProxy {
  return new KubeProxy(world);
}

class KubeProxy implements ServiceProxy {
  readonly name = KUBE_PROXY;
  readonly watches = [{ kind: 'Service' }, { kind: 'EndpointSlice' }] as const;
  /** `namespace/name` of a Service to its rules, as last written. */
  readonly #rules: StateMap<readonly PortRules[]>;
  /** Services to look at in the next write. */
  readonly #dirty: StateMap<true>;
  /** `sync`: when the rules were last written, and when they will be. */
  readonly #times: StateMap<number>;
  /** Nodes with rules. */
  readonly #nodes: StateMap<'live' | 'stale'>;

  constructor(private readonly world: World) {
    const { state } = world;
    this.#rules = state.map('rules');
    this.#dirty = state.map('dirty');
    this.#times = state.map('times');
    this.#nodes = state.map('nodes');
  }

  start(): void {
    this.#plan();
  }

  onChange({ object, kind }: CacheChange): void {
    const service = kind === 'Service' ? object.metadata.name : serviceOf(object);
    if (service === undefined) return;
    this.#dirty.set(keyText({ namespace: object.metadata.namespace, name: service }), true);
    this.#plan();
  }

  handle({ type, data }: SimEvent): void {
    if (type === NODE_STARTED) this.#nodes.set(String(data), 'live');
    if (type === NODE_STOPPED) this.#nodes.set(String(data), 'stale');
    if (type === 'sync') this.#sync();
  }

  translate(packet: Packet): Verdict {
    if (!this.#nodes.has(packet.node)) return { type: 'pass' };
    for (const rules of this.#rules.values()) {
      for (const port of rules) {
        if (port.protocol !== packet.protocol) continue;
        if (port.clusterIP === packet.to.ip && port.port === packet.to.port) return this.#choose(port);
        if (port.nodePort === packet.to.port && packet.to.ip === packet.nodeIP) {
          const verdict = this.#choose(port);
          return verdict.type === 'endpoint' ? { ...verdict, source: packet.nodeIP } : verdict;
        }
      }
    }
    return { type: 'pass' };
  }

  #choose({ namespace, name, portName, endpoints }: PortRules): Verdict {
    const service = { kind: 'Service', namespace, name } as const;
    const ready = endpoints.filter((endpoint) => endpoint.ready);
    const usable: readonly RuleEndpoint[] =
      ready.length > 0 ? ready : endpoints.filter((endpoint) => endpoint.serving && endpoint.terminating);
    const at = Math.floor(this.world.clock.random(`${namespace}/${name}:${portName}`) * usable.length);
    const chosen = usable[at];
    if (chosen === undefined) return { type: 'reject', service, rule: { key: 'serviceNoEndpoint' } };
    const rule: HopRule = { key: 'serviceEndpoint', params: { number: at + 1, of: usable.length } };
    return { type: 'endpoint', to: { ip: chosen.ip, port: chosen.port }, service, rule };
  }

  #plan(): void {
    const { clock } = this.world;
    if (this.#times.has('planned')) return;
    const at = Math.max(clock.now(), (this.#times.get('last') ?? 0) + MIN_SYNC_MS);
    this.#times.set('planned', at);
    clock.schedule(at - clock.now(), { actor: KUBE_PROXY, type: 'sync' });
  }

  #sync(): void {
    const { cache, clock } = this.world;
    this.#times.delete('planned');
    this.#times.set('last', clock.now());
    for (const key of [...this.#dirty.keys()].sort()) {
      const [namespace = '', name = ''] = key.split('/');
      const service = cache.get('Service', { namespace, name });
      const slices = cache.list('EndpointSlice', namespace).filter((slice) => serviceOf(slice) === name);
      if (service === undefined) this.#rules.delete(key);
      else this.#rules.set(key, rulesOf(service, slices));
    }
    this.#dirty.clear();
  }
}

function serviceOf(slice: KubeObject): string | undefined {
  return slice.metadata.labels?.[SLICE_SERVICE];
}
