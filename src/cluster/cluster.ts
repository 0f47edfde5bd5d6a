/**
 * The composition root: one simulated cluster made of kernel, store, API server, control plane and machines.
 * What a person does reaches it as a Command; everything else follows from virtual time.
 */
import { USUAL_ADDONS } from '../addons/usualAddons';
import { columnDescriptions } from '../apiserver/tables/columnDescriptions';
import { createApiServer, type ApiServer } from '../apiserver/apiServer';
import { placeBootstrapObjects } from '../apiserver/bootstrap/placement';
import { loadApply } from '../apiserver/apply/lateApply';
import { loadCustomParts } from '../apiserver/customresources/loadCustomParts';
import { isNetworkProxy } from '../apiserver/networkProxy';
import { isUpgradeMissing } from '../apiserver/podProxy';
import { isReview } from '../apiserver/unstored';
import type { YamlCodec } from '../apiserver/body';
import type { Metrics } from '../apiserver/metrics';
import type { OpenApi } from '../apiserver/openapi/openApi';
import type { KubeClient } from '../client/client';
import { defaultNodes } from '../client/defaultNodes';
import { createClient } from '../client/client';
import type { ClientNetwork } from '../client/network';
import type {
  Command,
  Fault,
  OutsideAnswer,
  OutsideAsk,
  RefusedCommand,
  Run,
  SchedulingVerdict,
} from '../client/simulation';
import type { ApiRequest, ApiResponse, Stream, StreamHandlers } from '../client/transport';
import { profiles } from '../component/profile';
import type { Wait } from '../component/component';
import { createControllerManager } from '../controllers/manager';
import { controllers } from '../controllers/registry';
import { selectControllers } from '../controllers/selection';
import { createScheduler } from '../scheduler/scheduler';
import { verdictOf } from '../scheduler/verdicts';
import { loadUserland } from '../kubelet/runtime/userland';
import type { Instant } from '../sim/clock';
import { type Checkpoint, Kernel } from '../sim/kernel';
import { MemoryStore } from '../storage/store';
import {
  createDefaultServiceCIDR,
  createKubernetesService,
  createSystemNamespaces,
  createSystemPriorityClasses,
} from './bootstrap';
import { ActivityLog } from './activityLog';
import { type ClusterOptions, ALL, BOOT_MS, STARTED_AT, optionsOf } from './clusterOptions';
import { type Doing, type Recorded, type StreamCommand, Deeds, UNHEARD, refusalOf } from './deeds';
import { ComponentHost } from './host';
import { installAddons } from './installAddons';
import { Machines } from './machines';
import { ClusterTraffic } from './clusterTraffic';
import { checkNodes } from './nodeSpecs';

/** What a cluster is given from outside and does without otherwise: too heavy for a page's worker, or only for HTTP. */
export interface ClusterParts {
  /** For clients that send or want YAML text. */
  readonly yaml?: YamlCodec;
  /** The OpenAPI documents. */
  readonly openApi?: OpenApi;
  /** What `/metrics` tells. */
  readonly metrics?: Metrics;
  /** What people's containers are made of is fetched with the first deed: until then only the usual add-ons run. */
  readonly isLean?: true;
}

export class Cluster {
  readonly kernel: Kernel;
  readonly store: MemoryStore;
  readonly api: ApiServer;
  /** A client as kubectl's: its writes are not recorded as commands. For tests and reads. */
  readonly client: KubeClient;
  readonly host: ComponentHost;
  readonly machines: Machines;
  readonly activity: ActivityLog;
  readonly traffic: ClusterTraffic;
  readonly options: Required<ClusterOptions>;
  /** Told of every command that was carried out, with its instant. */
  onCommand: ((command: Command) => void) | undefined;
  /** Told when a stream's command broke the engine: nobody waits for those. */
  onFailure = (error: unknown): void => {
    throw error;
  };
  readonly #deeds = new Deeds(this);
  #last: Promise<unknown> = Promise.resolve();

  private constructor(options: Required<ClusterOptions>, parts: ClusterParts) {
    const profile = profiles[options.profile];
    if (profile === undefined) throw new Error(`unknown profile "${options.profile}"`);
    this.options = options;
    const selected = selectControllers(controllers, options.controllers);
    this.kernel = new Kernel({ startAt: (options.startedAt - BOOT_MS) as Instant, seed: options.seed });
    this.store = new MemoryStore(this.kernel);
    this.api = createApiServer({
      store: this.store,
      clock: this.kernel.clock,
      state: this.kernel.state,
      settings: profile,
      applying: (rule, params, act, because) => this.kernel.within('kube-apiserver', rule, params, act, because),
      columnDescriptions,
      ...parts,
      kubelet: {
        request: (node, request) => this.machines.request(node, request),
        stream: (node, id, request) => this.machines.stream(node, id, request),
        streamInput: (node, id, message) => this.machines.streamInput(node, id, message),
        closeStream: (node, id) => this.machines.closeStream(node, id),
        follow: (node, request, handlers) => this.machines.follow(node, request, handlers),
      },
      network: () => this.#controlPlaneNetwork(),
    });
    this.kernel.register(this.api);
    this.client = createClient(this.api, 'kubectl');
    this.activity = new ActivityLog(this.kernel, this.store);
    this.host = new ComponentHost(this.kernel, this.store, this.api, profile, this.activity);
    this.traffic = new ClusterTraffic(this.kernel, this.store, this.host, () => this.machines);
    this.machines = new Machines(
      this.kernel,
      this.host,
      this.store,
      profile,
      this.api.streams,
      (request) => this.api.request(request),
      this.traffic,
    );
    this.host.add('kube-controller-manager', (world) => createControllerManager(world, selected));
    this.host.add('kube-scheduler', createScheduler);
  }

