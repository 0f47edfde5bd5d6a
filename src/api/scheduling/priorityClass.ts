/** PriorityClass. Models staging/src/k8s.io/api/scheduling/v1/types.go (v1.36.3), after defaulting. */
import type { KubeObject } from '../meta/objectMeta';

export interface PriorityClass extends KubeObject {
  readonly value: number;
  readonly globalDefault?: boolean;
  readonly description?: string;
  readonly preemptionPolicy?: 'PreemptLowerPriority' | 'Never';
}
