/**
 * Runs the cluster's components: gives each its World, brings it its watch events, stops and starts it.
 */
import { pausable } from '../client/activity';
import type { Cache } from '../client/cache';
import type { KubeClient } from '../client/client';
import { createClient } from '../client/client';
import type { Fault } from '../client/simulation';
import type { Transport } from '../client/transport';
import type { Because, Component, Explain, World } from '../component/component';
import type { Profile } from '../component/profile';
import { createRecorder } from '../component/recorder';
import { failure } from '../api/meta/status';
import { storageKey } from '../apiserver/storageKey';
import type { Instant, SimEvent, StateMap, StateSpace } from '../sim/clock';
import type { Kernel } from '../sim/kernel';
import type { Store } from '../storage/store';
import type { ActivityLog } from './activityLog';
import { Informers, RELIST_EVENT, WATCH_EVENT } from './informers';
import { WatchRouter } from './watchRouter';

/** `running`: the process lives; `connected`: it reaches the API server. */
interface ProcessState {
  readonly running: boolean;
  readonly connected: boolean;
  /** Its caches were filled and `start` was called since it was last started. */
  readonly started: boolean;
  /** It does not run, or reaches nobody, since then, */
  readonly downSince?: Instant;
  /** by the doing of this row of the trace. */
  readonly downBy?: number;
  /** It was started, or brought back, by that one. */
  readonly upBy?: number;
}

export type PauseFault = Extract<Fault, { readonly type: 'pauseComponent' | 'resumeComponent' }>;

interface Hosted {
  readonly component: Component;
  readonly informers: Informers;
}

export class ComponentHost {
  readonly #hosted = new Map<string, Hosted>();
  readonly #processes: StateMap<ProcessState>;
  readonly #router: WatchRouter;
  /** What every component tells of its reasons with. */
  readonly explain: Explain;

