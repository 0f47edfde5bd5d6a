/**
 * Where a container finds the volumes of its pod.
 * Models pkg/kubelet/kubelet_pods.go, makeMounts (v1.36.3).
 */
import type { Container, Pod, Volume } from '../../api/core/pod';
import type { Kubelet } from '../context';
import { ConfigError } from '../configError';
import { expand } from '../environment';
import type { Mount, MountSource } from '../runtime/containerRuntime';

type Variables = readonly { readonly name: string; readonly value: string }[];

/** The container's mounts. Throws ConfigError where a subPathExpr names a variable that is not there. */
export function mountsOf(kl: Kubelet, pod: Pod, container: Container, env: Variables): readonly Mount[] {
  return (container.volumeMounts ?? []).map(({ name, mountPath, subPath, subPathExpr, readOnly }) => {
    const volume = pod.spec.volumes?.find((other) => other.name === name);
    const folder = subPathExpr === undefined || subPathExpr === '' ? (subPath ?? '') : expanded(subPathExpr, env);
    const source = volume === undefined ? undefined : sourceOf(kl, pod, volume, folder);
    return {
      volume: name,
      mountPath,
      readOnly: readOnly === true || volume?.persistentVolumeClaim?.readOnly === true,
      ...(folder === '' ? {} : { subPath: folder }),
      ...(source === undefined ? {} : { source }),
    };
  });
}

function expanded(text: string, env: Variables): string {
  return expand(text, (name) => {
    const found = env.findLast((variable) => variable.name === name);
    if (found === undefined) throw new ConfigError(`missing value for ${name}`);
    return found.value;
  });
}

function sourceOf(kl: Kubelet, pod: Pod, volume: Volume, folder: string): MountSource | undefined {
  const key = `${pod.metadata.uid}/${volume.name}`;
  const gid = pod.spec.securityContext?.fsGroup;
  const owned = gid === undefined ? {} : { gid };
  const known = kl.volumes.size === 0 ? undefined : kl.volumes.get(key);
  if (known !== undefined) return known.type === 'disk' ? { ...known, ...owned } : known;
  const content = kl.runtime.files.volume(pod.metadata.uid, volume.name);
  if (content !== undefined) {
    if (folder !== '') return { type: 'copy', files: content.files };
    return { type: 'kubelet', ...(volume.configMap === undefined ? { inMemory: true } : {}), ...owned };
  }
  const isInMemory = volume.emptyDir?.medium === 'Memory';
  if (gid === undefined && !isInMemory) return undefined;
  return { type: 'emptyDir', ...(isInMemory ? { inMemory: true } : {}), ...owned };
}
