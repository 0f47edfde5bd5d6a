/**
 * Environment variables of a container.
 * Models describeContainerEnvVars and describeContainerEnvFrom of staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.36.3).
 */
import type { Container, EnvVar, Pod } from '../../api/core/pod';
import { milliValue, wholeValue } from '../../api/meta/quantity';
import type { Description } from './description';

/** Writes `envFrom` and `env`. `pod` is absent for templates, whose fields have no values yet. */
export function describeEnvironment(d: Description, container: Container, pod: Pod | undefined): void {
  describeSources(d, container);
  const { env = [] } = container;
  d.line(2, env.length === 0 ? 'Environment:\t<none>' : 'Environment:');
  for (const variable of env) {
    if (variable.valueFrom === undefined) {
      const [first = '', ...more] = (variable.value ?? '').split('\n');
      d.line(3, `${variable.name}:\t${first}`);
      for (const line of more) d.line(3, `\t${line}`);
      continue;
    }
    const text = referenceText(variable.valueFrom, container, pod);
    if (text !== undefined) d.line(3, `${variable.name}:\t${text}`);
  }
}

function describeSources(d: Description, { envFrom = [] }: Container): void {
  if (envFrom.length === 0) return;
  d.line(2, 'Environment Variables from:');
  for (const { configMapRef, secretRef, prefix = '' } of envFrom) {
    const from = configMapRef !== undefined ? 'ConfigMap' : secretRef !== undefined ? 'Secret' : '';
    const reference = configMapRef ?? secretRef;
    const kind = prefix === '' ? from : `${from} with prefix '${prefix}'`;
    d.line(3, `${reference?.name ?? ''}\t${kind}\tOptional: ${reference?.optional === true}`);
  }
}

function referenceText(
  source: NonNullable<EnvVar['valueFrom']>,
  container: Container,
  pod: Pod | undefined,
): string | undefined {
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = source;
  if (fieldRef !== undefined) {
    const { apiVersion = 'v1', fieldPath } = fieldRef;
    return `${pod === undefined ? '' : fieldText(pod, fieldPath)} (${apiVersion}:${fieldPath})`;
  }
  if (resourceFieldRef !== undefined) {
    const { resource, divisor = '0' } = resourceFieldRef;
    return `${resourceText(container, resource, divisor)} (${resource})`;
  }
  if (secretKeyRef !== undefined) {
    const { key, name, optional } = secretKeyRef;
    return `<set to the key '${key}' in secret '${name}'>\tOptional: ${optional === true}`;
  }
  if (configMapKeyRef !== undefined) {
    const { key, name, optional } = configMapKeyRef;
    return `<set to the key '${key}' of config map '${name}'>\tOptional: ${optional === true}`;
  }
  return undefined;
}

/** kubectl knows only these two fields; the others stay empty. */
function fieldText({ metadata }: Pod, fieldPath: string): string {
  if (fieldPath === 'metadata.name') return metadata.name;
  return fieldPath === 'metadata.namespace' ? (metadata.namespace ?? '') : '';
}

/** The amount in units of `divisor`, rounded up. Unlimited cpu and memory are those of the node. */
function resourceText(container: Container, resource: string, divisor: string): string {
  const [list, ...rest] = resource.split('.');
  const name = rest.join('.');
  if (list !== 'limits' && list !== 'requests') return '';
  const amount = container.resources?.[list]?.[name] ?? '0';
  const measure = name === 'cpu' ? milliValue : wholeValue;
  const unit = measure(divisor) === 0 ? measure('1') : measure(divisor);
  const value = String(Math.ceil(measure(amount) / unit));
  return value === '0' && (resource === 'limits.cpu' || resource === 'limits.memory') ? 'node allocatable' : value;
}
