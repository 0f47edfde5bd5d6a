/**
 * Variables that an earlier container of the pod has written to a file of an emptyDir.
 * Models pkg/kubelet/kubelet_pods.go and pkg/kubelet/util/env/env_util.go (v1.36.3).
 */
import type { Container, EnvVar, Pod } from '../api/core/pod';
import { ConfigError } from './configError';
import type { Kubelet } from './context';

type FileKeyRef = NonNullable<NonNullable<EnvVar['valueFrom']>['fileKeyRef']>;

/** The value of `key` in the file; undefined if it is not there and may be. Throws ConfigError. */
export function fileValue(
  kl: Kubelet,
  pod: Pod,
  _container: Container,
  { volumeName, path, key, optional = false }: FileKeyRef,
): string | undefined {
  const text = kl.runtime.files.readFile(pod.metadata.uid, volumeName, path);
  if (text === undefined) {
    if (optional) return undefined;
    throw new ConfigError("couldn't parse env file");
  }
  const value = valueIn(text, key);
  if (value !== undefined || optional) return value;
  throw new ConfigError(`environment variable key "${key}" not found in file "${path}"`);
}

/** Lines `NAME='value'`; comments and empty lines are passed over. */
function valueIn(text: string, key: string): string | undefined {
  for (const line of text.split('\n')) {
    const found = /^\s*([A-Za-z_][A-Za-z0-9_]*)='([^']*)'\s*$/.exec(line);
    if (found?.[1] === key) return found[2];
  }
  return undefined;
}
