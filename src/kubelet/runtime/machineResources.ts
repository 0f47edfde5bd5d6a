/**
 * Memory and disk of one machine: what its containers, its images and the rest of the system take, and what the kernel
 * does when the memory is gone.
 * Models what cAdvisor tells the kubelet, and the kernel's choice of a victim (mm/oom_kill.c, oom_badness).
 * Left out: inodes, process ids, memory of tmpfs volumes.
 */
import { wholeValue } from '../../api/meta/quantity';
import type { Clock } from '../../sim/clock';
import type { ContainerLogs } from './containerLog';
import type { ContainerTable } from './containerTable';
import type { FileLayer } from './fileSystem';
import type { ImageStore } from './imageStore';
import { layerOfVolume } from './mounts';

/** Local disk of a machine, as the recorded nodes have it: images, containers, logs and volumes share it. */
export const EPHEMERAL_STORAGE = '100Gi';
const GI = 2 ** 30;
/** The operating system with the kubelet and the container runtime. A small machine has a small system. */
const SYSTEM_MEMORY_BYTES = 300 * 2 ** 20;
const SYSTEM_PART = 16;
const SYSTEM_DISK_BYTES = 5 * GI;
/** The kubelet's hard threshold is 100Mi: it is told of growth from here on. */
const LOW_MEMORY_BYTES = 100 * 2 ** 20;
/** From here on the kubelet keeps an eye on the disk: it removes images at 85 %. */
export const WATCHED_DISK_PART = 0.8;
/** Files occupy whole blocks. */
const BLOCK_BYTES = 4096;

/** Sent to the kubelet when memory or disk may run short. It looks for itself; data: row of the trace of why, or null. */
export const RUNS_SHORT = 'runsShort';
/** Sent to the kubelet when the kernel has killed a process because the machine's memory was gone. */
export const SYSTEM_OOM = 'systemOOM';
/** Data of that event. */
export interface SystemOom {
  readonly process: string;
  readonly pid: number;
}

/** Bytes. */
export interface Amounts {
  readonly used: number;
  readonly capacity: number;
}
/** What a container takes: working set, written files, log. */
export interface ContainerAmounts {
  readonly name: string;
  readonly memory: number;
  readonly rootfs: number;
  readonly logs: number;
}
export interface PodAmounts {
  /** Of its running containers. */
  readonly containers: readonly ContainerAmounts[];
  /** Of the volumes asked for, by name. */
  readonly volumes: Readonly<Record<string, number>>;
}

/** The machine as the kubelet measures it. */
export interface MachineStats {
  memory(): Amounts;
  disk(): Amounts;
  pod(podUid: string, volumes: readonly string[]): PodAmounts;
  /** Removes an image of which no container is left; the bytes freed. */
  removeImage(image: string): number;
  /** Images that no container uses, least recently used first. */
  unusedImages(): readonly UnusedImage[];
}
export interface UnusedImage {
  readonly image: string;
  readonly sizeBytes: number;
  /** When it came to the machine, in virtual milliseconds. */
  readonly pulledAt: number;
}

interface MachineResourcesOptions {
  readonly clock: Clock;
  readonly node: string;
  /** A quantity: the memory that the machine was built with. */
  readonly memory: string;
  readonly table: ContainerTable;
  readonly logs: ContainerLogs;
  readonly images: ImageStore;
  /** SIGKILL from the kernel. */
  kill(containerId: string): void;
}

export class MachineResources implements MachineStats {
  readonly #options: MachineResourcesOptions;
  readonly #memoryBytes: number;
  readonly #systemBytes: number;
  /** Derived: no more than this is used, so that a process that grows a little need not count all the others. */
  #mostUsed: number | undefined;

  constructor(options: MachineResourcesOptions) {
    this.#options = options;
    this.#memoryBytes = wholeValue(options.memory);
    this.#systemBytes = Math.min(SYSTEM_MEMORY_BYTES, Math.floor(this.#memoryBytes / SYSTEM_PART));
  }

