/**
 * PersistentVolume. Models staging/src/k8s.io/api/core/v1/types.go (v1.36.3), after defaulting.
 * Left out: volume drivers other than hostPath, local, nfs and csi, which are stored as they came.
 */
import type { KubeObject, Time } from '../meta/objectMeta';
import type { ObjectReference } from './event';
import type { NodeSelectorTerm } from './affinity';
import type { ResourceList } from './pod';

export type AccessMode = 'ReadWriteOnce' | 'ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOncePod';
export type VolumeMode = 'Filesystem' | 'Block';

/** Exactly one source is set. */
export interface PersistentVolumeSource {
  readonly hostPath?: { readonly path: string; readonly type?: string };
  readonly local?: { readonly path: string; readonly fsType?: string };
  readonly nfs?: { readonly server: string; readonly path: string; readonly readOnly?: boolean };
  readonly csi?: {
    readonly driver: string;
    readonly volumeHandle: string;
    readonly fsType?: string;
    readonly readOnly?: boolean;
    readonly volumeAttributes?: Readonly<Record<string, string>>;
  };
}
export interface PersistentVolumeSpec extends PersistentVolumeSource {
  readonly capacity?: ResourceList;
  readonly accessModes?: readonly AccessMode[];
  readonly claimRef?: ObjectReference;
  readonly persistentVolumeReclaimPolicy: 'Retain' | 'Delete' | 'Recycle';
  readonly storageClassName?: string;
  readonly mountOptions?: readonly string[];
  readonly volumeMode?: VolumeMode;
  readonly nodeAffinity?: { readonly required?: { readonly nodeSelectorTerms: readonly NodeSelectorTerm[] } };
  readonly volumeAttributesClassName?: string;
}
export interface PersistentVolume extends KubeObject {
  readonly spec: PersistentVolumeSpec;
  readonly status: {
    readonly phase?: 'Pending' | 'Available' | 'Bound' | 'Released' | 'Failed';
    readonly message?: string;
    readonly reason?: string;
    readonly lastPhaseTransitionTime?: Time;
  };
}
