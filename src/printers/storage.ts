/** Tables of volumes, claims and storage classes. Models pkg/printers/internalversion/printers.go (v1.36.3). */
import type { AccessMode, PersistentVolume } from '../api/core/persistentVolume';
import type { PersistentVolumeClaim } from '../api/core/persistentVolumeClaim';
import type { KubeObject } from '../api/meta/objectMeta';
import type { CSIDriver, CSINode, VolumeAttachment } from '../api/storage/csi';
import type { StorageClass, VolumeAttributesClass } from '../api/storage/storageClass';
import { age, orNone } from './cells';
import { booleanColumns, columns, integerColumns, type TablePrinter, wideColumns } from './table';

/** `kubectl get pv`. */
export const persistentVolumeTable: TablePrinter<PersistentVolume> = {
  columns: [
    ...columns('Name', 'Capacity', 'Access Modes', 'Reclaim Policy', 'Status', 'Claim', 'StorageClass'),
    ...columns('VolumeAttributesClass', 'Reason', 'Age'),
    ...wideColumns('VolumeMode'),
  ],
  cells(volume, now) {
    const { metadata, spec, status } = volume;
    const { claimRef } = spec;
    return [
      metadata.name,
      spec.capacity?.storage ?? '0',
      accessModesText(spec.accessModes),
      spec.persistentVolumeReclaimPolicy,
      metadata.deletionTimestamp === undefined ? status.phase : 'Terminating',
      claimRef === undefined ? '' : `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`,
      storageClassName(volume, spec.storageClassName),
      spec.volumeAttributesClassName ?? '<unset>',
      status.reason,
      age(volume, now),
      spec.volumeMode ?? '<unset>',
    ];
  },
};

/** `kubectl get pvc`. */
export const persistentVolumeClaimTable: TablePrinter<PersistentVolumeClaim> = {
  columns: [
    ...columns('Name', 'Status', 'Volume', 'Capacity', 'Access Modes', 'StorageClass', 'VolumeAttributesClass', 'Age'),
    ...wideColumns('VolumeMode'),
  ],
  cells(claim, now) {
    const { metadata, spec, status } = claim;
    const volume = spec.volumeName ?? '';
    return [
      metadata.name,
      metadata.deletionTimestamp === undefined ? status.phase : 'Terminating',
      volume,
      volume === '' ? '' : (status.capacity?.storage ?? '0'),
      volume === '' ? '' : accessModesText(status.accessModes),
      storageClassName(claim, spec.storageClassName),
      spec.volumeAttributesClassName ?? '<unset>',
      age(claim, now),
      spec.volumeMode ?? '<unset>',
    ];
  },
};

const shortModes: readonly (readonly [AccessMode, string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

/** `RWO,ROX`: each once, in a fixed order. */
export function accessModesText(modes: readonly AccessMode[] | undefined): string {
  return shortModes
    .filter(([mode]) => modes?.includes(mode) === true)
    .map(([, short]) => short)
    .join(',');
}

/** The class of a volume or claim; an old annotation goes before the field. */
export function storageClassName(
  { metadata }: { readonly metadata?: Pick<KubeObject['metadata'], 'annotations'> },
  field: string | undefined,
): string {
  return metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? field ?? '';
}

/** `kubectl get sc`. */
export const storageClassTable: TablePrinter<StorageClass> = {
  columns: columns('Name', 'Provisioner', 'ReclaimPolicy', 'VolumeBindingMode', 'AllowVolumeExpansion', 'Age'),
  cells: (object, now) => [
    isDefaultClass(object) ? `${object.metadata.name} (default)` : object.metadata.name,
    object.provisioner,
    object.reclaimPolicy ?? 'Delete',
    object.volumeBindingMode ?? 'Immediate',
    object.allowVolumeExpansion ?? false,
    age(object, now),
  ],
};

function isDefaultClass({ metadata }: StorageClass): boolean {
  const { annotations } = metadata;
  return (
    annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true' ||
    annotations?.['storageclass.beta.kubernetes.io/is-default-class'] === 'true'
  );
}

/** `kubectl get vac`. */
export const volumeAttributesClassTable: TablePrinter<VolumeAttributesClass> = {
  columns: columns('Name', 'DriverName', 'Age'),
  cells: (object, now) => [object.metadata.name, object.driverName, age(object, now)],
};

/** `kubectl get volumeattachments`. */
export const volumeAttachmentTable: TablePrinter<VolumeAttachment> = {
  columns: [
    ...columns('Name'),
    { name: 'Attacher', format: 'name' },
    ...columns('PV', 'Node'),
    ...booleanColumns('Attached'),
    ...columns('Age'),
  ],
  cells: (attachment, now) => [
    attachment.metadata.name,
    attachment.spec.attacher,
    attachment.spec.source.persistentVolumeName ?? '',
    attachment.spec.nodeName,
    attachment.status?.attached ?? false,
    age(attachment, now),
  ],
};

/** `kubectl get csinodes`. */
export const csiNodeTable: TablePrinter<CSINode> = {
  columns: [...columns('Name'), ...integerColumns('Drivers'), ...columns('Age')],
  cells: (node, now) => [node.metadata.name, node.spec.drivers?.length ?? 0, age(node, now)],
};

/** `kubectl get csidrivers`. */
export const csiDriverTable: TablePrinter<CSIDriver> = {
  columns: [
    ...columns('Name'),
    ...booleanColumns('AttachRequired', 'PodInfoOnMount', 'StorageCapacity'),
    ...columns('TokenRequests'),
    ...booleanColumns('RequiresRepublish'),
    ...columns('Modes', 'Age'),
  ],
  cells: (driver, now) => [
    driver.metadata.name,
    driver.spec.attachRequired ?? true,
    driver.spec.podInfoOnMount ?? false,
    driver.spec.storageCapacity ?? false,
    driver.spec.tokenRequests?.map(({ audience }) => audience).join(',') ?? '<unset>',
    driver.spec.requiresRepublish ?? false,
    orNone(driver.spec.volumeLifecycleModes?.join(',')),
    age(driver, now),
  ],
};
