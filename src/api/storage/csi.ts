/** CSINode, CSIDriver, CSIStorageCapacity and VolumeAttachment. Models staging/src/k8s.io/api/storage/v1/types.go (v1.36.3). */
import type { KubeObject, LabelSelector, Quantity, Time } from '../meta/objectMeta';

export interface CSINodeDriver {
  readonly name: string;
  readonly nodeID: string;
  readonly topologyKeys?: readonly string[] | null;
  readonly allocatable?: { readonly count?: number };
}
export interface CSINode extends KubeObject {
  readonly spec: { readonly drivers: readonly CSINodeDriver[] | null };
}
export interface CSIDriver extends KubeObject {
  readonly spec: {
    readonly attachRequired: boolean;
    readonly podInfoOnMount: boolean;
    readonly storageCapacity: boolean;
    readonly tokenRequests?: readonly { readonly audience: string; readonly expirationSeconds?: number }[];
    readonly fsGroupPolicy?: string;
    readonly requiresRepublish?: boolean;
    readonly volumeLifecycleModes?: readonly string[];
  };
}
export interface VolumeError {
  readonly time?: Time;
  readonly message?: string;
}
export interface VolumeAttachment extends KubeObject {
  readonly spec: {
    readonly attacher: string;
    readonly nodeName: string;
    readonly source: { readonly persistentVolumeName?: string; readonly inlineVolumeSpec?: unknown };
  };
  readonly status: {
    readonly attached: boolean;
    readonly attachmentMetadata?: Readonly<Record<string, string>>;
    readonly attachError?: VolumeError;
    readonly detachError?: VolumeError;
  };
}
export interface CSIStorageCapacity extends KubeObject {
  readonly storageClassName: string;
  readonly nodeTopology?: LabelSelector;
  readonly capacity?: Quantity;
  readonly maximumVolumeSize?: Quantity;
}
