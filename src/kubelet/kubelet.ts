/**
 * The kubelet of one node: keeps the containers of its pods as their specs ask, and tells the API server how they are.
 * Models pkg/kubelet/kubelet.go, syncLoopIteration (v1.36.3). Left out: devices.
 */
import type { Pod } from '../api/core/pod';
import { isDeepEqual } from '../api/meta/equality';
import type { KubeObject } from '../api/meta/objectMeta';
import type { CacheChange } from '../client/cache';
import type { ApiRequest, ApiResponse, StreamHandlers, Unsubscribe } from '../client/transport';
import type { Component, World } from '../component/component';
import type { Instant, SimEvent } from '../sim/clock';
import { allocatedPod, receivePod, resizesDue } from './allocation';
import {
  type Kubelet,
  type Machine,
  firstGeneration,
  openKubelet,
  requestSync,
  untilTick,
  wake,
  wakeRoutine,
} from './context';
import { evictionRound, noteShortage, requestRound } from './eviction/evictionManager';
import { isMet, observe } from './eviction/thresholds';
import { type Pulled, finishPull } from './imageManager';
import { killEnded, preStopDone, signalInTurn } from './killContainer';
import { serve, serveFollow, serveStream } from './kubeletServer';
import { renewLease } from './nodeLease';
import { MANIFESTS_CHANGED, isMirror } from './mirrorPods';
import { nodeEvent } from './nodeEvents';
import { SHUTDOWN, type ShutdownRequest, shutDown, shutdownStep } from './nodeShutdown';
import { recordStart, registerNode, updateNodeStatus } from './nodeStatus';
import { type Requeue, deadlineDue, podRemoved, requeueDue, stepDue, syncPod } from './podWorkers';
import { type ProbeDone, probeDone, tick } from './prober/worker';
import { explainExit, keepKnown } from './reasons';
import { CONTAINER_EXITED, type ContainerExited } from './runtime/containerExit';
import { RUNS_SHORT, SYSTEM_OOM, type SystemOom } from './runtime/machineResources';
import { mirrorChanged, readManifests, reconcileMirrors } from './staticPods';
import { syncStatuses, reconcileReadiness } from './statusManager';
import { type Remount, remountDue } from './volumes/volumes';
import { waitsOf } from './waits';

/** A kubelet, which also answers the API server's questions about its containers. */
export interface KubeletComponent extends Component {
  /** The kubelet's own API: see kubeletServer.ts. */
  request(request: ApiRequest): Promise<ApiResponse>;
  stream(id: number, request: ApiRequest): ApiResponse | undefined;
  follow(request: ApiRequest, handlers: StreamHandlers): ApiResponse | Unsubscribe;
}

/** The kubelet of `machine`. The machine's runtime sends it CONTAINER_EXITED. */
export function createKubelet(world: World, machine: Machine): KubeletComponent {
  const kl = openKubelet(world, machine);
  return {
    name: kl.name,
    watches: [{ kind: 'Pod', nodeName: kl.node }, { kind: 'Node', name: kl.node }, { kind: 'Service' }],
    start: () => start(kl),
    onChange: (change) => onChange(kl, change),
    handle: (event) => handle(kl, event),
    waits: () => waitsOf(kl),
    request: async (request) => serve(kl, request),
    stream: (id, request) => serveStream(kl, id, request),
    follow: (request, handlers) => serveFollow(kl, request, handlers),
  };
}

