/**
 * The container runtime of one machine, as an actor beside its kubelet: it goes on while the kubelet is stopped.
 * Models containerd 2.2 as the kubelet sees it through the CRI (v1.36.3).
 * Left out: pausing, checkpointing.
 */
import { NO_CLUSTER } from '../../client/clusterView';
import type { DnsQuery } from '../../client/network';
import type { Address } from '../../client/traffic';
import type { SimEvent } from '../../sim/clock';
import { ContainerLogs } from './containerLog';
import type * as cri from './containerRuntime';
import { ContainerStreams } from './containerStreams';
import { ContainerTable, type Told } from './containerTable';
import { Doings } from './doings';
import { type EndpointFault, EndpointFaults, type ProbeKind } from './endpointFaults';
import { ImageStore } from './imageStore';
import { parseImage } from './imageReference';
import { LogFollowers } from './logFollowers';
import { MachineFiles } from './machineFiles';
import { MachineResources } from './machineResources';
import { layerOfVolume } from './mounts';
import { imageNamed, newContainer } from './newContainer';
import { ownNetwork } from './ownNetwork';
import { PodEndpoints } from './podEndpoints';
import type { HostPort, Listening, PodName } from './ports';
import type { MemoryGrowth, Process } from './process';
import { ProcessTable } from './processTable';
import { Registries } from './registries';
import { formatAddress, parseCidr, Sandboxes } from './sandboxes';
import type {
  ContainerName,
  ContainerRuntimeOptions,
  EndpointName,
  SimulatedContainerRuntime,
} from './simulatedRuntime';
import { newMachineUse } from './usage';
import { USAGE_DUE, type UsageDue, type UsageMeters } from './usageMeters';
import { sha256 } from '../../api/meta/sha256';
import { userland } from './userland';

/** The runtime of machine `options.node`. Its state lives under `runtime/<node>` in `options.state`. */
export function createContainerRuntime(options: ContainerRuntimeOptions): SimulatedContainerRuntime {
  return new NodeRuntime(options);
}

class NodeRuntime implements SimulatedContainerRuntime {
  readonly name: string;
  readonly #options: ContainerRuntimeOptions;
  readonly #row: () => number;
  readonly #table: ContainerTable;
  readonly #logs: ContainerLogs;
  readonly #images: ImageStore;
  readonly #sandboxes: Sandboxes;
  readonly #processes: ProcessTable;
  readonly #faults: EndpointFaults;
  readonly #followers: LogFollowers;
  readonly streams: ContainerStreams;
  readonly machine: MachineResources;
  readonly files: MachineFiles;
  readonly doings: Doings;
  readonly #endpoints: PodEndpoints;

