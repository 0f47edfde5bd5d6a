/**
 * The way of a first packet: from its client through kube-proxy's rules, NetworkPolicies and the routes between machines
 * to whoever has its address in the end, as hops in the order of time.
 * Left out: IPv6, packets that a machine forwards for others, fragmentation.
 */
import type { Address, Hop, HopObject, HopRule } from '../client/traffic';
import type { Packet, Verdict } from '../proxy/packet';
import { LATENCY } from './latency';
import type { PolicyEngine } from './policy';
import { isApiServer, isInternal, isLoopback, isMachines, isPodNetwork, LEARNER } from './ranges';
import type { Owner, PodOwner, Protocol, Topology } from './topology';

/** What travels: a first packet of a connection, or an echo request. */
type Travelling = Protocol | 'ICMP';

/** A cloud's load balancers, as machines outside see them. */
export interface CloudBalancers {
  /** The node that takes a connection to this address next; undefined: the address is no balancer's. */
  nodeFor(to: Address): { readonly node: string | undefined; readonly service: HopObject } | undefined;
}

export interface RouterOptions {
  readonly topology: Topology;
  /** kube-proxy's rules on the packet's node. */
  readonly translate: (packet: Packet) => Verdict;
  readonly policies: PolicyEngine;
  readonly cloud: CloudBalancers;
}

/** Where a first packet came to, and what it met on the way. */
export interface Route {
  /** `apiServer`: the control plane's own address; `outside`: it left the cluster; `noRoute`: `ms` later the client is told. */
  readonly type: 'delivered' | 'apiServer' | 'outside' | 'refused' | 'lost' | 'noRoute';
  /** After all translation. */
  readonly to: Address;
  /** Who has that address, where it was delivered. */
  readonly owner?: Owner;
  /** The source address as it arrives. */
  readonly source: string;
  readonly ms: number;
  readonly hops: readonly Hop[];
}

/** A packet on its way. */
interface Walk {
  readonly source: Owner | undefined;
  readonly protocol: Travelling;
  from: Address;
  to: Address;
  ms: number;
  /** It has come to another machine's own address: that one's rules count now, those of the sender are behind it. */
  hasCrossed?: true;
  readonly hops: Hop[];
}

/** Who an owner is, as hops name it. */
export function objectOf(owner: Owner): HopObject {
  return owner.type === 'pod'
    ? { kind: 'Pod', namespace: owner.namespace, name: owner.name }
    : { kind: 'Node', name: owner.node };
}

export class Router {
  constructor(private readonly options: RouterOptions) {}

  /** `isTold`: the way begins with a hop of the client. */
  follow(from: Address, to: Address, protocol: Travelling, isTold: boolean): Route {
    const source = this.options.topology.ownerOf(from.ip);
    const walk: Walk = { source, protocol, from, to, ms: 0, hops: [] };
    if (isTold) {
      const rule: HopRule = { key: 'asks', params: { protocol } };
      const told = { atMs: 0, place: 'client', rule, from, to } as const;
      walk.hops.push(source === undefined ? told : { ...told, object: objectOf(source), node: source.node });
    }
    if (source === undefined) return this.#fromOutside(walk);
    const isOwn = isLoopback(to.ip) || to.ip === from.ip;
    walk.ms = isOwn ? LATENCY.loopback : LATENCY.sameNode;
    if (source.type === 'node') return this.#onNode(walk, source.node, 'node');
    if (!isOwn) return this.#onNode(walk, source.node, 'pod');
    // Inside the pod's own network there are neither rules nor policies.
    walk.to = { ip: from.ip, port: to.port };
    return arrived(walk, 'delivered', source);
  }

