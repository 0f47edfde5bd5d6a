/** A first packet as the rules of a node see it, and what they do with it. */
import type { Address, HopObject, HopRule } from '../client/traffic';

export interface Packet {
  readonly protocol: 'TCP' | 'UDP' | 'SCTP' | 'ICMP';
  readonly from: string;
  /** Where it comes from: a pod of the cluster, a node itself, or somewhere else. */
  readonly origin: 'pod' | 'node' | 'outside';
  /** With ICMP the port is 0. */
  readonly to: Address;
  /** The node whose rules it meets: the client's own; from outside, or to a node's address, the one that takes it in. */
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
      /** The source that the packet has from now on: it is masqueraded. Absent: its own. */
      readonly source?: string;
      readonly service: HopObject;
      readonly rule: HopRule;
      readonly isStale?: true;
    }
  /** Refused at once, or lost. No Service: an address of the Service range that none has. */
  | {
      readonly type: 'reject' | 'drop';
      readonly service?: HopObject;
      readonly rule: HopRule;
      /** The rules are of before: the node's proxy does not run, or hears nothing, and others have changed since. */
      readonly isStale?: true;
    };
