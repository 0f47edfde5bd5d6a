/** Namespace. Models staging/src/k8s.io/api/core/v1/types.go (v1.36.3). */
import type { ConditionStatus, KubeObject, Time } from '../meta/objectMeta';

export interface NamespaceCondition {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly lastTransitionTime?: Time;
  readonly reason?: string;
  readonly message?: string;
}
export interface Namespace extends KubeObject {
  readonly spec: { readonly finalizers?: readonly string[] };
  readonly status: { readonly phase?: 'Active' | 'Terminating'; readonly conditions?: readonly NamespaceCondition[] };
}
