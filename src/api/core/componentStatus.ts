/** ComponentStatus. Models staging/src/k8s.io/api/core/v1/types.go (v1.36.3). */
import type { ConditionStatus, KubeObject } from '../meta/objectMeta';

export interface ComponentCondition {
  readonly type: 'Healthy';
  readonly status: ConditionStatus;
  readonly message?: string;
  readonly error?: string;
}
export interface ComponentStatus extends KubeObject {
  readonly conditions?: readonly ComponentCondition[];
}