/** Begins with an empty memory: the pods come from the API server, the containers from the runtime. */
async function start(kl: Kubelet): Promise<void> {
  const { clock, cache } = kl.world;
  const restarted = kl.process.has('process');
  forgetAll(kl);
  const bootID = kl.runtime.bootID();
  kl.process.set('process', {
    startedAt: clock.now(),
    dirty: [],
    statusSyncQueued: false,
    bootID,
    restarted,
  });
  kl.nodeMemory.set('node', { registered: false });
  await recordStart(kl);
  await registerNode(kl);
  await renewLease(kl);
  wakeRoutine(kl, kl.world.profile.nodeStatusUpdateMs, 'nodeStatus', firstGeneration(kl));
  const known = new Set<string>();
  for (const pod of cache.podsOnNode(kl.node)) {
    if (isMirror(pod)) continue;
    known.add(pod.metadata.uid);
    kl.pods.set(pod.metadata.uid, allocatedPod(kl, pod));
    requestSync(kl, pod.metadata.uid);
  }
  await readManifests(kl);
  for (const { uid } of kl.statics.values()) if (uid !== undefined) known.add(uid);
  keepKnown(kl, known);
  for (const uid of kl.runtime.podUids()) if (!known.has(uid)) stopOrphan(kl, uid);
  if (observe(kl.runtime.machine).some(isMet)) requestRound(kl);
}

function forgetAll(kl: Kubelet): void {
  const { pods, workers, statuses, probes, process, nodeMemory, eviction, shutdown, statics } = kl;
  for (const map of [pods, workers, statuses, probes, process, nodeMemory, eviction, shutdown, statics]) map.clear();
  const { backOff, imageBackOff, pullErrors, pulls, sources, volumes } = kl;
  for (const map of [backOff, imageBackOff, pullErrors, pulls, sources, volumes]) map.clear();
}

/** Containers of a pod that was deleted while the kubelet was away. */
function stopOrphan(kl: Kubelet, uid: string): void {
  const running = kl.runtime.containers(uid).filter(({ state }) => state === 'running');
  for (const { id } of running) kl.runtime.stopContainer(id, 2_000);
  if (running.length === 0) kl.runtime.removePod(uid);
}

function isPod(object: KubeObject): object is Pod {
  return object.kind === 'Pod';
}

function onChange(kl: Kubelet, { kind, type, object, previous }: CacheChange): void {
  if (kind !== 'Pod' || !isPod(object)) return;
  if (isMirror(object)) return mirrorChanged(kl, object);
  const { uid } = object.metadata;
  if (type === 'DELETED') {
    if (!kl.pods.has(uid)) return;
    const { metadata } = object;
    const deletionTimestamp = metadata.deletionTimestamp ?? metadata.creationTimestamp;
    kl.pods.set(uid, { ...object, metadata: { ...metadata, deletionTimestamp } });
    wake(kl, 0, 'removed', uid);
    return;
  }
  // Another pod has taken the name while nobody looked.
  if (previous !== undefined && previous.metadata.uid !== uid) wake(kl, 0, 'removed', previous.metadata.uid);
  const before = kl.pods.get(uid);
  kl.pods.set(uid, receivePod(kl, before, object));
  if (before !== undefined && !needsSync(before, object)) return reconcileReadiness(kl, object);
  if (before !== undefined) kl.world.explain.rule('changeSeen', { pod: object.metadata.name });
  requestSync(kl, uid);
}

/** Our own status writes come back, too: they ask for nothing. */
function needsSync(before: Pod, after: Pod): boolean {
  return (
    before.metadata.generation !== after.metadata.generation ||
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
    before.metadata.deletionGracePeriodSeconds !== after.metadata.deletionGracePeriodSeconds ||
    differ(before.metadata.labels, after.metadata.labels) ||
    differ(before.metadata.annotations, after.metadata.annotations) ||
    (after.spec.readinessGates !== undefined && before.status.conditions !== after.status.conditions)
  );
}

/** Mostly the very same object: then nothing need be compared. */
function differ(before: object | undefined, after: object | undefined): boolean {
  return before !== after && !isDeepEqual(before, after);
}