  /** A cluster that has just come up, at its first instant. */
  static async create(options: ClusterOptions = {}, parts: ClusterParts = {}): Promise<Cluster> {
    const { profile = 'v1.36', seed = 1, nodes = defaultNodes(), startedAt = STARTED_AT } = options;
    const { controllers: which = ALL, addons = [] } = options;
    checkNodes(nodes);
    const isLean = parts.isLean === true && addons.every((name) => USUAL_ADDONS.includes(name));
    if (!isLean) await loadUserland();
    if (!isLean) await loadApply();
    if (parts.isLean !== true) await loadCustomParts();
    const cluster = new Cluster({ profile, seed, nodes, startedAt, controllers: which, addons }, parts);
    await cluster.kernel.command('kubeloop', 'boot', '', async () => {
      const server = createClient(cluster.api, 'kube-apiserver');
      placeBootstrapObjects(cluster.store, cluster.kernel.clock.now());
      await createSystemNamespaces(server);
      await createDefaultServiceCIDR(server, cluster.kernel.clock.now());
      await createKubernetesService(server);
      await createSystemPriorityClasses(server);
      cluster.host.start('kube-controller-manager');
      cluster.host.start('kube-scheduler');
      for (const node of nodes) cluster.machines.add(node);
      await installAddons(addons, cluster.api);
    });
    await cluster.kernel.advanceTo(cluster.startedAt);
    return cluster;
  }

  /** The first instant that a person sees: instants of commands count from there. */
  get startedAt(): Instant {
    return this.options.startedAt as Instant; // The option is the one place where it comes in as a number.
  }

  now(): Instant {
    return this.kernel.clock.now();
  }

