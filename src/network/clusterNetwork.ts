/**
 * The network of the cluster: carries lookups, connections and requests from one address to another, through kube-proxy's
 * rules and NetworkPolicies, hop by hop, and keeps what became of them.
 */
import type {
  ClientNetwork,
  Connection,
  Dialled,
  DnsQuery,
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
import { type DnsServer, lookupsOver } from './lookups';
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
  /** What a DNS server outside of the cluster does with a query. */
  readonly outsideDns: (server: string, query: DnsQuery) => ReturnType<DnsServer>;
}

/** Where a first packet came to, and what it met on the way. */
interface Route {
  /** `outside`: it left the cluster. */
  readonly type: 'delivered' | 'outside' | 'refused' | 'lost' | 'noRoute';
  readonly to: Address;
  readonly owner?: Owner;
  /** The source address as it arrives. */
  readonly source: string;
  readonly ms: number;
  readonly hops: readonly Hop[];
}

const FIRST_PORT = 32_768;
const PORTS = 28_232;
/** Without a common factor with PORTS: every port comes once before one comes again. */
const SPREAD = 7919;

/** Whether an address belongs to the cluster's own ranges: nodes, pods, Services. */
function isClusters(ip: string): boolean {
  return /^(?:10\.|192\.168\.49\.(?!1$)|127\.)/.test(ip);
}

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
      lookup: (server, question) => this.#lookups(ip, server, [question])[0] ?? { type: 'lost', hops: [] },
      lookups: (server, questions) => this.#lookups(ip, server, questions),
      dial: (to, protocol = 'TCP') => this.#dial(ip, to, protocol),
      exchange: (connection, request) => this.#exchange(connection, request),
      ping: (to) => this.#ping(ip, to),
      record: (request) => this.#record(ip, request),
    };
  }

  #lookups(from: string, server: string, questions: readonly DnsQuestion[]): Lookup[] {
    const route = this.#route(from, { ip: server, port: 53 }, 'UDP');
    const { to, owner } = route;
    const endpoints = owner && this.options.topology.endpointsOf(owner.node);
    const answering: DnsServer =
      route.type === 'outside'
        ? (query) => this.options.outsideDns(to.ip, query)
        : (query) => endpoints?.dns(to.ip, query) ?? 'unreachable';
    return lookupsOver(route, this.#nextPort(from), answering, questions);
  }

  #nextPort(from: string): number {
    const count = (this.#ports.get(from) ?? -1) + 1;
    this.#ports.set(from, count % PORTS);
    return FIRST_PORT + ((count * SPREAD) % PORTS);
  }

  #dial(from: string, to: Address, protocol: Packet['protocol']): Dialled {
    const route = this.#route(from, to, protocol);
    const { hops, ms } = route;
    if (route.type !== 'delivered') {
      return route.type === 'lost' || route.type === 'outside'
        ? { type: 'lost', hops }
        : { type: route.type, ms, hops };
    }
    const endpoints = route.owner && this.options.topology.endpointsOf(route.owner.node);
    const answer = endpoints?.tcp(route.to.ip, route.to.port) ?? 'timeout';
    if (answer === 'timeout') return { type: 'lost', hops };
    if (answer === 'refused') return { type: 'refused', ms, hops };
    const connection: Connection = {
      from: { ip: from, port: this.#nextPort(from) },
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
    if (owner === undefined) {
      const type = isClusters(arrived.ip) ? 'lost' : 'outside';
      return { type, to: arrived, source: seenFrom, ms, hops };
    }
    if (owner.node !== entry) {
      ms += LATENCY.betweenNodes;
      hops.push({ atMs: ms, place: 'node', node: owner.node, rule: { key: 'routed', params: { node: owner.node } } });
    }
    const isUp = topology.endpointsOf(owner.node) !== undefined;
    return { type: isUp ? 'delivered' : 'lost', to: arrived, owner, source: seenFrom, ms, hops };
  }
}
