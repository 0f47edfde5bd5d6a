/**
 * Where the data of claims and of the machine's own folders lies.
 * Models pkg/kubelet/volumemanager/populator and pkg/volume/{hostpath,local} (v1.36.3).
 * Simplified: volumes of drivers (CSI, NFS and the like) are disks that every machine reaches.
 */
import type { PersistentVolume } from '../../api/core/persistentVolume';
import type { PersistentVolumeClaim } from '../../api/core/persistentVolumeClaim';
import { ApiError } from '../../api/meta/status';
import type { Pod, Volume } from '../../api/core/pod';
import type { Kubelet } from '../context';
import type { MountSource } from '../runtime/containerRuntime';
import { MountError } from './content';

/** The volume cannot even be looked for: told of all volumes together. */
export class ProcessingError extends Error {
  override readonly name = 'ProcessingError';
}

/** Checks and prepares a hostPath. Throws MountError. */
export function hostPathSource(
  kl: Kubelet,
  { path, type = '' }: { readonly path: string; readonly type?: string },
): MountSource {
  const { files } = kl.runtime;
  const isThere = files.kindOf(path) !== undefined;
  if (type === 'DirectoryOrCreate' && !isThere) files.makeDirectory(path);
  else if (type === 'FileOrCreate' && !isThere) {
    const refusal = files.makeFile(path);
    if (refusal !== undefined) throw new MountError(`open ${path}: ${refusal.toLowerCase()}`);
  }
  const expected = expectedKinds[type];
  if (expected !== undefined && files.kindOf(path) !== expected.kind) {
    throw new MountError(`hostPath type check failed: ${path} is not a ${expected.words}`);
  }
  return { type: 'host', path };
}

const directory = { kind: 'dir', words: 'directory' };
const file = { kind: 'file', words: 'file' };
const expectedKinds: Readonly<Record<string, { readonly kind: string; readonly words: string } | undefined>> = {
  Directory: directory,
  DirectoryOrCreate: directory,
  File: file,
  FileOrCreate: file,
  Socket: { kind: 'socket', words: 'socket file' },
  CharDevice: { kind: 'charDevice', words: 'character device' },
  BlockDevice: { kind: 'blockDevice', words: 'block device' },
};

/** Follows the claim of `volume` to its data. Throws ProcessingError, MountError or ApiError. */
export async function claimSource(kl: Kubelet, pod: Pod, volume: Volume): Promise<MountSource> {
  const namespace = pod.metadata.namespace ?? '';
  const name = volume.persistentVolumeClaim?.claimName ?? `${pod.metadata.name}-${volume.name}`;
  const failed = (why: string) => new ProcessingError(`error processing PVC ${namespace}/${name}: ${why}`);
  const { client } = kl.world;
  let claim: PersistentVolumeClaim;
  try {
    claim = await client.get('PersistentVolumeClaim', { namespace, name });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw failed(`failed to fetch PVC from API server: ${error.message}`);
  }
  if (claim.metadata.deletionTimestamp !== undefined) throw failed('PVC is being deleted');
  const volumeName = claim.spec.volumeName ?? '';
  if (claim.status?.phase !== 'Bound' || volumeName === '') throw failed('PVC is not bound');
  const persistent = await client.get('PersistentVolume', { name: volumeName });
  return dataOf(kl, persistent, volumeName);
}

function dataOf(kl: Kubelet, { spec, metadata }: PersistentVolume, volumeName: string): MountSource {
  try {
    if (spec.hostPath !== undefined) return hostPathSource(kl, spec.hostPath);
  } catch (error) {
    if (error instanceof MountError) throw new NamedMountError(volumeName, error.message);
    throw error;
  }
  if (spec.local === undefined) return { type: 'disk', name: metadata.uid };
  const { path } = spec.local;
  if (kl.runtime.files.kindOf(path) === undefined) {
    const why = `MountVolume.NewMounter initialization failed for volume "${volumeName}" : path "${path}" does not exist`;
    throw new NamedMountError(volumeName, why, true);
  }
  return { type: 'host', path };
}

/** A MountError about a volume of that name; `isWhole`: the message is complete. */
export class NamedMountError extends MountError {
  constructor(
    readonly volumeName: string,
    message: string,
    readonly isWhole = false,
  ) {
    super(message);
  }
}
