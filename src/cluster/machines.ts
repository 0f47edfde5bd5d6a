/**
 * The machines of the cluster: a container runtime and a kubelet each, with power, network and faults.
 */
import type { Fault, NodeSpec } from '../client/simulation';
import type { ApiRequest, ApiResponse, StreamHandlers, StreamMessage, Unsubscribe } from '../client/transport';
import type { Profile } from '../component/profile';
import { failure } from '../api/meta/status';
import { createKubelet, type KubeletComponent } from '../kubelet/kubelet';
import { MANIFESTS_CHANGED } from '../kubelet/mirrorPods';
import { SHUTDOWN } from '../kubelet/nodeShutdown';
import { kubeProxySettings } from '../kubelet/images/kubeProxy';
import { createContainerRuntime } from '../kubelet/runtime/createContainerRuntime';
import type { StreamSink } from '../kubelet/runtime/containerStreams';
import type { Process } from '../kubelet/runtime/process';
import { Registries } from '../kubelet/runtime/registries';
import type { SimulatedContainerRuntime } from '../kubelet/runtime/simulatedRuntime';
import type { LoadFault } from '../network/loads';
import { KUBE_PROXY, NODE_CUT, NODE_GONE, NODE_JOINED, NODE_STARTED, NODE_STOPPED } from '../proxy/kubeProxy';
import type { Store } from '../storage/store';
import { invariant } from '../sim/invariant';
import type { Instant, Json, SimEvent, StateMap } from '../sim/clock';
import type { Kernel } from '../sim/kernel';
import type { ClusterTraffic } from './clusterTraffic';
import { ContainerFaults } from './containerFaults';
import type { UpstreamFault } from './clusterTraffic';
import type { ComponentHost, PauseFault } from './host';
import { imageDefinitions } from './imageDefinitions';
import { checkNodes } from './nodeSpecs';
import { type DryRun, decodeStaticPod } from './staticManifest';
import { wipeDeletedVolumes } from './volumeData';

/** What is known of one machine beside its processes. */
export interface Machine {
  readonly spec: NodeSpec;
  /** Counts from 0 in order of arrival; decides addresses. */
  readonly index: number;
  readonly internalIP: string;
  readonly powered: boolean;
  readonly networkCut: boolean;
  readonly kubeletStopped: boolean;
  /** It is shutting down and waits for its kubelet until then at most; `restarts`: it comes up again afterwards. */
  readonly halt?: { readonly at: Instant; readonly restarts: boolean };
  /** It is off and comes up by itself then. */
  readonly bootAt?: Instant;
}

/** From the end of the old system to the start of the kubelet: about what a small virtual machine takes. */
const BOOT_MS = 30_000;
/** systemd stops its services, the kubelet among them, before the machine goes dark. */
const HALT_MS = 2_000;
/** The actor that carries out what machines do by themselves. */
const POWER = 'cluster/power';

/** What is done to machines and what runs on them. */
type MachineFault = Exclude<Fault, LoadFault | PauseFault | UpstreamFault>;
type ShutDown = Extract<Fault, { readonly type: 'shutDown' | 'reboot' }>;
type FileFault = Extract<Fault, { readonly type: 'writeNodeFile' | 'removeNodeFile' }>;
type Fill = Extract<Fault, { readonly type: 'takeMemory' | 'fillDisk' }>;

/** A manifest of a person; more is no manifest. */
const MOST_FILE_CHARS = 100_000;
/** More is no grace any more. */
const MOST_GRACE_SECONDS = 3_600;
/** A stream ends with this when the kubelet in its middle, or the machine behind it, goes away. */
const BROKEN = 'unexpected EOF';

/** The program of a node that is no part of its kubelet. */
const PROXY_IMAGE = 'registry.k8s.io/kube-proxy';

export class Machines {
  readonly #machines: StateMap<Machine>;
  readonly #faults: ContainerFaults;
  readonly #registries: Registries;
  readonly #runtimes = new Map<string, SimulatedContainerRuntime>();
  /** Names by index. Derived: dropped when machines come and go. */
  #byIndex: ReadonlyMap<number, string> | undefined;

