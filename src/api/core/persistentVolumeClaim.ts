/** PersistentVolumeClaim. Models staging/src/k8s.io/api/core/v1/types.go (v1.36.3), after defaulting. */
import type { ConditionStatus, KubeObject, LabelSelector, ObjectMeta, Time } from '../meta/objectMeta';
import type { AccessMode, VolumeMode } from './persistentVolume';
import type { ResourceList } from './pod';

/** Where the content of a new volume comes from. */
export interface VolumeDataSource {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}
export interface PersistentVolumeClaimSpec {
  readonly accessModes?: readonly AccessMode[];
  readonly selector?: LabelSelector;
  readonly resources: { readonly requests?: ResourceList; readonly limits?: ResourceList };
  readonly volumeName?: string;
  /** Empty: no class, on purpose. Absent: the default class, once there is one. */
  readonly storageClassName?: string;
  readonly volumeMode?: VolumeMode;
  readonly dataSource?: VolumeDataSource;
  readonly dataSourceRef?: VolumeDataSource;
  readonly volumeAttributesClassName?: string;
}
export interface PersistentVolumeClaimCondition {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly lastProbeTime?: Time | null;
  readonly lastTransitionTime?: Time | null;
  readonly reason?: string;
  readonly message?: string;
}
export interface PersistentVolumeClaim extends KubeObject {
  readonly spec: PersistentVolumeClaimSpec;
  readonly status: {
    readonly phase?: 'Pending' | 'Bound' | 'Lost';
    readonly accessModes?: readonly AccessMode[];
    readonly capacity?: ResourceList;
    readonly conditions?: readonly PersistentVolumeClaimCondition[];
    readonly allocatedResources?: ResourceList;
    readonly allocatedResourceStatuses?: Readonly<Record<string, string>>;
    readonly currentVolumeAttributesClassName?: string;
  };
}
/** A claim inside a StatefulSet or an ephemeral volume. */
export interface PersistentVolumeClaimTemplate {
  readonly metadata?: Partial<ObjectMeta>;
  readonly spec: PersistentVolumeClaimSpec;
  readonly status?: PersistentVolumeClaim['status'];
}
