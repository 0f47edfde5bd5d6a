/** Role, ClusterRole and their bindings. Models staging/src/k8s.io/api/rbac/v1/types.go (v1.36.3), after defaulting. */
import type { KubeObject, LabelSelector } from '../meta/objectMeta';

/** Either resources or URLs. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}
/** A Role, and what it has in common with a ClusterRole. */
export interface Role extends KubeObject {
  readonly rules?: readonly PolicyRule[] | null;
}
export interface ClusterRole extends Role {
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelector[] };
}
export interface Subject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount' | string;
  readonly apiGroup?: string;
  readonly name: string;
  readonly namespace?: string;
}
export interface RoleRef {
  readonly apiGroup: string;
  readonly kind: 'Role' | 'ClusterRole' | string;
  readonly name: string;
}
/** A RoleBinding, of a Role or a ClusterRole inside one namespace; or a ClusterRoleBinding. */
export interface RoleBinding extends KubeObject {
  readonly subjects?: readonly Subject[];
  readonly roleRef: RoleRef;
}