function handle(kl: Kubelet, event: SimEvent): void | Promise<void> {
  const { type, data } = event;
  // What an event carries is what this kubelet or its runtime has put there.
  switch (type) {
    case 'probe':
      return tick(kl, event);
    case 'probeDone':
      return probeDone(kl, data as unknown as ProbeDone);
    case 'sync':
      return syncPod(kl, data as string);
    case 'removed':
      return podRemoved(kl, data as string);
    case 'step': {
      const { uid, generation } = data as unknown as { readonly uid: string; readonly generation: number };
      return stepDue(kl, uid, generation);
    }
    case 'requeue':
      return requeueDue(kl, data as unknown as Requeue);
    case 'resizes':
      return resizesDue(kl);
    case 'remount':
      return remountDue(kl, data as unknown as Remount);
    case 'deadline':
      return deadlineDue(kl, data as string);
    case 'pulled':
      return pulled(kl, data as unknown as Pulled);
    case 'preStopDone':
      return preStopDone(kl, data as unknown as Parameters<typeof preStopDone>[1]);
    case 'turn': {
      const pod = kl.pods.get(data as string);
      return pod === undefined ? undefined : signalInTurn(kl, pod);
    }
    case CONTAINER_EXITED:
      return containerExited(kl, data as unknown as ContainerExited);
    case 'relist':
      return relist(kl);
    case 'statusSync':
      return syncStatuses(kl);
    case RUNS_SHORT:
      noteShortage(kl, data as number | null);
      return requestRound(kl);
    case SYSTEM_OOM:
      return recordOom(kl, data as unknown as SystemOom);
    case MANIFESTS_CHANGED:
      return readManifests(kl);
    case 'mirrors':
      return reconcileMirrors(kl);
    case SHUTDOWN:
      return shutDown(kl, data as unknown as ShutdownRequest);
    case 'shutdownStep':
      return shutdownStep(kl);
    case 'evictionRound':
      return evictionRound(kl, data as Instant);
    case 'lease':
      return data === firstGeneration(kl) ? renewLease(kl) : undefined;
    case 'nodeStatus':
      return data === firstGeneration(kl) ? updateNodeStatus(kl) : undefined;
    case 'register':
      return data === firstGeneration(kl) ? registerNode(kl) : undefined;
  }
}

/** Models pkg/kubelet/oom/oom_watcher_linux.go. */
function recordOom(kl: Kubelet, { process, pid }: SystemOom): Promise<void> {
  const message = `System OOM encountered, victim process: ${process}, pid: ${pid}`;
  return nodeEvent(kl, 'Warning', 'SystemOOM', message);
}

/** A kill is noticed at once, anything else at the next relist. */
function containerExited(kl: Kubelet, exited: ContainerExited): void {
  const { podUid, id } = exited;
  const pod = kl.pods.get(podUid);
  if (pod === undefined) {
    if (!kl.runtime.containers(podUid).some(({ state }) => state === 'running')) kl.runtime.removePod(podUid);
    return;
  }
  explainExit(kl, pod, exited);
  if (killEnded(kl, pod, id)) return;
  const process = kl.process.get('process');
  if (process === undefined) return;
  const now = kl.world.clock.now();
  const queued = process.relistAt !== undefined && process.relistAt > now;
  const delayMs = untilTick(kl, now + 1);
  const row = kl.world.explain.row();
  const dirty = [...process.dirty.filter(({ uid }) => uid !== podUid), { uid: podUid, row }];
  const relistAt = queued ? process.relistAt : kl.world.clock.now() + delayMs;
  kl.process.set('process', { ...process, dirty, relistAt: relistAt as typeof process.startedAt }); // An instant.
  if (!queued) wake(kl, delayMs, 'relist');
}

async function relist(kl: Kubelet): Promise<void> {
  const process = kl.process.get('process');
  if (process === undefined) return;
  const { relistAt: _past, ...rest } = process;
  kl.process.set('process', { ...rest, dirty: [] });
  for (const { uid, row } of process.dirty) {
    kl.world.explain.end(row);
    await syncPod(kl, uid);
  }
}

async function pulled(kl: Kubelet, result: Pulled): Promise<void> {
  finishPull(kl);
  const worker = kl.workers.get(result.uid);
  const step = worker?.steps[0];
  if (worker === undefined || worker.generation !== result.generation || step?.type !== 'start') return;
  const { durationMs, sizeBytes, error } = result;
  const outcome = { durationMs, sizeBytes, ...(error === undefined ? {} : { error }) };
  kl.workers.set(worker.uid, { ...worker, steps: [{ ...step, pulled: outcome }, ...worker.steps.slice(1)] });
  await stepDue(kl, worker.uid, worker.generation);
}