  constructor(
    private readonly kernel: Kernel,
    private readonly host: ComponentHost,
    store: Store,
    private readonly profile: Profile,
    private readonly streams: StreamSink,
    /** Asks the API server itself, not over the network. */
    private readonly dryRun: DryRun,
    private readonly traffic: ClusterTraffic,
  ) {
    this.#machines = kernel.state.map('cluster/machines');
    this.#registries = new Registries(kernel.state, imageDefinitions(store));
    kernel.register({ name: POWER, handle: (event) => this.#act(event) });
    this.#faults = new ContainerFaults(kernel, store, this.#registries, this.#runtimes);
    wipeDeletedVolumes(store, this.#runtimes);
  }

  list(): readonly Machine[] {
    return [...this.#machines.values()].sort((x, y) => x.index - y.index);
  }

  get(node: string): Machine | undefined {
    return this.#machines.get(node);
  }

  /** The machine with that index. O(1). */
  at(index: number): Machine | undefined {
    this.#byIndex ??= new Map([...this.#machines.entries()].map(([name, machine]) => [machine.index, name]));
    const name = this.#byIndex.get(index);
    return name === undefined ? undefined : this.#machines.get(name);
  }

  runtime(node: string): SimulatedContainerRuntime | undefined {
    return this.#runtimes.get(node);
  }

  /** A new machine, switched on, its kubelet starting. */
  add(spec: NodeSpec): void {
    invariant(!this.#machines.has(spec.name), `there is a machine ${spec.name} already`);
    const index = this.list().reduce((next, machine) => Math.max(next, machine.index + 1), 0);
    const machine: Machine = {
      spec,
      index,
      internalIP: `192.168.49.${index + 2}`,
      powered: true,
      networkCut: false,
      kubeletStopped: false,
    };
    this.#machines.set(spec.name, machine);
    this.#byIndex = undefined;
    this.#assemble(machine);
    this.host.start(kubeletOf(spec.name));
  }

  /** Builds runtimes and kubelets for what the restored state says, drops the others. */
  reset(): void {
    this.#byIndex = undefined;
    for (const name of [...this.#runtimes.keys()]) if (!this.#machines.has(name)) this.#disassemble(name);
    for (const machine of this.list()) if (!this.#runtimes.has(machine.spec.name)) this.#assemble(machine);
    for (const runtime of this.#runtimes.values()) runtime.reset();
  }

  /** Whether registries of the simulation have the image in some tag, or would if they were not broken. */
  knowsImage(image: string): boolean {
    return this.#registries.knows(image);
  }

  /** Whether a pull of the image would find something, were no registry broken. */
  hasImage(image: string): boolean {
    return this.#registries.has(image);
  }

  /** Does to machines and containers what the fault says. Unknown nodes and pods: an Error with a readable message. */
  apply(fault: MachineFault): void {
    switch (fault.type) {
      case 'addNode':
        if (this.#machines.has(fault.node.name)) throw new Error(`node "${fault.node.name}" exists already`);
        checkNodes([...this.list().map(({ spec }) => spec), fault.node]);
        return this.add(fault.node);
      case 'removeNode':
        this.#expect(fault.node);
        this.#tellProxy(NODE_GONE, fault.node);
        return this.#disassemble(fault.node);
      case 'cutNetwork':
        return this.#change(fault.node, { networkCut: true }, (kubelet) => {
          this.host.connect(kubelet, false);
          this.#tellProxy(NODE_CUT, fault.node);
        });
      case 'powerOff':
        return this.#powerOff(fault.node, false);
      case 'shutDown':
      case 'reboot':
        return this.#shutDown(fault);
      case 'takeMemory':
      case 'fillDisk':
        return this.#fill(fault);
      case 'writeNodeFile':
      case 'removeNodeFile':
        return this.#changeFile(fault);
      case 'stopKubelet':
        return this.#change(fault.node, { kubeletStopped: true }, (kubelet) => {
          this.host.stop(kubelet);
          this.#runtimes.get(fault.node)?.breakStreams(BROKEN);
        });
      case 'startKubelet':
      case 'bringBack':
        return this.#bringBack(fault.node);
      default:
        return this.#faults.apply(fault);
    }
  }

  /** Which nodes have less of what than their pods leave, by a fault. */
  filled(): Readonly<Record<string, readonly ('memory' | 'disk')[]>> | undefined {
    const filled: Record<string, readonly ('memory' | 'disk')[]> = {};
    for (const [node, { machine }] of this.#runtimes) {
      const held = machine.held();
      if (held.length > 0) filled[node] = held;
    }
    return Object.keys(filled).length === 0 ? undefined : filled;
  }

  /** A request to a kubelet's own API (logs, exec), as the API server makes it. */
  request(node: string, request: ApiRequest): Promise<ApiResponse> {
    const kubelet = this.#dial(node, request);
    return 'code' in kubelet ? Promise.resolve(kubelet) : kubelet.request(request);
  }

  /** Opens a stream at a kubelet; a refusal, or undefined. */
  stream(node: string, id: number, request: ApiRequest): ApiResponse | undefined {
    const kubelet = this.#dial(node, request);
    return 'code' in kubelet ? kubelet : kubelet.stream(id, request);
  }

  /** Follows a log at a kubelet; a refusal, or what stops it. */
  follow(node: string, request: ApiRequest, handlers: StreamHandlers): ApiResponse | Unsubscribe {
    const kubelet = this.#dial(node, request);
    return 'code' in kubelet ? kubelet : kubelet.follow(request, handlers);
  }

  /** What was sent on a stream; it is lost if the machine cannot be reached. */
  streamInput(node: string, id: number, message: StreamMessage): void {
    if (this.#machines.get(node)?.networkCut === false) this.#runtimes.get(node)?.streams.input(id, message);
  }

  closeStream(node: string, id: number): void {
    this.#runtimes.get(node)?.streams.close(id);
  }

  /** The kubelet of a node, or what dialling it comes to. */
  #dial(node: string, request: ApiRequest): KubeletComponent | ApiResponse {
    const machine = this.#machines.get(node);
    const kubelet = this.host.component(kubeletOf(node)) as KubeletComponent | undefined; // That name is a kubelet's.
    const reachable = machine?.powered === true && !machine.networkCut;
    if (machine !== undefined && kubelet !== undefined && reachable && !machine.kubeletStopped) return kubelet;
    const address = `${machine?.internalIP ?? node}:10250`;
    const why = reachable ? 'connect: connection refused' : 'connect: no route to host';
    const message = `Get "https://${address}${request.path}": dial tcp ${address}: ${why}`;
    return { code: 500, body: failure(500, '', message) };
  }

  /** Faults of endpoints that are in force, each as the fault that made it. */
  broken(): readonly Fault[] {
    return this.#faults.list();
  }

  #expect(node: string): Machine {
    const machine = this.#machines.get(node);
    if (machine === undefined) throw new Error(`node "${node}" not found`);
    return machine;
  }

  #change(node: string, change: Partial<Machine>, act: (kubelet: string) => void): void {
    this.#machines.set(node, { ...this.#expect(node), ...change });
    act(kubeletOf(node));
  }

  /** The machine goes dark; with `restarts` it comes up again. */
  #powerOff(node: string, restarts: boolean): void {
    const { halt: _past, bootAt: _plan, ...machine } = this.#expect(node);
    const { clock } = this.kernel;
    const bootAt = (clock.now() + BOOT_MS) as Instant; // An instant plus a duration.
    this.#machines.set(node, { ...machine, powered: false, ...(restarts ? { bootAt } : {}) });
    this.host.stop(kubeletOf(node));
    this.#runtimes.get(node)?.breakStreams(BROKEN);
    this.#runtimes.get(node)?.powerOff();
    this.#tellProxy(NODE_GONE, node);
    if (restarts) clock.schedule(BOOT_MS, { actor: POWER, type: 'boot', data: node });
  }

  /** systemd asks who minds: a kubelet with a grace period delays it, any other process ends at once. */
  #shutDown({ type, node, graceSeconds = 0, criticalSeconds = 0 }: ShutDown): void {
    const machine = this.#expect(node);
    if (!machine.powered || machine.halt !== undefined) throw new Error(`node "${node}" is down already`);
    const isSound = [graceSeconds, criticalSeconds].every((seconds) => Number.isInteger(seconds) && seconds >= 0);
    if (!isSound || criticalSeconds > graceSeconds || graceSeconds > MOST_GRACE_SECONDS) {
      throw new Error(`a shutdown cannot have ${graceSeconds} s with ${criticalSeconds} s for critical pods`);
    }
    const restarts = type === 'reboot';
    const kubelet = kubeletOf(node);
    if (graceSeconds === 0 || !this.host.isRunning(kubelet)) return this.#powerOff(node, restarts);
    const { clock } = this.kernel;
    const at = (clock.now() + graceSeconds * 1000) as Instant; // An instant plus a duration.
    this.#machines.set(node, { ...machine, halt: { at, restarts } });
    const data = { graceSeconds, criticalSeconds, released: { actor: POWER, type: 'release', data: node } };
    clock.schedule(0, { actor: kubelet, type: SHUTDOWN, data });
    clock.schedule(graceSeconds * 1000, { actor: POWER, type: 'release', data: node });
  }

  /** What machines do by themselves. */
  #act({ type, data }: SimEvent): void {
    const node = String(data);
    const machine = this.#machines.get(node);
    if (type === 'release') return void this.kernel.clock.schedule(HALT_MS, { actor: POWER, type: 'halt', data: node });
    if (type === 'halt' && machine?.halt !== undefined) this.#powerOff(node, machine.halt.restarts);
    if (type === 'boot' && machine?.bootAt === this.kernel.clock.now()) this.#bringBack(node);
  }

  #fill({ type, node, leavesBytes }: Fill): void {
    this.#expect(node);
    const machine = this.#runtimes.get(node)?.machine;
    if (machine === undefined || !this.#expect(node).powered) throw new Error(`node "${node}" is off`);
    if (leavesBytes !== undefined && !(Number.isSafeInteger(leavesBytes) && leavesBytes >= 0)) {
      throw new Error(`${leavesBytes} is no number of bytes`);
    }
    if (type === 'fillDisk') machine.fillDisk(leavesBytes);
    else machine.takeMemory(leavesBytes);
  }

  #changeFile(fault: FileFault): void {
    const { node, path } = fault;
    const files = this.#expect(node).powered ? this.#runtimes.get(node)?.files : undefined;
    if (files === undefined) throw new Error(`node "${node}" is off`);
    if (!path.startsWith('/') || (fault.type === 'writeNodeFile' && fault.text.length > MOST_FILE_CHARS)) {
      throw new Error(`${path} cannot be written`);
    }
    const refusal =
      fault.type === 'removeNodeFile'
        ? files.remove(path)
        : files.put(path, fault.text, fault.manifest as Json | undefined); // It came as JSON.
    if (refusal !== undefined) throw new Error(`${path}: ${refusal}`);
    this.kernel.clock.schedule(0, { actor: kubeletOf(node), type: MANIFESTS_CHANGED });
  }

