/**
 * kube-scheduler: finds a node for every pod that has none.
 * Models pkg/scheduler/scheduler.go and eventhandlers.go (v1.36.3).
 * Left out: several profiles, and asynchronous binding: a cycle takes no virtual time, the wait lies before it. Only the
 * wait for volumes is one (volumeWaits.ts).
 */
import type { Node } from '../api/core/node';
import type { Pod } from '../api/core/pod';
import { claimNames } from '../api/core/podClaims';
import { controllerOf } from '../api/meta/objectMeta';
import { isDeepEqual } from '../api/meta/equality';
import type { CacheChange } from '../client/cache';
import type { Component, Wait, World } from '../component/component';
import type { Json, SimEvent, StateMap } from '../sim/clock';
import { type ClusterEvent, assignedPodEvent, isEnded, nodeEvent, storageEvent } from './clusterEvent';
import { type CycleInput, type CycleResult, schedulePod } from './cycle';
import { explainChoice } from './choice';
import { NO_NODES, reasonsText, rejectedText, unschedulableText } from './fitError';
import { bind, bindVolumes, evict, nominate, recordFailure, reportFailure } from './outcome';
import { defaultPlugins } from './plugins/registry';
import { type Provision, openProvisions } from './plugins/volumeBinding';
import { type Preemption, preempt } from './preemption';
import { type QueuedPod, SchedulingQueue } from './queue';
import { SchedulerCache } from './schedulerCache';
import { forgetVerdict, recordVerdict } from './verdicts';
import { BIND_TIMEOUT_MS, TIMED_OUT, VolumeWaits } from './volumeWaits';

const NAME = 'kube-scheduler';
const SCHEDULER_NAME = 'default-scheduler';
/** How often the queue looks for pods that have waited too long. */
const FLUSH_MS = 30_000;

const pluginsByName = new Map(defaultPlugins.map(({ plugin }) => [plugin.name, plugin]));

/** The scheduler of the cluster that `world` belongs to. */
export function createScheduler(world: World): Component {
  return new Scheduler(world);
}

class Scheduler implements Component {
  readonly name = NAME;
  readonly watches = [
    { kind: 'Pod' },
    { kind: 'Node' },
    { kind: 'Namespace' },
    { kind: 'ReplicationController' },
    { kind: 'ReplicaSet' },
    { kind: 'StatefulSet' },
    { kind: 'Service' },
    { kind: 'PersistentVolumeClaim' },
    { kind: 'PersistentVolume' },
    { kind: 'StorageClass' },
    { kind: 'CSINode' },
    { kind: 'CSIDriver' },
    { kind: 'CSIStorageCapacity' },
    { kind: 'VolumeAttachment' },
    { kind: 'PodDisruptionBudget' },
  ] as const;

  readonly #queue: SchedulingQueue;
  readonly #cache: SchedulerCache;
  readonly #volumeWaits: VolumeWaits;
  /** `generation` of the process, whether a cycle or flush is `pending`, where the next scan of nodes begins. */
  readonly #loop: StateMap<number>;

  constructor(private readonly world: World) {
    this.#queue = new SchedulingQueue(world.state, world.explain);
    this.#cache = new SchedulerCache(world);
    this.#volumeWaits = new VolumeWaits(world.state);
    this.#loop = world.state.map('loop');
  }

  start(): void {
    const generation = (this.#loop.get('generation') ?? 0) + 1;
    this.#loop.clear();
    this.#loop.set('generation', generation);
    this.#loop.set('startedAt', this.world.clock.now());
    this.#queue.clear();
    this.#volumeWaits.clear();
    this.#cache.rebuild();
    for (const pod of this.world.cache.list('Pod')) if (isOurs(pod)) this.#enqueue(pod);
    this.#awaken();
  }

  onChange(change: CacheChange): void {
    // The kind tells the type of the object, which CacheChange cannot say.
    if (change.kind === 'Pod') this.#onPod(change as CacheChange<Pod>);
    if (change.kind === 'Node') this.#wake(nodeEvent(change as CacheChange<Node>));
    this.#onStorage(change);
    this.#awaken();
  }

  #onStorage(change: CacheChange): void {
    this.#wake(storageEvent(change));
    if (change.kind !== 'PersistentVolumeClaim' && change.kind !== 'PersistentVolume') return;
    for (const { uid, delayMs } of this.#volumeWaits.due(this.#cache.storage, this.world.clock.now())) {
      this.#later(delayMs, 'volumes', uid);
    }
  }

