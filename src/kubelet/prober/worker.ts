/**
 * Repeats one probe of one container: when it asks, and how many answers it takes to change the verdict.
 * Models pkg/kubelet/prober/worker.go (v1.36.3).
 */
import { parseTime } from '../../api/meta/time';
import type { Container, ContainerStatus, Pod, Probe } from '../../api/core/pod';
import type { Instant, SimEvent } from '../../sim/clock';
import { type Kubelet, containerOf, podEvent, requestSync, runtimeId, wake } from '../context';
import { setContainerState } from '../statusManager';
import { type ProbeOutcome, runProbe } from './prober';
import { explainProbe, goOnFrom, mendedBy } from '../reasons';
import { outlivedKubelet } from './kubeletRestart';

export type ProbeType = 'liveness' | 'readiness' | 'startup';
export type ProbeResult = 'success' | 'failure' | 'unknown';

/** One probe's memory. A tick that changes nothing leaves it untouched. */
export interface ProbeWorker {
  readonly uid: string;
  readonly container: string;
  readonly probe: ProbeType;
  readonly periodMs: number;
  /** Rises when the ticker is reset; ticks of an older one are void. */
  readonly generation: number;
  /** Ticks come at this instant and every period after it, whatever happens to the container. */
  readonly anchor: Instant;
  /** The container that `result`, `last` and `run` are about: `containerd://<64 hex>`. */
  readonly containerID?: string;
  /** The verdict that counts. */
  readonly result?: ProbeResult;
  /** How the last probe ended, and how many in a row so (counted up to the threshold). */
  readonly last?: 'success' | 'failure';
  readonly run: number;
  /** A verdict is final until there is a new container. */
  readonly onHold: boolean;
  /** A probe that has not answered yet. */
  readonly asking: boolean;
}

/** What a tick is told. */
export interface ProbeTick {
  readonly key: string;
  readonly generation: number;
}
/** What the end of a slow probe is told. */
export interface ProbeDone {
  readonly key: string;
  readonly containerID: string;
  readonly outcome: ProbeOutcome;
}

/** Key of the worker in the map of probes. */
export function probeKey(uid: string, container: string, probe: ProbeType): string {
  return `${uid}/${container}/${probe}`;
}

/** The probe in the container's spec. */
export function probeSpec(container: Container, probe: ProbeType): Probe | undefined {
  switch (probe) {
    case 'liveness':
      return container.livenessProbe;
    case 'readiness':
      return container.readinessProbe;
    case 'startup':
      return container.startupProbe;
  }
}

const initial: Readonly<Record<ProbeType, ProbeResult>> = {
  liveness: 'success',
  readiness: 'failure',
  startup: 'unknown',
};

/** What holds until the probe has spoken. What was ready before the kubelet came back stays so. */
function initialResult(kl: Kubelet, worker: ProbeWorker, seen: ContainerStatus): ProbeResult {
  const lived = outlivedKubelet(kl, runtimeId(seen.containerID ?? ''));
  if (worker.probe === 'readiness' && lived && seen.ready) return 'success';
  if (worker.probe === 'startup' && lived && seen.started === true) return 'success';
  return initial[worker.probe];
}

/** One tick: queues the next and probes if there is something to probe. A success that changes nothing makes no promise. */
export function tick(kl: Kubelet, event: SimEvent): void | Promise<void> {
  const { key, generation } = event.data as unknown as ProbeTick; // Put there by the prober manager.
  const worker = kl.probes.get(key);
  if (worker === undefined || worker.generation !== generation) return;
  const pod = kl.pods.get(worker.uid);
  const status = kl.statuses.get(worker.uid)?.status;
  if (pod === undefined || (status !== undefined && (status.phase === 'Failed' || status.phase === 'Succeeded'))) {
    kl.probes.delete(key);
    return;
  }
  kl.world.clock.schedule(worker.periodMs, event);
  const container = containerOf(pod, worker.container);
  const seen =
    find(status?.containerStatuses, worker.container) ?? find(status?.initContainerStatuses, worker.container);
  if (container === undefined || status === undefined || seen?.containerID === undefined) return;
  const target: ProbeTarget = { pod, container, seen, podIP: status.podIP ?? '' };
  if (worker.containerID === seen.containerID) return ask(kl, key, worker, target);
  return adopt(kl, key, worker, target);
}

/** What is probed, as the status shows it. */
interface ProbeTarget {
  readonly pod: Pod;
  readonly container: Container;
  readonly seen: ContainerStatus;
  readonly podIP: string;
}

function find(statuses: readonly ContainerStatus[] | undefined, name: string): ContainerStatus | undefined {
  if (statuses === undefined) return undefined;
  for (const status of statuses) if (status.name === name) return status;
  return undefined;
}

/** There is a new container: everything begins anew. */
async function adopt(kl: Kubelet, key: string, before: ProbeWorker, target: ProbeTarget): Promise<void> {
  const { last: _last, result: _result, ...rest } = before;
  const fresh: ProbeWorker = { ...rest, containerID: target.seen.containerID, onHold: false, run: 0, asking: false };
  kl.probes.set(key, fresh);
  goOnFrom(kl, before.uid, before.container);
  await setResult(kl, key, fresh, target.pod, initialResult(kl, fresh, target.seen));
  const worker = kl.probes.get(key);
  if (worker !== undefined) await ask(kl, key, worker, target);
}

