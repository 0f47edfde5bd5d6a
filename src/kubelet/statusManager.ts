/**
 * Writes pod statuses to the API server, only when they differ, and deletes the objects of pods that are over.
 * Models pkg/kubelet/status/status_manager.go (v1.36.3).
 */
import { conditionOf } from '../api/meta/conditions';
import { isDeepEqual } from '../api/meta/equality';
import { keyOf } from '../api/meta/objectMeta';
import { ApiError, isReason } from '../api/meta/status';
import type { ContainerStatus, Pod, PodStatus } from '../api/core/pod';
import { resizeConditions } from './resize';
import { type Kubelet, wake } from './context';
import { objectOf } from './mirrorPods';
import { podConditions } from './podConditions';

/** A status that could not be written is tried again this much later. */
const SYNC_MS = 10_000;

/** Remembers the status and writes it if it is news. Network trouble is retried later. */
export async function setPodStatus(kl: Kubelet, pod: Pod, status: PodStatus): Promise<void> {
  const { uid } = pod.metadata;
  const before = kl.statuses.get(uid);
  if (before !== undefined && before.sent && isDeepEqual(before.status, status)) return;
  // A kubelet that has come back finds its own words.
  if (before === undefined && isDeepEqual(pod.status, status)) {
    kl.statuses.set(uid, { status, sent: true });
    return;
  }
  kl.statuses.set(uid, { status, sent: false });
  await send(kl, pod, status, before?.status ?? pod.status);
}

function retryLater(kl: Kubelet): void {
  const process = kl.process.get('process');
  if (process === undefined || process.statusSyncQueued) return;
  kl.process.set('process', { ...process, statusSyncQueued: true });
  wake(kl, SYNC_MS, 'statusSync');
}

/**
 * Somebody else has changed what the kubelet said of the pod's readiness: the node controller does while the node is
 * silent. Our word is written again. Models needsReconcile.
 */
export function reconcileReadiness(kl: Kubelet, pod: Pod): void {
  const entry = kl.statuses.get(pod.metadata.uid);
  if (entry === undefined || !entry.sent) return;
  const ready = (status: PodStatus) => conditionOf(status.conditions, 'Ready')?.status;
  if (ready(entry.status) === ready(pod.status)) return;
  kl.statuses.set(pod.metadata.uid, { ...entry, sent: false, row: kl.world.explain.row() });
  wake(kl, 0, 'statusSync');
}

/** Writes what is still unwritten. */
export async function syncStatuses(kl: Kubelet): Promise<void> {
  const process = kl.process.get('process');
  if (process !== undefined) kl.process.set('process', { ...process, statusSyncQueued: false });
  for (const [uid, entry] of [...kl.statuses.entries()]) {
    const pod = kl.pods.get(uid);
    if (entry.sent || pod === undefined) continue;
    kl.world.explain.end(entry.row);
    await send(kl, pod, entry.status, pod.status);
  }
}

async function send(kl: Kubelet, pod: Pod, status: PodStatus, before: PodStatus): Promise<void> {
  const { uid } = pod.metadata;
  const object = objectOf(kl, pod);
  if (object === undefined) {
    // Its mirror will come, and asks for what is unsent.
    kl.statuses.set(uid, { status, sent: false, row: kl.world.explain.row() });
    return;
  }
  const cleared: Record<string, null> = {};
  for (const key of Object.keys(object === pod ? before : object.status))
    if (!(key in status) && key !== 'nominatedNodeName') cleared[key] = null;
  const body = { metadata: { uid: object.metadata.uid }, status: { ...cleared, ...status } };
  try {
    await kl.world.client.patch('Pod', keyOf(pod), { type: 'merge', body }, 'status');
    kl.statuses.set(uid, { status, sent: true });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // The object is gone, or another one has its name: there is nobody to tell.
    if (error.reason === 'NotFound' || error.reason === 'Conflict') kl.statuses.set(uid, { status, sent: true });
    else {
      kl.statuses.set(uid, { status, sent: false, row: kl.world.explain.row() });
      retryLater(kl);
    }
  }
}

/** A probe has changed its mind about one container: says so at once. Models SetContainerReadiness and SetContainerStartup. */
export async function setContainerState(
  kl: Kubelet,
  pod: Pod,
  container: string,
  change: Partial<Pick<ContainerStatus, 'ready' | 'started'>>,
): Promise<void> {
  const entry = kl.statuses.get(pod.metadata.uid);
  if (entry === undefined) return;
  const { status } = entry;
  const apply = (statuses: readonly ContainerStatus[] | undefined) =>
    statuses?.map((one) => (one.name === container ? { ...one, ...change } : one));
  const containers = apply(status.containerStatuses) ?? [];
  const init = apply(status.initContainerStatuses);
  if (isDeepEqual(containers, status.containerStatuses) && isDeepEqual(init, status.initContainerStatuses)) return;
  const conditions = podConditions({
    pod,
    phase: status.phase,
    statuses: [...(init ?? []), ...containers],
    old: status.conditions ?? [],
    sandboxReady:
      status.conditions?.some(({ type, status: is }) => type === 'PodReadyToStartContainers' && is === 'True') === true,
    initialized: status.conditions?.some(({ type, status: is }) => type === 'Initialized' && is === 'True') === true,
    now: kl.world.clock.now(),
    resize: resizeConditions(kl, pod),
  });
  await setPodStatus(kl, pod, {
    ...status,
    conditions,
    containerStatuses: containers,
    ...(init === undefined ? {} : { initContainerStatuses: init }),
  });
}

/** Removes the object of a pod whose containers and volumes are gone. False if the way there is cut: try again. */
export async function deletePodObject(kl: Kubelet, pod: Pod): Promise<boolean> {
  try {
    const preconditions = { uid: pod.metadata.uid };
    await kl.world.client.delete('Pod', keyOf(pod), { gracePeriodSeconds: 0, preconditions });
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return isReason(error, 'NotFound') || isReason(error, 'Conflict');
  }
}
