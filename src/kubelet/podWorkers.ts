/**
 * One worker for each pod: what makes it sync, what a sync does, when the next one comes.
 * Models pkg/kubelet/pod_workers.go and kubelet.go, SyncPod (v1.36.3).
 * A sync that has nothing to retry is not repeated every minute, unless a readiness probe or a volume hangs on it.
 */
import { formatTime, parseTime } from '../api/meta/time';
import type { Pod, PodStatus } from '../api/core/pod';
import type { Instant } from '../sim/clock';
import { type Kubelet, firstGeneration, instantAfter, podEvent, requestSync, untilTick, wake } from './context';
import { watchStorage } from './eviction/evictionManager';
import { noteResized } from './resize';
import { shortenKills } from './killContainer';
import { type Refusal, admissionRefusal } from './nodeAdmission';
import { podActions } from './podActions';
import { observedContainers } from './podCache';
import { computeStatus, isTerminal } from './podStatus';
import { type PodWorker, type Step, changeWorker, newWorker } from './podWorker';
import { addPodProbes, triggerReadiness } from './prober/proberManager';
import { probeFailed, probeStarted } from './prober/results';
import { lacksPullSecrets } from './pullCredentials';
import { keepRow, lastWrite } from './reasons';
import { setPodStatus } from './statusManager';
import { runStep } from './syncSteps';
import { beginTermination, finishTermination, forgetPod, removeObject } from './termination';
import { hasChangingVolumes, refreshVolumes } from './volumes/volumes';

/** After an error: this long, or until the crash back-off ends; in both cases up to half as long again. */
const ERROR_RETRY_MS = 10_000;
/** No wait is longer than this; also the pace of syncs without a cause. */
const RESYNC_MS = 60_000;
const JITTER = 0.5;

/** Data of a `requeue` event. */
export interface Requeue {
  readonly uid: string;
  readonly at: Instant;
}

/** Looks at the pod: begins, ends, or syncs it. While something is going on it only notes that it was asked. */
export async function syncPod(kl: Kubelet, uid: string): Promise<void> {
  const pod = kl.pods.get(uid);
  if (pod === undefined) return;
  const worker = kl.workers.get(uid) ?? newWorker(uid, kl.world.clock.now(), firstGeneration(kl));
  if (!kl.workers.has(uid)) kl.workers.set(uid, worker);
  const dying = pod.metadata.deletionTimestamp !== undefined;
  switch (worker.state) {
    case 'syncing':
      if (dying) {
        kl.world.explain.rule('terminating', { pod: pod.metadata.name, graceMs: graceMsOf(pod) }, lastWrite(pod));
        return beginTermination(kl, pod, worker, graceMsOf(pod));
      }
      if (worker.steps.length === 0) return runSync(kl, pod, worker);
      kl.workers.set(uid, { ...worker, pending: true, asked: kl.world.explain.row() });
      return;
    case 'terminating': {
      const graceMs = graceMsOf(pod);
      if (!dying || worker.graceMs === undefined || graceMs >= worker.graceMs) return;
      kl.workers.set(uid, { ...worker, graceMs });
      kl.world.explain.rule('graceShortened', { pod: pod.metadata.name, graceMs });
      return shortenKills(kl, pod, graceMs);
    }
    case 'terminated':
      return;
    case 'finished':
      return dying ? removeObject(kl, pod) : undefined;
  }
}

function graceMsOf(pod: Pod): number {
  return (pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds) * 1000;
}

/** The object is gone: what still runs is stopped, and then the pod is forgotten. */
export async function podRemoved(kl: Kubelet, uid: string): Promise<void> {
  const pod = kl.pods.get(uid);
  const worker = kl.workers.get(uid);
  if (pod === undefined) return;
  if (worker === undefined || worker.state === 'finished') return forgetPod(kl, pod);
  if (worker.state !== 'syncing') return;
  kl.world.explain.rule('objectGone', { pod: pod.metadata.name });
  await beginTermination(kl, pod, worker, graceMsOf(pod));
}

/** A wait of the worker is over; `generation` tells whether it is still the one it waits for. */
export async function stepDue(kl: Kubelet, uid: string, generation: number): Promise<void> {
  const worker = kl.workers.get(uid);
  const pod = kl.pods.get(uid);
  if (worker === undefined || pod === undefined || worker.generation !== generation) return;
  switch (worker.state) {
    case 'syncing':
      return advance(kl, pod);
    case 'terminating':
      return finishTermination(kl, pod, worker);
    case 'terminated':
      return removeObject(kl, pod);
    case 'finished':
      return;
  }
}

