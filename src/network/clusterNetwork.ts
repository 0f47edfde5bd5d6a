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
import { type Address, type Hop, type HopRule, hopsLater } from '../client/traffic';
import type { StateMap, StateSpace } from '../sim/clock';
import { askApiServer } from './apiServer';
import { echo } from './echo';
import { LATENCY } from './latency';
import { type DnsServer, lookupsOver } from './lookups';
import { askWorld, worldTakes } from './outsideWorld';
import { isApiServer } from './ranges';
import type { RequestLog } from './requestLog';
import { objectOf, type Route, Router, type RouterOptions } from './route';
import type { Listener, Owner, Protocol } from './topology';

export interface ClusterNetworkOptions extends RouterOptions {
  readonly state: StateSpace;
  readonly requests: RequestLog;
  /** What a DNS server outside of the cluster does with a query. */
  readonly outsideDns: (server: string, query: DnsQuery) => ReturnType<DnsServer>;
}

const FIRST_PORT = 32_768;
const PORTS = 28_232;
/** Without a common factor with PORTS: every port comes once before one comes again. */
const SPREAD = 7919;
/** Of a connection that no machine of the cluster holds. */
const ELSEWHERE = '';

export class ClusterNetwork {
  /** Client ports, by address: each connection has the next one. */
  readonly #ports: StateMap<number>;
  readonly #router: Router;

  constructor(private readonly options: ClusterNetworkOptions) {
    this.#ports = options.state.map<number>('network/ports');
    this.#router = new Router(options);
  }

  /** The network as a process with that address has it. */
  clientAt(ip: string): ClientNetwork {
    return new Client(this, ip);
  }

  lookups(from: string, server: string, questions: readonly DnsQuestion[]): Lookup[] {
    const port = this.#nextPort(from);
    const route = this.#router.follow({ ip: from, port }, { ip: server, port: 53 }, 'UDP', false);
    const { to, owner } = route;
    const endpoints = owner && this.options.topology.endpointsOf(owner.node);
    const answering: DnsServer =
      route.type === 'outside'
        ? (query) => this.options.outsideDns(to.ip, query)
        : (query) => endpoints?.dns(to.ip, query) ?? 'unreachable';
    return lookupsOver(route, port, answering, questions);
  }