  constructor(
    private readonly kernel: Kernel,
    private readonly store: Store,
    private readonly transport: Transport,
    private readonly profile: Profile,
    private readonly activity: ActivityLog,
  ) {
    this.#processes = kernel.state.map('cluster/processes');
    this.explain = {
      rule: (rule, params = {}, because) => kernel.rule(rule, params, because && this.#rowOf(because)),
      end: (row) => kernel.endRule(row),
      row: () => kernel.cause(),
      told: () => kernel.told(),
      answers: (rows) => kernel.answers(rows),
      did: (what, who, of) => kernel.onDid?.(what, who, of),
    };
    this.#router = new WatchRouter(store, (name) => {
      const process = this.#processes.get(name);
      return process?.running === true && process.connected && process.started;
    });
  }

  /** Makes the component known. It runs from `start` on, or as the restored state says. */
  add(name: string, create: (world: World) => Component): void {
    const { kernel, profile } = this;
    const client = this.#clientOf(name);
    const state = this.stateOf(name);
    const recorder = createRecorder({ component: name.split('/')[0] ?? name, client, clock: kernel.clock, state });
    // The component names its watches, its world needs the caches: filled in right below, before anybody reads.
    const holder: { informers?: Informers } = {};
    const world: World = {
      clock: kernel.clock,
      client,
      get cache() {
        if (holder.informers === undefined) throw new Error(`${name} reads its cache while it is being made`);
        return holder.informers;
      },
      state,
      recorder,
      explain: this.explain,
      profile,
    };
    const component = create(world);
    const informers = new Informers(name, component.watches, kernel, this.store, profile.watchLatencyMs);
    holder.informers = informers;
    this.#hosted.set(name, { component, informers });
    this.#router.add(informers);
    kernel.register({ name, handle: (event) => this.#handle(name, event) });
  }

  /** Forgets the component and its state. */
  remove(name: string): void {
    this.#router.remove(name);
    this.#hosted.delete(name);
    this.#processes.delete(name);
    this.kernel.unregister(name);
    this.kernel.state.drop(`${name}/`);
    this.kernel.state.drop(`cache/${name}`);
  }

  /** Starts the process: it lists what it watches, then `start` is called. */
  start(name: string): void {
    const { connected = true, downSince, downBy } = this.#processes.get(name) ?? {};
    const since = connected || downSince === undefined || downBy === undefined ? {} : { downSince, downBy };
    this.#processes.set(name, { running: true, connected, started: false, upBy: this.kernel.cause(), ...since });
    this.kernel.clock.schedule(0, { actor: name, type: RELIST_EVENT });
  }

  stop(name: string): void {
    const process = this.#processes.get(name);
    if (process?.running !== true) return;
    const { downSince = this.kernel.clock.now(), downBy = this.kernel.cause() } = process;
    this.#processes.set(name, { ...process, running: false, started: false, downSince, downBy });
    this.#hosted.get(name)?.component.stop?.();
  }

  /** A process of the control plane goes, as when its static pod's manifest is moved away, or comes back. */
  pause({ type, component }: PauseFault): void {
    if (!pausable.includes(component)) throw new Error(`"${component}" cannot be paused`);
    if (type === 'pauseComponent') this.stop(component);
    else if (!this.isRunning(component)) this.start(component);
  }

  /** Cuts the component off from the API server, or brings it back: then it lists again. */
  connect(name: string, connected: boolean): void {
    const process = this.#processes.get(name);
    if (process === undefined || process.connected === connected) return;
    const { downSince = this.kernel.clock.now(), downBy = this.kernel.cause(), ...rest } = process;
    const isUp = connected && process.running;
    const news = isUp ? { upBy: this.kernel.cause() } : { downSince, downBy };
    this.#processes.set(name, { ...rest, connected, ...news });
    if (connected && process.running) this.kernel.clock.schedule(0, { actor: name, type: RELIST_EVENT });
  }

  isRunning(name: string): boolean {
    return this.#processes.get(name)?.running === true;
  }

  isConnected(name: string): boolean {
    return this.#processes.get(name)?.connected !== false;
  }

  /** Since when it does not run or reaches nobody; undefined if it is well. */
  downSince(name: string): Instant | undefined {
    return this.#processes.get(name)?.downSince;
  }

  component(name: string): Component | undefined {
    return this.#hosted.get(name)?.component;
  }

  /** What the component has seen of the cluster. */
  cacheOf(name: string): Cache | undefined {
    return this.#hosted.get(name)?.informers;
  }

  /** The maps of a component, by the names it knows them by. */
  stateOf(name: string): StateSpace {
    return scoped(this.kernel.state, `${name}/`);
  }

  components(): readonly Component[] {
    return [...this.#hosted.values()].map(({ component }) => component);
  }

  /** Drops derived data after a restore. */
  reset(): void {
    for (const { informers } of this.#hosted.values()) informers.reset();
  }

  #rowOf(because: Because): number | undefined {
    if ('row' in because) return because.row;
    if ('down' in because) return this.#processes.get(because.down)?.downBy;
    if ('up' in because) return this.#processes.get(because.up)?.upBy;
    const entry = this.store.get(storageKey(because.kind, because));
    return entry && this.store.changeAt(entry.revision)?.cause;
  }

  #handle(name: string, event: SimEvent): void | Promise<void> {
    const hosted = this.#hosted.get(name);
    const process = this.#processes.get(name);
    if (hosted === undefined || process?.running !== true) return;
    if (event.type === WATCH_EVENT) {
      if (!process.connected) return;
      const [index, revision] = event.data as readonly [number, number]; // Written by Informers.announce.
      const change = hosted.informers.receive(index, revision);
      if (change === undefined) return;
      const bring = () => hosted.component.onChange(change);
      return this.activity.isRead ? this.activity.deliver(name, revision, change.type, bring) : bring();
    }
    if (event.type === RELIST_EVENT) return this.#relist(name, hosted, process);
    if (!process.started) return;
    return hosted.component.handle(event);
  }

  #relist(name: string, { component, informers }: Hosted, process: ProcessState): void | Promise<void> {
    if (!process.connected && process.started) return;
    const changes = process.connected ? informers.relist() : [];
    if (process.connected && this.activity.isRead) this.activity.listed(name);
    if (process.started) {
      for (const change of changes) component.onChange(change);
      return;
    }
    this.#processes.set(name, { ...process, started: true });
    if (component.startsFromCache !== true) for (const change of changes) component.onChange(change);
    return component.start();
  }

  /** A client whose requests fail like a dialled dead line while the component is cut off. */
  #clientOf(name: string): KubeClient {
    const refusal = { code: 0, body: failure(0, '', 'dial tcp 192.168.49.1:8443: connect: no route to host') };
    const transport: Transport = {
      request: (request) => {
        if (!this.isConnected(name)) return Promise.resolve(refusal);
        if (!this.activity.isRead || request.method === 'GET') return this.transport.request(request);
        return this.activity.send(name, request, this.transport);
      },
      watch: (request, onEvent) => this.transport.watch(request, onEvent),
      stream: (request, handlers) => this.transport.stream(request, handlers),
    };
    return createClient(transport, name.split('/')[0] ?? name);
  }
}

function scoped(state: StateSpace, prefix: string): StateSpace {
  return { map: (name) => state.map(prefix + name), drop: (name) => state.drop(prefix + name) };
}
