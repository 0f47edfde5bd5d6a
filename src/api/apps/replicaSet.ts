/** ReplicaSet. Models staging/src/k8s.io/api/apps/v1/types.go (v1.36.3), after defaulting. */
import type { KubeObject, LabelSelector } from '../meta/objectMeta';
import type { PodTemplateSpec } from '../core/pod';
import type { ReplicationControllerStatus } from '../core/replicationController';

export interface ReplicaSet extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly minReadySeconds?: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplateSpec;
  };
  readonly status: ReplicaSetStatus;
}
export interface ReplicaSetStatus extends ReplicationControllerStatus {
  readonly terminatingReplicas?: number;
}
