/**
 * Volumes of a pod or of a pod template, and the sources of PersistentVolumes.
 * Models describeVolumes of staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.36.3).
 * Left out: what PersistentVolumes of older drivers show beside the fields of volumes (namespaces of secrets).
 */
import type { PersistentVolumeClaimTemplate } from '../../api/core/persistentVolumeClaim';
import type { Volume } from '../../api/core/pod';
import { parseQuantity } from '../../api/meta/quantity';
import { describeClaimSpec } from './claim';
import { goValue } from '../../printers/goFormat';
import type { Description } from './description';
import { shortened } from './labels';
import { type VolumeDriver, volumeDrivers } from './volumeDrivers';

/** Writes `Volumes:` and every volume. Templates are set in by two blanks. */
export function describeVolumes(d: Description, volumes: readonly Volume[] = [], isTemplate = false): void {
  const space = isTemplate ? '  ' : '';
  if (volumes.length === 0) {
    d.line(0, `${space}Volumes:\t<none>`);
    return;
  }
  d.line(0, `${space}Volumes:`);
  for (const volume of volumes) {
    d.line(1, `${isTemplate ? ' ' : ''}${volume.name}:`);
    describeVolumeSource(d, volume);
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Writes the source that `holder` (a volume, or the spec of a PersistentVolume) has set. */
export function describeVolumeSource(d: Description, holder: object): void {
  const sources = holder as Fields; // Read by name: volumes are stored as they came.
  for (const [name, describe] of Object.entries(writers)) {
    const source = sources[name];
    if (source === undefined || source === null) continue;
    describe(d, source as Fields); // Every source is an object of fields.
    return;
  }
  const [name, driver] = Object.entries(volumeDrivers).find(([field]) => sources[field] !== undefined) ?? [];
  if (name === undefined || driver === undefined) d.line(1, '<unknown>');
  else describeDriver(d, sources[name] as Fields, driver); // As above.
}

function describeDriver(d: Description, source: Fields, { type, lines: fields }: VolumeDriver): void {
  d.line(2, `Type:\t${type}`);
  for (const [label, field, absent] of fields) {
    const value = source[field];
    const isReference = field === 'secretRef' && value !== undefined;
    d.line(
      2,
      `${label}\t${isReference ? referenceText(value as Fields) : value === undefined ? absent : goValue(value)}`,
    ); // An object.
  }
}

function referenceText(reference: Fields): string {
  const namespace = reference['namespace'];
  const name = text(reference, 'name', '');
  return namespace === undefined
    ? `&LocalObjectReference{Name:${name},}`
    : `&SecretReference{Name:${name},Namespace:${String(namespace)},}`;
}

type Writer = (d: Description, source: Fields) => void;
/** Label, field, and what stands there if the field is absent. */
type Line = readonly [label: string, field: string, absent: string];

/** The order decides where several are set, as the real one's does. */
const writers: Readonly<Record<string, Writer>> = {
  hostPath: lines('HostPath (bare host directory volume)', [
    ['Path', 'path', ''],
    ['HostPathType', 'type', '<none>'],
  ]),
  emptyDir: (d, source) => {
    d.line(2, "Type:\tEmptyDir (a temporary directory that shares a pod's lifetime)");
    d.line(2, `Medium:\t${text(source, 'medium', '')}`);
    const limit = text(source, 'sizeLimit', '0');
    d.line(2, `SizeLimit:\t${parseQuantity(limit).nano > 0n ? limit : '<unset>'}`);
  },
  secret: lines('Secret (a volume populated by a Secret)', [
    ['SecretName', 'secretName', ''],
    ['Optional', 'optional', 'false'],
  ]),
  configMap: lines('ConfigMap (a volume populated by a ConfigMap)', [
    ['Name', 'name', ''],
    ['Optional', 'optional', 'false'],
  ]),
  nfs: lines('NFS (an NFS mount that lasts the lifetime of a pod)', [
    ['Server', 'server', ''],
    ['Path', 'path', ''],
    ['ReadOnly', 'readOnly', 'false'],
  ]),
  persistentVolumeClaim: lines('PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)', [
    ['ClaimName', 'claimName', ''],
    ['ReadOnly', 'readOnly', 'false'],
  ]),
  ephemeral: (d, source) => {
    d.line(
      2,
      'Type:\tEphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)',
    );
    // A claim template is what the API says stands there.
    const template = source['volumeClaimTemplate'] as PersistentVolumeClaimTemplate | undefined;
    if (template !== undefined) describeClaimSpec(d.nested(2), template);
  },
  downwardAPI: (d, source) => {
    d.line(2, 'Type:\tDownwardAPI (a volume populated by information about the pod)');
    d.line(2, 'Items:');
    for (const item of list(source, 'items')) {
      const field = text(part(item, 'fieldRef'), 'fieldPath', '');
      const resource = text(part(item, 'resourceFieldRef'), 'resource', '');
      if (field !== '') d.line(3, `${field} -> ${text(item, 'path', '')}`);
      if (resource !== '') d.line(3, `${resource} -> ${text(item, 'path', '')}`);
    }
  },
  fc: (d, source) => {
    d.line(2, 'Type:\tFC (a Fibre Channel disk)');
    // A list of texts wherever the API has one.
    d.line(2, `TargetWWNs:\t${((source['targetWWNs'] ?? []) as readonly string[]).join(', ')}`);
    d.line(2, `LUN:\t${text(source, 'lun', '<none>')}`);
    d.line(2, `FSType:\t${text(source, 'fsType', '')}`);
    d.line(2, `ReadOnly:\t${text(source, 'readOnly', 'false')}`);
  },
  local: lines('LocalVolume (a persistent volume backed by local storage on a node)', [['Path', 'path', '']]),
  projected: (d, source) => {
    d.line(2, 'Type:\tProjected (a volume that contains injected data from multiple sources)');
    for (const item of list(source, 'sources')) describeProjection(d, item);
  },
  csi: (d, source) => {
    d.line(2, 'Type:\tCSI (a Container Storage Interface (CSI) volume source)');
    d.line(2, `Driver:\t${text(source, 'driver', '')}`);
    d.line(2, `FSType:\t${text(source, 'fsType', '')}`);
    if (source['volumeHandle'] !== undefined) d.line(2, `VolumeHandle:\t${text(source, 'volumeHandle', '')}`);
    d.line(2, `ReadOnly:\t${text(source, 'readOnly', 'false')}`);
    describeAttributes(d, part(source, 'volumeAttributes'));
  },
  image: lines('Image (a container image or OCI artifact)', [
    ['Reference', 'reference', ''],
    ['PullPolicy', 'pullPolicy', ''],
  ]),
};

function lines(type: string, fields: readonly Line[]): Writer {
  return (d, source) => {
    d.line(2, `Type:\t${type}`);
    for (const [label, field, absent] of fields) d.line(2, `${label}:\t${text(source, field, absent)}`);
  };
}

function describeProjection(d: Description, source: Fields): void {
  const { secret, downwardAPI, configMap, serviceAccountToken } = source;
  if (secret !== undefined) {
    d.line(2, `SecretName:\t${text(part(source, 'secret'), 'name', '')}`);
    d.line(2, `Optional:\t${text(part(source, 'secret'), 'optional', 'false')}`);
  } else if (downwardAPI !== undefined) d.line(2, 'DownwardAPI:\ttrue');
  else if (configMap !== undefined) {
    d.line(2, `ConfigMapName:\t${text(part(source, 'configMap'), 'name', '')}`);
    d.line(2, `Optional:\t${text(part(source, 'configMap'), 'optional', 'false')}`);
  } else if (serviceAccountToken !== undefined) {
    d.line(2, `TokenExpirationSeconds:\t${text(part(source, 'serviceAccountToken'), 'expirationSeconds', '0')}`);
  }
}

/** Each piece of a line is indented, also the tab of the second and further ones: so the real one writes them. */
function describeAttributes(d: Description, attributes: Fields): void {
  d.write(2, 'VolumeAttributes:\t');
  const keys = Object.keys(attributes).sort();
  if (keys.length === 0) d.write(0, '<none>\n');
  keys.forEach((key, index) => {
    if (index > 0) {
      d.write(2, '');
      d.write(2, '\t');
    }
    d.line(2, shortened(`${key}=${text(attributes, key, '')}`, 140));
  });
}

function text(fields: Fields, field: string, absent: string): string {
  const value = fields[field];
  return value === undefined || value === null ? absent : String(value);
}

function part(fields: Fields, field: string): Fields {
  return (fields[field] ?? {}) as Fields; // An object wherever the API has one.
}

function list(fields: Fields, field: string): readonly Fields[] {
  return (fields[field] ?? []) as readonly Fields[]; // A list of objects wherever the API has one.
}
