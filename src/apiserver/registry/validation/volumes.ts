/**
 * Volumes and where containers mount them.
 * Models ValidateVolumes and ValidateVolumeMounts of pkg/apis/core/validation/validation.go (v1.36.3).
 * Left out: block devices.
 */
import type { KeyToPath, Volume, VolumeMount } from '../../../api/core/pod';
import { compareQuantities } from '../../../api/meta/quantity';
import { dns1123LabelErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, duplicate, forbidden, invalid, notFound, notSupported, required } from '../fieldError';
import { checkOnce } from './accepted';
import { checkClaim } from './claims';
import { checkDescendingPath, checkNoBacksteps, checkText } from './formats';
import { checkVolumeSource } from './volumeSources';

const sound = new WeakSet<object>();

/** In the order in which the API server looks for them: the second one found is the one too many. */
const sources = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'azureFile',
  'configMap',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
  'csi',
  'projected',
  'ephemeral',
  'image',
] as const;

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

/** All volumes of a pod. Hands back the names that may be mounted: those without a complaint. */
export function checkVolumes(
  volumes: readonly Volume[] | undefined,
  field: string,
  errors: FieldError[],
): ReadonlySet<string> {
  const names = new Set<string>();
  volumes?.forEach((volume, index) => {
    const at = `${field}[${index}]`;
    const { name = '' } = volume;
    const before = errors.length;
    checkOnce(sound, volume, errors, () => checkSource(volume, at, errors));
    if (name === '') errors.push(required(`${at}.name`));
    else checkText(dns1123LabelErrors, name, `${at}.name`, errors);
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    if (errors.length === before) names.add(name);
  });
  return names;
}

function checkSource(volume: Volume, field: string, errors: FieldError[]): void {
  const keys = Object.keys(volume);
  const found = sources.filter((source) => keys.includes(source));
  if (found.length === 0) errors.push(required(field, 'must specify a volume type'));
  const [first] = found;
  if (first !== undefined) {
    const given = (volume as unknown as Readonly<Record<string, unknown>>)[first]; // Found by its name.
    checkOneSource(volume, first, `${field}.${first}`, errors);
    checkVolumeSource(first, given, `${field}.${first}`, errors);
  }
  for (const extra of found.slice(1)) {
    errors.push(forbidden(`${field}.${extra}`, 'may not specify more than 1 volume type'));
  }
}

function checkOneSource(volume: Volume, source: string, field: string, errors: FieldError[]): void {
  const { emptyDir, hostPath, secret, configMap, persistentVolumeClaim, projected } = volume;
  if (source === 'emptyDir' && emptyDir?.sizeLimit !== undefined && compareQuantities(emptyDir.sizeLimit, '0') < 0) {
    errors.push(forbidden(`${field}.sizeLimit`, 'SizeLimit field must be a valid resource quantity'));
  }
  if (source === 'hostPath' && hostPath !== undefined) {
    if ((hostPath.path ?? '') === '') errors.push(required(`${field}.path`));
    else checkNoBacksteps(hostPath.path, `${field}.path`, errors);
    const { type = '' } = hostPath;
    if (!hostPathTypes.includes(type)) errors.push(notSupported(`${field}.type`, type, hostPathTypes));
  }
  if (source === 'secret' && secret !== undefined) {
    if ((secret.secretName ?? '') === '') errors.push(required(`${field}.secretName`));
    checkFiles(secret, field, errors);
  }
  if (source === 'configMap' && configMap !== undefined) {
    if ((configMap.name ?? '') === '') errors.push(required(`${field}.name`));
    checkFiles(configMap, field, errors);
  }
  if (source === 'persistentVolumeClaim' && (persistentVolumeClaim?.claimName ?? '') === '') {
    errors.push(required(`${field}.claimName`));
  }
  if (source === 'ephemeral') checkEphemeral(volume.ephemeral?.volumeClaimTemplate, field, errors);
  if (source === 'projected' && projected !== undefined)
    checkFiles({ defaultMode: projected.defaultMode }, field, errors);
}

/** The claim is named after pod and volume: its template may only label it. */
function checkEphemeral(
  template: NonNullable<Volume['ephemeral']>['volumeClaimTemplate'],
  field: string,
  errors: FieldError[],
): void {
  const at = `${field}.volumeClaimTemplate`;
  if (template === undefined) {
    errors.push(required(at));
    return;
  }
  for (const key of Object.keys(template.metadata ?? {})) {
    if (key !== 'labels' && key !== 'annotations') errors.push(forbidden(`${at}.metadata.${key}`, 'cannot be set'));
  }
  checkClaim(template.spec, `${at}.spec`, errors);
}

function checkFiles(
  { items, defaultMode }: { readonly items?: readonly KeyToPath[]; readonly defaultMode?: number | undefined },
  field: string,
  errors: FieldError[],
): void {
  checkMode(defaultMode, `${field}.defaultMode`, errors);
  items?.forEach(({ key = '', path = '', mode }, index) => {
    const at = `${field}.items[${index}]`;
    if (key === '') errors.push(required(`${at}.key`));
    if (path === '') errors.push(required(`${at}.path`));
    else checkDescendingPath(path, `${at}.path`, errors);
    checkMode(mode, `${at}.mode`, errors);
  });
}

function checkMode(mode: number | undefined, field: string, errors: FieldError[]): void {
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return;
  errors.push(invalid(field, mode, 'must be a number between 0 and 0777 (octal), both inclusive'));
}

/** The mounts of a container; `volumes` are the names that may be mounted. */
export function checkVolumeMounts(
  mounts: readonly VolumeMount[] | undefined,
  volumes: ReadonlySet<string>,
  field: string,
  errors: FieldError[],
): void {
  const paths = new Set<string>();
  mounts?.forEach(({ name = '', mountPath = '', subPath = '' }, index) => {
    const at = `${field}[${index}]`;
    if (name === '') errors.push(required(`${at}.name`));
    if (!volumes.has(name)) errors.push(notFound(`${at}.name`, name));
    if (mountPath === '') errors.push(required(`${at}.mountPath`));
    if (paths.has(mountPath)) errors.push(invalid(`${at}.mountPath`, mountPath, 'must be unique'));
    paths.add(mountPath);
    // The index is missing from this path in the real server too.
    if (subPath !== '') checkDescendingPath(subPath, `${field}.subPath`, errors);
  });
}
