/**
 * Runs the control loops: one queue per controller, one reconcile per event.
 * Models cmd/kube-controller-manager and the wiring that its controllers share (v1.36.3).
 * Left out: leader election; parallel workers, because a reconcile runs to completion.
 */
import type { Kind } from '../api/kinds';
import { keyOf, keyText, parseKey } from '../api/meta/objectMeta';
import { ApiError } from '../api/meta/status';
import type { CacheChange } from '../client/cache';
import type { Component, EventRecorder, Wait, World } from '../component/component';
import type { Instant, SimEvent, StateMap } from '../sim/clock';
import { invariant } from '../sim/invariant';
import { CountingCache, NotingClient, unseenKind } from './consistency';
import type { BroadWatch, Controller, ControllerWorld, Watch } from './controller';
import { type Item, WorkQueue, backOffMs } from './workQueue';

const NAME = 'kube-controller-manager';
/** A reconcile takes 10 us of virtual time per object that it read. Whole milliseconds count. */
const READS_PER_MS = 100;
/** A parked key is let go after this, whatever its cache shows: upstream's expectations expire so too. */
const PARKED_AT_MOST_MS = 300_000;

interface Parked {
  readonly controller: string;
  readonly key: string;
  readonly since: Instant;
}

/** The kube-controller-manager with these controllers. Their names must differ. */
export function createControllerManager(world: World, controllers: readonly Controller[]): Component {
  return new ControllerManager(world, controllers);
}

class ControllerManager implements Component {
  readonly name = NAME;
  readonly startsFromCache = true;
  readonly watches: Component['watches'];
  readonly #world: World;
  readonly #watched: ReadonlySet<Kind>;
  readonly #controllers = new Map<string, { controller: Controller; queue: WorkQueue; recorder: EventRecorder }>();
  /** Who cares about a kind: derived from the controllers, never changed. */
  readonly #owners = new Map<Kind, Controller[]>();
  readonly #followers = new Map<Kind, { controller: Controller; watch: Watch }[]>();
  /** Who follows many kinds alike. */
  readonly #broadly = new Map<BroadWatch, Controller[]>();
  /** Instants of the next ticks, by controller. */
  readonly #ticks: StateMap<Instant>;

