/**
 * What the parts of one kubelet share: the world, the machine, and the maps in which all of its memory lies.
 * Models the fields of pkg/kubelet/kubelet.go, Kubelet (v1.36.3).
 */
import type { Container, Pod, PodStatus } from '../api/core/pod';
import type { NodeSpec } from '../client/simulation';
import type { World } from '../component/component';
import type { Instant, Json, StateMap } from '../sim/clock';
import type { Allocation } from './resize';
import type { BackOffEntry } from './backOff';
import type { EvictionMemory } from './eviction/evictionManager';
import type { ShutdownMemory } from './nodeShutdown';
import type { PodWorker } from './podWorker';
import type { PodRows } from './reasons';
import type { StaticPod } from './staticPods';
import type { ProbeWorker } from './prober/worker';
import type { PullCredential, PulledWith } from './pullCredentials';
import type { ContainerRuntime, MountSource } from './runtime/containerRuntime';

/** The machine that a kubelet looks after. */
export interface Machine {
  readonly spec: NodeSpec;
  readonly internalIP: string;
  /** Position among the machines, from 0: gives the pod network 10.244.<index>.0/24. */
  readonly index: number;
  readonly runtime: ContainerRuntime;
  /**
   * The pod that a manifest describes as it runs on this machine: named, defaulted, validated. Undefined: it is none.
   * A real kubelet has that code in itself; here it is the API server's.
   */
  decodePod?(manifest: Json): Promise<Pod | undefined>;
}

/** Small facts about the process itself. */
export interface KubeletProcess {
  readonly startedAt: Instant;
  /** The next relist that is queued, if any. */
  readonly relistAt?: Instant;
  /** Statuses that could not be written will be tried again. */
  readonly statusSyncQueued: boolean;
  /** Pods in which a container has ended since the last relist, with the row of the trace. */
  readonly dirty: readonly { readonly uid: string; readonly row: number }[];
  readonly bootID: string;
  /** It has run before on this machine. */
  readonly restarted: boolean;
}

/** What the node loops remember; see nodeStatus.ts and nodeLease.ts. */
export interface NodeMemory {
  readonly reportedAt?: Instant;
  readonly registered: boolean;
  /** Of the Node object, since it is registered. */
  readonly uid?: string;
  /** As the kubelet last saw it: a change is told as an Event. */
  readonly unschedulable?: boolean;
}

/** A status that has been computed, and whether the API server has it. */
export interface StatusEntry {
  readonly status: PodStatus;
  readonly sent: boolean;
  /** Of one that waits: row of the trace of what has changed it. */
  readonly row?: number;
}

/** The image pulls of the node, one at a time. */
export interface PullQueue {
  readonly current?: QueuedPull & { readonly since: Instant; readonly until: Instant };
  readonly waiting: readonly QueuedPull[];
}
export interface QueuedPull {
  readonly uid: string;
  readonly container: string;
  readonly generation: number;
  readonly image: string;
  readonly credentials: readonly PullCredential[];
}

/** What a ConfigMap or Secret held. */
export interface SourceEntry {
  readonly data: Readonly<Record<string, string>>;
  /** It will never be read again. */
  readonly immutable?: boolean;
}

export interface Kubelet {
  /** The actor: `kubelet/<node>`. */
  readonly name: string;
  readonly node: string;
  readonly world: World;
  readonly machine: Machine;
  readonly runtime: ContainerRuntime;
  /** By pod UID: the pod as last seen; kept until its containers are gone, also when the object is not there any more. */
  readonly pods: StateMap<Pod>;
  readonly workers: StateMap<PodWorker>;
  readonly statuses: StateMap<StatusEntry>;
  /** By `uid/container/probe`. */
  readonly probes: StateMap<ProbeWorker>;
  /** Of crashing containers, by pod, container, image. */
  readonly backOff: StateMap<BackOffEntry>;
  /** Of failing pulls, by `uid_image`. */
  readonly imageBackOff: StateMap<BackOffEntry>;
  /** Text of the last failed pull, by the same key. */
  readonly pullErrors: StateMap<string>;
  /** By imageID, for images that asked for credentials. */
  readonly pulledWith: StateMap<PulledWith>;
  /** One entry, `queue`. */
  readonly pulls: StateMap<PullQueue>;
  /** One entry, `process`. */
  readonly process: StateMap<KubeletProcess>;
  /** One entry, `node`. */
  readonly nodeMemory: StateMap<NodeMemory>;
  /** One entry, `manager`; none while the node has enough of everything. */
  readonly eviction: StateMap<EvictionMemory>;
  /** One entry, `manager`, while the node is shutting down. */
  readonly shutdown: StateMap<ShutdownMemory>;
  /** Files of the manifest folder by path, see staticPods.ts. */
  readonly statics: StateMap<StaticPod>;
  /** ConfigMaps and Secrets as they were last read, by `uid/kind/name`: they serve while the network is cut. */
  readonly sources: StateMap<SourceEntry>;
  /** By pod UID, of pods that were resized: outlives the process, as the kubelet's checkpoint does. */
  readonly allocations: StateMap<Allocation>;
  /** Where the data of a pod's hostPaths and claims lies, by `uid/volume`. */
  readonly volumes: StateMap<MountSource>;
  /** By pod UID, see reasons.ts. */
  readonly rows: StateMap<PodRows>;
}