  constructor(options: ContainerRuntimeOptions) {
    const { clock, state, profile, node, row = () => -1 } = options;
    this.#row = row;
    this.name = `runtime/${node}`;
    this.#options = options;
    const table = new ContainerTable(state, this.name, clock.now());
    const logs = new ContainerLogs(state, this.name, () => clock.now());
    this.#table = table;
    this.files = new MachineFiles(node, table.files, table.volumes, table.disks, state.map(`${this.name}/manifests`));
    this.#logs = logs;
    this.#images = new ImageStore(state, this.name, profile, options.registries ?? new Registries(state));
    this.#sandboxes = new Sandboxes({ ...options, table });
    this.#faults = new EndpointFaults(state, this.name);
    this.doings = new Doings(table, this.#faults, this.#images);
    this.#processes = new ProcessTable({
      clock,
      actor: this.name,
      node,
      table,
      logs,
      network:
        options.network ??
        ownNetwork({
          http: (ip, port, request) => this.http(ip, port, request),
          tcp: (ip, port) => this.tcp(ip, port),
          isAddress: (ip) => this.#endpoints.isAddress(ip),
        }),
      cluster: options.cluster ?? NO_CLUSTER,
      ...(options.onProgram && { onProgram: options.onProgram }),
      row,
      files: this.files,
      clusterDns: options.clusterDns ?? '10.96.0.10',
      clusterDomain: options.clusterDomain ?? 'cluster.local',
      ...(options.cpu === undefined ? {} : { capacityMillis: options.cpu * 1000 }),
      onOutput: (id, text, stream) => {
        this.#followers.written(id, text);
        this.streams.written(id, text, stream);
      },
      onGrowth: (bytes, row) => this.machine.grown(bytes, row),
      machineMemory: () => this.machine.memory().used,
      onEnd: (id) => {
        this.#followers.end(id);
        this.streams.containerEnded(id);
      },
    });
    this.#endpoints = new PodEndpoints({
      table,
      processes: this.#processes,
      faults: this.#faults,
      nodeIP: options.nodeIP,
      bridge: formatAddress(parseCidr(options.podCIDR).base + 1),
    });
    this.#followers = new LogFollowers(logs, () => clock.now());
    this.machine = new MachineResources({
      clock,
      node,
      memory: options.memory ?? '8Gi',
      table,
      logs,
      images: this.#images,
      kill: (id) => this.#processes.end(id, 137, 'OOMKilled', 'machine'),
    });
    this.streams = new ContainerStreams(state, {
      actor: this.name,
      clock,
      table,
      processes: this.#processes,
      sink: options.streams ?? { message: () => {}, end: () => {} },
      tcp: (ip, port) => this.tcp(ip, port),
      http: (ip, port, request) => this.http(ip, port, request),
    });
  }

  handle(event: SimEvent): void {
    if (!this.#table.machine.isOn) return;
    // Both events are scheduled by this actor's process table with exactly this data.
    const data = event.data as Readonly<{ id: string; reason?: string; generation?: number; killAt?: number }>;
    if (event.type === 'wake') this.#processes.wake(data.id, data.reason ?? '', data.generation ?? 0);
    if (event.type === 'streamWake')
      this.streams.wake(event.data as unknown as Parameters<ContainerStreams['wake']>[0]); // Its own.
    if (event.type === USAGE_DUE) this.#processes.meters.due(event.data as unknown as UsageDue); // Its own.
    if (event.type === 'kill') this.#processes.killIfDue(data.id, data.killAt ?? 0);
  }

  bootID(): string {
    const hex = sha256(`${this.#options.node}/boot/${this.#table.machine.boots}`);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
  }
  version(): string {
    return 'containerd://2.2.1';
  }

  images(): readonly { readonly names: readonly string[]; readonly sizeBytes: number }[] {
    return this.#images.list();
  }
  parseImage(image: string): cri.ParsedImage {
    return parseImage(image);
  }
  imageStatus(image: string): cri.ImageStatus | undefined {
    return this.#images.status(image);
  }
  pullImage(image: string, logins: readonly cri.RegistryLogin[]): cri.PullResult {
    const isNew = this.#images.status(image) === undefined;
    const result = this.#images.pull(image, logins);
    if (isNew && result.type === 'ok') {
      this.#images.notePull(result.status.image, this.#options.clock.now());
      this.machine.pulled();
    }
    return result;
  }

  imageUser(image: string): number {
    return imageNamed(this.#images, image)?.behaviour.uid ?? 0;
  }

  runPodSandbox(config: cri.SandboxConfig): cri.Sandbox {
    return this.#sandboxes.run(config);
  }
  podSandbox(podUid: string): cri.Sandbox | undefined {
    return this.#table.sandboxOf(podUid)?.sandbox;
  }
  stopPodSandbox(podUid: string): void {
    for (const { record } of this.#table.containersOf(podUid)) this.#processes.end(record.id, 137, 'Error');
    this.streams.sandboxStopped(podUid);
    const row = this.#table.sandboxOf(podUid);
    if (row) this.#sandboxes.stop(row);
  }
  removePod(podUid: string): void {
    this.stopPodSandbox(podUid);
    for (const { record } of this.#table.containersOf(podUid)) this.#forgetContainer(record.id);
    for (const id of this.#table.pods.get(podUid)?.sandboxIds ?? []) this.#table.sandboxes.delete(id);
    this.#table.pods.delete(podUid);
    for (const key of [...this.#table.files.keys()]) if (key.startsWith(`${podUid}/`)) this.#table.files.delete(key);
    this.#faults.forgetPod(podUid);
  }
  podUids(): readonly string[] {
    return [...this.#table.pods.keys()];
  }

  createContainer(config: cri.ContainerConfig): cri.CreateResult {
    const made = newContainer(config, {
      clock: this.#options.clock,
      table: this.#table,
      images: this.#images,
      newId: () => this.#sandboxes.newId(),
    });
    if (made.type === 'ok') this.files.makeMounted(config);
    return made;
  }

  startContainer(id: string): cri.StartResult {
    const message = this.#processes.start(id);
    return message === undefined ? { type: 'ok' } : { type: 'error', message, exitCode: 128 };
  }
  containers(podUid: string): readonly cri.ContainerRecord[] {
    return this.#table.containersOf(podUid).map(({ record }) => record);
  }
  container(id: string): cri.ContainerRecord | undefined {
    return this.#table.containers.get(id)?.record;
  }
  stopContainer(id: string, graceMs: number): void {
    this.#processes.stop(id, graceMs);
  }
  killContainer(id: string): void {
    this.#processes.end(id, 137, 'Error');
  }
  updateContainerResources(id: string, resources: cri.ContainerConfig['resources']): void {
    const row = this.#table.containers.get(id);
    if (!row) return;
    const { config, record } = row;
    this.#table.containers.set(id, { ...row, config: { ...config, resources }, record: { ...record, resources } });
    this.meters.resized(id);
  }
  removeContainer(id: string): void {
    const row = this.#table.containers.get(id);
    if (!row) return;
    this.#processes.end(id, 137, 'Error');
    this.#forgetContainer(id);
    const pod = this.#table.pods.get(row.config.podUid);
    if (!pod) return;
    const containerIds = pod.containerIds.filter((other) => other !== id);
    this.#table.pods.set(row.config.podUid, { ...pod, containerIds });
  }

  http(ip: string, port: number, request: cri.HttpProbeRequest): cri.HttpProbeResult {
    return this.#endpoints.http(ip, port, request);
  }
  grpcHealth(ip: string, port: number, service: string): cri.GrpcHealth {
    return this.#endpoints.grpcHealth(ip, port, service);
  }
  tls(ip: string, port: number): boolean {
    return this.#endpoints.tls(ip, port);
  }
  tcp(ip: string, port: number): 'connected' | 'refused' | 'timeout' {
    return this.#endpoints.tcp(ip, port);
  }
  listenerAt(ip: string, port: number, protocol: HostPort['protocol']): Listening | 'refused' | 'timeout' {
    return this.#endpoints.listenerAt(ip, port, protocol);
  }
  hostPort(port: number, protocol: HostPort['protocol']): Address | undefined {
    return this.#table.hostPorts.get(`${protocol}/${port}`);
  }
  dns(ip: string, query: DnsQuery): cri.DnsResult {
    return this.#endpoints.dns(ip, query);
  }
  podAt(ip: string): PodName | undefined {
    return this.#endpoints.podAt(ip);
  }

  exec(id: string, argv: readonly string[], options: cri.ExecOptions = {}): cri.ExecResult {
    const row = this.#table.containers.get(id);
    const running = this.#processes.running(id);
    if (!row || !running)
      return { exitCode: 1, output: '', error: `${EXEC_FAILED}container is in CONTAINER_EXITED state` };
    const { podUid, name } = row.config;
    if (options.probe && this.#faults.execBrokenBy(podUid, name, options.probe) !== undefined) {
      return { exitCode: 1, output: '' };
    }
    const none = { exitCode: 126, output: '' };
    const run = () => userland()?.runInContainer(running.process, running.program, argv) ?? none;
    return options.byPerson ? this.#processes.byPerson(run) : run();
  }

  logs(id: string, options: cri.LogOptions = {}): string {
    return this.#logs.read(id, options);
  }
  follow(id: string, options: cri.LogOptions, follower: cri.LogFollower): () => void {
    const stop = this.#followers.follow(id, options, follower);
    if (this.#table.containers.get(id)?.record.state !== 'running') this.#followers.end(id);
    return stop;
  }

  breakStreams(why: string): void {
    this.#followers.endAll(why);
    this.streams.breakAll(why);
  }

  powerOff(): void {
    const table = this.#table;
    for (const id of [...table.processes.keys()]) this.#processes.end(id, 255, 'Unknown');
    for (const row of [...table.sandboxes.values()]) if (row.sandbox.ready) this.#sandboxes.stop(row);
    for (const { config } of table.containers.values()) {
      for (const { volume, source } of config.mounts) {
        if (source?.type === 'emptyDir' && source.inMemory === true)
          table.files.delete(layerOfVolume(config.podUid, volume));
      }
    }
    table.setMachine({ isOn: false, offAt: this.#options.clock.now() });
  }
  reset(): void {
    this.machine.reset();
  }
  powerOn(): void {
    const { isOn, boots, offAt } = this.#table.machine;
    if (isOn) return;
    const now = this.#options.clock.now();
    // containerd finds its containers without tasks when it starts, and that is when they ended, as far as it knows.
    for (const { record } of [...this.#table.containers.values()]) {
      if (record.reason === 'Unknown' && record.finishedAt === offAt)
        this.#table.setRecord(record.id, { finishedAt: now });
    }
    const past = newMachineUse(now);
    this.#table.setMachine({ isOn: true, boots: boots + 1, past, cpuWanted: 0 });
    this.machine.booted();
  }

  breakEndpoint(endpoint: EndpointName & Pick<EndpointFault, 'mode' | 'delayMs' | 'afterRequests'>): void {
    const podUid = this.#table.podUidOf(endpoint);
    const { container, port, path, mode, delayMs, afterRequests } = endpoint;
    if (podUid !== undefined)
      this.#faults.breakEndpoint({
        podUid,
        container,
        port,
        path,
        mode,
        delayMs,
        afterRequests,
        row: this.#row(),
      });
  }
  mendEndpoint(endpoint: EndpointName): void {
    const podUid = this.#table.podUidOf(endpoint);
    if (podUid !== undefined) this.#faults.mendEndpoint({ ...endpoint, podUid });
    this.tell(endpoint, 'mend');
  }
  breakExec(name: ContainerName, probe: ProbeKind): void {
    const podUid = this.#table.podUidOf(name);
    if (podUid !== undefined) this.#faults.breakExec(podUid, name.container, probe, this.#row());
  }
  mendExec(name: ContainerName, probe: ProbeKind): void {
    const podUid = this.#table.podUidOf(name);
    if (podUid !== undefined) this.#faults.mendExec(podUid, name.container, probe);
    this.tell(name, 'mend');
  }
  killByName(name: ContainerName, exitCode = 137): boolean {
    const row = this.#table.runningByName(name);
    if (row) this.#processes.end(row.record.id, exitCode);
    return row !== undefined;
  }
  hang(name: ContainerName, isHung: boolean): boolean {
    const row = this.#table.runningByName(name);
    if (row) this.#table.setProcess(row.record.id, { isHung });
    if (row) this.#processes.tell(row.record.id, isHung ? 'hang' : 'mend');
    return row !== undefined;
  }
  isHung(name: ContainerName): boolean {
    const row = this.#table.runningByName(name);
    return row !== undefined && this.#table.processes.get(row.record.id)?.isHung === true;
  }
  tell(name: ContainerName, what: keyof Told): void {
    const row = this.#table.runningByName(name);
    if (row) this.#processes.tell(row.record.id, what);
  }
  mainProcess(name: ContainerName): Process | undefined {
    const row = this.#table.runningByName(name);
    return row && this.#processes.running(row.record.id)?.process;
  }
  setMemory(name: ContainerName, bytes: number, growth?: MemoryGrowth): void {
    const row = this.#table.runningByName(name);
    if (row) this.#processes.running(row.record.id)?.process.useMemory(bytes, growth);
  }

  get meters(): UsageMeters {
    return this.#processes.meters;
  }

  #forgetContainer(id: string): void {
    const image = this.#table.containers.get(id)?.record.image;
    if (image !== undefined) this.#images.noteUse(image, this.#options.clock.now());
    this.#table.containers.delete(id);
    this.#table.files.delete(id);
    this.#logs.remove(id);
  }
}

const EXEC_FAILED = 'rpc error: code = Unknown desc = failed to exec in container: ';
