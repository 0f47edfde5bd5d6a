/**
 * The end of a pod: containers are stopped, the last status is written, volumes go, the object is deleted.
 * Models pkg/kubelet/kubelet.go, SyncTerminatingPod and SyncTerminatedPod (v1.36.3).
 */
import type { Pod, PodStatus } from '../api/core/pod';
import { forgetSources } from './volumes/configSource';
import { retryResizes } from './resize';
import { type Kubelet, untilTick, wake } from './context';
import { beginKill, signalInTurn } from './killContainer';
import { MANIFESTS_CHANGED, isStatic } from './mirrorPods';
import { podConditions } from './podConditions';
import { computeStatus, isTerminal } from './podStatus';
import type { PodWorker } from './podWorker';
import { removePodProbes } from './prober/proberManager';
import { deletePodObject, setPodStatus } from './statusManager';
import { unmountVolumes } from './volumes/volumes';

/** From the last container's end until volumes and cgroups are gone. */
const CLEANUP_MS = 700;
/** An object that could not be deleted is tried again this much later. */
const RETRY_MS = 10_000;

/** Gives up what the worker was doing and stops all containers of the pod. */
export async function beginTermination(kl: Kubelet, pod: Pod, before: PodWorker, graceMs: number): Promise<void> {
  const { uid } = pod.metadata;
  const worker: PodWorker = {
    ...before,
    state: 'terminating',
    generation: before.generation + 1,
    steps: [],
    pending: false,
    graceMs,
  };
  kl.workers.set(uid, worker);
  const { status, phase } = computeStatus(kl, pod, worker, false);
  await setPodStatus(kl, pod, status);
  removePodProbes(kl, pod, 'livenessAndStartup');
  const running = kl.runtime.containers(uid).filter(({ state }) => state === 'running');
  if (running.length === 0) {
    // A pod that has ended by itself is looked at again with the next relist.
    const ended = isTerminal(phase) && pod.metadata.deletionTimestamp === undefined && worker.end === undefined;
    const delayMs = ended ? untilTick(kl, kl.world.clock.now() + 1) : 0;
    wake(kl, delayMs, 'step', { uid, generation: worker.generation });
    return;
  }
  for (const record of running) {
    if (worker.kills[record.id] === undefined) {
      await beginKill(kl, pod, record, `Stopping container ${record.name}`, graceMs);
    }
  }
  signalInTurn(kl, pod);
}

/** All containers have ended: the last status shows how. */
export async function finishTermination(kl: Kubelet, pod: Pod, before: PodWorker): Promise<void> {
  const { uid } = pod.metadata;
  kl.runtime.stopPodSandbox(uid);
  removePodProbes(kl, pod, 'all');
  const worker: PodWorker = { ...before, state: 'terminated', generation: before.generation + 1 };
  kl.workers.set(uid, worker);
  await setPodStatus(kl, pod, computeStatus(kl, pod, worker, true).status);
  retryResizes(kl);
  wake(kl, CLEANUP_MS, 'step', { uid, generation: worker.generation });
}

/** Volumes are gone. If the pod is being deleted its object goes; otherwise it stays for people to read. */
export async function removeObject(kl: Kubelet, pod: Pod): Promise<void> {
  const { uid } = pod.metadata;
  const worker = kl.workers.get(uid);
  if (worker === undefined) return;
  unmountVolumes(kl, pod);
  if (worker.state !== 'finished') {
    kl.workers.set(uid, { ...worker, state: 'finished' });
    const status = kl.statuses.get(uid)?.status;
    if (status !== undefined) await setPodStatus(kl, pod, terminatedStatus(kl, pod, status));
  }
  if (isStatic(pod)) {
    if (pod.metadata.deletionTimestamp === undefined) return;
    wake(kl, 0, MANIFESTS_CHANGED); // Its mirror goes, and what the file says now may begin.
    return forgetPod(kl, pod);
  }
  const current = kl.world.cache.get('Pod', { namespace: pod.metadata.namespace ?? '', name: pod.metadata.name });
  if (current?.metadata.uid !== uid) return forgetPod(kl, pod);
  if (pod.metadata.deletionTimestamp === undefined) return;
  kl.world.explain.rule('podRemoved', { pod: pod.metadata.name });
  if (!(await deletePodObject(kl, pod))) wake(kl, RETRY_MS, 'sync', uid);
}

/** In a pod that is over no container waits, and the phase is final. Models TerminatePod of the status manager. */
function terminatedStatus(kl: Kubelet, pod: Pod, status: PodStatus): PodStatus {
  const initialized =
    status.conditions?.some(({ type, status: is }) => type === 'Initialized' && is === 'True') === true;
  const lost = {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was terminated',
    startedAt: null,
    finishedAt: null,
  };
  const containers = status.containerStatuses?.map((one) =>
    !initialized || one.state.terminated !== undefined ? one : { ...one, state: { terminated: lost } },
  );
  const phase = isTerminal(status.phase) ? status.phase : 'Failed';
  const conditions = podConditions({
    pod,
    phase,
    statuses: [...(status.initContainerStatuses ?? []), ...(containers ?? [])],
    old: status.conditions ?? [],
    sandboxReady: false,
    initialized,
    now: kl.world.clock.now(),
  });
  return { ...status, phase, conditions, ...(containers === undefined ? {} : { containerStatuses: containers }) };
}

/** Nothing is left to do for the pod. */
export function forgetPod(kl: Kubelet, pod: Pod): void {
  const { uid } = pod.metadata;
  removePodProbes(kl, pod, 'all');
  unmountVolumes(kl, pod);
  forgetSources(kl, pod);
  for (const { name, image } of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
    kl.backOff.delete(`${pod.metadata.name}_${pod.metadata.namespace ?? ''}(${uid})/${name}/${image}`);
    kl.imageBackOff.delete(`${uid}_${image}`);
    kl.pullErrors.delete(`${uid}_${image}`);
  }
  kl.runtime.removePod(uid);
  kl.allocations.delete(uid);
  kl.statuses.delete(uid);
  kl.rows.delete(uid);
  kl.workers.delete(uid);
  kl.pods.delete(uid);
  retryResizes(kl);
}