/** Opens the state of a kubelet. Nothing is created in the cluster. */
export function openKubelet(world: World, machine: Machine): Kubelet {
  const node = machine.spec.name;
  const name = `kubelet/${node}`;
  const { state } = world;
  return {
    name,
    node,
    world,
    machine,
    runtime: machine.runtime,
    pods: state.map(`kubelet/pods`),
    workers: state.map(`kubelet/workers`),
    statuses: state.map(`kubelet/statuses`),
    probes: state.map(`kubelet/probes`),
    backOff: state.map(`kubelet/backOff`),
    imageBackOff: state.map(`kubelet/imageBackOff`),
    pullErrors: state.map(`kubelet/pullErrors`),
    pulledWith: state.map(`kubelet/pulledWith`),
    pulls: state.map(`kubelet/pulls`),
    process: state.map(`kubelet/process`),
    nodeMemory: state.map(`kubelet/node`),
    eviction: state.map(`kubelet/eviction`),
    shutdown: state.map(`kubelet/shutdown`),
    statics: state.map(`kubelet/statics`),
    allocations: state.map(`kubelet/allocations`),
    sources: state.map(`kubelet/sources`),
    volumes: state.map(`kubelet/volumes`),
    rows: state.map(`kubelet/rows`),
  };
}

/** Queues an event to the kubelet itself. */
export function wake(kl: Kubelet, delayMs: number, type: string, data?: Json): number {
  return kl.world.clock.schedule(
    delayMs,
    data === undefined ? { actor: kl.name, type } : { actor: kl.name, type, data },
  );
}

/** Queues a heartbeat to the kubelet: one that most often changes nothing. */
export function wakeRoutine(kl: Kubelet, delayMs: number, type: string, data: Json): void {
  kl.world.clock.schedule(delayMs, { actor: kl.name, type, data, routine: true });
}

/** The instant `ms` from now. */
export function instantAfter(kl: Kubelet, ms: number): Instant {
  return (kl.world.clock.now() + ms) as Instant; // An instant plus a duration is an instant.
}

/**
 * First generation of what this life of the kubelet makes; higher than any of an earlier life, whose queued events are
 * void. Nothing comes to a thousand generations a millisecond.
 */
export function firstGeneration(kl: Kubelet): number {
  return (kl.process.get('process')?.startedAt ?? 0) * 1000;
}

/** Asks for a sync of the pod, after the present event. */
export function requestSync(kl: Kubelet, uid: string): void {
  wake(kl, 0, 'sync', uid);
}

/** Milliseconds until the next whole second since the kubelet started: its loops tick there. */
export function untilTick(kl: Kubelet, earliest: number): number {
  const { clock, profile } = kl.world;
  const startedAt = kl.process.get('process')?.startedAt ?? clock.now();
  const ticks = Math.ceil((earliest - startedAt) / profile.relistMs);
  return Math.max(startedAt + ticks * profile.relistMs - clock.now(), 0);
}

/** Records an Event about the pod, or about one of its containers. */
export function podEvent(
  kl: Kubelet,
  pod: Pod,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  container?: string,
): Promise<void> {
  const fieldPath = container === undefined ? undefined : fieldPathOf(pod, container);
  const about = { apiVersion: 'v1', kind: 'Pod', metadata: pod.metadata };
  return kl.world.recorder.event(about, type, reason, message, {
    source: 'kubelet',
    host: kl.node,
    ...(fieldPath === undefined ? {} : { fieldPath }),
  });
}

function fieldPathOf(pod: Pod, container: string): string {
  const isIn = (list: readonly Container[] | undefined) => list?.some(({ name }) => name === container) === true;
  const { initContainers, ephemeralContainers } = pod.spec;
  const list = isIn(initContainers)
    ? 'initContainers'
    : isIn(ephemeralContainers)
      ? 'ephemeralContainers'
      : 'containers';
  return `spec.${list}{${container}}`;
}

/** The container of that name, regular, init or ephemeral. */
export function containerOf(pod: Pod, name: string): Container | undefined {
  for (const container of pod.spec.containers) if (container.name === name) return container;
  for (const container of pod.spec.initContainers ?? []) if (container.name === name) return container;
  return pod.spec.ephemeralContainers?.find((container) => container.name === name);
}

/** True for an init container that runs beside the regular ones (a sidecar). */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

/** The runtime's id in a status's containerID. */
export function runtimeId(containerID: string): string {
  return containerID.slice('containerd://'.length);
}

/** `name_namespace(uid)`, as messages name a pod. */
export function podText(pod: Pod): string {
  return `${pod.metadata.name}_${pod.metadata.namespace ?? ''}(${pod.metadata.uid})`;
}
