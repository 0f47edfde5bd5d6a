/**
 * The main processes of one machine's containers: start, wake-ups, signals, memory, the end.
 * Models runc, the kernel's rules for PID 1 and the memory controller. Left out: further processes of a container.
 */
import type { Clock, Instant } from '../../sim/clock';
import { imageOf } from '../images/imageOf';
import { formatTerminal } from './besideProcess';
import type { ContainerLogs } from './containerLog';
import { CONTAINER_EXITED, type ExitCause } from './containerExit';
import type { ContainerRow, ContainerTable, Told } from './containerTable';
import { FileSystem } from './fileSystem';
import type { ClusterView } from '../../client/clusterView';
import type { ClientNetwork } from '../../client/network';
import type { MachineFiles } from './machineFiles';
import { mountPoints } from './mounts';
import type { PodNetwork } from './podNetwork';
import { type ImageBehaviour, type MemoryGrowth, type Process, type Program, SIGNALS } from './process';
import { type VisibleProcess, visibleProcesses } from './processNamespace';
import { findProgram } from './programs';
import { newUse, SMALL } from './usage';
import { limitsOf, UsageMeters } from './usageMeters';

/** The kubelet gives a container at least this long between SIGTERM and SIGKILL. */
const MINIMUM_GRACE_MS = 2000;
/** What fits into a termination message. */
const MESSAGE_CHARS = 4096;

/** What processes are made of and report to. */
export interface ProcessTableOptions {
  readonly clock: Clock;
  readonly actor: string;
  readonly node: string;
  readonly table: ContainerTable;
  readonly logs: ContainerLogs;
  readonly network: PodNetwork;
  readonly cluster: ClusterView;
  readonly files: MachineFiles;
  readonly clusterDns: string;
  readonly clusterDomain: string;
  /** Of the machine, in thousandths of a core. Absent: more than anybody asks for. */
  readonly capacityMillis?: number;
  /** Memory of the machine that is in use, in bytes. */
  machineMemory(): number;
  /** Told of what a container has written, as it stands in the log, */
  readonly onOutput?: (id: string, text: string, stream: 'stdout' | 'stderr') => void;
  /** and of its end. */
  readonly onEnd?: (id: string) => void;
  /** The main process of a container of this repository has started; without it: has ended. */
  readonly onProgram?: (repository: string, started?: Process) => void;
  /** Row of the trace of what is done now. */
  readonly row: () => number;
  /** A process has taken more memory than it had: by the doing of that row, if a person is behind it. */
  readonly onGrowth?: (bytes: number, row?: number) => void;
}

/** Everything that runs on one machine, by container id. */
export class ProcessTable {
  readonly #options: ProcessTableOptions;
  /** During a call: nobody but the program itself is behind what it does. */
  isByItself = false;
  /** Likewise, a person is. */
  isByPerson = false;

  /** What everything here uses of processor and memory. */
  readonly meters: UsageMeters;

  constructor(options: ProcessTableOptions) {
    this.#options = options;
    const { clock, actor, table, capacityMillis = Infinity, machineMemory } = options;
    this.meters = new UsageMeters({
      clock,
      actor,
      table,
      capacityMillis,
      onGrowth: (bytes, id) => options.onGrowth?.(bytes, table.processes.get(id)?.told?.growth),
      machineMemory,
      onOutOfMemory: (id) => this.end(id, 137, 'OOMKilled', 'limit'),
      onWorkDone: (id, reason) => this.#wake(id, reason),
    });
  }

  /** Starts the main process of a created container; answers the runtime's words if its executable is missing. */
  start(id: string): string | undefined {
    const { table, clock } = this.#options;
    const row = table.containers.get(id);
    const image = row && imageOf(row);
    if (!row || !image) return `an error occurred when try to find container "${id}": not found`;
    const found = findProgram(image, row.argv, () => this.filesOf(row, image));
    if (found.type === 'missing') {
      const message = `${START_FAILED}${found.why}: unknown`;
      table.setRecord(id, { state: 'exited', finishedAt: clock.now(), exitCode: 128, reason: 'StartError', message });
      return message;
    }
    table.setRecord(id, { state: 'running', startedAt: clock.now() });
    const use = newUse(clock.now(), SMALL);
    table.processes.set(id, { memory: undefined, ports: [], memoryBytes: SMALL, use, wantedMillis: 0, generation: 0 });
    // A limit that not even a small process keeps is passed at once.
    if (SMALL > (limitsOf(row).memoryBytes || Infinity)) this.end(id, 137, 'OOMKilled', 'limit');
    else {
      const process = new RunningProcess(this, row, image, found.argv);
      this.#options.onProgram?.(row.repository, process);
      this.#byItself(() => found.program.start(process));
    }
    return undefined;
  }

