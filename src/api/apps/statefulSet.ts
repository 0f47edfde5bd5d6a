/** StatefulSet. Models staging/src/k8s.io/api/apps/v1/types.go (v1.36.3), after defaulting. */
import type { IntOrString, KubeObject, LabelSelector } from '../meta/objectMeta';
import type { PersistentVolumeClaimTemplate } from '../core/persistentVolumeClaim';
import type { PodTemplateSpec } from '../core/pod';
import type { ReplicaCondition } from '../core/replicationController';

export interface StatefulSet extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplateSpec;
    readonly volumeClaimTemplates?: readonly PersistentVolumeClaimTemplate[];
    readonly serviceName?: string;
    readonly podManagementPolicy: 'OrderedReady' | 'Parallel';
    readonly updateStrategy: {
      readonly type: 'RollingUpdate' | 'OnDelete';
      readonly rollingUpdate?: { readonly partition?: number; readonly maxUnavailable?: IntOrString };
    };
    readonly revisionHistoryLimit: number;
    readonly minReadySeconds?: number;
    readonly persistentVolumeClaimRetentionPolicy?: {
      readonly whenDeleted: 'Retain' | 'Delete';
      readonly whenScaled: 'Retain' | 'Delete';
    };
    readonly ordinals?: { readonly start: number };
  };
  readonly status: StatefulSetStatus;
}
export interface StatefulSetStatus {
  readonly observedGeneration?: number;
  readonly replicas: number;
  readonly readyReplicas?: number;
  readonly currentReplicas?: number;
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
  readonly currentRevision?: string;
  readonly updateRevision?: string;
  readonly collisionCount?: number;
  readonly conditions?: readonly ReplicaCondition[];
}
