/** ResourceQuota. Models staging/src/k8s.io/api/core/v1/types.go (v1.36.3). */
import type { KubeObject } from '../meta/objectMeta';
import type { ResourceList } from './pod';

/** One term of a quota's scope. */
export interface ScopedResourceSelectorRequirement {
  readonly scopeName: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}
export interface ResourceQuota extends KubeObject {
  readonly spec: {
    readonly hard?: ResourceList;
    readonly scopes?: readonly string[];
    readonly scopeSelector?: { readonly matchExpressions?: readonly ScopedResourceSelectorRequirement[] };
  };
  /** `hard` and `used` are absent until the quota controller has counted. */
  readonly status: { readonly hard?: ResourceList; readonly used?: ResourceList };
}