/** The time of a queued sync has come. */
export async function requeueDue(kl: Kubelet, { uid, at }: Requeue): Promise<void> {
  if (kl.workers.get(uid)?.requeueAt === at) await syncPod(kl, uid);
}

async function runSync(kl: Kubelet, pod: Pod, before: PodWorker): Promise<void> {
  const { retryAt: _past, asked: _by, ...rest } = before;
  let worker: PodWorker = { ...rest, pending: false, acted: false, failed: false };
  kl.workers.set(worker.uid, worker);
  if (!worker.admitted) {
    const refusal = admissionRefusal(kl, pod);
    if (refusal !== undefined) return rejectPod(kl, pod, worker, refusal);
    const isNew = !kl.rows.has(worker.uid);
    kl.world.explain.rule('admitted', { pod: pod.metadata.name, node: kl.node }, isNew ? lastWrite(pod) : undefined);
    if (isNew) keepRow(kl, worker.uid);
    worker = { ...worker, admitted: true };
    kl.workers.set(worker.uid, worker);
    watchStorage(kl, pod);
  }
  worker = await checkDeadline(kl, pod, worker);
  if (kl.allocations.size > 0) await noteResized(kl, pod, observedContainers(kl, worker.uid));
  const { status, phase } = computeStatus(kl, pod, worker, false);
  if (isTerminal(phase)) {
    if (worker.end === undefined)
      kl.world.explain.rule('podFinished', { pod: pod.metadata.name, phase, policy: pod.spec.restartPolicy });
    await setPodStatus(kl, pod, status);
    return beginTermination(kl, pod, worker, pod.spec.terminationGracePeriodSeconds * 1000);
  }
  await setPodStatus(kl, pod, status);
  triggerReadiness(kl, pod, status);
  if (worker.mounted) await refreshVolumes(kl, pod, worker);
  const steps: readonly Step[] = worker.mounted
    ? await planActions(kl, pod, status)
    : [{ type: 'mount', attempt: 0, ready: false }];
  kl.workers.set(worker.uid, { ...(kl.workers.get(worker.uid) ?? worker), steps });
  await advance(kl, pod);
}

/** The pod will not run here: it has failed before it has begun. */
async function rejectPod(kl: Kubelet, pod: Pod, worker: PodWorker, { reason, message }: Refusal): Promise<void> {
  kl.workers.set(worker.uid, { ...worker, admitted: true, state: 'finished' });
  kl.world.explain.rule('rejected', { pod: pod.metadata.name, node: kl.node, reason, message });
  await podEvent(kl, pod, 'Warning', reason, message);
  const { conditions, qosClass } = pod.status;
  await setPodStatus(kl, pod, {
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    phase: 'Failed',
    reason,
    message: `Pod was rejected: ${message}`,
    ...(conditions === undefined ? {} : { conditions }),
    startTime: formatTime(worker.startTime),
    ...(qosClass === undefined ? {} : { qosClass }),
  });
}

