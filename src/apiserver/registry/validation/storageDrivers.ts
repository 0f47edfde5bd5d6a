/** RuntimeClasses and what storage drivers write. Models pkg/apis/{node,storage}/validation (v1.36.3). Left out: growing CSINodes. */
import type { RuntimeClass } from '../../../api/node/runtimeClass';
import { qualifiedNameErrors } from '../../../api/meta/qualifiedName';
import { wholeValue } from '../../../api/meta/quantity';
import type { CSIDriver, CSINode, CSIStorageCapacity, VolumeAttachment } from '../../../api/storage/csi';
import type { VolumeAttributesClass } from '../../../api/storage/storageClass';
import { isDeepEqual } from '../../../api/meta/equality';
import { type FieldError, duplicate, forbidden, invalid, notSupported, required } from '../fieldError';
import {
  checkImmutable,
  checkNotNegative,
  checkText,
  labelNameErrors,
  notNegative,
  subdomainNameErrors,
} from './formats';
import { checkLabelSelector, checkLabels } from './labels';
import { checkTolerations } from './scheduling';

const SHORTEST_SECONDS = 600;

/** A handler, what it costs, and where it is. */
export function checkRuntimeClass({ handler = '', overhead, scheduling }: RuntimeClass, errors: FieldError[]): void {
  if (handler === '') errors.push(required('handler'));
  else checkText(labelNameErrors, handler, 'handler', errors);
  for (const [name, amount] of Object.entries(overhead?.podFixed ?? {})) {
    if (amount.startsWith('-')) errors.push(invalid(`overhead.limits[${name}]`, amount, notNegative));
  }
  if (scheduling === undefined) return;
  checkLabels(scheduling.nodeSelector, 'scheduling.nodeSelector', errors);
  checkTolerations(scheduling.tolerations, 'scheduling.tolerations', errors);
  scheduling.tolerations?.forEach((toleration, index, all) => {
    if (!all.slice(0, index).some((other) => isDeepEqual(other, toleration))) return;
    const { key = '', operator = '', value = '', effect = '', tolerationSeconds = null } = toleration;
    const shown = { Key: key, Operator: operator, Value: value, Effect: effect, TolerationSeconds: tolerationSeconds };
    errors.push(duplicate(`scheduling.tolerations[${index}]`, shown));
  });
}

/** A driver's settings. */
export function checkCSIDriver({ spec }: CSIDriver, errors: FieldError[]): void {
  const { fsGroupPolicy, tokenRequests = [], volumeLifecycleModes = [] } = spec;
  const policies = ['File', 'None', 'ReadWriteOnceWithFSType'];
  if (fsGroupPolicy !== undefined && !policies.includes(fsGroupPolicy)) {
    errors.push(notSupported('spec.fsGroupPolicy', fsGroupPolicy, policies));
  }
  tokenRequests.forEach(({ audience, expirationSeconds }, index) => {
    const at = `spec.tokenRequests[${index}]`;
    const isKnown = tokenRequests.slice(0, index).some((other) => other.audience === audience);
    if (isKnown) errors.push(duplicate(`${at}.audience`, audience));
    if (expirationSeconds !== undefined && expirationSeconds < SHORTEST_SECONDS) {
      const why = 'may not specify a duration less than 10 minutes';
      errors.push(invalid(`${at}.expirationSeconds`, expirationSeconds, why));
    }
  });
  const modes = ['Persistent', 'Ephemeral'];
  for (const mode of volumeLifecycleModes) {
    if (!modes.includes(mode)) errors.push(notSupported('spec.volumeLifecycleModes', mode, modes));
  }
}

/** Whether volumes are attached, and for how long they live, stays. */
export function checkCSIDriverUpdate({ spec }: CSIDriver, old: CSIDriver, errors: FieldError[]): void {
  checkImmutable(spec.attachRequired, old.spec.attachRequired, 'spec.attachedRequired', errors);
  checkImmutable(spec.volumeLifecycleModes, old.spec.volumeLifecycleModes, 'spec.volumeLifecycleModes', errors);
}

