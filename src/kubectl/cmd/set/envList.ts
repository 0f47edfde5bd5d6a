/**
 * `kubectl set env --list`: values, and where the others come from; with --resolve what they are.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/set/env/env_resolve.go (v1.36.3).
 */
import type { Container, EnvVar } from '../../../api/core/pod';
import { decodeBase64 } from '../../../api/meta/base64';
import { milliValue, wholeValue } from '../../../api/meta/quantity';
import type { Invocation } from '../../command';
import type { Unstructured } from '../../resource/access';
import { typedMapping } from '../typedObject';

type Source = NonNullable<EnvVar['valueFrom']>;

/** Prints the variables of one container, and on standard error what could not be resolved. */
export async function listEnv(invocation: Invocation, object: Unstructured, container: Container): Promise<void> {
  const { flags, io } = invocation;
  const failures = new Map<string, string[]>();
  for (const { name, value = '', valueFrom } of container.env ?? []) {
    if (valueFrom === undefined) {
      void io.out(`${name}=${value}\n`);
      continue;
    }
    if (flags.bool('resolve')) {
      try {
        void io.out(`${name}=${await resolved(invocation, valueFrom, object, container)}\n`);
        continue;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        failures.set(error.message, [...(failures.get(error.message) ?? []), name]);
      }
    }
    void io.out(`# ${name} from ${sourceText(valueFrom)}\n`);
  }
  const texts = [...failures].map(
    ([message, names]) => `error retrieving reference for ${names.sort().join(', ')}: ${message}\n`,
  );
  for (const text of texts.sort()) void io.err(text);
}

function sourceText({ configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef }: Source): string {
  if (configMapKeyRef !== undefined) return `configmap ${configMapKeyRef.name}, key ${configMapKeyRef.key}`;
  if (secretKeyRef !== undefined) return `secret ${secretKeyRef.name}, key ${secretKeyRef.key}`;
  if (fieldRef !== undefined) return `field path ${fieldRef.fieldPath}`;
  if (resourceFieldRef !== undefined) {
    const { containerName = '', resource } = resourceFieldRef;
    return `resource field ${containerName === '' ? '' : `${containerName}/`}${resource}`;
  }
  return 'invalid valueFrom';
}

/** Throws Error with the reason where the value cannot be had. */
async function resolved(
  invocation: Invocation,
  { secretKeyRef, configMapKeyRef, fieldRef, resourceFieldRef }: Source,
  object: Unstructured,
  container: Container,
): Promise<string> {
  if (secretKeyRef !== undefined) {
    const text = (await dataOf(invocation, 'Secret', secretKeyRef.name))[secretKeyRef.key];
    if (text === undefined) throw new Error(`key ${secretKeyRef.key} not found in secret ${secretKeyRef.name}`);
    return decodeBase64(text) ?? '';
  }
  if (configMapKeyRef !== undefined) {
    const { name, key } = configMapKeyRef;
    const text = (await dataOf(invocation, 'ConfigMap', name))[key];
    if (text === undefined) throw new Error(`key ${key} not found in config map ${name}`);
    return text;
  }
  if (fieldRef !== undefined) return fieldText(object, fieldRef.fieldPath);
  if (resourceFieldRef !== undefined) return resourceText(container, resourceFieldRef);
  throw new Error('invalid valueFrom');
}

async function dataOf(
  invocation: Invocation,
  kind: 'Secret' | 'ConfigMap',
  name: string,
): Promise<Readonly<Record<string, string>>> {
  const access = await invocation.access();
  const mapping = typedMapping({ apiVersion: 'v1', kind, plural: kind === 'Secret' ? 'secrets' : 'configmaps' });
  const object = await access.get({ mapping, namespace: access.namespace, name });
  return (object['data'] ?? {}) as Readonly<Record<string, string>>; // Texts by key, in both kinds.
}

function fieldText({ metadata }: Unstructured, path: string): string {
  const [, map, key] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? [];
  if (key !== undefined) return (map === 'labels' ? metadata.labels : metadata.annotations)?.[key] ?? '';
  if (path === 'metadata.labels') return mapText(metadata.labels);
  if (path === 'metadata.annotations') return mapText(metadata.annotations);
  if (path === 'metadata.name') return metadata.name;
  if (path === 'metadata.namespace') return metadata.namespace ?? '';
  if (path === 'metadata.uid') return metadata.uid;
  throw new Error(`unsupported fieldPath: ${path}`);
}

function mapText(map: Readonly<Record<string, string>> = {}): string {
  const sorted = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join('\n');
}

function resourceText(
  { resources = {} }: Container,
  { resource, divisor = '1' }: NonNullable<Source['resourceFieldRef']>,
): string {
  const [, list, name = ''] = /^(limits|requests)\.(.+)$/.exec(resource) ?? [];
  const isKnown = ['cpu', 'memory', 'ephemeral-storage'].includes(name) || name.startsWith('hugepages-');
  if (list === undefined || !isKnown) throw new Error(`Unsupported container resource : ${resource}`);
  const amount = (list === 'limits' ? resources.limits : resources.requests)?.[name] ?? '0';
  const unit = divisor === '0' ? '1' : divisor;
  const value = name === 'cpu' ? milliValue : wholeValue;
  return String(Math.ceil(value(amount) / value(unit)));
}
