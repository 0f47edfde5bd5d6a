/**
 * The network of the cluster: carries lookups, connections and requests from one address to another, through kube-proxy's
 * rules and NetworkPolicies, hop by hop, and keeps what became of them.
 */
import type {
  ClientNetwork,
  Connection,
  Dialled,
  DnsQuestion,
  Echoed,
  Exchanged,
  FinishedRequest,
  HttpAsk,
  Lookup,
} from '../client/network';
import type { Address, Hop } from '../client/traffic';
import type { Packet, Verdict } from '../proxy/kubeProxy';
import type { StateSpace } from '../sim/clock';
import { LATENCY } from './latency';
import type { PolicyEngine } from './policy';
import type { RequestLog } from './requestLog';
import type { Owner, Topology } from './topology';

export interface ClusterNetworkOptions {
  readonly state: StateSpace;
  readonly topology: Topology;
  /** kube-proxy's rules on the packet's node. */
  readonly translate: (packet: Packet) => Verdict;
  readonly policies: PolicyEngine;
  readonly requests: RequestLog;
}

/** Where a first packet came to, and what it met on the way. */
interface Route {
  readonly type: 'delivered' | 'refused' | 'lost' | 'noRoute';
  readonly to: Address;
  readonly owner?: Owner;
  /** The source address as it arrives. */
  readonly source: string;
  readonly ms: number;
  readonly hops: readonly Hop[];
}

const FIRST_PORT = 32_768;
const PORTS = 28_232;

export class ClusterNetwork {
  /** Client ports, by address: each connection has the next one. */
  readonly #ports;

  constructor(private readonly options: ClusterNetworkOptions) {
    this.#ports = options.state.map<number>('network/ports');
  }

  /** The network as a process with that address has it. */
  clientAt(ip: string): ClientNetwork {
    return {
      address: ip,
      lookup: (server, question) => this.#lookup(ip, server, question),
      dial: (to, protocol = 'TCP') => this.#dial(ip, to, protocol),
      exchange: (connection, request) => this.#exchange(connection, request),
      ping: (to) => this.#ping(ip, to),
      record: (request) => this.#record(ip, request),
    };
  }

  #lookup(from: string, server: string, question: DnsQuestion): Lookup {
    const route = this.#route(from, { ip: server, port: 53 }, 'UDP');
    const { hops, ms } = route;
    if (route.type === 'refused') return { type: 'refused', ms, hops };
    const reply = route.owner && this.options.topology.endpointsOf(route.owner.node)?.dns(route.to.ip, question);
    if (reply === 'refused') return { type: 'refused', ms, hops };
    if (route.type !== 'delivered' || reply === undefined || typeof reply === 'string') return { type: 'lost', hops };
    return { type: 'reply', ms: ms + LATENCY.dnsServer, reply, hops };
  }

  #dial(from: string, to: Address, protocol: Packet['protocol']): Dialled {
    const route = this.#route(from, to, protocol);
    const { hops, ms } = route;
    if (route.type !== 'delivered') {
      return route.type === 'lost' ? { type: 'lost', hops } : { type: route.type, ms, hops };
    }
    const endpoints = route.owner && this.options.topology.endpointsOf(route.owner.node);
    const answer = endpoints?.tcp(route.to.ip, route.to.port) ?? 'timeout';
    if (answer === 'timeout') return { type: 'lost', hops };
    if (answer === 'refused') return { type: 'refused', ms, hops };
    const port = (this.#ports.get(from) ?? -1) + 1;
    this.#ports.set(from, port % PORTS);
    const connection: Connection = {
      from: { ip: from, port: FIRST_PORT + port },
      to,
      server: route.to,
      seenFrom: route.source,
      hops,
    };
    return { type: 'connected', ms, connection, hops };
  }

  #exchange({ server, seenFrom }: Connection, request: HttpAsk): Exchanged {
    const owner = this.options.topology.ownerOf(server.ip);
    const endpoints = owner && this.options.topology.endpointsOf(owner.node);
    if (endpoints === undefined) return { type: 'silent', hops: [] };
    const served = endpoints.http(server.ip, server.port, seenFrom, request);
    switch (served.type) {
      case 'response':
        return served;
      case 'silent':
        return { type: 'silent', hops: [] };
      default:
        return { type: served.type, ms: 0, hops: [] };
    }
  }

  #ping(from: string, ip: string): Echoed {
    const { topology } = this.options;
    const owner = topology.ownerOf(ip);
    if (owner === undefined || topology.endpointsOf(owner.node) === undefined) return { type: 'lost' };
    const isNear = topology.ownerOf(from)?.node === owner.node;
    return { type: 'reply', ms: isNear ? 0.06 : 0.36, ttl: isNear ? 64 : 62 };
  }

  #record(from: string, request: FinishedRequest): void {
    this.options.requests.add(from, this.options.topology.ownerOf(from), request);
  }

  /** Follows a first packet to whoever has its address in the end. */
  #route(from: string, to: Address, protocol: Packet['protocol']): Route {
    const { topology, translate, policies } = this.options;
    const source = from.startsWith('127.') ? undefined : topology.ownerOf(from);
    const hops: Hop[] = [];
    const entry = source?.node ?? topology.ownerOf(to.ip)?.node ?? '';
    const origin = source?.type ?? 'outside';
    const packet = { protocol, from, origin, to, node: entry, nodeIP: topology.addressOf(entry) ?? '' } as const;
    const verdict = translate(packet);
    let ms: number = origin === 'outside' ? LATENCY.fromOutside : LATENCY.sameNode;
    const place = { place: 'proxy', node: entry, from: { ip: from, port: 0 }, to } as const;
    if (verdict.type === 'reject' || verdict.type === 'drop') {
      hops.push({ atMs: ms, ...place, rule: verdict.rule, object: verdict.service });
      return { type: verdict.type === 'reject' ? 'refused' : 'lost', to, source: from, ms, hops };
    }
    const arrived = verdict.type === 'endpoint' ? verdict.to : to;
    const seenFrom = verdict.type === 'endpoint' ? (verdict.source ?? from) : from;
    if (verdict.type === 'endpoint') {
      hops.push({ atMs: ms, ...place, rule: verdict.rule, object: verdict.service, toAfter: arrived });
    }
    const owner = topology.ownerOf(arrived.ip);
    const question = { from: source, fromIP: from, to: owner, toIP: arrived.ip, port: arrived.port, protocol };
    for (const { allowed, rule, object } of policies.judge(question)) {
      hops.push({ atMs: ms, place: 'policy', rule, object, node: entry });
      if (!allowed) return { type: 'lost', to: arrived, source: seenFrom, ms, hops };
    }
    if (owner === undefined) return { type: 'lost', to: arrived, source: seenFrom, ms, hops };
    if (owner.node !== entry) {
      ms += LATENCY.betweenNodes;
      hops.push({ atMs: ms, place: 'node', node: owner.node, rule: { key: 'routed', params: { node: owner.node } } });
    }
    const isUp = topology.endpointsOf(owner.node) !== undefined;
    return { type: isUp ? 'delivered' : 'lost', to: arrived, owner, source: seenFrom, ms, hops };
  }
}
