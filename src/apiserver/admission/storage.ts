/**
 * Claims get the cluster's default class, claims and volumes the finalizer that keeps them while they are in use, and
 * only a class that allows it lets a claim grow.
 * Models plugin/pkg/admission/storage/{storageclass/setdefault,storageobjectinuseprotection,persistentvolume/resize} (v1.36.3).
 */
import type { PersistentVolumeClaim } from '../../api/core/persistentVolumeClaim';
import type { Kind, Kinds } from '../../api/kinds';
import type { KubeObject } from '../../api/meta/objectMeta';
import { compareQuantities } from '../../api/meta/quantity';
import { defaultStorageClass } from '../../api/storage/storageClass';
import type { AdmissionPlugin, Attributes } from './admission';
import { refusal } from './refusal';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const PROTECTION: { readonly [K in Kind]?: string } = {
  PersistentVolume: 'kubernetes.io/pv-protection',
  PersistentVolumeClaim: 'kubernetes.io/pvc-protection',
};

/** Notes the cluster's default class in new claims that name none. */
export const defaultClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  admit<K extends Kind>({ kind, operation, object, reader }: Attributes<K>): Kinds[K] {
    if (kind !== 'PersistentVolumeClaim' || operation !== 'CREATE') return object;
    const claim = object as unknown as PersistentVolumeClaim; // `kind` says so.
    const isChosen = claim.spec.storageClassName !== undefined;
    if (isChosen || claim.metadata.annotations?.[CLASS_ANNOTATION] !== undefined) return object;
    const found = defaultStorageClass(reader.list('StorageClass'));
    if (found === undefined) return object;
    const spec = { ...claim.spec, storageClassName: found.metadata.name };
    return { ...claim, spec } as unknown as Kinds[K]; // As above.
  },
};

/** Marks new claims and volumes with the finalizer that the protection controllers take away. */
export const storageObjectInUseProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  admit<K extends Kind>({ kind, operation, object }: Attributes<K>): Kinds[K] {
    const finalizer = PROTECTION[kind];
    if (finalizer === undefined || operation !== 'CREATE') return object;
    const { metadata }: KubeObject = object;
    const finalizers = metadata.finalizers ?? [];
    if (finalizers.includes(finalizer)) return object;
    return { ...object, metadata: { ...metadata, finalizers: [...finalizers, finalizer] } };
  },
};

/** Refuses to let a claim grow whose class does not allow it. */
export const persistentVolumeClaimResize: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  admit<K extends Kind>({ kind, operation, object, old, name, reader, subresource }: Attributes<K>): Kinds[K] {
    if (kind !== 'PersistentVolumeClaim' || operation !== 'UPDATE' || subresource !== '') return object;
    const [next, before] = [object, old] as unknown as readonly PersistentVolumeClaim[]; // `kind` says so.
    const [wanted, had] = [next, before].map((claim) => claim?.spec.resources?.requests?.storage);
    if (wanted === undefined || had === undefined || compareQuantities(wanted, had) <= 0) return object;
    if (before?.status.phase !== 'Bound') return object; // Validation refuses it.
    const className = before.spec.storageClassName ?? '';
    const storageClass = className === '' ? undefined : reader.get('StorageClass', { name: className });
    if (storageClass?.allowVolumeExpansion === true) return object;
    const why =
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';
    throw refusal('PersistentVolumeClaim', name, why);
  },
};
