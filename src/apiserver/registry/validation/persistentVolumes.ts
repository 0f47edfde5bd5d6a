/**
 * PersistentVolumes. Models ValidatePersistentVolume of pkg/apis/core/validation (v1.36.3).
 * Left out: the insides of volume drivers other than hostPath, local, nfs and csi.
 */
import type { PersistentVolume } from '../../../api/core/persistentVolume';
import { isDeepEqual } from '../../../api/meta/equality';
import { type FieldError, forbidden, invalid, notSupported, required } from '../fieldError';
import { checkAccessModes, checkStorage, checkVolumeMode } from './claims';
import { checkImmutable, checkNoBacksteps } from './formats';
import { unifiedDiff } from './unifiedDiff';

type Spec = PersistentVolume['spec'];

/** Go's fields of a PersistentVolumeSource, in their order. The API's names begin small. */
const SOURCES: readonly (readonly [string, string])[] = [
  ['GCEPersistentDisk', 'gcePersistentDisk'],
  ['AWSElasticBlockStore', 'awsElasticBlockStore'],
  ['HostPath', 'hostPath'],
  ['Glusterfs', 'glusterfs'],
  ['NFS', 'nfs'],
  ['RBD', 'rbd'],
  ['ISCSI', 'iscsi'],
  ['FlexVolume', 'flexVolume'],
  ['Cinder', 'cinder'],
  ['CephFS', 'cephfs'],
  ['FC', 'fc'],
  ['Flocker', 'flocker'],
  ['AzureFile', 'azureFile'],
  ['VsphereVolume', 'vsphereVolume'],
  ['Quobyte', 'quobyte'],
  ['AzureDisk', 'azureDisk'],
  ['PhotonPersistentDisk', 'photonPersistentDisk'],
  ['PortworxVolume', 'portworxVolume'],
  ['ScaleIO', 'scaleIO'],
  ['Local', 'local'],
  ['StorageOS', 'storageos'],
  ['CSI', 'csi'],
];
const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];

/** Go prints maps in the order of their keys. */
function sorted(list: Spec['capacity']): object | null {
  return list === undefined ? null : Object.fromEntries(Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The spec of a PersistentVolume. */
export function checkVolume(spec: Spec, errors: FieldError[]): void {
  const { accessModes = [], capacity, persistentVolumeReclaimPolicy: policy } = spec;
  if (accessModes.length === 0) errors.push(required('spec.accessModes'));
  checkAccessModes(accessModes, 'spec.accessModes', errors);
  if (Object.keys(capacity ?? {}).length === 0) errors.push(required('spec.capacity'));
  if (capacity?.storage === undefined || Object.keys(capacity).length > 1) {
    errors.push(notSupported('spec.capacity', sorted(capacity), ['storage']));
  }
  for (const [resource, amount] of Object.entries(capacity ?? {})) {
    checkStorage(amount, `spec.capacity[${resource}]`, errors);
  }
  if (!RECLAIM_POLICIES.includes(policy)) {
    errors.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, RECLAIM_POLICIES));
  }
  checkSource(spec, errors);
  const isRoot = spec.hostPath?.path === '/';
  if (isRoot && policy === 'Recycle') {
    errors.push(forbidden('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'"));
  }
  if (spec.local !== undefined && spec.nodeAffinity === undefined) {
    errors.push(required('spec.nodeAffinity', 'Local volume requires node affinity'));
  }
  checkVolumeMode(spec.volumeMode, 'spec.volumeMode', errors);
}

function checkSource(spec: Spec, errors: FieldError[]): void {
  const written = spec as unknown as Readonly<Record<string, unknown>>; // Drivers that the type leaves out are there too.
  // The order in which the server looks.
  const order = ['hostPath', 'nfs', 'local', 'csi'];
  const names = [...order, ...SOURCES.map(([, name]) => name).filter((name) => !order.includes(name))];
  const present = names.filter((name) => written[name] !== undefined);
  if (present.length === 0) errors.push(required('spec', 'must specify a volume type'));
  for (const name of present.slice(1)) {
    errors.push(forbidden(`spec.${name}`, 'may not specify more than 1 volume type'));
  }
  const [first] = present;
  const { hostPath, nfs, local, csi } = spec;
  if (first === 'hostPath' && hostPath !== undefined) {
    if ((hostPath.path ?? '') === '') errors.push(required('spec.hostPath.path'));
    else checkNoBacksteps(hostPath.path, 'spec.hostPath.path', errors);
  }
  if (first === 'nfs' && nfs !== undefined) {
    if ((nfs.server ?? '') === '') errors.push(required('spec.nfs.server'));
    if ((nfs.path ?? '') === '') errors.push(required('spec.nfs.path'));
    else if (!nfs.path.startsWith('/')) errors.push(invalid('spec.nfs.path', nfs.path, 'must be an absolute path'));
  }
  if (first === 'local' && (local?.path ?? '') === '') errors.push(required('spec.local.path'));
  if (first === 'csi') {
    if ((csi?.driver ?? '') === '') errors.push(required('spec.csi.driver'));
    if ((csi?.volumeHandle ?? '') === '') errors.push(required('spec.csi.volumeHandle'));
  }
}

/** A volume keeps its source and its mode. */
export function checkVolumeUpdate(next: Spec, old: Spec, errors: FieldError[]): void {
  if (!isDeepEqual(sourceOf(next), sourceOf(old))) {
    const why = 'spec.persistentvolumesource is immutable after creation';
    errors.push(forbidden('spec.persistentvolumesource', `${why}\n${unifiedDiff(linesOf(old), linesOf(next))}`));
  }
  checkImmutable(next.volumeMode, old.volumeMode, 'volumeMode', errors);
}

function sourceOf(spec: Spec): Readonly<Record<string, unknown>> {
  const written = spec as unknown as Readonly<Record<string, unknown>>; // As above.
  return Object.fromEntries(
    SOURCES.map(([go, name]) => [go, written[name] === undefined ? null : withGoNames(written[name])]),
  );
}

function linesOf(spec: Spec): readonly string[] {
  return JSON.stringify(sourceOf(spec), null, 1).split('\n');
}

/** Internal types have no JSON names. */
function withGoNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key.charAt(0).toUpperCase() + key.slice(1), inner]);
  return Object.fromEntries(entries);
}
