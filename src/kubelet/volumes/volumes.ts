/**
 * Sets up the volumes of a pod, keeps those that the kubelet writes up to date, and takes them away.
 * Models pkg/kubelet/volumemanager and pkg/volume/util/operationexecutor (v1.36.3).
 */
import { isDeepEqual } from '../../api/meta/equality';
import { ApiError } from '../../api/meta/status';
import type { Pod, Volume } from '../../api/core/pod';
import { type Kubelet, instantAfter, podEvent, wake } from '../context';
import { type PodWorker, changeWorker } from '../podWorker';
import { MountError, contentOf } from './content';
import { NamedMountError, ProcessingError, claimSource, hostPathSource } from './persistentVolume';

/** The wait before the next attempt at a volume that could not be mounted, doubled up to the second. */
const RETRY_MS = 500;
const RETRY_MAX_MS = 122_000;
/** A volume that cannot be looked for is tried again with the next sync. */
const PROCESSING_RETRY_MS = 10_000;

/** The mounter's wait after `attempt` failed attempts. */
export function mountRetryMs(attempt: number): number {
  return Math.min(RETRY_MS * 2 ** Math.min(attempt, 10), RETRY_MAX_MS);
}

/** Why the volumes of a pod are not all there: one message for each Event. */
export interface MountFailures {
  readonly messages: readonly string[];
  /** When to try again, if not by the mounter's own clock. */
  readonly retryMs?: number;
}

/** Sets up every volume. What could not be set up, or undefined. */
export async function mountVolumes(kl: Kubelet, pod: Pod): Promise<MountFailures | undefined> {
  const messages: string[] = [];
  const unprocessed: string[] = [];
  const whys: string[] = [];
  for (const volume of pod.spec.volumes ?? []) {
    try {
      await setUp(kl, pod, volume);
    } catch (error) {
      if (error instanceof ProcessingError) {
        unprocessed.push(volume.name);
        whys.push(error.message);
      } else messages.push(failureText(volume.name, error));
    }
  }
  if (unprocessed.length > 0) {
    const names = unprocessed.join(' ');
    const what = `unmounted volumes=[${names}], unattached volumes=[], failed to process volumes=[${names}]`;
    messages.push(`Unable to attach or mount volumes: ${what}: ${whys.join('; ')}`);
  }
  if (messages.length === 0) return undefined;
  return { messages, ...(messages.length === 1 && unprocessed.length > 0 ? { retryMs: PROCESSING_RETRY_MS } : {}) };
}

/** The Event's text; what is no refusal of a volume is thrown on. */
function failureText(volume: string, error: unknown): string {
  if (!(error instanceof MountError || error instanceof ApiError)) throw error;
  if (error instanceof NamedMountError && error.isWhole) return error.message;
  const name = error instanceof NamedMountError ? error.volumeName : volume;
  return `MountVolume.SetUp failed for volume "${name}" : ${error.message}`;
}

async function setUp(kl: Kubelet, pod: Pod, volume: Volume): Promise<void> {
  const key = `${pod.metadata.uid}/${volume.name}`;
  if (volume.hostPath !== undefined) kl.volumes.set(key, hostPathSource(kl, volume.hostPath));
  else if (volume.persistentVolumeClaim !== undefined || volume.ephemeral !== undefined) {
    kl.volumes.set(key, await claimSource(kl, pod, volume));
  } else await writeContent(kl, pod, volume);
}

/** Writes what the kubelet writes, if it differs from what is there. */
async function writeContent(kl: Kubelet, pod: Pod, volume: Volume): Promise<void> {
  const files = await contentOf(kl, pod, volume);
  if (files === undefined) return;
  const disk = kl.runtime.files;
  const before = disk.volume(pod.metadata.uid, volume.name);
  if (before !== undefined && isDeepEqual(before.files, files)) return;
  const gid = pod.spec.securityContext?.fsGroup;
  const content = { files, at: kl.world.clock.now(), ...(gid === undefined ? {} : { gid }) };
  disk.setVolume(pod.metadata.uid, volume.name, content);
}

/** What the volumes held is gone. */
export function unmountVolumes(kl: Kubelet, pod: Pod): void {
  for (const { name } of pod.spec.volumes ?? []) {
    kl.volumes.delete(`${pod.metadata.uid}/${name}`);
    kl.runtime.files.removeVolume(pod.metadata.uid, name);
  }
}

/** True if the pod has volumes whose content may change while it runs: beyond the token that every pod has. */
export function hasChangingVolumes(pod: Pod): boolean {
  return pod.spec.volumes?.some(isChanging) === true;
}

function isChanging({ name, configMap, secret, downwardAPI, projected }: Volume): boolean {
  if (projected !== undefined) return !name.startsWith('kube-api-access-');
  return configMap !== undefined || secret !== undefined || downwardAPI !== undefined;
}

/** Brings changed ConfigMaps, Secrets and facts into the volumes of a pod that runs. What is missing is tried again. */
export async function refreshVolumes(kl: Kubelet, pod: Pod, worker: PodWorker): Promise<void> {
  if (worker.remountAt !== undefined || !hasChangingVolumes(pod)) return;
  await refresh(kl, pod, 0);
}

/** Data of a `remount` event. */
export interface Remount {
  readonly uid: string;
  readonly at: number;
  readonly attempt: number;
}

/** The time of another attempt has come. */
export async function remountDue(kl: Kubelet, { uid, at, attempt }: Remount): Promise<void> {
  const pod = kl.pods.get(uid);
  const worker = kl.workers.get(uid);
  if (pod === undefined || worker?.remountAt !== at) return;
  const { remountAt: _past, ...rest } = worker;
  kl.workers.set(uid, rest);
  if (worker.state === 'syncing') await refresh(kl, pod, attempt);
}

async function refresh(kl: Kubelet, pod: Pod, attempt: number): Promise<void> {
  const { uid } = pod.metadata;
  let failed = false;
  for (const volume of pod.spec.volumes ?? []) {
    if (!isChanging(volume)) continue;
    try {
      await writeContent(kl, pod, volume);
    } catch (error) {
      // While the network is cut, what is there stays.
      if (error instanceof ApiError && error.code === 0) continue;
      await podEvent(kl, pod, 'Warning', 'FailedMount', failureText(volume.name, error));
      failed = true;
    }
  }
  if (!failed) return;
  const delayMs = mountRetryMs(attempt);
  const at = instantAfter(kl, delayMs);
  changeWorker(kl, uid, { remountAt: at });
  wake(kl, delayMs, 'remount', { uid, at, attempt: attempt + 1 });
}