  #bringBack(node: string): void {
    const { halt, bootAt: _plan, ...machine } = this.#expect(node);
    if (halt !== undefined) throw new Error(`node "${node}" is shutting down`);
    const kubelet = kubeletOf(node);
    this.#machines.set(node, { ...machine, powered: true, networkCut: false, kubeletStopped: false });
    if (!machine.powered) this.#runtimes.get(node)?.powerOn();
    this.host.connect(kubelet, true);
    if (machine.networkCut) this.#tellProxy(NODE_JOINED, node);
    if (!this.host.isRunning(kubelet)) this.host.start(kubelet);
  }

  /** kube-proxy is told where it runs. */
  #programChanged(node: string, repository: string, started: Process | undefined): void {
    if (repository !== PROXY_IMAGE) return;
    if (started === undefined) return this.#tellProxy(NODE_STOPPED, node);
    const settings = kubeProxySettings(started);
    if (settings === undefined) return;
    if (!this.host.isRunning(KUBE_PROXY)) this.host.start(KUBE_PROXY);
    this.#tellProxy(NODE_STARTED, { node, settings: { ...settings } });
  }

  #tellProxy(type: string, data: Json): void {
    if (this.host.isRunning(KUBE_PROXY)) this.kernel.clock.schedule(0, { actor: KUBE_PROXY, type, data });
  }

  #assemble(machine: Machine): void {
    const { name } = machine.spec;
    const { clock, state } = this.kernel;
    const runtime = createContainerRuntime({
      clock,
      state,
      profile: this.profile,
      node: name,
      podCIDR: `10.244.${machine.index}.0/24`,
      nodeIP: machine.internalIP,
      network: this.traffic,
      cluster: this.traffic.view,
      onProgram: (repository, started) => this.#programChanged(name, repository, started),
      memory: machine.spec.memory,
      cpu: machine.spec.cpu,
      registries: this.#registries,
      streams: this.streams,
      row: () => this.kernel.cause(),
    });
    this.#runtimes.set(name, runtime);
    this.kernel.register(runtime);
    const { spec, index, internalIP } = machine;
    const decodePod = (manifest: Json) => decodeStaticPod(manifest, name, this.dryRun);
    this.host.add(kubeletOf(name), (world) => createKubelet(world, { spec, index, internalIP, runtime, decodePod }));
  }

  #disassemble(name: string): void {
    this.#runtimes.get(name)?.breakStreams(BROKEN);
    this.host.remove(kubeletOf(name));
    this.kernel.unregister(`runtime/${name}`);
    this.kernel.state.drop(`runtime/${name}/`);
    this.#runtimes.delete(name);
    this.#machines.delete(name);
    this.#byIndex = undefined;
  }
}

export function kubeletOf(node: string): string {
  return `kubelet/${node}`;
}
