/** PriorityClass. Models staging/src/k8s.io/api/scheduling/v1/types.go (v1.36.3), after defaulting. */
import type { KubeObject } from '../meta/objectMeta';

/** The classes that every cluster has, and no other may be called so. Models pkg/apis/scheduling/types.go (v1.36.3). */
export const SYSTEM_PRIORITIES = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
} as const;

export interface PriorityClass extends KubeObject {
  readonly value: number;
  readonly globalDefault?: boolean;
  readonly description?: string;
  readonly preemptionPolicy?: 'PreemptLowerPriority' | 'Never';
}
