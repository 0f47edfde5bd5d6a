/**
 * NetworkPolicies as a network plugin enforces them: whether one pod may open a connection to another address.
 * Models the semantics of staging/src/k8s.io/api/networking/v1/types.go (v1.36.3).
 */
import type { HopObject, HopRule } from '../client/traffic';
import type { Owner, PodOwner, Protocol } from './topology';

/** A first packet at one of its ends, after kube-proxy. */
export interface PolicyQuestion {
  /** The pod whose policies are asked, */
  readonly pod: PodOwner;
  /** and who is at the other end; undefined: nobody of the cluster. */
  readonly peer: Owner | undefined;
  readonly peerIP: string;
  /** Who is to take it, at which port. */
  readonly to: Owner | undefined;
  readonly port: number;
  /** ICMP has no ports: only rules without any allow it. */
  readonly protocol: Protocol | 'ICMP';
}

/** What a policy says of it. */
export interface PolicyVerdict {
  readonly allowed: boolean;
  readonly rule: HopRule;
  readonly object: HopObject;
}

/** Both answer undefined where no policy selects the pod for that direction. */
export interface PolicyEngine {
  /** Whether the pod may send it. */
  egress(question: PolicyQuestion): PolicyVerdict | undefined;
  /** Whether it may come to the pod. */
  ingress(question: PolicyQuestion): PolicyVerdict | undefined;
}
