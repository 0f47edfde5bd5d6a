/**
 * The steps of a sync, one at a time: each does what is due now and says whether the next may follow.
 * Models pkg/kubelet/kuberuntime/kuberuntime_manager.go, SyncPod (v1.36.3).
 */
import type { Pod, PodCondition, PodStatus } from '../api/core/pod';
import { formatTime } from '../api/meta/time';
import type { Instant } from '../sim/clock';
import { ConfigError } from './configError';
import { resizeContainer } from './resize';
import type { HostPort } from './runtime/ports';
import { type Kubelet, containerOf, podEvent, untilTick, wake } from './context';
import { beginKill, signalInTurn } from './killContainer';
import { type PodWorker, type Step, type StepOutcome, changeWorker, waitWith } from './podWorker';
import { hostnameOf } from './podHost';
import { startContainer } from './startContainer';
import { because } from './reasons';
import { probeKey } from './prober/worker';
import { setPodStatus } from './statusManager';
import { mountRetryMs, mountVolumes } from './volumes/volumes';

/** The volume manager looks this often whether all volumes are there. */
const MOUNT_POLL_MS = 300;

/** Does what is due of the worker's present step. */
export function runStep(kl: Kubelet, pod: Pod, worker: PodWorker, step: Step): Promise<StepOutcome> {
  switch (step.type) {
    case 'mount':
      return mount(kl, pod, worker, step);
    case 'killPod':
      return killPod(kl, pod, worker, step);
    case 'kill':
      return kill(kl, pod, worker, step);
    case 'restartAll':
      return restartAll(kl, pod, worker, step);
    case 'resize':
      return resize(kl, pod, worker, step);
    case 'sandbox':
      return sandbox(kl, pod, worker, step);
    case 'start':
      return startContainer(kl, pod, worker, step);
  }
}

async function mount(kl: Kubelet, pod: Pod, worker: PodWorker, step: Step & { type: 'mount' }): Promise<StepOutcome> {
  if (step.ready || (pod.spec.volumes ?? []).length === 0) {
    changeWorker(kl, worker.uid, { mounted: true });
    return 'done';
  }
  const failure = await mountVolumes(kl, pod);
  if (failure === undefined) return waitWith(kl, worker.uid, { ...step, ready: true }, MOUNT_POLL_MS);
  const [message = ''] = failure.messages;
  kl.world.explain.rule('mountFailed', { pod: pod.metadata.name, message }, because(kl, worker.uid));
  for (const message of failure.messages) await podEvent(kl, pod, 'Warning', 'FailedMount', message);
  const delayMs = failure.retryMs ?? mountRetryMs(step.attempt);
  return waitWith(kl, worker.uid, { ...step, attempt: step.attempt + 1 }, delayMs);
}

async function killPod(
  kl: Kubelet,
  pod: Pod,
  worker: PodWorker,
  step: Step & { type: 'killPod' },
): Promise<StepOutcome> {
  const running = kl.runtime.containers(worker.uid).filter(({ state }) => state === 'running');
  if (!step.begun && running.length > 0) {
    waitWith(kl, worker.uid, { ...step, begun: true });
    const graceMs = pod.spec.terminationGracePeriodSeconds * 1000;
    for (const record of running) await beginKill(kl, pod, record, `Stopping container ${record.name}`, graceMs);
    signalInTurn(kl, pod);
    return 'wait';
  }
  kl.runtime.stopPodSandbox(worker.uid);
  changeWorker(kl, worker.uid, { acted: true });
  return 'done';
}

async function kill(kl: Kubelet, pod: Pod, worker: PodWorker, step: Step & { type: 'kill' }): Promise<StepOutcome> {
  const record = kl.runtime.container(step.id);
  if (step.begun || record?.state !== 'running') {
    changeWorker(kl, worker.uid, { acted: true });
    return 'done';
  }
  waitWith(kl, worker.uid, { ...step, begun: true });
  if (step.message.includes('definition changed'))
    kl.world.explain.rule('definitionChanged', { container: step.container });
  await beginKill(kl, pod, record, step.message, killGraceMs(pod, step));
  signalInTurn(kl, pod);
  return 'wait';
}

