/** StorageClass and VolumeAttributesClass. Models staging/src/k8s.io/api/storage/v1/types.go (v1.36.3), after defaulting. */
import { type KubeObject, newestMarked } from '../meta/objectMeta';

export interface TopologySelectorTerm {
  readonly matchLabelExpressions?: readonly { readonly key: string; readonly values: readonly string[] }[];
}
export interface StorageClass extends KubeObject {
  readonly provisioner: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly reclaimPolicy?: 'Delete' | 'Retain' | 'Recycle';
  readonly mountOptions?: readonly string[];
  readonly allowVolumeExpansion?: boolean;
  readonly volumeBindingMode?: 'Immediate' | 'WaitForFirstConsumer';
  readonly allowedTopologies?: readonly TopologySelectorTerm[];
}
export interface VolumeAttributesClass extends KubeObject {
  readonly driverName: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

const DEFAULT_MARKS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** The class of claims that name none: the newest of those marked so, the first by name among equally old ones. */
export function defaultStorageClass(classes: readonly StorageClass[]): StorageClass | undefined {
  return newestMarked(classes, DEFAULT_MARKS);
}
