/**
 * The status of each container, from what the runtime knows and what was reported before.
 * Models pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses (v1.36.3).
 * Left out: image volumes.
 */
import { formatTime } from '../api/meta/time';
import type {
  Container,
  ContainerState,
  ContainerStateTerminated,
  ContainerStatus,
  Pod,
  VolumeMount,
} from '../api/core/pod';
import { isSidecar } from './context';
import { restartsAfter } from './podPhase';
import { REMOVED } from './restartRules';
import type { StartFailure } from './podWorker';
import type { ContainerRecord } from './runtime/containerRuntime';

const never = '1970-01-01T00:00:00Z';

export interface ContainerStatusInput {
  readonly pod: Pod;
  readonly records: readonly ContainerRecord[];
  readonly old: readonly ContainerStatus[];
  readonly reasons: Readonly<Record<string, StartFailure>>;
  /** Of containers that were removed with all others; see restartRules.ts. */
  readonly removed?: Readonly<Record<string, number>>;
  /** How the probes see a running container. */
  isStarted(container: Container, record: ContainerRecord): boolean;
  isReady(container: Container, record: ContainerRecord): boolean;
}

/** `records` by container name, newest first. */
export function recordsByName(records: readonly ContainerRecord[]): ReadonlyMap<string, readonly ContainerRecord[]> {
  const byName = new Map<string, ContainerRecord[]>();
  for (let index = records.length - 1; index >= 0; index -= 1) {
    const record = records[index];
    if (record === undefined) continue;
    const list = byName.get(record.name);
    if (list === undefined) byName.set(record.name, [record]);
    else list.push(record);
  }
  return byName;
}

/** Below so many a look at each is faster than a table. */
const FEW = 16;

/** Finds the status of a container, without looking through all for each where there are many. */
export function statusFinder(statuses: readonly ContainerStatus[]): (container: string) => ContainerStatus | undefined {
  if (statuses.length < FEW) return (container) => statuses.find(({ name }) => name === container);
  const byName = new Map<string, ContainerStatus>();
  for (const status of statuses) if (!byName.has(status.name)) byName.set(status.name, status);
  return (container) => byName.get(container);
}

/** True if the next sync should start the container. Models ShouldContainerBeRestarted. */
export function shouldRestart(container: Container, pod: Pod, latest: ContainerRecord | undefined): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  if (latest === undefined || latest.state === 'created') return true;
  if (latest.state === 'running') return false;
  return restartsAfter(container, pod, latest.exitCode ?? 0);
}