  dial(client: string, to: Address, protocol: Protocol): Dialled {
    const from = { ip: client, port: this.#nextPort(client) };
    const route = this.#router.follow(from, to, protocol, true);
    const { type, hops, ms } = route;
    if (type === 'lost') return { type, hops };
    if (type === 'refused' || type === 'noRoute') return { type, ms, hops };
    const taken = this.#takerOf(route, protocol);
    if (taken === 'timeout')
      return { type: 'lost', hops: route.type === 'outside' ? [...hops, lostOutside(route)] : hops };
    if (taken === 'refused') return { type: taken, ms, hops: [...hops, refusal(route)] };
    const connection = { from, to, server: route.to, seenFrom: route.source, peer: taken.id, hops };
    return { type: 'connected', ms, connection, hops };
  }

  /** What one request over a connection comes to. Its hops count from its own beginning. */
  exchange(connection: Connection, request: HttpAsk): Exchanged {
    const { server, seenFrom, peer } = connection;
    const wayMs = connection.hops.at(-1)?.atMs ?? 0;
    if (peer === ELSEWHERE) return isApiServer(server) ? askApiServer(request) : askWorld(server, request);
    const { topology } = this.options;
    const owner = topology.ownerOf(server.ip);
    const client = topology.ownerOf(connection.from.ip);
    const node = owner?.node ?? topology.nodeRoutedTo(server.ip);
    const endpoints = node === undefined ? undefined : topology.endpointsOf(node);
    const isNear = client !== undefined && client.node === node;
    const away = isNear
      ? undefined
      : [node, client?.node].find((each) => each !== undefined && !topology.isConnected(each));
    if (node === undefined || endpoints === undefined || away !== undefined) {
      const down = away ?? node ?? '';
      return {
        type: 'silent',
        hops: [{ atMs: wayMs, place: 'node', node: down, rule: { key: 'nodeDown', params: { node: down } } }],
      };
    }
    const listener = endpoints.listenerAt(server.ip, server.port, 'TCP');
    const place = hopAt(connection, node, listener, owner);
    // The process that took the connection has ended, and its kernel has said so.
    if (typeof listener === 'string' || (peer !== undefined && listener.id !== peer)) {
      return {
        type: typeof listener === 'string' ? 'closed' : 'reset',
        ms: wayMs,
        hops: [{ ...place, rule: { key: 'closes' } }],
      };
    }
    const { pod } = listener;
    const isReady = pod && topology.isReady(pod);
    const facts = { path: request.path, ...(isReady === undefined ? {} : { ready: String(isReady) }) };
    const served = endpoints.http(server.ip, server.port, seenFrom, request);
    if (served.type !== 'response') {
      const rule: HopRule = { key: served.type === 'silent' ? 'silent' : 'closes', params: facts };
      const hops = [{ ...place, rule }];
      return served.type === 'silent' ? { type: 'silent', hops } : { type: served.type, ms: wayMs, hops };
    }
    const ms = wayMs + served.ms + LATENCY.server;
    const rule: HopRule = { key: 'answers', params: { status: served.response.status, ...facts } };
    // A server that asks others tells its own part of the way.
    const told = served.hops.map((hop) => (hop.place === 'ingress' && hop.node === undefined ? { ...hop, node } : hop));
    const own = told.length > 0 ? hopsLater(told, wayMs) : [{ ...place, atMs: ms, rule }];
    return { ...served, ms, hops: own };
  }

  ping(from: string, ip: string): Echoed {
    return echo(this.#router, this.options, from, ip);
  }

  record(from: string, request: FinishedRequest): void {
    this.options.requests.add(from, this.options.topology.ownerOf(from), request);
  }

  /** As `record`, for a request of a load generator that begins now. */
  recordOfLoad(from: string, request: FinishedRequest, stands: number): void {
    this.options.requests.addOfLoad(from, this.options.topology.ownerOf(from), request, stands);
  }

  /** Who takes the connection where its first packet came to. */
  #takerOf({ type, to, owner }: Route, protocol: Protocol): Listener | 'refused' | 'timeout' {
    if (type === 'apiServer') return protocol === 'TCP' ? { id: ELSEWHERE } : 'refused';
    if (owner === undefined) return worldTakes(to) ?? { id: ELSEWHERE };
    const endpoints = this.options.topology.endpointsOf(owner.node);
    return endpoints?.listenerAt(to.ip, to.port, protocol) ?? 'timeout';
  }

  #nextPort(from: string): number {
    const count = (this.#ports.get(from) ?? -1) + 1;
    this.#ports.set(from, count % PORTS);
    return FIRST_PORT + ((count * SPREAD) % PORTS);
  }
}

/** The network as one client has it. */
class Client implements ClientNetwork {
  constructor(
    private readonly network: ClusterNetwork,
    readonly address: string,
  ) {}
  lookup(server: string, question: DnsQuestion): Lookup {
    return this.lookups(server, [question])[0] ?? { type: 'lost', hops: [] };
  }
  lookups(server: string, questions: readonly DnsQuestion[]): readonly Lookup[] {
    return this.network.lookups(this.address, server, questions);
  }
  dial(to: Address, protocol: Protocol = 'TCP'): Dialled {
    return this.network.dial(this.address, to, protocol);
  }
  exchange(connection: Connection, request: HttpAsk): Exchanged {
    return this.network.exchange(connection, request);
  }
  ping(ip: string): Echoed {
    return this.network.ping(this.address, ip);
  }
  record(request: FinishedRequest): void {
    this.network.record(this.address, request);
  }
}

/** The hop of whoever has the port, without what it does. */
function hopAt(
  { seenFrom, from, server, hops }: Connection,
  node: string,
  listener: Listener | string,
  owner: Owner | undefined,
) {
  const pod = typeof listener === 'string' ? undefined : listener.pod;
  const whose = owner && objectOf(owner);
  const object = pod === undefined ? whose : ({ kind: 'Pod', ...pod } as const);
  const place = pod === undefined && owner?.type !== 'pod' ? ('node' as const) : ('pod' as const);
  const source = { ip: seenFrom, port: from.port };
  const atMs = hops.at(-1)?.atMs ?? 0;
  return { atMs, place, node, ...(object === undefined ? {} : { object }), from: source, to: server };
}

/** The kernel at the end of the way: nobody listens there. */
function refusal({ to, source, ms, owner }: Route): Hop {
  const rule: HopRule = { key: 'noListener', params: { port: to.port } };
  const where = owner === undefined ? {} : { object: objectOf(owner), node: owner.node };
  const place = owner === undefined ? 'outside' : owner.type;
  return { atMs: ms, place, rule, ...where, from: { ip: source, port: 0 }, to };
}

function lostOutside({ to, source, ms }: Route): Hop {
  const rule: HopRule = { key: 'lostOutside', params: { ip: to.ip } };
  return { atMs: ms, place: 'outside', rule, from: { ip: source, port: 0 }, to };
}
