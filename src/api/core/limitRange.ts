/** LimitRange. Models staging/src/k8s.io/api/core/v1/types.go (v1.36.3). */
import type { KubeObject } from '../meta/objectMeta';
import type { ResourceList } from './pod';

export interface LimitRangeItem {
  readonly type: 'Pod' | 'Container' | 'PersistentVolumeClaim' | string;
  readonly max?: ResourceList;
  readonly min?: ResourceList;
  readonly default?: ResourceList;
  readonly defaultRequest?: ResourceList;
  readonly maxLimitRequestRatio?: ResourceList;
}
export interface LimitRange extends KubeObject {
  readonly spec: { readonly limits: readonly LimitRangeItem[] };
}