  constructor(world: World, controllers: readonly Controller[]) {
    this.#world = world;
    this.#ticks = world.state.map('manager/ticks');
    const watched = new Set<Kind>();
    for (const controller of controllers) {
      invariant(!this.#controllers.has(controller.name), `two controllers are called ${controller.name}`);
      const items = world.state.map<Item>(`queue/${controller.name}`);
      const queue = new WorkQueue(items, world, NAME, controller.name);
      this.#controllers.set(controller.name, { controller, queue, recorder: recorderOf(controller, world.recorder) });
      watched.add(controller.kind);
      append(this.#owners, controller.kind, controller);
      for (const watch of controller.watches) {
        watched.add(watch.kind);
        append(this.#followers, watch.kind, { controller, watch });
      }
      if (controller.follows !== undefined) {
        for (const kind of controller.follows.kinds) watched.add(kind);
        append(this.#broadly, controller.follows, controller);
      }
      for (const kind of controller.reads ?? []) watched.add(kind);
    }
    this.#watched = watched;
    this.watches = [...watched].map((kind) => ({ kind }));
  }

  start(): void {
    this.#ticks.clear();
    for (const kind of this.#watched) this.#parked(kind).clear();
    for (const { controller, queue, recorder } of this.#controllers.values()) {
      queue.clear();
      controller.start?.({ ...this.#world, recorder });
      for (const object of this.#world.cache.list(controller.kind)) {
        const change: CacheChange = { type: 'ADDED', kind: controller.kind, object };
        if (this.#isConcerned(controller, change)) queue.add(keyText(keyOf(object)));
      }
      if (controller.tick !== undefined) this.#scheduleTick(controller, 0);
    }
  }

  onChange(change: CacheChange): void {
    this.#wake(change.kind);
    for (const controller of this.#owners.get(change.kind) ?? []) {
      const key = keyText(keyOf(change.object));
      // As in #isConcerned: the change is of the controller's own kind.
      if (this.#isConcerned(controller, change)) {
        this.#queueOf(controller).add(key, controller.batchMs?.(change as never, this.#world.clock.now()));
      } else if (change.type === 'DELETED') this.#queueOf(controller).forget(key);
    }
    for (const { controller, watch } of this.#followers.get(change.kind) ?? []) {
      for (const key of watch.concerns(change, this.#world.cache)) {
        this.#queueOf(controller).add(keyText(key), watch.batchMs);
      }
    }
    for (const [watch, controllers] of this.#broadly) {
      if (watch.passesBy(change) || !watch.kinds.includes(change.kind)) continue;
      for (const controller of controllers) {
        for (const key of controller.concerns?.(change, this.#world.cache) ?? []) {
          this.#queueOf(controller).add(keyText(key));
        }
      }
    }
  }

  handle(event: SimEvent): Promise<void> | undefined {
    // Our own events come back: the fields are those that we gave them.
    const { controller: name, key } = event.data as { readonly controller: string; readonly key: string };
    switch (event.type) {
      case 'reconcile':
        return this.#reconcile(name, key);
      case 'tick':
        return this.#tick(name);
      case 'sweep':
        this.#sweep();
        return undefined;
      default:
        return invariant(false, `${NAME} knows no event ${event.type}`) as undefined;
    }
  }

  waits(): readonly Wait[] {
    const waits: Wait[] = [];
    for (const { controller } of this.#controllers.values()) {
      if (controller.waits !== undefined)
        waits.push(...controller.waits(this.#world, this.#ticks.get(controller.name)));
    }
    return waits;
  }

  async #reconcile(name: string, key: string): Promise<void> {
    const { controller, queue, recorder } = this.#entry(name);
    const item = queue.due(key);
    if (item === undefined) return;
    const { client, cache } = this.#world;
    const unseen = unseenKind(item.wrote, cache);
    if (unseen !== undefined) return this.#park(name, key, item, unseen);

    if (item.also !== undefined) this.#world.explain.answers(item.also);
    const noting = new NotingClient(client, cache, this.#watched);
    const counting = new CountingCache(cache);
    const world: ControllerWorld = { ...this.#world, client: noting, cache: counting, recorder };
    let failures = 0;
    let againMs: number | undefined;
    try {
      againMs = (await controller.reconcile(parseKey(key), world))?.requeueAfterMs;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failures = (item.failures ?? 0) + 1;
      againMs = backOffMs(failures);
    }
    world.explain.end();
    this.#world.explain.did('reconcile', name, key);
    const costMs = Math.floor(counting.count / READS_PER_MS);
    const gone = cache.get(controller.kind, parseKey(key)) === undefined;
    queue.done(key, { failures, costMs, wrote: noting.wrote(), gone });
    if (againMs !== undefined) queue.add(key, againMs);
  }

  async #tick(name: string): Promise<void> {
    const { controller, queue, recorder } = this.#entry(name);
    const { tick } = controller;
    if (tick === undefined || this.#ticks.get(name) !== this.#world.clock.now()) return;
    this.#scheduleTick(controller, tick.periodMs(this.#world.profile));
    try {
      for (const key of await tick.run({ ...this.#world, recorder })) queue.add(keyText(key));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // A refusal: the next tick tries again.
    }
  }

  #scheduleTick(controller: Controller, delayMs: number): void {
    const { clock } = this.#world;
    this.#ticks.set(controller.name, (clock.now() + delayMs) as Instant); // An instant plus a duration.
    clock.schedule(delayMs, { actor: NAME, type: 'tick', data: { controller: controller.name }, routine: true });
  }

  #isConcerned(controller: Controller, change: CacheChange): boolean {
    // A change of the controller's own kind: its `kind` is the parameter of its type.
    return controller.isConcernedBy?.(change as never, this.#world.cache) ?? true;
  }

  #park(controller: string, key: string, item: Item, kind: Kind): void {
    const { clock } = this.#world;
    this.#entry(controller).queue.park(key, { ...item, row: this.#world.explain.row() }, kind);
    this.#parked(kind).set(`${controller}|${key}`, { controller, key, since: clock.now() });
    if (this.#ticks.has('sweep')) return;
    this.#ticks.set('sweep', (clock.now() + PARKED_AT_MOST_MS) as Instant); // An instant plus a duration.
    clock.schedule(PARKED_AT_MOST_MS, { actor: NAME, type: 'sweep', data: {}, routine: true });
  }

  /** The cache of `kind` has moved: parked keys whose writes it shows by now have their turn. */
  #wake(kind: Kind): void {
    const parked = this.#parked(kind);
    if (parked.size === 0) return;
    for (const [id, { controller, key, since }] of [...parked.entries()]) {
      const { queue } = this.#entry(controller);
      const item = queue.parked(key);
      const unseen = item && unseenKind(item.wrote, this.#world.cache);
      if (unseen === kind) continue;
      parked.delete(id);
      if (item === undefined) continue;
      if (unseen === undefined) this.#unpark(queue, key, item);
      else {
        queue.park(key, item, unseen);
        this.#parked(unseen).set(id, { controller, key, since });
      }
    }
  }

  /** What had made the key due is why it has its turn now, not that our own write is seen. */
  #unpark(queue: WorkQueue, key: string, item: Item | undefined): void {
    const { explain } = this.#world;
    explain.end(item?.row);
    queue.unpark(key);
    explain.end();
  }

  #sweep(): void {
    const now = this.#world.clock.now();
    if (this.#ticks.get('sweep') !== now) return;
    this.#ticks.delete('sweep');
    for (const kind of this.#watched) {
      for (const [id, { controller, key, since }] of [...this.#parked(kind).entries()]) {
        if (since + PARKED_AT_MOST_MS > now) continue;
        this.#parked(kind).delete(id);
        const { queue } = this.#entry(controller);
        this.#unpark(queue, key, queue.parked(key));
      }
    }
    const { clock } = this.#world;
    if (![...this.#watched].some((kind) => this.#parked(kind).size > 0)) return;
    this.#ticks.set('sweep', (now + PARKED_AT_MOST_MS) as Instant); // An instant plus a duration.
    clock.schedule(PARKED_AT_MOST_MS, { actor: NAME, type: 'sweep', data: {}, routine: true });
  }

  #parked(kind: Kind): StateMap<Parked> {
    return this.#world.state.map(`parked/${kind}`);
  }

  #queueOf(controller: Controller): WorkQueue {
    return this.#entry(controller.name).queue;
  }

  #entry(name: string) {
    const entry = this.#controllers.get(name);
    invariant(entry !== undefined, `no controller is called ${name}`);
    return entry;
  }
}

function recorderOf(controller: Controller, recorder: EventRecorder): EventRecorder {
  const source = controller.source ?? controller.name;
  return {
    event: (about, type, reason, message, options) =>
      recorder.event(about, type, reason, message, { source, ...options }),
  };
}

function append<K, T>(map: Map<K, T[]>, key: K, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