async function planActions(kl: Kubelet, pod: Pod, status: PodStatus): Promise<readonly Step[]> {
  const { uid } = pod.metadata;
  await noteMissingSecrets(kl, pod);
  addPodProbes(kl, pod);
  const { steps, sandboxChanged } = podActions({
    pod,
    sandbox: kl.runtime.podSandbox(uid),
    records: observedContainers(kl, uid),
    probeFailed: (container, probe, id) => probeFailed(kl, pod, container, probe, id),
    isStarted: (container, record) => probeStarted(kl, pod, container, record.id, status),
  });
  if (sandboxChanged) {
    kl.world.explain.rule('sandboxChanged', { pod: pod.metadata.name });
    await podEvent(kl, pod, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.');
  }
  return steps;
}

/** Secrets that are not there are told again with every sync, and the sync is repeated for it. */
async function noteMissingSecrets(kl: Kubelet, pod: Pod): Promise<void> {
  const { uid } = pod.metadata;
  if (pod.spec.imagePullSecrets === undefined) return;
  const lacksSecrets = await lacksPullSecrets(kl, pod);
  if ((kl.workers.get(uid)?.lacksSecrets === true) !== lacksSecrets) changeWorker(kl, uid, { lacksSecrets });
}

/** Runs steps until one has to wait, or the sync is over. */
async function advance(kl: Kubelet, pod: Pod): Promise<void> {
  const { uid } = pod.metadata;
  for (;;) {
    const worker = kl.workers.get(uid);
    if (worker === undefined) return;
    const [step] = worker.steps;
    if (step === undefined) return finishSync(kl, pod, worker);
    const outcome = await runStep(kl, pod, worker, step);
    if (outcome === 'wait') return;
    const latest = kl.workers.get(uid);
    if (latest === undefined) return;
    let steps = latest.steps.slice(1);
    if (step.type === 'mount') steps = [...(await planActions(kl, pod, kl.statuses.get(uid)?.status ?? pod.status))];
    kl.workers.set(uid, { ...latest, steps });
  }
}

/** What the sync changed is looked at again at once; what it could not do is tried later. */
function finishSync(kl: Kubelet, pod: Pod, worker: PodWorker): void {
  const waitMs = requeueDelayMs(kl, pod, worker);
  if (waitMs === undefined) {
    const { requeueAt, ...rest } = worker;
    if (requeueAt !== undefined) kl.workers.set(worker.uid, rest);
  } else {
    const delayMs = untilTick(kl, kl.world.clock.now() + waitMs);
    const at = instantAfter(kl, delayMs);
    kl.workers.set(worker.uid, { ...worker, requeueAt: at });
    wake(kl, delayMs, 'requeue', { uid: worker.uid, at });
  }
  if (!worker.acted && !worker.pending) return;
  if (worker.asked !== undefined) kl.world.explain.end(worker.asked);
  // After a success the runtime is looked at once more at once, after an error with the next relist.
  if (worker.failed) wake(kl, untilTick(kl, kl.world.clock.now() + 1), 'sync', worker.uid);
  else requestSync(kl, worker.uid);
}

function requeueDelayMs(kl: Kubelet, pod: Pod, worker: PodWorker): number | undefined {
  const jitter = (ms: number, why = 'requeue') =>
    Math.floor(ms * (1 + JITTER * kl.world.clock.random(`${kl.name}/${why}`)));
  if (worker.failed) {
    const left = worker.retryAt === undefined ? ERROR_RETRY_MS : worker.retryAt - kl.world.clock.now();
    return jitter(Math.min(Math.max(left, 0), RESYNC_MS));
  }
  const statuses = kl.statuses.get(pod.metadata.uid)?.status.containerStatuses;
  const unready = statuses?.some(({ started, ready }) => started === true && !ready) === true;
  if (unready || worker.lacksSecrets === true) return jitter(RESYNC_MS);
  return hasChangingVolumes(pod) ? jitter(RESYNC_MS, 'resync') : undefined;
}

/** A pod that has been active too long fails; the end of its time is queued once. */
async function checkDeadline(kl: Kubelet, pod: Pod, worker: PodWorker): Promise<PodWorker> {
  const { activeDeadlineSeconds } = pod.spec;
  if (activeDeadlineSeconds === undefined || worker.end !== undefined) return worker;
  const startTime = kl.statuses.get(worker.uid)?.status.startTime ?? pod.status.startTime;
  const startedAt = startTime === undefined ? worker.startTime : parseTime(startTime);
  const leftMs = startedAt + activeDeadlineSeconds * 1000 - kl.world.clock.now();
  if (leftMs > 0) {
    if (worker.deadlineSet) return worker;
    wake(kl, leftMs, 'deadline', worker.uid);
    const next = { ...worker, deadlineSet: true };
    kl.workers.set(worker.uid, next);
    return next;
  }
  kl.world.explain.rule('deadlineOver', { pod: pod.metadata.name, deadlineMs: activeDeadlineSeconds * 1000 });
  const message = 'Pod was active on the node longer than the specified deadline';
  await podEvent(kl, pod, 'Normal', 'DeadlineExceeded', message);
  const next: PodWorker = { ...worker, end: { phase: 'Failed', reason: 'DeadlineExceeded', message } };
  kl.workers.set(worker.uid, next);
  return next;
}

/** The pod's time is up: a sync that is under way is given up for it. */
export async function deadlineDue(kl: Kubelet, uid: string): Promise<void> {
  const worker = kl.workers.get(uid);
  if (worker?.state !== 'syncing') return;
  kl.workers.set(uid, { ...worker, steps: [], generation: worker.generation + 1 });
  await syncPod(kl, uid);
}
