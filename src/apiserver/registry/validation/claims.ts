/**
 * PersistentVolumeClaims and StorageClasses. Models ValidatePersistentVolumeClaimSpec of pkg/apis/core/validation and
 * pkg/apis/storage/validation (v1.36.3). Left out: data sources.
 */
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../../../api/core/persistentVolumeClaim';
import { isDeepEqual } from '../../../api/meta/equality';
import { dns1123SubdomainErrors, qualifiedNameErrors } from '../../../api/meta/qualifiedName';
import { compareQuantities, parseQuantity } from '../../../api/meta/quantity';
import type { StorageClass } from '../../../api/storage/storageClass';
import { type FieldError, forbidden, invalid, notSupported, required } from '../fieldError';
import { checkImmutable, checkText } from './formats';
import { checkLabelSelector } from './labels';
import { unifiedDiff } from './unifiedDiff';

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const IMMUTABLE =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

/** Words for who may use a volume at once. */
export function checkAccessModes(modes: readonly string[], field: string, errors: FieldError[]): void {
  const isAlone = modes.includes('ReadWriteOncePod');
  for (const mode of modes) if (!ACCESS_MODES.includes(mode)) errors.push(notSupported(field, mode, ACCESS_MODES));
  if (isAlone && modes.length > 1) {
    errors.push(forbidden(field, 'may not use ReadWriteOncePod with other access modes'));
  }
}

/** A size. */
export function checkStorage(amount: string, field: string, errors: FieldError[]): void {
  if (parseQuantity(amount).nano <= 0n) errors.push(invalid(field, amount, 'must be greater than zero'));
}

/** Files or a device. */
export function checkVolumeMode(mode: string | undefined, field: string, errors: FieldError[]): void {
  const modes = ['Block', 'Filesystem'];
  if (mode !== undefined && !modes.includes(mode)) errors.push(notSupported(field, mode, modes));
}

/** The spec of a claim, or of a template of claims. */
export function checkClaim(spec: PersistentVolumeClaimSpec, field: string, errors: FieldError[]): void {
  const { accessModes = [], selector, resources, storageClassName = '', volumeMode } = spec;
  if (accessModes.length === 0) {
    errors.push(required(`${field}.accessModes`, 'at least 1 access mode is required'));
  }
  if (selector !== undefined) checkLabelSelector(selector, `${field}.selector`, errors);
  checkAccessModes(accessModes, `${field}.accessModes`, errors);
  const amount = resources.requests?.storage;
  const place = `${field}.resources[storage]`;
  if (amount === undefined) errors.push(required(place));
  else checkStorage(amount, place, errors);
  if (storageClassName !== '') {
    checkText(dns1123SubdomainErrors, storageClassName, `${field}.storageClassName`, errors);
  }
  checkVolumeMode(volumeMode, `${field}.volumeMode`, errors);
}

/** A claim keeps what it asked for; a bound one may ask for more room. */
export function checkClaimUpdate(next: PersistentVolumeClaim, old: PersistentVolumeClaim, errors: FieldError[]): void {
  const isBound = old.status.phase === 'Bound';
  const before = old.spec;
  const allowed: PersistentVolumeClaimSpec = {
    ...next.spec,
    // The controller names the volume; a class may be chosen as long as there is none.
    ...((before.volumeName ?? '') === '' && { volumeName: before.volumeName }),
    ...(before.storageClassName === undefined && { storageClassName: undefined }),
    ...(isBound && {
      resources: { ...next.spec.resources, requests: before.resources.requests },
      volumeAttributesClassName: before.volumeAttributesClassName,
    }),
  } as PersistentVolumeClaimSpec; // What is undefined is as if absent.
  if (!isDeepEqual(internal(allowed), internal(before))) {
    const [was, is] = [before, allowed].map((spec) => JSON.stringify(internal(spec), null, 1).split('\n'));
    errors.push(forbidden('spec', `${IMMUTABLE}\n${unifiedDiff(was ?? [], is ?? [])}`));
  }
  const amount = next.spec.resources.requests?.storage;
  const had = old.status.capacity?.storage ?? before.resources.requests?.storage;
  if (isBound && amount !== undefined && had !== undefined && compareQuantities(amount, had) < 0) {
    const less = compareQuantities(amount, before.resources.requests?.storage ?? amount) < 0;
    const why = 'field can not be less than status.capacity';
    if (less) errors.push(forbidden('spec.resources.requests.storage', why));
  }
}

/** As Go prints the internal type. */
function internal(spec: PersistentVolumeClaimSpec): Readonly<Record<string, unknown>> {
  const { selector, resources, dataSource, dataSourceRef } = spec;
  return {
    AccessModes: spec.accessModes ?? null,
    Selector: selector ?? null,
    Resources: { Limits: resources.limits ?? null, Requests: resources.requests ?? null },
    VolumeName: spec.volumeName ?? '',
    StorageClassName: spec.storageClassName ?? null,
    VolumeMode: spec.volumeMode ?? null,
    DataSource: dataSource ?? null,
    DataSourceRef: dataSourceRef ?? null,
    VolumeAttributesClassName: spec.volumeAttributesClassName ?? null,
  };
}

/** A StorageClass. */
export function checkStorageClass(given: StorageClass, errors: FieldError[]): void {
  const { provisioner = '', reclaimPolicy = '', volumeBindingMode = '' } = given;
  if (provisioner === '') errors.push(required('provisioner'));
  else checkText(qualifiedNameErrors, provisioner.toLowerCase(), 'provisioner', errors);
  const policies = ['Delete', 'Retain'];
  if (!policies.includes(reclaimPolicy)) errors.push(notSupported('reclaimPolicy', reclaimPolicy, policies));
  const modes = ['Immediate', 'WaitForFirstConsumer'];
  if (!modes.includes(volumeBindingMode)) {
    errors.push(notSupported('volumeBindingMode', volumeBindingMode, modes));
  }
}

/** A StorageClass keeps what volumes were made by. */
export function checkStorageClassUpdate(next: StorageClass, old: StorageClass, errors: FieldError[]): void {
  const why = 'updates to parameters are forbidden.';
  if (!isDeepEqual(next.parameters, old.parameters)) errors.push(forbidden('parameters', why));
  if (next.provisioner !== old.provisioner)
    errors.push(forbidden('provisioner', 'updates to provisioner are forbidden.'));
  if (next.reclaimPolicy !== old.reclaimPolicy) {
    errors.push(forbidden('reclaimPolicy', 'updates to reclaimPolicy are forbidden.'));
  }
  checkImmutable(next.volumeBindingMode, old.volumeBindingMode, 'volumeBindingMode', errors);
}

/** Texts of `Warning` headers. */
export function claimWarnings({ metadata, spec }: PersistentVolumeClaim): readonly string[] {
  const old = 'volume.beta.kubernetes.io/storage-class';
  const texts: string[] = [];
  if (metadata.annotations?.[old] !== undefined) {
    texts.push(`metadata.annotations[${old}]: deprecated since v1.8; use "storageClassName" attribute instead`);
  }
  const amount = spec.resources?.requests?.storage;
  if (amount !== undefined && parseQuantity(amount).nano % 1_000_000_000n !== 0n) {
    texts.push(`spec.resources.requests[storage]: fractional byte value "${amount}" is invalid, must be an integer`);
  }
  return texts;
}