/** The drivers of a node. */
export function checkCSINode({ spec }: CSINode, errors: FieldError[]): void {
  const names = new Set<string>();
  (spec?.drivers ?? []).forEach(({ name = '', nodeID = '', topologyKeys, allocatable }, index) => {
    const at = `spec.drivers[${index}]`;
    if (name === '') errors.push(required(`${at}.name`));
    else checkText(subdomainNameErrors, name, `${at}.name`, errors);
    if (nodeID === '') errors.push(required(`${at}.nodeID`));
    checkNotNegative(allocatable?.count, `${at}.allocatable.count`, errors);
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    for (const key of topologyKeys ?? []) {
      if (key === '') errors.push(required(at));
      checkText(qualifiedNameErrors, key, at, errors);
    }
  });
}

/** How much a storage class has left. */
export function checkStorageCapacity(given: CSIStorageCapacity, errors: FieldError[]): void {
  const { nodeTopology, storageClassName = '', capacity, maximumVolumeSize } = given;
  checkLabelSelector(nodeTopology, 'nodeTopology', errors);
  checkText(subdomainNameErrors, storageClassName, 'storageClassName', errors);
  for (const [field, amount] of Object.entries({ capacity, maximumVolumeSize })) {
    if (amount !== undefined && wholeValue(amount) < 0) errors.push(invalid(field, amount, notNegative));
  }
}

/** What it is about stays. */
export function checkStorageCapacityUpdate(
  next: CSIStorageCapacity,
  old: CSIStorageCapacity,
  errors: FieldError[],
): void {
  checkImmutable(next.nodeTopology, old.nodeTopology, 'nodeTopology', errors);
  checkImmutable(next.storageClassName, old.storageClassName, 'storageClassName', errors);
}

/** A volume that a driver is to attach to a node. */
export function checkVolumeAttachment({ spec }: VolumeAttachment, errors: FieldError[]): void {
  const { attacher = '', nodeName = '', source = {} } = spec ?? {};
  const { persistentVolumeName, inlineVolumeSpec } = source;
  if (attacher === '') errors.push(required('spec.attacher'));
  if ((persistentVolumeName === undefined) === (inlineVolumeSpec === undefined)) {
    const why = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';
    errors.push(persistentVolumeName === undefined ? required('spec.source', why) : forbidden('spec.source', why));
  }
  if (persistentVolumeName === '') {
    errors.push(required('spec.source.persistentVolumeName', 'must specify non empty persistentVolumeName'));
  }
  if (attacher !== '') checkText(subdomainNameErrors, attacher, 'spec.attacher', errors);
  checkText(subdomainNameErrors, nodeName, 'spec.nodeName', errors);
  if (persistentVolumeName !== undefined) {
    checkText(subdomainNameErrors, persistentVolumeName, 'spec.source.persistentVolumeName', errors);
  }
}

/** A driver and its parameters. */
export function checkVolumeAttributesClass(given: VolumeAttributesClass, errors: FieldError[]): void {
  const { driverName = '', parameters = {} } = given;
  if (driverName === '') errors.push(required('driverName'));
  else checkText(subdomainNameErrors, driverName, 'driverName', errors);
  const keys = Object.keys(parameters);
  if (keys.length === 0) errors.push(required('parameters', 'must contain at least one key/value pair'));
  if (keys.includes('')) errors.push(invalid('parameters', '', 'field can not be empty.'));
}

/** Neither may change. */
export function checkVolumeAttributesClassUpdate(
  next: VolumeAttributesClass,
  old: VolumeAttributesClass,
  errors: FieldError[],
): void {
  if (next.driverName !== old.driverName) {
    errors.push(forbidden('driverName', 'updates to driverName are forbidden.'));
  }
  if (!isDeepEqual(next.parameters, old.parameters)) {
    errors.push(forbidden('parameters', 'updates to parameters are forbidden.'));
  }
}