  /** The network of the machines, as the API server beside them has it. */
  #controlPlaneNetwork(): ClientNetwork | undefined {
    const machine = this.machines.list().find(({ powered, networkCut }) => powered && !networkCut);
    return machine && this.traffic.clientAt(machine.internalIP);
  }

  /** Lets virtual time pass. */
  async advance(ms: number): Promise<void> {
    await this.#alone(() => this.kernel.advanceTo((this.now() + ms) as Instant));
  }

  /**
   * As the kernel's: runs what is due up to `instant`, and carries out what was `recorded` for the time until then;
   * false if `shouldStop` ended it early.
   */
  advanceTo(instant: Instant, shouldStop?: () => boolean, recorded?: Recorded): Promise<boolean> {
    return this.#alone(async () => {
      for (let next = recorded?.next(); next !== undefined; next = recorded?.next()) {
        const at = this.#instantOf(next);
        if (at > instant) break;
        if (!(await this.kernel.advanceTo(at, shouldStop))) return false;
        recorded?.done(await this.#deeds.carryOut(next));
        if (shouldStop?.() === true) return false;
      }
      return this.kernel.advanceTo(instant, shouldStop);
    });
  }

  #instantOf({ atMs }: Command): Instant {
    return (this.startedAt + atMs) as Instant;
  }

  /**
   * Runs a request at the present instant, after all that is due at it. Reads leave no trace; a write is a command
   * and what it causes at once has happened when the answer comes. `line`: the terminal line that causes it.
   */
  request(request: ApiRequest, line?: number): Promise<ApiResponse> {
    return this.#alone(async () => {
      const isRead = request.method === 'GET' && !isNetworkProxy(request);
      if (!isRead && !isReview(request.path) && !isUpgradeMissing(request)) {
        const response = await this.#deeds.write(request);
        this.#told({ type: 'request', request, ...(line === undefined ? {} : { line }) });
        return response;
      }
      await (isRead ? this.#deeds.settle() : this.#deeds.prepare());
      // Of reads those of the terminal are told: the page's own are no news.
      const isTold = this.activity.isRead && line !== undefined;
      return isTold ? this.activity.send('you', request, this.api) : this.api.request(request);
    });
  }

  /**
   * Opens a stream of the API. A followed log is a read; opening any other stream, and what is sent on it, are commands.
   * Nothing comes before this has returned.
   */
  stream(request: ApiRequest, handlers: StreamHandlers, line?: number): Stream {
    const live = { id: 0, isOver: false, isHeard: true };
    const heard: StreamHandlers = {
      onMessage: (message) => {
        if (live.isHeard) handlers.onMessage(message);
      },
      onEnd: (response) => {
        live.isOver = true;
        if (live.isHeard) handlers.onEnd(response);
      },
    };
    const isRead = request.method === 'GET';
    const act = (doing: () => StreamCommand): void => {
      const acted = this.#alone(async () => {
        await this.#deeds.prepare();
        if (live.isOver) return;
        const command = doing();
        const id = isRead ? this.#deeds.actOn(command, heard) : await this.#deeds.stream(command, heard);
        if (command.type === 'stream') live.id = id;
        if (!isRead) this.#told(command);
      });
      acted.catch((error: unknown) => this.onFailure(error));
    };
    act(() => ({ type: 'stream', request, ...(line === undefined ? {} : { line }) }));
    return {
      send: (message) => act(() => ({ type: 'streamInput', stream: live.id, message })),
      close: () => {
        live.isHeard = false;
        act(() => ({ type: 'unstream', stream: live.id }));
      },
    };
  }

  /** Closes every open stream, as commands: whoever held them is gone. */
  async hangUp(): Promise<void> {
    for (const stream of this.api.streams.served()) {
      await this.#alone(async () => {
        await this.#deeds.stream({ type: 'unstream', stream }, UNHEARD);
        this.#told({ type: 'unstream', stream });
      });
    }
  }

  /** Breaks or mends something at the present instant. Throws an Error with a readable message if it is not there. */
  fault(fault: Fault): Promise<void> {
    return this.#alone(async () => {
      await this.#deeds.break(fault);
      this.#told({ type: 'fault', fault });
    });
  }

  /** Sends from the learner's own machine at the present instant; `line` is the terminal line that does it. */
  send(ask: OutsideAsk, line?: number): Promise<OutsideAnswer> {
    return this.#alone(async () => {
      const answer = await this.#deeds.send(ask);
      this.#told({ type: 'send', ask, ...(line === undefined ? {} : { line }) });
      return answer;
    });
  }

  /** Goes to the command's instant and carries it out, untold; refusals by the API server are part of the run. */
  execute(command: Command): Promise<ApiResponse | undefined> {
    return this.#alone(async () => {
      await this.kernel.advanceTo(this.#instantOf(command));
      return this.#deeds.carryOut(command);
    });
  }

  /** The cluster that `run` leads to. `onRefused` hears of each write that the API server refuses, as a part of the run. */
  static async replay(
    run: Run,
    parts: ClusterParts = {},
    onRefused: (refused: RefusedCommand) => void = () => {},
  ): Promise<Cluster> {
    const cluster = await Cluster.create(optionsOf(run), parts);
    for (const command of run.commands) {
      const refused = refusalOf(command, await cluster.execute(command));
      if (refused !== undefined) onRefused(refused);
    }
    await cluster.advanceTo((cluster.startedAt + run.untilMs) as Instant);
    return cluster;
  }

  /** Does `act` when no event and no command runs. */
  quietly<T>(act: () => T): Promise<T> {
    return this.#alone(async () => act());
  }

  checkpoint(): Checkpoint {
    return this.kernel.checkpoint();
  }

  /** Goes back to a checkpoint of this cluster or of one with the same options. Client watches end with 410. */
  restore(checkpoint: Checkpoint): void {
    this.kernel.restore(checkpoint);
    this.store.reset();
    this.machines.reset();
    this.host.reset();
    this.api.reset();
    this.traffic.reset();
  }

  stateHash(): string {
    return this.kernel.stateHash();
  }

  /** What the components wait for. That a node falls silent is waited for only where its kubelet is down. */
  waits(): readonly Wait[] {
    return this.host
      .components()
      .filter((component) => this.host.isRunning(component.name))
      .flatMap((component) => component.waits?.() ?? [])
      .filter(({ what, name }) => what !== 'nodeNotHeardOf' || this.host.downSince(`kubelet/${name}`) !== undefined);
  }

  /** One thing at a time: what a listener asks for while an event runs waits for its end. */
  #alone<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#last.then(act);
    this.#last = result.catch(() => undefined);
    return result;
  }

  #told(command: Doing): void {
    this.onCommand?.({ atMs: this.now() - this.startedAt, ...command });
  }

  /** The last attempt at a pod; for one that waits, with what would help now. Changes nothing. */
  async verdict(podUid: string): Promise<SchedulingVerdict | undefined> {
    const scheduler = 'kube-scheduler';
    const verdict = verdictOf(this.host.stateOf(scheduler), podUid);
    const cache = this.host.cacheOf(scheduler);
    if (verdict?.message === undefined || cache === undefined) return verdict;
    return (await import('../scheduler/remedies')).withRemedies(verdict, cache);
  }
}
