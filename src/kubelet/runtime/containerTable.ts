/** The rows that one machine's runtime keeps: containers, their processes, sandboxes and the machine itself. */
import type { ImageSpec } from '../../api/images/image';
import type { Instant, StateMap, StateSpace } from '../../sim/clock';
import { invariant } from '../../sim/invariant';
import type { ContainerConfig, ContainerRecord, Sandbox, VolumeContent } from './containerRuntime';
import type { FileLayer } from './fileSystem';
import type { ContainerName } from './simulatedRuntime';
import { type ContainerUse, newMachineUse } from './usage';

/** What a container is made of; replaced when its state changes. */
export interface ContainerRow {
  readonly record: ContainerRecord;
  readonly config: ContainerConfig;
  /** Command and arguments, with the image's where the spec has none. */
  readonly argv: readonly string[];
  readonly sandboxId: string;
  /** Repository of the image, the key of its behaviour. */
  readonly repository: string;
  /** Empty for an image named by digest. */
  readonly tag: string;
  /** What an Image object said when the container was created. */
  readonly definition?: ImageSpec;
}

/** A running main process; gone when the container has ended. */
export interface ProcessRow {
  readonly memory: unknown;
  readonly ports: readonly number[];
  /** As of the last change; growing memory is noted step by step. */
  readonly memoryBytes: number;
  /** What it uses of processor and memory; see usageMeters.ts. */
  readonly use: ContainerUse;
  /** What it asks for of the processors, up to its limit: part of the machine's sum. */
  readonly wantedMillis: number;
  /** How often it went over to another program; wake-ups of an earlier one are stale. */
  readonly generation: number;
  /** The program that a shell went over to; absent: the container's own command. */
  readonly argv?: readonly string[];
  /** A shell without a trap stands before that program as PID 1: signals do not reach it. */
  readonly isBehindShell?: boolean;
  /** It takes connections and answers nothing. */
  readonly isHung?: boolean;
  readonly told?: Told;
  /** Paths that a person has changed last, with the row of the trace. */
  readonly changed?: Readonly<Record<string, number>>;
  /** When SIGKILL comes, once the container was asked to stop. */
  readonly killAt?: number;
}

/** Rows of the trace in which a person hung a process up, loaded it, let it grow, sent it a signal, mended it. */
export type Told = Readonly<Partial<Record<'hang' | 'load' | 'growth' | 'signal' | 'mend', number | undefined>>>;

/** A pod's network place, with the pod's name for faults that name it. */
export interface SandboxRow {
  readonly sandbox: Sandbox;
  readonly namespace: string;
  readonly name: string;
  readonly hostNetwork: boolean;
}

/** A pod's sandboxes and containers, oldest first. */
export interface PodRow {
  readonly sandboxIds: readonly string[];
  readonly containerIds: readonly string[];
}

/** What the machine itself remembers. */
export interface MachineRow {
  readonly isOn: boolean;
  /** How often it was switched on. */
  readonly boots: number;
  /** Counts sandboxes and containers, for their ids. */
  readonly created: number;
  /** Offset inside the podCIDR of the address handed out last. */
  readonly lastAddress: number;
  /** What is no running container's: the machine's own processes, and what ended containers have used. */
  readonly past: ContainerUse;
  /** Thousandths of a core that the running containers ask for, up to their limits. */
  readonly cpuWanted: number;
  /** When it was switched off last. */
  readonly offAt?: Instant;
  /** What processes and files beside the containers take; see machineResources.ts. */
  readonly otherMemoryBytes?: number;
  readonly otherDiskBytes?: number;
}

/** All maps of one machine. */
export class ContainerTable {
  readonly containers: StateMap<ContainerRow>;
  readonly processes: StateMap<ProcessRow>;
  readonly sandboxes: StateMap<SandboxRow>;
  readonly pods: StateMap<PodRow>;
  /** Pod address to sandbox id, while the sandbox is up. */
  readonly addresses: StateMap<string>;
  /** `TCP/80` of the machine to the pod's address and port, while the sandbox is up. */
  readonly hostPorts: StateMap<{ readonly ip: string; readonly port: number }>;
  readonly files: StateMap<FileLayer>;
  /** What the kubelet has put into volumes, by `podUid/volume`. */
  readonly volumes: StateMap<VolumeContent>;
  /** Disks that all machines reach: the map is theirs together. */
  readonly disks: StateMap<FileLayer>;
  readonly #machine: StateMap<MachineRow>;

  /** A machine that is not in `state` yet is switched on at `now`. */
  constructor(state: StateSpace, prefix: string, now: number) {
    this.containers = state.map(`${prefix}/containers`);
    this.processes = state.map(`${prefix}/processes`);
    this.sandboxes = state.map(`${prefix}/sandboxes`);
    this.pods = state.map(`${prefix}/pods`);
    this.addresses = state.map(`${prefix}/addresses`);
    this.hostPorts = state.map(`${prefix}/hostPorts`);
    this.files = state.map(`${prefix}/files`);
    this.volumes = state.map(`${prefix}/volumes`);
    this.disks = state.map('disks');
    this.#machine = state.map(`${prefix}/machine`);
    if (this.#machine.has('machine')) return;
    const past = newMachineUse(now);
    this.#machine.set('machine', { isOn: true, boots: 1, created: 0, lastAddress: 1, past, cpuWanted: 0 });
  }

  get machine(): MachineRow {
    const row = this.#machine.get('machine');
    invariant(row, 'a machine has a row from its start');
    return row;
  }

  setMachine(change: Partial<MachineRow>): void {
    this.#machine.set('machine', { ...this.machine, ...change });
  }

  setRecord(id: string, change: Partial<ContainerRecord>): void {
    const row = this.containers.get(id);
    if (row) this.containers.set(id, { ...row, record: { ...row.record, ...change } });
  }

  setProcess(id: string, change: Partial<ProcessRow>): void {
    const row = this.processes.get(id);
    if (row) this.processes.set(id, { ...row, ...change });
  }

  /** Rows of a pod's containers, oldest first. */
  containersOf(podUid: string): ContainerRow[] {
    const ids = this.pods.get(podUid)?.containerIds ?? [];
    const rows: ContainerRow[] = [];
    for (const id of ids) {
      const row = this.containers.get(id);
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }

  /** The pod's newest sandbox. */
  sandboxOf(podUid: string): SandboxRow | undefined {
    const id = this.pods.get(podUid)?.sandboxIds.at(-1);
    return id === undefined ? undefined : this.sandboxes.get(id);
  }

  /** The pod of that name whose network is up. */
  podUidOf({ namespace, pod }: Pick<ContainerName, 'namespace' | 'pod'>): string | undefined {
    let newest: string | undefined;
    for (const row of this.sandboxes.values()) {
      if (row.namespace === namespace && row.name === pod && row.sandbox.ready) newest = row.sandbox.podUid;
    }
    return newest;
  }

  /** The running container of that name. */
  runningByName(name: ContainerName): ContainerRow | undefined {
    const podUid = this.podUidOf(name);
    if (podUid === undefined) return undefined;
    return this.containersOf(podUid).find(
      ({ config, record }) => config.name === name.container && record.state === 'running',
    );
  }
}