  memory(): Amounts {
    const { table } = this.#options;
    let used = this.#systemBytes + (table.machine.otherMemoryBytes ?? 0);
    for (const { memoryBytes } of table.processes.values()) used += memoryBytes;
    return { used, capacity: this.#memoryBytes };
  }

  disk(): Amounts {
    const { table, logs, images } = this.#options;
    let used = SYSTEM_DISK_BYTES + (table.machine.otherDiskBytes ?? 0) + images.totalBytes() + logs.totalBytes();
    for (const layer of table.files.values()) used += layerBytes(layer);
    return { used, capacity: wholeValue(EPHEMERAL_STORAGE) };
  }

  pod(podUid: string, volumes: readonly string[]): PodAmounts {
    const { table, logs } = this.#options;
    const containers: ContainerAmounts[] = [];
    for (const { record } of table.containersOf(podUid)) {
      const process = table.processes.get(record.id);
      if (process === undefined) continue;
      const rootfs = layerBytes(table.files.get(record.id));
      containers.push({ name: record.name, memory: process.memoryBytes, rootfs, logs: logs.bytes(record.id) });
    }
    const used: Record<string, number> = {};
    for (const name of volumes) used[name] = layerBytes(table.files.get(layerOfVolume(podUid, name)));
    return { containers, volumes: used };
  }

  unusedImages(): readonly UnusedImage[] {
    const { table, images } = this.#options;
    const used = new Set<string>();
    for (const { record } of table.containers.values()) used.add(record.image);
    return images
      .unpinned()
      .filter(({ image }) => !used.has(image))
      .sort((a, b) => a.usedAt - b.usedAt || a.pulledAt - b.pulledAt || (a.image < b.image ? -1 : 1));
  }

  removeImage(image: string): number {
    const { images } = this.#options;
    const bytes = images.status(image)?.sizeBytes ?? 0;
    images.remove(image);
    return bytes;
  }

  /** Another state was restored. */
  reset(): void {
    this.#mostUsed = undefined;
  }

  /** A process has taken so much more memory. The kernel kills until there is enough for all; the kubelet hears of it. */
  grown(bytes: number, row?: number): void {
    const { clock, node } = this.#options;
    const low = this.#memoryBytes - LOW_MEMORY_BYTES;
    if (this.#mostUsed !== undefined) this.#mostUsed += bytes;
    if (this.#mostUsed !== undefined && this.#mostUsed <= low) return;
    let { used, capacity } = this.memory();
    this.#mostUsed = used;
    if (used <= low) return;
    while (used > capacity && this.#killOne()) ({ used, capacity } = this.memory());
    clock.schedule(0, { actor: `kubelet/${node}`, type: RUNS_SHORT, data: row ?? null });
  }

  /** An image has come. */
  pulled(): void {
    const { used, capacity } = this.disk();
    if (used > capacity * WATCHED_DISK_PART) this.filled();
  }

  /** Something has been written that may fill the disk. */
  filled(): void {
    const { clock, node } = this.#options;
    clock.schedule(0, { actor: `kubelet/${node}`, type: RUNS_SHORT, data: null });
  }

  /** Other processes of the machine take all memory but so much; undefined: they end. */
  takeMemory(leavesBytes: number | undefined): void {
    this.#options.table.setMachine({ otherMemoryBytes: 0 });
    if (leavesBytes === undefined) return;
    const { used, capacity } = this.memory();
    const bytes = Math.max(capacity - used - leavesBytes, 0);
    this.#options.table.setMachine({ otherMemoryBytes: bytes });
    this.grown(bytes);
  }

  /** Other files take all of the disk but so much; undefined: they are removed. */
  fillDisk(leavesBytes: number | undefined): void {
    this.#options.table.setMachine({ otherDiskBytes: 0 });
    if (leavesBytes === undefined) return;
    const { used, capacity } = this.disk();
    this.#options.table.setMachine({ otherDiskBytes: Math.max(capacity - used - leavesBytes, 0) });
    this.filled();
  }

  /** What those hold at the moment. */
  held(): readonly ('memory' | 'disk')[] {
    const { otherMemoryBytes = 0, otherDiskBytes = 0 } = this.#options.table.machine;
    return [...(otherMemoryBytes > 0 ? (['memory'] as const) : []), ...(otherDiskBytes > 0 ? (['disk'] as const) : [])];
  }

  /** The machine boots: other processes are gone, other files are not. */
  booted(): void {
    if ((this.#options.table.machine.otherMemoryBytes ?? 0) > 0) this.takeMemory(undefined);
  }

  /** Kills the process with the most badness: its memory, and its oom_score_adj as thousandths of the machine's. */
  #killOne(): boolean {
    const { table, clock, node } = this.#options;
    let worst: { readonly id: string; readonly points: number } | undefined;
    for (const [id, { memoryBytes }] of table.processes.entries()) {
      const adjustment = table.containers.get(id)?.config.oomScoreAdj ?? 0;
      const points = memoryBytes + Math.floor((adjustment * this.#memoryBytes) / 1000);
      if (worst === undefined || points > worst.points || (points === worst.points && id < worst.id)) {
        worst = { id, points };
      }
    }
    const other = table.machine.otherMemoryBytes ?? 0;
    let victim: SystemOom | undefined;
    if (worst !== undefined && (worst.points > other || other === 0)) {
      const argv = table.processes.get(worst.id)?.argv ?? table.containers.get(worst.id)?.argv ?? [];
      victim = { process: processName(argv), pid: pidOf(worst.id) };
      this.#options.kill(worst.id);
    } else if (other > 0) {
      victim = { process: 'hog', pid: pidOf(node) };
      table.setMachine({ otherMemoryBytes: 0 });
    }
    if (victim === undefined) return false;
    clock.schedule(0, { actor: `kubelet/${node}`, type: SYSTEM_OOM, data: { ...victim } });
    return true;
  }
}

/** What the kernel calls a process: fifteen characters of its file name. */
function processName(argv: readonly string[]): string {
  return (argv[0] ?? '').replace(/^.*\//, '').slice(0, 15);
}

/** A number such as the machine's own process table gives. */
function pidOf(id: string): number {
  let sum = 0;
  for (const char of id.slice(0, 12)) sum = (sum * 31 + char.charCodeAt(0)) % 30_000;
  return 2_000 + sum;
}

function layerBytes(layer: FileLayer | undefined): number {
  if (layer === undefined) return 0;
  let bytes = 0;
  for (const path in layer) {
    const node = layer[path];
    if (node?.kind !== 'file') continue;
    bytes += Math.ceil((node.sizeBytes ?? node.text.length) / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return bytes;
}
