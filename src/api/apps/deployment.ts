/** Deployment. Models staging/src/k8s.io/api/apps/v1/types.go (v1.36.3), after defaulting. */
import type { ConditionStatus, IntOrString, KubeObject, LabelSelector, Time } from '../meta/objectMeta';
import type { PodTemplateSpec } from '../core/pod';

export interface DeploymentCondition {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly lastUpdateTime?: Time;
  readonly lastTransitionTime?: Time;
  readonly reason?: string;
  readonly message?: string;
}
export interface Deployment extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplateSpec;
    readonly strategy: {
      readonly type: 'RollingUpdate' | 'Recreate';
      readonly rollingUpdate?: { readonly maxUnavailable: IntOrString; readonly maxSurge: IntOrString };
    };
    readonly minReadySeconds?: number;
    readonly revisionHistoryLimit: number;
    readonly paused?: boolean;
    readonly progressDeadlineSeconds: number;
  };
  readonly status: DeploymentStatus;
}
export interface DeploymentStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly unavailableReplicas?: number;
  readonly terminatingReplicas?: number;
  readonly collisionCount?: number;
  readonly conditions?: readonly DeploymentCondition[];
}