  /** From the learner's machine, which is on the network of the nodes and has no route to pods and Services. */
  #fromOutside(walk: Walk): Route {
    const { topology, cloud } = this.options;
    const { to } = walk;
    if (isLoopback(to.ip) || to.ip === LEARNER) return arrived(walk, 'outside');
    const owner = topology.ownerOf(to.ip);
    if (owner?.type === 'node' || isApiServer(to)) {
      walk.ms += LATENCY.fromOutside;
      return owner === undefined ? arrived(walk, 'apiServer') : this.#intoNode(walk, owner.node);
    }
    const balanced = cloud.nodeFor(to);
    if (balanced !== undefined) {
      const { node, service } = balanced;
      walk.ms += LATENCY.cloud;
      const rule: HopRule = node === undefined ? { key: 'cloudNoNode' } : { key: 'cloudNode', params: { node } };
      walk.hops.push({ atMs: walk.ms, place: 'cloud', rule, object: service, from: walk.from, to });
      return node === undefined ? arrived(walk, 'lost') : this.#intoNode(walk, node);
    }
    if (isMachines(to.ip)) return this.#noNeighbour(walk, undefined);
    return isInternal(to.ip) ? this.#lostOutside(walk, undefined) : outside(walk);
  }

  #intoNode(walk: Walk, node: string): Route {
    if (!this.options.topology.isConnected(node) && !isApiServer(walk.to)) return this.#nodeDown(walk, node);
    return this.#onNode(walk, node, 'outside');
  }

  /** The rules of kube-proxy on the node where the packet is. */
  #onNode(walk: Walk, node: string, origin: Packet['origin']): Route {
    const { topology, translate } = this.options;
    const { protocol, from, to } = walk;
    const nodeIP = topology.addressOf(node) ?? '';
    const verdict = translate({ protocol, from: from.ip, origin, to, node, nodeIP });
    if (verdict.type === 'pass') return this.#onward(walk, node, from.ip);
    const { service: object, rule } = verdict;
    const { ms: atMs, hops } = walk;
    if (verdict.isStale)
      hops.push({ atMs, place: 'proxy', node, rule: { key: 'proxyStale', params: { node } }, from, to });
    if (verdict.type !== 'endpoint') {
      hops.push({ atMs, place: 'proxy', node, rule, ...(object === undefined ? {} : { object }), from, to });
      return arrived(walk, verdict.type === 'reject' ? 'refused' : 'lost');
    }
    const { to: toAfter, source } = verdict;
    hops.push({ atMs, place: 'proxy', node, rule, object: verdict.service, from, to, toAfter });
    walk.to = toAfter;
    if (source !== undefined) {
      const masquerade: HopRule = { key: 'masquerade', params: { source } };
      const fromAfter = { ip: source, port: from.port };
      const about = verdict.service;
      hops.push({ atMs, place: 'proxy', node, rule: masquerade, object: about, from, to: toAfter, fromAfter });
    }
    return this.#onward(walk, node, source ?? from.ip);
  }

  /** From `node` to whoever has the address now; `seenFrom` is the source that the packet leaves the node with. */
  #onward(walk: Walk, node: string, seenFrom: string): Route {
    const { topology } = this.options;
    const { source } = walk;
    if (isLoopback(walk.to.ip)) walk.to = { ip: topology.addressOf(node) ?? walk.to.ip, port: walk.to.port };
    const owner = topology.ownerOf(walk.to.ip);
    if (walk.hasCrossed !== true && !this.#mayLeave(walk, node, owner)) return arrived(walk, 'lost');
    if (isApiServer(walk.to)) {
      if (source !== undefined && !topology.isConnected(node)) return this.#nodeDown(walk, node);
      walk.from = { ip: seenFrom, port: walk.from.port };
      return arrived(walk, 'apiServer');
    }
    if (owner === undefined) return this.#nowhere(walk, node, seenFrom);
    if (owner.node !== node) {
      if (!topology.isConnected(node)) return this.#nodeDown(walk, node);
      walk.from = { ip: seenFrom, port: walk.from.port };
      this.#handOver(walk, owner.node);
      if (!topology.isConnected(owner.node)) return this.#nodeDown(walk, owner.node);
      if (owner.type === 'node' && walk.hasCrossed !== true) {
        walk.hasCrossed = true;
        return this.#onNode(walk, owner.node, source?.type ?? 'outside');
      }
    }
    return this.#deliver(walk, owner, seenFrom);
  }

  /** On the machine that has the address. */
  #deliver(walk: Walk, owner: Owner, seenFrom: string): Route {
    const { topology } = this.options;
    let target = owner;
    if (owner.type === 'node') {
      const { protocol } = walk;
      const toAfter = protocol === 'ICMP' ? undefined : topology.hostPort(owner.node, walk.to.port, protocol);
      const pod = toAfter && topology.ownerOf(toAfter.ip);
      if (toAfter !== undefined && pod !== undefined) {
        const rule: HopRule = { key: 'routed', params: { node: owner.node } };
        walk.hops.push({ atMs: walk.ms, place: 'node', node: owner.node, rule, from: walk.from, to: walk.to, toAfter });
        walk.to = toAfter;
        target = pod;
      }
    }
    if (target.type === 'pod' && !this.#mayEnter(walk, target)) return arrived(walk, 'lost');
    walk.from = { ip: seenFrom, port: walk.from.port };
    return arrived(walk, 'delivered', target);
  }

  /** Whether policies let a pod send it. To its own machine and to itself it always may. */
  #mayLeave({ source, to, protocol, ms, hops }: Walk, node: string, owner: Owner | undefined): boolean {
    if (source?.type !== 'pod' || isSame(source, owner)) return true;
    if (owner?.type === 'node' && owner.node === source.node) return true;
    const asked = { pod: source, peer: owner, peerIP: to.ip, to: owner, port: to.port, protocol };
    const verdict = this.options.policies.egress(asked);
    if (verdict === undefined) return true;
    const { rule, object, allowed } = verdict;
    hops.push({ atMs: ms, place: 'policy', node, rule, object, to });
    return allowed;
  }

  /** Whether policies let it come to the pod. From its own machine and from itself it always may. */
  #mayEnter({ source, from, to, protocol, ms, hops }: Walk, pod: PodOwner): boolean {
    if (isSame(pod, source) || (source?.type === 'node' && source.node === pod.node)) return true;
    // On the node that translates, policies still see the source from before.
    const peer = this.options.topology.ownerOf(from.ip);
    const verdict = this.options.policies.ingress({ pod, peer, peerIP: from.ip, to: pod, port: to.port, protocol });
    if (verdict === undefined) return true;
    const { rule, object, allowed } = verdict;
    hops.push({ atMs: ms, place: 'policy', node: pod.node, rule, object, from, to });
    return allowed;
  }

  /** Nobody in the cluster has the address. */
  #nowhere(walk: Walk, node: string, seenFrom: string): Route {
    const { topology } = this.options;
    const { ip } = walk.to;
    const home = topology.nodeRoutedTo(ip);
    if (home === node) return this.#noNeighbour(walk, node);
    if (!topology.isConnected(node)) return this.#nodeDown(walk, node);
    if (home !== undefined) {
      this.#handOver(walk, home);
      if (!topology.isConnected(home)) return this.#nodeDown(walk, home);
      walk.hops.push({
        atMs: walk.ms,
        place: 'node',
        node: home,
        rule: { key: 'noRoute', params: { ip } },
        to: walk.to,
      });
      return arrived(walk, 'lost');
    }
    if (isMachines(ip) && ip !== LEARNER) return this.#noNeighbour(walk, node);
    if (isPodNetwork(ip)) return this.#unreachable(walk, node);
    if (isInternal(ip)) return this.#lostOutside(walk, node);
    // What leaves the cluster has its node's address from there on.
    const nodeIP = topology.addressOf(node);
    walk.from = { ip: walk.source?.type === 'pod' ? (nodeIP ?? seenFrom) : seenFrom, port: walk.from.port };
    return outside(walk);
  }

  #handOver(walk: Walk, node: string): void {
    walk.ms += LATENCY.betweenNodes;
    const { from, to } = walk;
    walk.hops.push({ atMs: walk.ms, place: 'node', node, rule: { key: 'routed', params: { node } }, from, to });
  }

  #nodeDown(walk: Walk, node: string): Route {
    const object = { kind: 'Node', name: node } as const;
    const rule: HopRule = { key: 'nodeDown', params: { node } };
    walk.hops.push({ atMs: walk.ms, place: 'node', node, rule, object, from: walk.from, to: walk.to });
    return arrived(walk, 'lost');
  }

  /** The address should be on this very network, and nobody there says that it is theirs. */
  #noNeighbour(walk: Walk, node: string | undefined): Route {
    walk.ms = LATENCY.noNeighbour;
    const { from, to, ms: atMs } = walk;
    const rule: HopRule = { key: 'noRoute', params: { ip: to.ip } };
    const where = node === undefined ? ({ place: 'outside' } as const) : ({ place: 'node', node } as const);
    walk.hops.push({ atMs, ...where, rule, from, to });
    return arrived(walk, 'noRoute');
  }

  /** Of the pods' network, but of no node's part of it: every node says so at once. */
  #unreachable(walk: Walk, node: string): Route {
    const { from, to, ms: atMs } = walk;
    walk.hops.push({ atMs, place: 'node', node, rule: { key: 'noRoute', params: { ip: to.ip } }, from, to });
    return arrived(walk, 'noRoute');
  }

  #lostOutside(walk: Walk, node: string | undefined): Route {
    const { from, to, ms: atMs } = walk;
    const rule: HopRule = { key: 'lostOutside', params: { ip: to.ip } };
    walk.hops.push({ atMs, place: 'outside', rule, ...(node === undefined ? {} : { node }), from, to });
    return arrived(walk, 'lost');
  }
}

function isSame(pod: PodOwner, other: Owner | undefined): boolean {
  return other?.type === 'pod' && other.namespace === pod.namespace && other.name === pod.name;
}

function arrived({ from, to, ms, hops }: Walk, type: Route['type'], owner?: Owner): Route {
  const route = { type, to, source: from.ip, ms, hops };
  return owner === undefined ? route : { type, to, source: from.ip, ms, hops, owner };
}

function outside(walk: Walk): Route {
  walk.ms += LATENCY.toWorld;
  return arrived(walk, 'outside');
}
