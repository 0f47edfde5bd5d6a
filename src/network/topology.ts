/** What the network knows of the machines and of who has which address. The composition root supplies it. */
import type { Certificate, DnsQuery, DnsServed, HttpAnswer, HttpAsk } from '../client/network';
import type { Address, Hop } from '../client/traffic';

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** A pod with an address of its own. */
export interface PodOwner {
  readonly type: 'pod';
  readonly node: string;
  readonly namespace: string;
  readonly name: string;
}

/** Who has an address. Pods with hostNetwork are their nodes here. */
export type Owner = PodOwner | { readonly type: 'node'; readonly node: string };

/** A process that takes connections. */
export interface Listener {
  /** Never the same for two processes. */
  readonly id: string;
  /** Absent: a process of the machine itself. */
  readonly pod?: { readonly namespace: string; readonly name: string };
}

/** What a server did with a request. */
export type Served =
  | {
      readonly type: 'response';
      readonly response: HttpAnswer;
      readonly ms: number;
      readonly certificate?: Certificate;
      readonly hops: readonly Hop[];
    }
  | { readonly type: 'closed' | 'reset' | 'silent' | 'notTls' };

/** What answers at the addresses of one machine that is on. */
export interface NodeEndpoints {
  /** Who takes connections there; `timeout`: nobody has the address. */
  listenerAt(ip: string, port: number, protocol: Protocol): Listener | 'refused' | 'timeout';
  http(ip: string, port: number, from: string, request: HttpAsk): Served;
  dns(ip: string, query: DnsQuery): DnsServed | 'refused' | 'unreachable';
}

export interface Topology {
  /** Who has the address; undefined: nobody, or nobody in the cluster. O(1). */
  ownerOf(ip: string): Owner | undefined;
  /** The node that packets to this address of the pod network are routed to; undefined: none. O(1). */
  nodeRoutedTo(ip: string): string | undefined;
  /** Undefined while the machine is off. */
  endpointsOf(node: string): NodeEndpoints | undefined;
  /** Whether packets come to the machine and leave it: it is on, and not cut off. */
  isConnected(node: string): boolean;
  addressOf(node: string): string | undefined;
  /** Where a port of the machine leads that one of its pods has taken (`hostPort`). */
  hostPort(node: string, port: number, protocol: Protocol): Address | undefined;
  /** Whether the pod has condition Ready; undefined: there is no such pod object. */
  isReady(pod: { readonly namespace: string; readonly name: string }): boolean | undefined;
}
