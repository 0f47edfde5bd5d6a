/**
 * Environment variables and where they come from.
 * Models ValidateEnv and ValidateEnvFrom of pkg/apis/core/validation/validation.go (v1.36.3).
 * Left out: fileKeyRef.
 */
import { configMapKeyErrors } from '../../../api/meta/keyNames';
import type { EnvFromSource, EnvVar, KeySelector } from '../../../api/core/pod';
import { dns1123SubdomainErrors, qualifiedNameErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, invalid, notSupported, required } from '../fieldError';
import { checkOnce } from './accepted';
import { checkText, envNameErrors } from './formats';

const soundEnv = new WeakSet<object>();
const soundEnvFrom = new WeakSet<object>();

/** Downward API fields that exist, and those that a variable may hold. */
const known = ['metadata.annotations', 'metadata.labels', 'spec.restartPolicy', 'spec.schedulerName', 'status.phase'];
const inVariables = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
const inVolumes = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];
const resources = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];

/** The variables of a container. */
export function checkEnv(env: readonly EnvVar[] | undefined, field: string, errors: FieldError[]): void {
  checkOnce(soundEnv, env, errors, () => {
    env?.forEach((variable, index) => {
      const at = `${field}[${index}]`;
      if ((variable.name ?? '') === '') errors.push(required(`${at}.name`));
      else checkText(envNameErrors, variable.name, `${at}.name`, errors);
      checkValueFrom(variable, `${at}.valueFrom`, errors);
    });
  });
}

function checkValueFrom({ value = '', valueFrom }: EnvVar, field: string, errors: FieldError[]): void {
  if (valueFrom === undefined) return;
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  if (fieldRef !== undefined) checkFieldPath(fieldRef, 'variables', `${field}.fieldRef`, errors);
  if (resourceFieldRef !== undefined) {
    const { resource = '' } = resourceFieldRef;
    const at = `${field}.resourceFieldRef.resource`;
    if (resource === '') errors.push(required(at));
    else if (!resources.includes(resource) && !/^(requests|limits)\.hugepages-/.test(resource)) {
      errors.push(notSupported(at, resource, resources));
    } else checkDivisor(resourceFieldRef, `${field}.resourceFieldRef`, errors);
  }
  if (configMapKeyRef !== undefined) checkKeyRef(configMapKeyRef, `${field}.configMapKeyRef`, errors);
  if (secretKeyRef !== undefined) checkKeyRef(secretKeyRef, `${field}.secretKeyRef`, errors);
  const sources = Object.keys(valueFrom).length;
  if (sources === 0) {
    const one =
      'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';
    errors.push(invalid(field, '', one));
  } else if (value !== '') {
    errors.push(invalid(field, '', 'may not be specified when `value` is not empty'));
  } else if (sources > 1) {
    errors.push(invalid(field, '', 'may not have more than one field specified at a time'));
  }
}

/** In which units an amount may be told. */
const units: Readonly<Record<string, readonly string[]>> = {
  cpu: ['1m', '1'],
  memory: ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'],
};

/** The unit of a resourceFieldRef. */
export function checkDivisor(
  { resource = '', divisor = '0' }: { readonly resource?: string; readonly divisor?: string },
  field: string,
  errors: FieldError[],
): void {
  const name = resource.slice(resource.indexOf('.') + 1);
  const allowed = units[name === 'cpu' ? 'cpu' : 'memory'] ?? [];
  if (divisor === '0' || allowed.includes(divisor)) return;
  const list = name === 'cpu' ? '1m and 1' : allowed.join(', ');
  const why = `only divisor's values ${list} are supported with the ${name} resource`;
  errors.push(invalid(`${field}.divisor`, resource, why));
}

/** A path of the downward API. Files can hold labels and annotations as a whole, variables cannot. */
export function checkFieldPath(
  ref: { readonly apiVersion?: string; readonly fieldPath?: string },
  place: 'variables' | 'volumes',
  field: string,
  errors: FieldError[],
): void {
  const { fieldPath = '', apiVersion = 'v1' } = ref;
  const wanted = place === 'variables' ? inVariables : inVolumes;
  if (fieldPath === '') {
    errors.push(required(`${field}.fieldPath`));
    return;
  }
  if (apiVersion !== 'v1') {
    const why = `error converting fieldPath: unsupported pod version: ${apiVersion}`;
    errors.push(invalid(`${field}.fieldPath`, fieldPath, why));
    return;
  }
  const subscripted = /^(.*)\['(.*)'\]$/.exec(fieldPath);
  const path = subscripted?.[1] ?? fieldPath;
  if (!inVariables.includes(path) && !known.includes(path)) {
    const why = `error converting fieldPath: field label not supported: ${fieldPath}`;
    errors.push(invalid(`${field}.fieldPath`, fieldPath, why));
  } else if (subscripted !== null) {
    const key = subscripted[2] ?? '';
    if (path === 'metadata.annotations') checkText(qualifiedNameErrors, key.toLowerCase(), field, errors);
    else if (path === 'metadata.labels') checkText(qualifiedNameErrors, key, field, errors);
    else errors.push(invalid(field, path, 'does not support subscript'));
  } else if (!wanted.includes(path)) {
    errors.push(notSupported(`${field}.fieldPath`, path, wanted));
  }
}

function checkKeyRef({ name = '', key = '' }: KeySelector, field: string, errors: FieldError[]): void {
  checkText(dns1123SubdomainErrors, name, `${field}.name`, errors);
  if (key === '') errors.push(required(`${field}.key`));
  else checkText(configMapKeyErrors, key, `${field}.key`, errors);
}

/** The ConfigMaps and Secrets that a container takes whole. Complaints about the source name the list. */
export function checkEnvFrom(sources: readonly EnvFromSource[] | undefined, field: string, errors: FieldError[]): void {
  checkOnce(soundEnvFrom, sources, errors, () => {
    sources?.forEach(({ prefix = '', configMapRef, secretRef }, index) => {
      const at = `${field}[${index}]`;
      if (prefix !== '') checkText(envNameErrors, prefix, `${at}.prefix`, errors);
      if (configMapRef !== undefined) checkName(configMapRef.name, `${at}.configMapRef.name`, errors);
      if (secretRef !== undefined) checkName(secretRef.name, `${at}.secretRef.name`, errors);
      if (configMapRef === undefined && secretRef === undefined) {
        errors.push(invalid(field, '', 'must specify one of: `configMapRef` or `secretRef`'));
      } else if (configMapRef !== undefined && secretRef !== undefined) {
        errors.push(invalid(field, '', 'may not have more than one field specified at a time'));
      }
    });
  });
}

function checkName(name: string | undefined, field: string, errors: FieldError[]): void {
  if (name === undefined || name === '') errors.push(required(field));
  else checkText(dns1123SubdomainErrors, name, field, errors);
}
