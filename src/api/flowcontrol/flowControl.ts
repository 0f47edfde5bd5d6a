/** FlowSchema and PriorityLevelConfiguration. Models staging/src/k8s.io/api/flowcontrol/v1/types.go (v1.36.3). */
import type { Condition, KubeObject } from '../meta/objectMeta';

export interface FlowSubject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount' | string;
  readonly user?: { readonly name: string };
  readonly group?: { readonly name: string };
  readonly serviceAccount?: { readonly namespace: string; readonly name: string };
}
export interface FlowRules {
  readonly subjects: readonly FlowSubject[];
  readonly resourceRules?: readonly {
    readonly verbs: readonly string[];
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly clusterScope?: boolean;
    readonly namespaces?: readonly string[];
  }[];
  readonly nonResourceRules?: readonly {
    readonly verbs: readonly string[];
    readonly nonResourceURLs: readonly string[];
  }[];
}
export interface FlowSchema extends KubeObject {
  readonly spec: {
    readonly priorityLevelConfiguration: { readonly name: string };
    readonly matchingPrecedence: number;
    readonly distinguisherMethod?: { readonly type: string };
    readonly rules?: readonly FlowRules[];
  };
  readonly status: { readonly conditions?: readonly Condition[] };
}
export interface PriorityLevelConfiguration extends KubeObject {
  readonly spec: {
    readonly type: 'Limited' | 'Exempt' | string;
    readonly limited?: {
      readonly nominalConcurrencyShares?: number;
      readonly limitResponse?: {
        readonly type: 'Queue' | 'Reject' | string;
        readonly queuing?: { readonly queues?: number; readonly handSize?: number; readonly queueLengthLimit?: number };
      };
      readonly lendablePercent?: number;
      readonly borrowingLimitPercent?: number;
    };
    readonly exempt?: { readonly nominalConcurrencyShares?: number; readonly lendablePercent?: number };
  };
  readonly status: { readonly conditions?: readonly Condition[] };
}
