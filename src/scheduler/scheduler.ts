/**
 * kube-scheduler: finds a node for every pod that has none.
 * Models pkg/scheduler/scheduler.go and eventhandlers.go (v1.36.3).
 * Left out: several profiles, and asynchronous binding: a cycle takes no virtual time, the wait lies before it.
 */
import type { Pod } from '../api/core/pod';
import type { Node } from '../api/core/node';
import type { PersistentVolume } from '../api/core/persistentVolume';
import { controllerOf, keyOf } from '../api/meta/objectMeta';
import { isDeepEqual } from '../api/meta/equality';
import type { CacheChange } from '../client/cache';
import type { Component, Wait, World } from '../component/component';
import type { Json, SimEvent, StateMap } from '../sim/clock';
import { type ClusterEvent, assignedPodEvent, isEnded, nodeEvent } from './clusterEvent';
import { type CycleInput, type CycleResult, schedulePod } from './cycle';
import { NO_NODES, rejectedText, unschedulableText } from './fitError';
import { bind, bindVolumes, evict, recordFailure, reportFailure } from './outcome';
import { defaultPlugins } from './plugins/registry';
import { openProvisions, volumeBinding } from './plugins/volumeBinding';
import { type Preemption, preempt } from './preemption';
import { type QueuedPod, SchedulingQueue } from './queue';
import { SchedulerCache } from './schedulerCache';
import { forgetVerdict, recordVerdict } from './verdicts';

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
    { kind: 'PersistentVolumeClaim' },
    { kind: 'PersistentVolume' },
    { kind: 'StorageClass' },
    { kind: 'PodDisruptionBudget' },
  ] as const;

  readonly #queue: SchedulingQueue;
  readonly #cache: SchedulerCache;
  /** `generation` of the process, whether a cycle or flush is `pending`, where the next scan of nodes begins. */
  readonly #loop: StateMap<number>;

  constructor(private readonly world: World) {
    this.#queue = new SchedulingQueue(world.state);
    this.#cache = new SchedulerCache(world);
    this.#loop = world.state.map('loop');
  }

  start(): void {
    const generation = (this.#loop.get('generation') ?? 0) + 1;
    this.#loop.clear();
    this.#loop.set('generation', generation);
    this.#loop.set('startedAt', this.world.clock.now());
    this.#queue.clear();
    this.#cache.rebuild();
    for (const pod of this.world.cache.list('Pod')) if (isOurs(pod)) this.#enqueue(pod);
    this.#awaken();
  }

  onChange(change: CacheChange): void {
    // The kind tells the type of the object, which CacheChange cannot say.
    if (change.kind === 'Pod') this.#onPod(change as CacheChange<Pod>);
    if (change.kind === 'Node') this.#wake(nodeEvent(change as CacheChange<Node>));
    if (change.kind === 'PersistentVolumeClaim') this.#wake({ type: 'storageChange', claim: keyOf(change.object) });
    if (change.kind === 'StorageClass' || isFreeVolume(change)) this.#wake({ type: 'storageChange' });
    this.#awaken();
  }

  handle(event: SimEvent): void | Promise<void> {
    const { generation } = event.data as { readonly generation: number }; // Written by #later.
    if (generation !== this.#loop.get('generation')) return undefined;
    if (event.type === 'cycle') {
      this.#loop.delete('cycle');
      const entry = this.#queue.pop(this.world.clock.now());
      return entry === undefined ? undefined : this.#attempt(entry).then(() => this.#awaken());
    }
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
    if (change.type === 'DELETED' || !isOurs(pod)) {
      this.#queue.remove(uid);
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

  #later(delayMs: number, type: string): void {
    const data: Json = { generation: this.#loop.get('generation') ?? 0 };
    this.world.clock.schedule(delayMs, { actor: NAME, type, data });
  }

  async #attempt(entry: QueuedPod): Promise<void> {
    const { world } = this;
    const pod = world.cache.get('Pod', entry);
    if (pod === undefined || pod.metadata.uid !== entry.uid || !isOurs(pod) || this.#cache.isAssumed(entry.uid)) return;
    if (pod.metadata.deletionTimestamp !== undefined) {
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
    const chosen = input.snapshot.nodes.find(({ name }) => name === node);
    const open = chosen === undefined ? [] : openProvisions(pod, chosen.node, input.snapshot.storage);
    if (open.length > 0) {
      // The pod has its next turn when its claims have changed.
      this.#queue.rejected(entry, [volumeBinding.name], this.world.clock.now());
      await bindVolumes(open, node, this.world);
      return;
    }
    this.#cache.assume(pod, node);
    this.#record(pod, input, result, { chosen: node });
    const refused = await bind(pod, node, this.world);
    if (refused === undefined) return;
    this.#cache.forget(pod);
    const now = this.world.clock.now();
    this.#wake({ type: 'assignedPodDelete', pod });
    const message = `running Bind plugin "DefaultBinder": ${refused.message}`;
    const until = this.#queue.failed(entry, now);
    this.#later(until - now, 'retry');
    await reportFailure(pod, 'SchedulerError', message, this.world);
  }

  async #fail(entry: QueuedPod, pod: Pod, input: CycleInput, result: CycleResult): Promise<void> {
    const { world } = this;
    const now = world.clock.now();
    if (result.type !== 'unschedulable') {
      this.#queue.rejected(entry, [], now);
      await reportFailure(pod, 'Unschedulable', NO_NODES, world);
      return;
    }
    const { refusals, rejection, processed } = result.diagnosis;
    this.#advance(input, processed);
    const preemption = rejection === undefined ? preempt(pod, input, result.diagnosis) : undefined;
    const message = messageOf(input, result, preemption);
    this.#queue.rejected(entry, [...new Set([...refusals.values()].map(({ plugin }) => plugin))], now);
    this.#record(pod, input, result, { message });
    await reportFailure(pod, 'Unschedulable', message, world, preemption?.nominate);
    if (preemption?.type !== 'nominated') return;
    for (const victim of preemption.victims) await evict(victim, pod, preemption.nominate, world);
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

/** A volume that has found its claim helps nobody else. */
function isFreeVolume({ kind, object }: CacheChange): boolean {
  return kind === 'PersistentVolume' && (object as PersistentVolume).spec.claimRef === undefined; // `kind` says so.
}

function isGated(pod: Pod): boolean {
  return defaultPlugins.some(({ plugin }) => plugin.preEnqueue?.(pod) === false);
}