function ask(kl: Kubelet, key: string, worker: ProbeWorker, target: ProbeTarget): void | Promise<void> {
  const { pod, container, seen, podIP } = target;
  const spec = probeSpec(container, worker.probe);
  if (spec === undefined || worker.onHold || worker.asking) return;
  const { running } = seen.state;
  if (running === undefined) {
    goOnFrom(kl, worker.uid, worker.container);
    return setResult(kl, key, worker, pod, 'failure');
  }
  if (pod.metadata.deletionTimestamp !== undefined && worker.probe !== 'readiness') {
    kl.probes.delete(key);
    return;
  }
  const delay = spec.initialDelaySeconds ?? 0;
  if (delay > 0 && kl.world.clock.now() - parseTime(running.startedAt) < delay * 1000) return;
  // The startup probe has its say first, the others after it.
  if ((seen.started === true) === (worker.probe === 'startup')) return;
  const containerID = seen.containerID ?? '';
  const outcome = runProbe(kl.runtime, worker.probe, spec, container, { containerID, podIP });
  if (outcome.afterMs > 0) {
    kl.probes.set(key, { ...worker, asking: true });
    wake(kl, outcome.afterMs, 'probeDone', { key, containerID, outcome: { ...outcome } });
    return;
  }
  return judge(kl, key, worker, pod, spec, outcome);
}

/** The answer to a slow probe has come, or its time is up. */
export function probeDone(kl: Kubelet, { key, containerID, outcome }: ProbeDone): void | Promise<void> {
  const asked = kl.probes.get(key);
  const pod = asked === undefined ? undefined : kl.pods.get(asked.uid);
  if (asked === undefined || pod === undefined || asked.containerID !== containerID) return;
  const worker = { ...asked, asking: false };
  kl.probes.set(key, worker);
  const container = containerOf(pod, worker.container);
  const spec = container === undefined ? undefined : probeSpec(container, worker.probe);
  if (spec === undefined || worker.onHold) return;
  return judge(kl, key, worker, pod, spec, outcome);
}

function judge(
  kl: Kubelet,
  key: string,
  worker: ProbeWorker,
  pod: Pod,
  spec: Probe,
  outcome: ProbeOutcome,
): void | Promise<void> {
  kl.world.explain.did('probe', key, outcome.result);
  if (outcome.result === 'success') {
    const run = worker.last === 'success' ? Math.min(worker.run + 1, spec.successThreshold) : 1;
    const reached = run >= spec.successThreshold;
    const settled = worker.result === 'success' && worker.probe !== 'startup';
    if (worker.last === 'success' && worker.run === run && (settled || !reached)) return;
    const next: ProbeWorker = { ...worker, last: 'success', run };
    kl.probes.set(key, next);
    return reached ? setResult(kl, key, next, pod, 'success') : undefined;
  }
  return judgeFailure(kl, key, worker, pod, spec, outcome);
}

async function judgeFailure(
  kl: Kubelet,
  key: string,
  worker: ProbeWorker,
  pod: Pod,
  spec: Probe,
  outcome: ProbeOutcome,
): Promise<void> {
  const title = `${worker.probe.charAt(0).toUpperCase()}${worker.probe.slice(1)}`;
  if (outcome.result === 'error') {
    const text = `${title} probe errored and resulted in unknown state: ${outcome.output}`;
    return podEvent(kl, pod, 'Warning', 'Unhealthy', text, worker.container);
  }
  const run = worker.last === 'failure' ? Math.min(worker.run + 1, spec.failureThreshold) : 1;
  const next: ProbeWorker = { ...worker, last: 'failure', run };
  explainProbe(kl, pod, next, spec, outcome.output);
  await podEvent(kl, pod, 'Warning', 'Unhealthy', `${title} probe failed: ${outcome.output}`, worker.container);
  kl.probes.set(key, next);
  if (run >= spec.failureThreshold) await setResult(kl, key, next, pod, 'failure');
}

/** Makes a verdict count: the status shows it, and the pod is synced if something must be done. */
function setResult(
  kl: Kubelet,
  key: string,
  worker: ProbeWorker,
  pod: Pod,
  result: ProbeResult,
): Promise<void> | undefined {
  const { probe, last } = worker;
  // A verdict on life or start holds until there is a new container.
  const final = last !== undefined && (probe === 'startup' || (probe === 'liveness' && result === 'failure'));
  if (worker.result === result && !(final && !worker.onHold)) return undefined;
  kl.probes.set(key, { ...worker, result, onHold: worker.onHold || final, ...(final ? { run: 0 } : {}) });
  if (worker.result === result) return undefined;
  if (probe === 'liveness') {
    if (result === 'failure') requestSync(kl, worker.uid);
    return undefined;
  }
  if (result === 'success' && last === 'success') {
    const rule = probe === 'readiness' ? 'readinessPassed' : 'startupPassed';
    kl.world.explain.rule(rule, { container: worker.container, times: worker.run }, mendedBy(kl, pod, worker));
  }
  requestSync(kl, worker.uid);
  const change = probe === 'readiness' ? { ready: result === 'success' } : { started: result === 'success' };
  return setContainerState(kl, pod, worker.container, change);
}
