/**
 * The composition root: one simulated cluster made of kernel, store, API server, control plane and machines.
 * What a person does reaches it as a Command; everything else follows from virtual time.
 */
import { createApiServer, type ApiServer } from '../apiserver/apiServer';
import type { KubeClient } from '../client/client';
import { createClient, pathOf } from '../client/client';
import type { Command, Fault, NodeSpec, Run, SchedulingVerdict } from '../client/simulation';
import type { ApiRequest, ApiResponse } from '../client/transport';
import { profiles } from '../component/profile';
import type { Wait } from '../component/component';
import { createControllerManager } from '../controllers/manager';
import { controllers } from '../controllers/registry';
import { createScheduler } from '../scheduler/scheduler';
import { verdictOf } from '../scheduler/verdicts';
import type { Instant } from '../sim/clock';
import { type Checkpoint, Kernel } from '../sim/kernel';
import { MemoryStore } from '../storage/store';
import { createSystemNamespaces } from './bootstrap';
import { ComponentHost } from './host';
import { Machines } from './machines';
import { checkNodes } from './nodeSpecs';

export interface ClusterOptions {
  /** A name in `profiles`; default `v1.36`. */
  readonly profile?: string;
  readonly seed?: number;
  /** Default: three workers of 4 CPU and 8Gi. */
  readonly nodes?: readonly NodeSpec[];
}

/** The first instant that a person sees: nodes are Ready, namespaces have their service accounts. */
export const STARTED_AT = 1_767_225_600_000 as Instant; // 2026-01-01T00:00:00Z
/** Virtual time that the cluster takes to come up before that. */
const BOOT_MS = 60_000;

export function defaultNodes(count = 3): readonly NodeSpec[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `worker-${index + 1}`,
    cpu: 4,
    memory: '8Gi',
    pods: 110,
  }));
}

export class Cluster {
  readonly kernel: Kernel;
  readonly store: MemoryStore;
  readonly api: ApiServer;
  /** A client as kubectl's: its writes are not recorded as commands. For tests and reads. */
  readonly client: KubeClient;
  readonly host: ComponentHost;
  readonly machines: Machines;
  readonly options: Required<ClusterOptions>;

  private constructor(options: Required<ClusterOptions>) {
    const profile = profiles[options.profile];
    if (profile === undefined) throw new Error(`unknown profile "${options.profile}"`);
    this.options = options;
    this.kernel = new Kernel({ startAt: (STARTED_AT - BOOT_MS) as Instant, seed: options.seed });
    this.store = new MemoryStore(this.kernel);
    this.api = createApiServer({
      store: this.store,
      clock: this.kernel.clock,
      state: this.kernel.state,
      settings: profile,
      kubelet: { request: (node, request) => this.machines.request(node, request) },
    });
    this.kernel.register(this.api);
    this.client = createClient(this.api, 'kubectl');
    this.host = new ComponentHost(this.kernel, this.store, this.api, profile);
    this.machines = new Machines(this.kernel, this.host, this.store, profile);
    this.host.add('kube-controller-manager', (world) => createControllerManager(world, controllers));
    this.host.add('kube-scheduler', createScheduler);
  }

  /** A cluster that has just come up, at STARTED_AT. */
  static async create(options: ClusterOptions = {}): Promise<Cluster> {
    const { profile = 'v1.36', seed = 1, nodes = defaultNodes() } = options;
    checkNodes(nodes);
    const cluster = new Cluster({ profile, seed, nodes });
    await cluster.kernel.command('kubeloop', 'boot', '', async () => {
      await createSystemNamespaces(createClient(cluster.api, 'kube-apiserver'));
      cluster.host.start('kube-controller-manager');
      cluster.host.start('kube-scheduler');
      for (const node of nodes) cluster.machines.add(node);
    });
    await cluster.kernel.advanceTo(STARTED_AT);
    return cluster;
  }

  now(): Instant {
    return this.kernel.clock.now();
  }

  /** Lets virtual time pass. */
  async advance(ms: number): Promise<void> {
    await this.kernel.advanceTo((this.now() + ms) as Instant);
  }

  /**
   * Runs a request at the present instant, after all that is due at it. Reads leave no trace; a write is a command
   * and what it causes at once has happened when the answer comes.
   */
  async request(request: ApiRequest): Promise<ApiResponse> {
    await this.advance(0);
    if (request.method === 'GET') return this.api.request(request);
    const response = await this.kernel.command('you', request.method, request.path, () => this.api.request(request));
    await this.advance(0);
    return response;
  }

  /** Breaks or mends something at the present instant. Throws an Error with a readable message if it is not there. */
  async fault(fault: Fault): Promise<void> {
    await this.advance(0);
    await this.kernel.command('you', fault.type, JSON.stringify(fault), async () => {
      this.machines.apply(fault);
      // As `minikube node delete`: the machine goes, then its object, which may be gone already.
      if (fault.type === 'removeNode')
        await this.api.request({ method: 'DELETE', path: pathOf('Node', undefined, fault.node) });
    });
    await this.advance(0);
  }

  /** Goes to the command's instant and carries it out; refusals by the API server are part of the run. */
  async execute(command: Command): Promise<ApiResponse | undefined> {
    await this.kernel.advanceTo((STARTED_AT + command.atMs) as Instant);
    if (command.type === 'request') return this.request(command.request);
    await this.fault(command.fault);
    return undefined;
  }

  /** The cluster that `run` leads to. */
  static async replay(run: Run): Promise<Cluster> {
    const cluster = await Cluster.create({ profile: run.profile, seed: run.seed, nodes: run.nodes });
    for (const command of run.commands) await cluster.execute(command);
    await cluster.kernel.advanceTo((STARTED_AT + run.untilMs) as Instant);
    return cluster;
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
  }

  stateHash(): string {
    return this.kernel.stateHash();
  }

  waits(): readonly Wait[] {
    return this.host
      .components()
      .filter((component) => this.host.isRunning(component.name))
      .flatMap((component) => component.waits?.() ?? []);
  }

  verdict(podUid: string): SchedulingVerdict | undefined {
    return verdictOf(this.host.stateOf('kube-scheduler'), podUid);
  }
}
