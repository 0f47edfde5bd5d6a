/**
 * The environment and the command line of a container.
 * Models pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables, and third_party/forked/golang/expansion (v1.36.3).
 * Left out: nothing but the order of the variables of services, which is random there.
 */
import type { Container, EnvVar, Pod } from '../api/core/pod';
import { missingText, readSource } from './volumes/configSource';
import { ConfigError } from './configError';
import type { Kubelet } from './context';
import { fieldValue, resourceValue } from './downwardApi';
import { fileValue } from './environmentFile';
import { serviceVariables } from './serviceVariables';

export interface Environment {
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

/** Resolves and expands. Throws ConfigError, or ApiError where the API server cannot be asked. */
export async function environmentOf(kl: Kubelet, pod: Pod, container: Container): Promise<Environment> {
  const isPlain = container.env === undefined && container.envFrom === undefined;
  const services = serviceVariables(kl, pod);
  if (isPlain && container.command === undefined && container.args === undefined) return { env: services.list };
  const values = new Map<string, string>();
  for (const source of container.envFrom ?? []) {
    const from = source.configMapRef ?? source.secretRef;
    if (from === undefined) continue;
    const kind = source.configMapRef === undefined ? 'Secret' : 'ConfigMap';
    const data = await dataOf(kl, pod, kind, from.name, from.optional === true);
    for (const [key, value] of Object.entries(data ?? {})) values.set(`${source.prefix ?? ''}${key}`, value);
  }
  for (const variable of container.env ?? []) {
    const value = await valueOf(kl, pod, container, variable, (name) => values.get(name) ?? services.byName.get(name));
    if (value !== undefined) values.set(variable.name, value);
  }
  const all = new Map([...values, ...[...services.byName].filter(([name]) => !values.has(name))]);
  const expandAll = (texts: readonly string[] | undefined) =>
    texts?.map((text) => expand(text, (name) => all.get(name)));
  const command = expandAll(container.command);
  const args = expandAll(container.args);
  return {
    env: [...all].map(([name, value]) => ({ name, value })),
    ...(command === undefined || command.length === 0 ? {} : { command }),
    ...(args === undefined || args.length === 0 ? {} : { args }),
  };
}

async function valueOf(
  kl: Kubelet,
  pod: Pod,
  container: Container,
  { value, valueFrom }: EnvVar,
  lookup: (name: string) => string | undefined,
): Promise<string | undefined> {
  if (valueFrom === undefined) return expand(value ?? '', lookup);
  if (valueFrom.fieldRef !== undefined) return fieldValue(kl, pod, valueFrom.fieldRef.fieldPath) ?? '';
  if (valueFrom.resourceFieldRef !== undefined) {
    const { containerName, resource, divisor } = valueFrom.resourceFieldRef;
    const of = pod.spec.containers.find(({ name }) => name === containerName) ?? container;
    return resourceValue(kl, of, resource, divisor);
  }
  if (valueFrom.fileKeyRef !== undefined) return fileValue(kl, pod, container, valueFrom.fileKeyRef);
  const from = valueFrom.configMapKeyRef ?? valueFrom.secretKeyRef;
  if (from === undefined) return '';
  const kind = valueFrom.configMapKeyRef === undefined ? 'Secret' : 'ConfigMap';
  const data = await dataOf(kl, pod, kind, from.name, from.optional === true);
  const found = data?.[from.key];
  if (found !== undefined || from.optional === true) return found;
  throw new ConfigError(`couldn't find key ${from.key} in ${kind} ${pod.metadata.namespace ?? ''}/${from.name}`);
}

/** The texts of a ConfigMap or Secret; undefined if it is missing and may be. */
async function dataOf(
  kl: Kubelet,
  pod: Pod,
  kind: 'ConfigMap' | 'Secret',
  name: string,
  optional: boolean,
): Promise<Readonly<Record<string, string>> | undefined> {
  const data = await readSource(kl, pod, kind, name);
  if (data === undefined && !optional) throw new ConfigError(missingText(kind, name));
  return data;
}

/** Replaces `$(NAME)`; `$$` gives `$`; what is not known stays as it is. */
export function expand(text: string, lookup: (name: string) => string | undefined): string {
  let result = '';
  for (let at = 0; at < text.length; at += 1) {
    const here = text.charAt(at);
    if (here !== '$' || at + 1 >= text.length) {
      result += here;
      continue;
    }
    const next = text.charAt(at + 1);
    const end = next === '(' ? text.indexOf(')', at + 2) : -1;
    if (next === '$') {
      result += '$';
      at += 1;
    } else if (end >= 0) {
      const name = text.slice(at + 2, end);
      result += lookup(name) ?? `$(${name})`;
      at = end;
    } else {
      result += here;
    }
  }
  return result;
}