  handle(event: SimEvent): void | Promise<void> {
    const { generation, uid = '' } = event.data as { readonly generation: number; readonly uid?: string }; // From #later.
    if (generation !== this.#loop.get('generation')) return undefined;
    if (event.type === 'cycle') {
      this.#loop.delete('cycle');
      const entry = this.#queue.pop(this.world.clock.now());
      return entry === undefined ? undefined : this.#attempt(entry).then(() => this.#goOn());
    }
    if (event.type === 'volumes') return this.#lookAtVolumes(uid).then(() => this.#goOn());
    if (event.type === 'volumesTimeout') return this.#timeOut(uid).then(() => this.#goOn());
    if (event.type === 'flush') this.#loop.delete('flush');
    this.#queue.flush(this.world.clock.now());
    this.#awaken();
    return undefined;
  }

  waits(): readonly Wait[] {
    return this.#queue.backingOff().map(({ namespace, name, timestamp, until = timestamp }) => ({
      kind: 'Pod',
      namespace,
      name,
      what: 'schedulingBackOff',
      since: timestamp,
      until,
    }));
  }

  #onPod(change: CacheChange<Pod>): void {
    const { object: pod, previous } = change;
    const { uid } = pod.metadata;
    this.#cache.apply(change);
    if (change.type === 'DELETED') forgetVerdict(this.world.state, uid);
    this.#wake(assignedPodEvent(change));
    this.#wakeAfterNomination(change);
    if (change.type === 'DELETED' || !isOurs(pod)) {
      this.#queue.remove(uid);
      this.#volumeWaits.remove(uid);
      return;
    }
    if (previous === undefined || !isOurs(previous)) {
      if (!this.#queue.has(uid) && !this.#cache.isAssumed(uid)) this.#enqueue(pod);
      return;
    }
    if (!isGated(pod)) this.#queue.ungate(uid, this.world.clock.now());
    const isSame = isDeepEqual(previous.spec, pod.spec) && isDeepEqual(previous.metadata.labels, pod.metadata.labels);
    if (!isSame) this.#wake({ type: 'pendingPodUpdate', pod, previous });
  }

  /** A waiting pod no longer has room kept for it: to those that are no more important it is as if it had left. */
  #wakeAfterNomination({ type, object: pod, previous }: CacheChange<Pod>): void {
    const { nominatedNodeName = '' } = previous?.status ?? {};
    if (nominatedNodeName === '' || previous === undefined || (previous.spec.nodeName ?? '') !== '') return;
    const isKept = type !== 'DELETED' && pod.status.nominatedNodeName === nominatedNodeName;
    if (isKept || (pod.spec.nodeName ?? '') !== '') return;
    this.#wake({ type: 'assignedPodDelete', pod: previous, upTo: previous.spec.priority ?? 0 });
  }

  #enqueue(pod: Pod): void {
    this.#queue.add(pod, isGated(pod), this.world.clock.now());
  }

  #wake(event: ClusterEvent | undefined): void {
    if (event === undefined) return;
    this.#queue.wake(
      event,
      (plugin, about, pod) => pluginsByName.get(plugin)?.wakes?.(about, pod) === true,
      (entry) => this.world.cache.get('Pod', entry),
      this.world.clock.now(),
    );
  }

  /** The next pod has reasons of its own. */
  #goOn(): void {
    this.world.explain.end();
    this.#awaken();
  }

  /** Sees to it that a cycle comes if a pod is ready, and a flush if one waits. */
  #awaken(): void {
    if (this.#queue.hasWork && !this.#loop.has('cycle')) {
      this.#loop.set('cycle', 1);
      this.#later(this.world.profile.schedulingMs, 'cycle');
    }
    if (this.#queue.hasUnschedulable && !this.#loop.has('flush')) {
      this.#loop.set('flush', 1);
      const age = this.world.clock.now() - (this.#loop.get('startedAt') ?? 0);
      this.#later(FLUSH_MS - (age % FLUSH_MS), 'flush');
    }
  }

  #later(delayMs: number, type: string, uid?: string): void {
    const generation = this.#loop.get('generation') ?? 0;
    const data: Json = uid === undefined ? { generation } : { generation, uid };
    this.world.clock.schedule(delayMs, { actor: NAME, type, data });
  }

  async #attempt(entry: QueuedPod): Promise<void> {
    const { world } = this;
    const pod = world.cache.get('Pod', entry);
    if (pod === undefined || pod.metadata.uid !== entry.uid || !isOurs(pod) || this.#cache.isAssumed(entry.uid)) return;
    if (pod.metadata.deletionTimestamp !== undefined) {
      world.explain.rule('podIsGoing', { pod: pod.metadata.name }, entry);
      await recordFailure(pod, `skip schedule deleting pod: ${entry.namespace}/${entry.name}`, world);
      return;
    }
    const input: CycleInput = {
      plugins: defaultPlugins,
      snapshot: this.#cache.snapshot(),
      startIndex: this.#loop.get('nextNode') ?? 0,
      random: () => world.clock.random(tieStream(pod)),
    };
    const result = schedulePod(pod, input);
    if (result.type === 'fits') await this.#bind(entry, pod, input, result);
    else await this.#fail(entry, pod, input, result);
  }

  async #bind(entry: QueuedPod, pod: Pod, input: CycleInput, result: CycleResult & { type: 'fits' }): Promise<void> {
    const { node, diagnosis } = result;
    this.#advance(input, diagnosis.processed);
    const open = openOn(pod, node, input);
    this.#cache.assume(pod, node);
    this.#record(pod, input, result, { chosen: node });
    explainChoice(pod, node, input.snapshot.nodes.length, diagnosis, this.world.explain, entry);
    if (open.length === 0) await this.#finish(entry, pod, node);
    else await this.#waitForVolumes(entry, pod, node, open);
  }

  async #finish(entry: QueuedPod, pod: Pod, node: string): Promise<void> {
    const refused = await bind(pod, node, this.world);
    if (refused === undefined) return;
    await this.#unbind(entry, pod, `running Bind plugin "DefaultBinder": ${refused.message}`);
  }

  /** The binding came to nothing: others may have the room, and the pod is tried again after a back-off. */
  async #unbind(entry: QueuedPod, pod: Pod, message: string): Promise<void> {
    this.#cache.forget(pod);
    this.world.explain.rule('bindingFailed', { pod: pod.metadata.name, message });
    const now = this.world.clock.now();
    this.#wake({ type: 'assignedPodDelete', pod });
    const until = this.#queue.failed(entry, now);
    this.#later(until - now, 'retry');
    const { nominatedNodeName = '' } = this.world.cache.get('Pod', entry)?.status ?? {};
    await reportFailure(pod, 'SchedulerError', message, this.world, nominatedNodeName === '' ? undefined : '');
  }

  async #waitForVolumes(entry: QueuedPod, pod: Pod, node: string, open: readonly Provision[]): Promise<void> {
    this.#volumeWaits.add(entry, node, open, this.world.clock.now());
    this.#later(BIND_TIMEOUT_MS, 'volumesTimeout', entry.uid);
    this.world.explain.rule('waitsForVolumes', { pod: pod.metadata.name, node, timeoutMs: BIND_TIMEOUT_MS }, entry);
    await nominate(pod, node, this.world);
    const refused = await bindVolumes(open, node, this.world);
    if (refused === undefined) return;
    this.#volumeWaits.remove(entry.uid);
    await this.#unbind(entry, pod, `running PreBind plugin "VolumeBinding": ${refused.message}`);
  }

  async #lookAtVolumes(uid: string): Promise<void> {
    const wait = this.#volumeWaits.get(uid);
    const standing = this.#volumeWaits.look(uid, this.#cache.storage);
    if (wait === undefined || standing === undefined || standing === 'waiting') return;
    this.#volumeWaits.remove(uid);
    const pod = this.world.cache.get('Pod', wait.entry);
    if (pod === undefined || pod.metadata.uid !== uid || !isOurs(pod)) return;
    this.world.explain.rule('volumesBound', { pod: pod.metadata.name, node: wait.node });
    if (standing === 'bound') await this.#finish(wait.entry, pod, wait.node);
    else await this.#unbind(wait.entry, pod, volumesText(standing.fault));
  }

  async #timeOut(uid: string): Promise<void> {
    const wait = this.#volumeWaits.get(uid);
    if (wait === undefined || this.world.clock.now() - wait.since < BIND_TIMEOUT_MS) return;
    this.#volumeWaits.remove(uid);
    const pod = this.world.cache.get('Pod', wait.entry);
    if (pod !== undefined && pod.metadata.uid === uid && isOurs(pod)) {
      await this.#unbind(wait.entry, pod, volumesText(TIMED_OUT));
    }
  }

  async #fail(entry: QueuedPod, pod: Pod, input: CycleInput, result: CycleResult): Promise<void> {
    const { world } = this;
    const now = world.clock.now();
    if (result.type !== 'unschedulable') {
      this.#queue.rejected(entry, [], now);
      world.explain.rule('noNodes', { pod: pod.metadata.name }, entry);
      await reportFailure(pod, 'Unschedulable', NO_NODES, world);
      return;
    }
    const { refusals, rejection, processed } = result.diagnosis;
    this.#advance(input, processed);
    const preemption = rejection === undefined ? preempt(pod, input, result.diagnosis) : undefined;
    const message = messageOf(input, result, preemption);
    this.#queue.rejected(entry, [...new Set([...refusals.values()].map(({ plugin }) => plugin))], now);
    this.#record(pod, input, result, { message });
    if (preemption?.nominate !== undefined) this.#cache.nominate(pod, preemption.nominate);
    const { name } = pod.metadata;
    const nodes = input.snapshot.nodes.length;
    const reasons = rejection?.reasons.join(', ') ?? reasonsText(refusals.values());
    if (preemption?.type !== 'nominated') world.explain.rule('noNodeFits', { pod: name, nodes, reasons }, entry);
    else {
      const { nominate: node, victims } = preemption;
      world.explain.rule('makesRoom', { pod: name, node, nodes, victims: victims.length, reasons }, entry);
    }
    await reportFailure(pod, 'Unschedulable', message, world, preemption?.nominate);
    if (preemption?.type !== 'nominated') return;
    for (const other of preemption.displaced) {
      this.#cache.nominate(other, '');
      world.explain.rule('nominationLost', { pod: other.metadata.name, by: name, node: preemption.nominate });
      await nominate(other, '', world);
    }
    for (const victim of preemption.victims) {
      const told = { pod: victim.metadata.name, priority: victim.spec.priority ?? 0, node: preemption.nominate };
      world.explain.rule('preempted', { ...told, by: name, byPriority: pod.spec.priority ?? 0 }, entry);
      await evict(victim, pod, preemption.nominate, world);
    }
  }

  #record(
    pod: Pod,
    { snapshot }: CycleInput,
    { diagnosis }: Exclude<CycleResult, { type: 'noNodes' }>,
    end: { readonly chosen?: string; readonly message?: string },
  ): void {
    const nodes = snapshot.nodes.map(({ name }) => name);
    recordVerdict(this.world.state, { pod, at: this.world.clock.now(), nodes, diagnosis, ...end });
  }

  #advance({ snapshot, startIndex }: CycleInput, processed: number): void {
    this.#loop.set('nextNode', (startIndex + processed) % snapshot.nodes.length);
  }
}

