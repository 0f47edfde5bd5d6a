/**
 * The status that a sync writes, from the runtime, the probes and what was written before.
 * Models pkg/kubelet/kubelet_pods.go, generateAPIPodStatus (v1.36.3).
 */
import { addQuantities } from '../api/meta/quantity';
import { formatTime } from '../api/meta/time';
import type { Pod, PodCondition, PodPhase, PodStatus, ResourceList, ResourceRequirements } from '../api/core/pod';
import type { Instant } from '../sim/clock';
import {
  type ContainerStatusInput,
  containerStatuses,
  ephemeralContainerStatuses,
  initContainerStatuses,
} from './containerStatus';
import { resizeConditions } from './resize';
import type { Kubelet } from './context';
import { observedContainers, withLogMessages } from './podCache';
import { podConditions } from './podConditions';
import { podPhase } from './podPhase';
import type { PodWorker } from './podWorker';
import { probeReadiness, probeStarted } from './prober/results';
import type { ContainerRecord } from './runtime/containerRuntime';

/** A status while it is put together. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What the pod's status is now; `phase` is what the containers say, before it may be shown. */
export interface ComputedStatus {
  readonly status: PodStatus;
  readonly phase: PodPhase;
}

/** Computes the status. `terminal`: nothing in the pod will be started again. */
export function computeStatus(kl: Kubelet, pod: Pod, worker: PodWorker, terminal: boolean): ComputedStatus {
  const now = kl.world.clock.now();
  const records = withLogMessages(kl, pod, observedContainers(kl, pod.metadata.uid));
  const sandbox = kl.runtime.podSandbox(pod.metadata.uid);
  const old = kl.statuses.get(pod.metadata.uid)?.status ?? pod.status;
  const shared = {
    pod,
    records,
    reasons: worker.reasons,
    ...(worker.removed === undefined ? {} : { removed: worker.removed }),
    isStarted: (container, record) => probeStarted(kl, pod, container, record.id, old),
    isReady: (container, record) => probeReadiness(kl, pod, container, record.id, old),
  } satisfies Omit<ContainerStatusInput, 'old'>;
  const containers = containerStatuses({ ...shared, old: old.containerStatuses ?? [] });
  const init = initContainerStatuses({ ...shared, old: old.initContainerStatuses ?? [] });
  const regular = new Set(pod.spec.containers.map(({ name }) => name));
  const initialized = records.some(({ name, state }) => regular.has(name) && state !== 'created');
  const phase = finalPhase(pod, old, podPhase(pod, [...containers, ...init], { terminal, initialized }), worker);
  // A pod that may still have running containers is not shown as ended.
  const over = worker.state === 'terminated' || worker.state === 'finished';
  const shown = isTerminal(phase) && !over && !isTerminal(old.phase) ? old.phase : phase;
  const judged = podConditions({
    pod,
    phase: shown,
    statuses: [...init, ...containers],
    old: old.conditions ?? [],
    sandboxReady: sandbox?.ready === true,
    initialized,
    now,
    resize: resizeConditions(kl, pod),
  });
  const conditions = isTerminal(shown) ? withDisruption(pod, judged, worker, now) : judged;
  // The address of a sandbox that is gone is remembered by the process, not read back from the API server.
  const remembered = isTerminal(pod.status.phase) ? old : kl.statuses.get(pod.metadata.uid)?.status;
  const podIP = sandbox?.ready === true ? sandbox.ip : remembered?.podIP;
  const reason: Pick<PodStatus, 'reason' | 'message'> =
    shown === worker.end?.phase ? worker.end : shown === old.phase ? old : {};
  // Optional fields are assigned: literals with a spread for each are several times slower.
  const status: Mutable<PodStatus> = {
    phase: shown,
    conditions,
    hostIP: kl.machine.internalIP,
    hostIPs: [{ ip: kl.machine.internalIP }],
    startTime: old.startTime ?? formatTime(worker.startTime),
    containerStatuses: containers,
    resources: {},
  };
  if (pod.metadata.generation !== undefined) status.observedGeneration = pod.metadata.generation;
  if (reason.message !== undefined) status.message = reason.message;
  if (reason.reason !== undefined) status.reason = reason.reason;
  if (podIP !== undefined) {
    status.podIP = podIP;
    status.podIPs = [{ ip: podIP }];
  }
  if (init.length > 0) status.initContainerStatuses = init;
  if (pod.spec.ephemeralContainers !== undefined) {
    const before = old.ephemeralContainerStatuses ?? [];
    status.ephemeralContainerStatuses = ephemeralContainerStatuses({ ...shared, old: before });
  }
  if (pod.status.qosClass !== undefined) status.qosClass = pod.status.qosClass;
  addResources(pod, status, records);
  return { status, phase };
}

/** A pod that the kubelet has ended says so with its final phase, before the conditions that the kubelet owns. */
function withDisruption(
  pod: Pod,
  conditions: readonly PodCondition[],
  { end }: PodWorker,
  now: Instant,
): readonly PodCondition[] {
  if (end?.disruption === undefined || conditions.some(({ type }) => type === 'DisruptionTarget')) return conditions;
  const condition: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: formatTime(now),
    reason: 'TerminationByKubelet',
    message: end.disruption,
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
  };
  return [condition, ...conditions];
}

/** True for Succeeded and Failed, which a pod never leaves. */
export function isTerminal(phase: PodPhase): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

function finalPhase(pod: Pod, old: PodStatus, phase: PodPhase, worker: PodWorker): PodPhase {
  if (isTerminal(pod.status.phase)) return pod.status.phase;
  if (worker.end !== undefined) return worker.end.phase;
  return isTerminal(old.phase) ? old.phase : phase;
}

/** Sums over the containers. */
function addResources(pod: Pod, status: Mutable<PodStatus>, records: readonly ContainerRecord[]): void {
  const allocated = pod.spec.containers.map(({ resources }) => resources);
  const allocatedRequests = sumOf(allocated, 'requests');
  if (allocatedRequests !== undefined) status.allocatedResources = allocatedRequests;
  const running = new Map<string, ContainerRecord>();
  for (const record of records) if (record.state === 'running') running.set(record.name, record);
  // What the newest container of a name has; without one it is what it was given.
  const actual = pod.spec.containers.map(({ name, resources }) => running.get(name)?.resources ?? resources);
  const isActual = actual.every((resources, index) => resources === allocated[index]);
  const requests = isActual ? allocatedRequests : sumOf(actual, 'requests');
  const limits = sumOf(actual, 'limits');
  if (requests === undefined && limits === undefined) return;
  status.resources = { ...(limits === undefined ? {} : { limits }), ...(requests === undefined ? {} : { requests }) };
}

function sumOf(all: readonly ResourceRequirements[], side: 'requests' | 'limits'): ResourceList | undefined {
  let sum: Record<string, string> | undefined;
  for (const resources of all) {
    const list = resources[side];
    if (list === undefined) continue;
    for (const [name, quantity] of Object.entries(list)) {
      sum ??= {};
      const before = sum[name];
      sum[name] = before === undefined ? quantity : addQuantities(before, quantity);
    }
  }
  return sum;
}
