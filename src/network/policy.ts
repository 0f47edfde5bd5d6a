/**
 * NetworkPolicies as a network plugin enforces them: whether one pod may open a connection to another address.
 * Models the semantics of staging/src/k8s.io/api/networking/v1/types.go (v1.36.3).
 */
import type { HopObject, HopRule } from '../client/traffic';
import type { Owner } from './topology';

/** A first packet, after kube-proxy. */
export interface PolicyQuestion {
  /** Absent: from outside of the cluster. */
  readonly from: Owner | undefined;
  readonly fromIP: string;
  readonly to: Owner | undefined;
  readonly toIP: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
}

/** What a policy says of it; nothing where none selects either end. */
export interface PolicyVerdict {
  readonly allowed: boolean;
  readonly rule: HopRule;
  readonly object: HopObject;
}

export interface PolicyEngine {
  /** Verdicts in the order in which they are met, egress first; the first refusal ends them. */
  judge(question: PolicyQuestion): readonly PolicyVerdict[];
}

/** A network plugin that does not know policies. */
export const noPolicies: PolicyEngine = { judge: () => [] };
