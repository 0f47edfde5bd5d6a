/** PodDisruptionBudget. Models staging/src/k8s.io/api/policy/v1/types.go (v1.36.3). */
import type { Condition, IntOrString, KubeObject, LabelSelector, Time } from '../meta/objectMeta';

export interface PodDisruptionBudget extends KubeObject {
  /** At most one of `minAvailable` and `maxUnavailable` is set. */
  readonly spec: {
    readonly minAvailable?: IntOrString;
    readonly maxUnavailable?: IntOrString;
    readonly selector?: LabelSelector;
    readonly unhealthyPodEvictionPolicy?: 'IfHealthyBudget' | 'AlwaysAllow';
  };
  readonly status: {
    readonly observedGeneration?: number;
    /** Pods whose eviction was allowed and that are not gone yet. */
    readonly disruptedPods?: Readonly<Record<string, Time>>;
    readonly disruptionsAllowed: number;
    readonly currentHealthy: number;
    readonly desiredHealthy: number;
    readonly expectedPods: number;
    readonly conditions?: readonly Condition[];
  };
}