/** Models pkg/kubelet/kuberuntime, KEP 5532: the sandbox stays, and with it address and volumes. */
async function restartAll(
  kl: Kubelet,
  pod: Pod,
  worker: PodWorker,
  step: Step & { type: 'restartAll' },
): Promise<StepOutcome> {
  const records = kl.runtime.containers(worker.uid);
  const ephemeral = new Set((pod.spec.ephemeralContainers ?? []).map(({ name }) => name));
  const concerned = records.filter(({ name }) => !ephemeral.has(name));
  const running = concerned.filter(({ state }) => state === 'running');
  if (!step.begun && running.length > 0) {
    waitWith(kl, worker.uid, { ...step, begun: true });
    const graceMs = pod.spec.terminationGracePeriodSeconds * 1000;
    kl.world.explain.rule('allRestarted', { pod: pod.metadata.name });
    for (const record of running) await beginKill(kl, pod, record, 'killing', graceMs);
    signalInTurn(kl, pod);
    return 'wait';
  }
  const removed: Record<string, number> = { ...kl.workers.get(worker.uid)?.removed };
  for (const { id, name, attempt } of concerned) {
    removed[name] = Math.max(removed[name] ?? 0, attempt);
    kl.runtime.removeContainer(id);
    for (const probe of ['startup', 'readiness', 'liveness'] as const)
      kl.probes.delete(probeKey(worker.uid, name, probe));
  }
  changeWorker(kl, worker.uid, { removed, acted: true });
  return 'done';
}

/** The runtime's next relist shows what came of it. */
async function resize(
  kl: Kubelet,
  pod: Pod,
  worker: PodWorker,
  { container: name, id }: Step & { type: 'resize' },
): Promise<StepOutcome> {
  const container = containerOf(pod, name);
  if (container === undefined || kl.runtime.container(id)?.state !== 'running') return 'done';
  if (await resizeContainer(kl, pod, container, id))
    wake(kl, untilTick(kl, kl.world.clock.now() + 1), 'sync', worker.uid);
  else changeWorker(kl, worker.uid, { failed: true });
  return 'done';
}

/** A failing probe may bring a grace period of its own. */
function killGraceMs(pod: Pod, step: Step & { type: 'kill' }): number {
  const container = containerOf(pod, step.container);
  const probe = step.message.includes('failed liveness probe')
    ? container?.livenessProbe
    : step.message.includes('failed startup probe')
      ? container?.startupProbe
      : undefined;
  return (probe?.terminationGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds) * 1000;
}

async function sandbox(
  kl: Kubelet,
  pod: Pod,
  worker: PodWorker,
  step: Step & { type: 'sandbox' },
): Promise<StepOutcome> {
  if (!step.begun) return waitWith(kl, worker.uid, { ...step, begun: true }, kl.world.profile.sandboxMs);
  let hostname: string;
  try {
    hostname = hostnameOf(kl, pod);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    await podEvent(kl, pod, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: ${error.message}`);
    changeWorker(kl, worker.uid, { failed: true, steps: [step] });
    return 'done';
  }
  kl.runtime.runPodSandbox({
    podUid: worker.uid,
    namespace: pod.metadata.namespace ?? '',
    name: pod.metadata.name,
    hostname,
    attempt: step.attempt,
    hostNetwork: pod.spec.hostNetwork === true,
    labels: pod.metadata.labels ?? {},
    ...hostPortsOf(pod),
  });
  changeWorker(kl, worker.uid, { acted: true });
  const status = kl.statuses.get(worker.uid)?.status ?? pod.status;
  await setPodStatus(kl, pod, withReadySandbox(status, kl.world.clock.now()));
  return 'done';
}

/** What the network plugin is asked to bring from the machine's ports to the pod's. Models containerd's portmap. */
function hostPortsOf({ spec }: Pod): { readonly hostPorts?: readonly HostPort[] } {
  if (spec.hostNetwork === true) return {};
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const hostPorts = [...spec.containers, ...sidecars].flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort, containerPort, protocol = 'TCP' }) =>
      hostPort === undefined ? [] : [{ hostPort, containerPort, protocol }],
    ),
  );
  return hostPorts.length === 0 ? {} : { hostPorts };
}

/** Only the condition is told at once; the address comes with the sync after the containers have started. Models OnPodSandboxReady. */
function withReadySandbox(status: PodStatus, now: Instant): PodStatus {
  const conditions = (status.conditions ?? []).map((condition): PodCondition => {
    if (condition.type !== 'PodReadyToStartContainers' || condition.status === 'True') return condition;
    return { ...condition, status: 'True', lastTransitionTime: formatTime(now) };
  });
  return { ...status, conditions };
}