  wake(id: string, reason: string, generation: number): void {
    if (this.#options.table.processes.get(id)?.generation !== generation) return;
    this.#wake(id, reason);
  }

  #wake(id: string, reason: string): void {
    const running = this.running(id);
    this.#byItself(() => running?.program.wake?.(running.process, reason));
  }

  /** A person has done something to the process: why it ends or fails is found there. */
  tell(id: string, what: keyof Told): void {
    const { table, row } = this.#options;
    const { load, ...told }: Told = table.processes.get(id)?.told ?? {};
    table.setProcess(id, { told: { ...told, ...(what === 'mend' ? {} : { load }), [what]: row() } });
  }

  /** A file is another one: whose doing it is, is kept for the probes of the whole pod. */
  #changed({ config }: ContainerRow, path: string): void {
    const { table, row } = this.#options;
    if (!this.isByPerson) return;
    for (const { record } of table.containersOf(config.podUid)) {
      const { [path]: _before, ...others } = table.processes.get(record.id)?.changed ?? {};
      const kept = Object.entries(others).slice(-REMEMBERED_PATHS);
      table.setProcess(record.id, { changed: { ...Object.fromEntries(kept), [path]: row() } });
    }
  }

  /** A person is behind what is done in `act`, beside or in the main process. */
  byPerson<T>(act: () => T): T {
    this.isByPerson = true;
    const done = act();
    this.isByPerson = false;
    return done;
  }

  /** Nobody but the program itself is behind what it does in `act`. */
  #byItself(act: () => void): void {
    this.isByItself = true;
    act();
    this.isByItself = false;
  }

  /** The main process and its program, if the container runs. */
  running(id: string): { readonly process: Process; readonly program: Program } | undefined {
    const row = this.#options.table.containers.get(id);
    if (!row || !this.#options.table.processes.has(id)) return undefined;
    const image = imageOf(row);
    if (!image) return undefined;
    const argv = this.#options.table.processes.get(id)?.argv ?? row.argv;
    const found = findProgram(image, argv, () => this.filesOf(row, image));
    if (found.type === 'missing') return undefined;
    return { process: new RunningProcess(this, row, image, found.argv), program: found.program };
  }

  /** The stop signal now, SIGKILL after the grace period. A second call can only shorten it. */
  stop(id: string, graceMs: number): void {
    const { table, clock, actor } = this.#options;
    const state = table.processes.get(id);
    if (!state) return;
    const delayMs = Math.max(Math.floor(graceMs), MINIMUM_GRACE_MS);
    const killAt = clock.now() + delayMs;
    if (state.killAt !== undefined && state.killAt <= killAt) return;
    // Plain number: an instant in the future, compared with the row when the event comes.
    table.setProcess(id, { killAt });
    clock.schedule(delayMs, { actor, type: 'kill', data: { id, killAt } });
    if (state.killAt === undefined) this.#signal(id);
  }

  #signal(id: string): void {
    const running = this.running(id);
    const row = this.#options.table.containers.get(id);
    if (!running || !row) return;
    const signal = row.config.stopSignal ?? running.process.image.stopSignal ?? 'SIGTERM';
    const number = SIGNALS[signal] ?? SIGNALS.SIGTERM ?? 15;
    if (signal === 'SIGKILL') this.end(id, 137, 'Error');
    else if (this.#options.table.processes.get(id)?.isBehindShell) return;
    else if (running.program.terminate) running.program.terminate(running.process, signal);
    else this.end(id, 128 + number, 'Error');
  }

  /** A signal from another container that sees this one's main process. The first process of a namespace is safe from it. */
  signalFromBeside(id: string, signal: string, isFirst: boolean): void {
    const running = this.running(id);
    if (running === undefined || (isFirst && (signal === 'SIGKILL' || signal === 'SIGSTOP'))) return;
    if (signal === 'SIGKILL') this.end(id, 137, 'Error');
    else if (running.program.terminate) running.program.terminate(running.process, signal);
    else if (!isFirst) this.end(id, 128 + (SIGNALS[signal] ?? 15), 'Error');
  }

  /** SIGKILL because the grace period is over, unless the plan has changed. */
  killIfDue(id: string, killAt: number): void {
    if (this.#options.table.processes.get(id)?.killAt === killAt) this.end(id, 137, 'Error', 'grace');
  }

  /** The process is gone: record, termination message, word to the kubelet. */
  end(id: string, exitCode: number, reason?: 'Error' | 'OOMKilled' | 'Unknown', by?: ExitCause): void {
    const { table, clock, node } = this.#options;
    const row = table.containers.get(id);
    const process = table.processes.get(id);
    if (!row || !process) return;
    this.meters.ended(id);
    table.processes.delete(id);
    const message = this.#terminationMessage(row);
    table.setRecord(id, {
      state: 'exited',
      finishedAt: clock.now(),
      exitCode,
      endedBy: this.#options.row(),
      reason: reason ?? (exitCode === 0 ? 'Completed' : 'Error'),
      ...(message ? { message } : {}),
    });
    this.#options.onEnd?.(id);
    this.#options.onProgram?.(row.repository);
    const told = process.told?.[by === 'limit' ? 'growth' : 'signal'];
    const data = { podUid: row.config.podUid, id, ...(by && { by }), ...(told && { row: told }) };
    clock.schedule(0, { actor: `kubelet/${node}`, type: CONTAINER_EXITED, data });
  }

  /** Text of a main process on its way to the log and to whoever is attached. */
  written({ record: { id }, config }: ContainerRow, text: string, stream: 'stdout' | 'stderr'): void {
    const shown = config.tty ? formatTerminal(text) : text;
    const { logs, onOutput } = this.#options;
    logs.append(id, shown, config.tty ? 'stdout' : stream);
    onOutput?.(id, shown, config.tty ? 'stdout' : stream);
  }

  filesOf(row: ContainerRow, image: ImageBehaviour): FileSystem {
    const { table, clock, clusterDns, clusterDomain, files: machine } = this.#options;
    const facts = { ip: this.addressOf(row), clusterDns, clusterDomain, machine };
    const { uid = 0, gid = 0, supplementalGroups: groups = [] } = row.record.user ?? {};
    const changed = (path: string) => this.#changed(row, path);
    const user = { uid, gid, groups, now: () => clock.now(), changed };
    const own = mountPoints(row.record.id, row.config, image, facts);
    const { processes } = row.config;
    if (processes === undefined || processes === 'host') return new FileSystem(table.files, own, user);
    // What the others see is under /proc.
    const others = visibleProcesses(table, row).flatMap(({ id = '', pid }) => {
      const other = id === row.record.id ? undefined : table.containers.get(id);
      const otherImage = other && imageOf(other);
      if (!other || !otherImage) return [];
      const mounts = mountPoints(id, other.config, otherImage, facts);
      return mounts.map((mount) => ({ ...mount, path: `/proc/${pid}/root${mount.path === '/' ? '' : mount.path}` }));
    });
    return new FileSystem(table.files, [...own, ...others], user);
  }

  addressOf(row: ContainerRow): string {
    return this.#options.table.sandboxes.get(row.sandboxId)?.sandbox.ip ?? '127.0.0.1';
  }

  get options(): ProcessTableOptions {
    return this.#options;
  }

  #terminationMessage(row: ContainerRow): string | undefined {
    const image = imageOf(row);
    const text = image && this.filesOf(row, image).read(row.config.terminationMessagePath);
    return text?.slice(0, MESSAGE_CHARS);
  }
}

