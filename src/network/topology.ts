/** What the network knows of the machines and of who has which address. The composition root supplies it. */
import type { DnsQuery, DnsServed, HttpAnswer, HttpAsk } from '../client/network';
import type { Hop } from '../client/traffic';

/** Who has an address. */
export type Owner =
  | { readonly type: 'pod'; readonly node: string; readonly namespace: string; readonly name: string }
  | { readonly type: 'node'; readonly node: string };

/** What a server did with a request. */
export type Served =
  | { readonly type: 'response'; readonly response: HttpAnswer; readonly ms: number; readonly hops: readonly Hop[] }
  | { readonly type: 'closed' | 'reset' | 'silent' | 'notTls' };

/** What answers at the addresses of one machine that can be reached. */
export interface NodeEndpoints {
  tcp(ip: string, port: number): 'connected' | 'refused' | 'timeout';
  http(ip: string, port: number, from: string, request: HttpAsk): Served;
  dns(ip: string, query: DnsQuery): DnsServed | 'refused' | 'unreachable';
}

export interface Topology {
  /** Who has the address; undefined: nobody, or nobody in the cluster. */
  ownerOf(ip: string): Owner | undefined;
  /** The node that packets to this address of the pod network are routed to; undefined: none. */
  nodeRoutedTo(ip: string): string | undefined;
  /** Undefined while the machine is off or cut off. */
  endpointsOf(node: string): NodeEndpoints | undefined;
  addressOf(node: string): string | undefined;
}
