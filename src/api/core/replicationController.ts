/** ReplicationController. Models staging/src/k8s.io/api/core/v1/types.go (v1.36.3), after defaulting. */
import type { ConditionStatus, KubeObject, Labels, Time } from '../meta/objectMeta';
import type { PodTemplateSpec } from './pod';

/** A condition of a ReplicationController or ReplicaSet. */
export interface ReplicaCondition {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly lastTransitionTime?: Time;
  readonly reason?: string;
  readonly message?: string;
}
export interface ReplicationController extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly minReadySeconds?: number;
    readonly selector: Labels;
    readonly template: PodTemplateSpec;
  };
  readonly status: ReplicationControllerStatus;
}
export interface ReplicationControllerStatus {
  readonly replicas: number;
  readonly fullyLabeledReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly observedGeneration?: number;
  readonly conditions?: readonly ReplicaCondition[];
}