function messageOf(
  { snapshot }: CycleInput,
  { diagnosis }: CycleResult & { type: 'unschedulable' },
  preemption: Preemption | undefined,
): string {
  const { rejection, refusals } = diagnosis;
  if (rejection !== undefined) return rejectedText(snapshot.nodes.length, rejection);
  const text = preemption?.type === 'refused' ? preemption.text : undefined;
  return unschedulableText(snapshot.nodes.length, refusals.values(), text);
}

/** Pods of one owner share a stream, so that an unrelated pod does not move them. */
function tieStream(pod: Pod): string {
  return `scheduler/${pod.metadata.namespace ?? ''}/${controllerOf(pod)?.name ?? ''}`;
}

/** A pod that waits for this scheduler. */
function isOurs(pod: Pod): boolean {
  return pod.spec.schedulerName === SCHEDULER_NAME && (pod.spec.nodeName ?? '') === '' && !isEnded(pod);
}

/** What is to be done for the pod's claims on the chosen node. */
function openOn(pod: Pod, node: string, { snapshot }: CycleInput): readonly Provision[] {
  if (claimNames(pod).length === 0) return [];
  const chosen = snapshot.nodes.find(({ name }) => name === node);
  return chosen === undefined ? [] : openProvisions(pod, chosen.node, snapshot.storage);
}

function volumesText(fault: string): string {
  return `running PreBind plugin "VolumeBinding": binding volumes: ${fault}`;
}

function isGated(pod: Pod): boolean {
  return defaultPlugins.some(({ plugin }) => plugin.preEnqueue?.(pod) === false);
}