/** A person changes few files that a probe looks at. */
const REMEMBERED_PATHS = 7;

const START_FAILED =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: ' +
  'unable to start container process: error during container init: ';

/** A view of one row; made for a call and thrown away after it. */
class RunningProcess implements Process {
  readonly #owner: ProcessTable;
  readonly #row: ContainerRow;
  readonly image: ImageBehaviour;
  readonly argv: readonly string[];
  #files: FileSystem | undefined;

  constructor(owner: ProcessTable, row: ContainerRow, image: ImageBehaviour, argv: readonly string[]) {
    this.#owner = owner;
    this.#row = row;
    this.image = image;
    this.argv = argv;
  }

  get id(): string {
    return this.#row.record.id;
  }
  get env(): Readonly<Record<string, string>> {
    const env: Record<string, string> = { PATH, HOSTNAME: this.hostname, ...this.image.env };
    for (const { name, value } of this.#row.config.env) env[name] = value;
    if (this.hasTerminal) env.TERM ??= 'xterm';
    return env.HOME === undefined ? { ...env, HOME: this.uid === 0 ? '/root' : '/' } : env;
  }
  get tag(): string {
    return this.#row.tag;
  }
  get hostname(): string {
    return this.#row.config.hostname;
  }
  get namespace(): string {
    return this.#row.config.namespace;
  }
  get ip(): string {
    return this.#owner.addressOf(this.#row);
  }
  get workingDir(): string {
    return this.#row.config.workingDir ?? this.image.workingDir ?? '/';
  }
  get uid(): number {
    return this.#row.config.user?.uid ?? this.image.uid ?? 0;
  }
  get groups(): readonly number[] {
    return this.#row.record.user?.supplementalGroups ?? [0];
  }
  get pid(): number {
    if (this.#row.config.processes === undefined) return 1;
    return this.visible.find(({ id }) => id === this.id)?.pid ?? 1;
  }
  get visible(): readonly VisibleProcess[] {
    return visibleProcesses(this.#owner.options.table, this.#row);
  }
  get hasInput(): boolean {
    return this.#row.config.stdin;
  }
  get hasTerminal(): boolean {
    return this.#row.config.tty;
  }
  get now(): Instant {
    return this.#owner.options.clock.now();
  }
  get startedAt(): Instant {
    return this.#owner.options.table.containers.get(this.id)?.record.startedAt ?? this.now;
  }
  get memoryLimitBytes(): number | undefined {
    return limitsOf(this.#row).memoryBytes;
  }
  get cpuLimitMillis(): number | undefined {
    return limitsOf(this.#row).cpuMillis;
  }
  get files(): FileSystem {
    this.#files ??= this.#owner.filesOf(this.#row, this.image);
    return this.#files;
  }
  get network(): ClientNetwork {
    return this.#owner.options.network.clientAt(this.ip);
  }
  get cluster(): ClusterView {
    return this.#owner.options.cluster;
  }
  get memory(): unknown {
    return this.#owner.options.table.processes.get(this.id)?.memory;
  }
  set memory(memory: unknown) {
    this.#owner.options.table.setProcess(this.id, { memory });
    if (this.#owner.isByPerson) this.#owner.tell(this.id, 'signal');
  }
  get hasExited(): boolean {
    return !this.#owner.options.table.processes.has(this.id);
  }

  wakeAfter(ms: number, reason: string): void {
    const { clock, actor, table } = this.#owner.options;
    const generation = table.processes.get(this.id)?.generation;
    if (generation === undefined) return;
    if (this.#owner.isByPerson) this.#owner.tell(this.id, 'signal');
    const data = { id: this.id, reason, generation };
    const delayMs = Number.isFinite(ms) ? Math.max(0, Math.floor(ms)) : 0;
    // A program that goes on by its own clock hands on what it was started by.
    clock.schedule(delayMs, { actor, type: 'wake', data, routine: true });
  }
  log(line: string, stream: 'stdout' | 'stderr' = 'stdout'): void {
    this.write(`${line}\n`, stream);
  }
  write(text: string, stream: 'stdout' | 'stderr' = 'stdout'): void {
    if (!this.hasExited) this.#owner.written(this.#row, text, stream);
  }
  listen(port: number): boolean {
    const { table } = this.#owner.options;
    const others = table.containersOf(this.#row.config.podUid).filter(({ record }) => record.id !== this.id);
    if (others.some(({ record }) => table.processes.get(record.id)?.ports.includes(port))) return false;
    const ports = this.#ports();
    if (!ports.includes(port)) table.setProcess(this.id, { ports: [...ports, port] });
    return true;
  }
  unlisten(port: number): void {
    this.#owner.options.table.setProcess(this.id, { ports: this.#ports().filter((other) => other !== port) });
  }
  useMemory(bytes: number, growth?: MemoryGrowth, who = ''): void {
    if (this.#owner.isByPerson) this.#owner.tell(this.id, 'growth');
    this.#owner.meters.useMemory(this.id, who, bytes, growth);
  }
  useCpu(millis: number, who = ''): void {
    this.#owner.meters.useCpu(this.id, who, millis);
  }
  dropLoad(who: string): void {
    this.#owner.meters.drop(this.id, who);
  }
  compute(cpuMs: number, reason: string): void {
    this.#owner.meters.compute(this.id, cpuMs, reason);
  }
  random(): number {
    return this.#owner.options.clock.random(`programs/${this.#owner.options.node}`);
  }
  get slowdown(): number {
    return this.#owner.meters.slowdown(this.id);
  }
  become(argv: readonly string[], isChild: boolean): void {
    const { table } = this.#owner.options;
    const generation = (table.processes.get(this.id)?.generation ?? 0) + 1;
    table.setProcess(this.id, { argv, isBehindShell: isChild, memory: undefined, ports: [], generation });
    this.#owner.meters.restart(this.id);
    const running = this.#owner.running(this.id);
    running?.program.start(running.process);
  }
  kill(pid: number, signal: string): boolean {
    // It arrives after the command that sent it.
    if (pid === this.pid) this.wakeAfter(0, `signal:${signal}`);
    const found = this.visible.find((other) => other.pid === pid);
    if (pid !== this.pid && found?.id !== undefined) this.#owner.signalFromBeside(found.id, signal, pid === 1);
    return pid === this.pid || found !== undefined;
  }
  exit(code: number): void {
    const { killAt, told } = this.#owner.options.table.processes.get(this.id) ?? {};
    const isOwn = this.#owner.isByItself && killAt === undefined && told?.signal === undefined;
    this.#owner.end(this.id, code & 255, undefined, isOwn ? 'program' : undefined);
  }

  #ports(): readonly number[] {
    return this.#owner.options.table.processes.get(this.id)?.ports ?? [];
  }
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