/** Statuses of the regular containers, by name. */
export function containerStatuses(input: ContainerStatusInput): readonly ContainerStatus[] {
  const statuses = statusesOf(input, input.pod.spec.containers, false);
  return [...statuses].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Statuses of the ephemeral containers, by name; they are neither started nor ready. */
export function ephemeralContainerStatuses(input: ContainerStatusInput): readonly ContainerStatus[] {
  const containers = input.pod.spec.ephemeralContainers ?? [];
  const byName = recordsByName(input.records);
  const oldOf = statusFinder(input.old);
  const statuses = containers.map((container) => {
    const [latest] = byName.get(container.name) ?? [];
    const old = oldOf(container.name);
    if (latest !== undefined) {
      const { started: _none, ...status } = fromRecord(container, latest, undefined, old);
      return status;
    }
    return waitingForStart(input, container, latest, false, withoutRecord(input.pod, container, old));
  });
  return statuses.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Statuses of the init containers, in the order of the spec. */
export function initContainerStatuses(input: ContainerStatusInput): readonly ContainerStatus[] {
  return statusesOf(input, input.pod.spec.initContainers ?? [], true);
}

function statusesOf(input: ContainerStatusInput, containers: readonly Container[], init: boolean): ContainerStatus[] {
  const byName = recordsByName(input.records);
  const oldOf = statusFinder(input.old);
  return containers.map((container) => {
    const [latest, previous] = byName.get(container.name) ?? [];
    const old = oldOf(container.name);
    const status =
      latest === undefined
        ? input.removed?.[container.name] === undefined
          ? withoutRecord(input.pod, container, old)
          : withoutAny(container, old)
        : fromRecord(container, latest, previous, old);
    return withProbes(input, container, latest, init, waitingForStart(input, container, latest, init, status));
  });
}

/** The container that the runtime does not know: not there yet, or lost. */
function withoutRecord(pod: Pod, container: Container, old: ContainerStatus | undefined): ContainerStatus {
  if (old?.state.terminated !== undefined) return old;
  const reason = (pod.spec.initContainers ?? []).length > 0 ? 'PodInitializing' : 'ContainerCreating';
  const base: ContainerStatus = {
    name: container.name,
    state: { waiting: { reason } },
    lastState: old?.lastState ?? {},
    ready: false,
    restartCount: old?.restartCount ?? 0,
    image: container.image,
    imageID: '',
    ...mountStatuses(container),
  };
  if (old?.state.running === undefined || base.lastState.terminated !== undefined) return base;
  const lost: ContainerStateTerminated = {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was deleted.  The container used to be Running',
    startedAt: null,
    finishedAt: null,
  };
  const restarts = pod.metadata.deletionTimestamp === undefined ? 1 : 0;
  return { ...base, lastState: { terminated: lost }, restartCount: base.restartCount + restarts };
}

/** The container was removed with all others, and will be made anew. */
function withoutAny(container: Container, old: ContainerStatus | undefined): ContainerStatus {
  return {
    name: container.name,
    state: { waiting: { reason: REMOVED.reason ?? '' } },
    lastState: { terminated: REMOVED },
    ready: false,
    restartCount: old?.restartCount ?? 0,
    image: container.image,
    imageID: '',
    ...mountStatuses(container),
  };
}

function fromRecord(
  container: Container,
  latest: ContainerRecord,
  previous: ContainerRecord | undefined,
  old: ContainerStatus | undefined,
): ContainerStatus {
  const containerID = `containerd://${latest.id}`;
  const before = old !== undefined && old.containerID !== containerID ? old.state : undefined;
  const lastState =
    previous?.state === 'exited' ? stateOf(previous) : before?.terminated ? before : (old?.lastState ?? {});
  const status: { -readonly [K in keyof ContainerStatus]: ContainerStatus[K] } = {
    name: container.name,
    state: stateOf(latest),
    lastState,
    ready: false,
    started: false,
    restartCount: Math.max(latest.attempt, old?.restartCount ?? 0),
    image: latest.image,
    imageID: latest.imageID,
    containerID,
    resources: (latest.state === 'running' ? latest.resources : undefined) ?? container.resources,
  };
  if (container.resources.requests !== undefined) status.allocatedResources = container.resources.requests;
  const { volumeMounts } = mountStatuses(container);
  if (volumeMounts !== undefined) status.volumeMounts = volumeMounts;
  if (latest.user !== undefined) status.user = { linux: latest.user };
  return status;
}

function stateOf(record: ContainerRecord): ContainerState {
  switch (record.state) {
    case 'created':
      return { waiting: {} };
    case 'running':
      return { running: { startedAt: record.startedAt === undefined ? never : formatTime(record.startedAt) } };
    case 'exited':
      return {
        terminated: {
          exitCode: record.exitCode ?? 0,
          ...(record.reason === undefined ? {} : { reason: record.reason }),
          ...(record.message === undefined || record.message === '' ? {} : { message: record.message }),
          startedAt: record.startedAt === undefined ? never : formatTime(record.startedAt),
          finishedAt: record.finishedAt === undefined ? never : formatTime(record.finishedAt),
          containerID: `containerd://${record.id}`,
        },
      };
  }
}

/** A container that the last sync failed to start waits for that reason, and what it was is its last state. */
function waitingForStart(
  input: ContainerStatusInput,
  container: Container,
  latest: ContainerRecord | undefined,
  init: boolean,
  status: ContainerStatus,
): ContainerStatus {
  if (init && latest?.state === 'exited' && latest.exitCode === 0 && !isSidecar(container)) return status;
  const failure = input.reasons[container.name];
  if (failure === undefined || !shouldRestart(container, input.pod, latest)) return status;
  return {
    ...status,
    state: {
      waiting: { reason: failure.reason, ...(failure.message === '' ? {} : { message: failure.message }) },
    },
    lastState: status.state.terminated === undefined ? status.lastState : { terminated: status.state.terminated },
  };
}

function withProbes(
  input: ContainerStatusInput,
  container: Container,
  latest: ContainerRecord | undefined,
  init: boolean,
  status: ContainerStatus,
): ContainerStatus {
  const running = status.state.running !== undefined && latest !== undefined;
  const started = running && input.isStarted(container, latest);
  if (init && !isSidecar(container)) {
    return { ...status, started, ready: status.state.terminated?.exitCode === 0 };
  }
  return { ...status, started, ready: started && latest !== undefined && input.isReady(container, latest) };
}

function mountStatuses(container: Container): { readonly volumeMounts?: readonly VolumeMount[] } {
  if (container.volumeMounts === undefined || container.volumeMounts.length === 0) return {};
  return {
    volumeMounts: container.volumeMounts.map(({ name, mountPath, readOnly }) => ({
      name,
      mountPath,
      ...(readOnly === true ? { readOnly: true, recursiveReadOnly: 'Disabled' } : {}),
    })),
  };
}
