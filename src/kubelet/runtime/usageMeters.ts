/**
 * Keeps what the containers of one machine use: asked for by their programs, bounded by limits and by the machine.
 * Models the cpu and memory controllers of cgroup v2 as the kubelet sets them up (pkg/kubelet/cm, v1.36.3).
 * Left out: memory that is short on the machine as a whole.
 */
import { milliValue, wholeValue } from '../../api/meta/quantity';
import type { Clock } from '../../sim/clock';
import type { Meters } from './containerRuntime';
import type { ContainerRow, ContainerTable, ProcessRow } from './containerTable';
import { divideCpu } from './cpuShares';
import {
  askedMillis,
  type ContainerUsage,
  type ContainerUse,
  dueAt,
  type MemoryLine,
  memoryAt,
  microsAt,
  newUse,
  samplesAt,
  settled,
  SMALL,
  STATS_PERIOD_MS,
  SYSTEM_CPU_MILLIS,
  type UsageSample,
} from './usage';

/** The kernel lets a container use its limit for this long at once. */
const BURST_MS = 100;

/** Begins the name of what a person runs beside the main program (exec). */
export const STREAM = 'stream/';

/** Event by which the runtime is told that a container's use has to be looked at; data: `UsageDue`. */
export const USAGE_DUE = 'usageDue';
/** Data of that event. */
export interface UsageDue {
  readonly id: string;
  readonly dueAt: number;
}

/** What the meters need of the runtime. */
export interface UsageMetersOptions {
  readonly clock: Clock;
  readonly actor: string;
  readonly table: ContainerTable;
  /** Thousandths of a core that the machine has. */
  readonly capacityMillis: number;
  /** A container has this much more memory than before. */
  onGrowth(bytes: number, id: string): void;
  /** Memory of the machine that is in use, in bytes. */
  machineMemory(): number;
  /** A container has more memory than its limit. */
  onOutOfMemory(id: string): void;
  /** Work that was asked for with `compute` is done. */
  onWorkDone(id: string, reason: string): void;
}

/** The use of all running containers of a machine. */
export class UsageMeters implements Meters {
  readonly #options: UsageMetersOptions;

  constructor(options: UsageMetersOptions) {
    this.#options = options;
  }

  /** Thousandths of a core that program `who` asks for from now on. */
  useCpu(id: string, who: string, cpuMillis: number): void {
    const load = this.#row(id)?.use.loads[who];
    if ((load?.cpuMillis ?? 0) === cpuMillis) return;
    this.#change(id, (use) => withLoad(use, who, { cpuMillis }));
  }

  /** Memory of program `who` from now on. More than the limit, now or later, kills the container. */
  useMemory(id: string, who: string, bytes: number, growth?: Pick<MemoryLine, 'bytesPerSecond' | 'upToBytes'>): void {
    const now = this.#options.clock.now();
    const memory = { bytes, since: now, ...growth };
    const load = this.#row(id)?.use.loads[who];
    if (load?.memory.bytes === bytes && load.memory.bytesPerSecond === undefined && growth === undefined) return;
    this.#change(id, (use) => withLoad(use, who, { memory }));
  }

  /** Program `who` has ended, and with it those that it ran (`who/...`). */
  drop(id: string, who: string): void {
    const isGone = (name: string) => name === who || name.startsWith(`${who}/`);
    if (!Object.keys(this.#row(id)?.use.loads ?? {}).some(isGone)) return;
    this.#change(id, (use) => {
      const loads = Object.fromEntries(Object.entries(use.loads).filter(([name]) => !isGone(name)));
      return { ...use, loads };
    });
  }

  /** The main program and its jobs have given way to a new main program. */
  restart(id: string): void {
    this.#change(id, ({ work: _gone, ...use }) => {
      const others = Object.entries(use.loads).filter(([who]) => who.startsWith(STREAM));
      return { ...use, loads: { ...newUse(use.since, SMALL).loads, ...Object.fromEntries(others) } };
    });
  }

  /** Tells `onWorkDone` once the main program, which asks for processor time with `useCpu`, has had `cpuMs` of it. */
  compute(id: string, cpuMs: number, reason: string): void {
    this.#change(id, (use) => ({ ...use, work: { leftMicros: Math.max(0, Math.floor(cpuMs * 1000)), reason } }));
  }

  /** One request took `cpuMs` of processor time; `stands`: it is one of many that go on in this way for a while. */
  serve(id: string, from: string, cpuMs: number, stands?: { readonly times: number; readonly forMs: number }): void {
    const row = this.#row(id);
    if (row === undefined) return;
    // Another one of the many has been charged for it.
    if (stands?.times === 0) return;
    const now = this.#options.clock.now();
    if (stands === undefined || stands.forMs <= 0) {
      this.#spend(id, Math.floor(cpuMs * 1000));
      return;
    }
    const cpuMillis = Math.floor((cpuMs * stands.times * 1000) / stands.forMs);
    const until = now + Math.ceil(stands.forMs);
    this.#change(id, (use) => {
      // Several requests of one burst add up; what an earlier burst stood for is over with it.
      const own = use.traffic.find((traffic) => traffic.from === from && traffic.until === until);
      const others = use.traffic.filter((traffic) => traffic.from !== from && traffic.until > now);
      return { ...use, traffic: [...others, { from, cpuMillis: cpuMillis + (own?.cpuMillis ?? 0), until }] };
    });
  }

  /** A burst of CPU time, as far as the limit allows it since the last sample. */
  #spend(id: string, micros: number): void {
    this.#change(id, (use) => {
      const limit = this.#limits(id).cpuMillis;
      if (limit === undefined) return { ...use, cpuMicros: use.cpuMicros + micros };
      const last = use.samples.at(-1);
      const from = last ?? { at: use.since - (use.since % STATS_PERIOD_MS), cpuMicros: 0 };
      const most = from.cpuMicros + limit * (use.since - from.at + BURST_MS);
      return { ...use, cpuMicros: Math.max(use.cpuMicros, Math.min(use.cpuMicros + micros, most)) };
    });
  }

  /** How much longer than on an idle processor something takes in this container: 1 or more. */
  slowdown(id: string): number {
    const use = this.#row(id)?.use;
    if (use === undefined) return 1;
    const asked = askedMillis(use);
    return asked <= use.cpuMillis || use.cpuMillis === 0 ? 1 : asked / use.cpuMillis;
  }

  /** The container's limits or requests are others: what it is given follows. To be called after the row was changed. */
  resized(id: string): void {
    this.#change(id, (use) => use);
  }

  /** The container is about to end: what it has used stays counted for the machine. To be called while its row exists. */
  ended(id: string): void {
    const row = this.#row(id);
    if (row === undefined) return;
    const { table, clock } = this.#options;
    const now = clock.now();
    const { machine } = table;
    const used = samplesAt(row.use, now);
    const past = samplesAt(machine.past, now);
    const samples = past.map((sample) => {
      const own = used.find(({ at }) => at === sample.at);
      return own === undefined ? sample : { ...sample, cpuMicros: sample.cpuMicros + own.cpuMicros };
    });
    const cpuMicros = microsAt(machine.past, now) + microsAt(row.use, now);
    table.setMachine({
      past: { ...machine.past, since: now, samples, cpuMicros },
      cpuWanted: machine.cpuWanted - row.wantedMillis,
    });
    if (this.#isShort(machine.cpuWanted)) this.#divide(id);
  }

  /** What `USAGE_DUE` carries has come. */
  due({ id, dueAt: at }: UsageDue): void {
    const use = this.#row(id)?.use;
    if (use?.dueAt !== at) return;
    const now = this.#options.clock.now();
    const done = settled(use, now).work;
    const isDone = done !== undefined && done.leftMicros === 0;
    this.#change(id, ({ work, ...rest }) => ({
      ...rest,
      traffic: rest.traffic.filter(({ until }) => until > now),
      ...(work === undefined || isDone ? {} : { work }),
    }));
    if (isDone && this.#row(id) !== undefined) this.#options.onWorkDone(id, done.reason);
  }

  /** Undefined unless the container runs. */
  usage(id: string): ContainerUsage | undefined {
    const use = this.#row(id)?.use;
    return use && usageOf(use, this.#options.clock.now());
  }

  /** What was noted of the container at the last two of the kubelet's instants, older first. */
  samples(id: string): readonly UsageSample[] {
    const use = this.#row(id)?.use;
    return use === undefined ? [] : samplesAt(use, this.#options.clock.now());
  }

  /** What the machine uses as a whole, its own processes included. */
  machineUsage(): ContainerUsage {
    const { table, clock, machineMemory } = this.#options;
    const now = clock.now();
    let { cpuMillis, cpuNanoseconds } = usageOf(table.machine.past, now);
    for (const { use } of table.processes.values()) {
      const own = usageOf(use, now);
      cpuMillis += own.cpuMillis;
      cpuNanoseconds += own.cpuNanoseconds;
    }
    return { cpuMillis, cpuNanoseconds, memoryBytes: machineMemory() };
  }

  /** The machine's last two samples, older first; of its memory only the present is known. */
  machineSamples(): readonly UsageSample[] {
    const { table, clock, machineMemory } = this.#options;
    const now = clock.now();
    const memoryBytes = machineMemory();
    const sums = samplesAt(table.machine.past, now).map((sample) => ({ ...sample, memoryBytes }));
    for (const { use } of table.processes.values()) {
      for (const own of samplesAt(use, now)) {
        const sum = sums.find(({ at }) => at === own.at);
        if (sum === undefined) continue;
        sum.cpuMicros += own.cpuMicros;
      }
    }
    return sums;
  }

  #row(id: string): ProcessRow | undefined {
    return this.#options.table.processes.get(id);
  }

  #limits(id: string): { readonly cpuMillis?: number; readonly memoryBytes?: number } {
    const container = this.#options.table.containers.get(id);
    return container === undefined ? {} : limitsOf(container);
  }

  /** What the container asks for, up to its limit. */
  #wanted(id: string, use: ContainerUse): number {
    return Math.min(askedMillis(use), this.#limits(id).cpuMillis ?? Infinity);
  }

  /** What the machine has for containers. */
  get #available(): number {
    return Math.max(0, this.#options.capacityMillis - SYSTEM_CPU_MILLIS);
  }

  #isShort(wanted: number): boolean {
    return wanted > this.#available;
  }

  /** Counts up to now, changes what is asked for, and gives what there is. */
  #change(id: string, edit: (use: ContainerUse) => ContainerUse): void {
    const { table, clock } = this.#options;
    const row = this.#row(id);
    if (row === undefined) return;
    const use = edit(settled(row.use, clock.now()));
    const before = row.wantedMillis;
    const wanted = this.#wanted(id, use);
    const total = table.machine.cpuWanted + wanted - before;
    if (wanted !== before) {
      const wasShort = this.#isShort(table.machine.cpuWanted);
      table.setMachine({ cpuWanted: total });
      if (wasShort || this.#isShort(total)) {
        table.setProcess(id, { use, wantedMillis: wanted });
        this.#divide();
        this.#checkMemory(id);
        return;
      }
    }
    this.#give(id, use, this.#isShort(total) ? use.cpuMillis : wanted, wanted);
    this.#checkMemory(id);
  }

  #checkMemory(id: string): void {
    const row = this.#row(id);
    if (row !== undefined && this.#isTooBig(id, row.memoryBytes)) this.#options.onOutOfMemory(id);
  }

  #isTooBig(id: string, bytes: number): boolean {
    const limit = this.#limits(id).memoryBytes;
    return limit !== undefined && limit > 0 && bytes > limit;
  }

  /** Gives every container its part of a machine that is short; `except` is going. */
  #divide(except?: string): void {
    const { table, clock } = this.#options;
    const ids = [...table.processes.keys()].filter((id) => id !== except).sort();
    const rows = ids.flatMap((id) => {
      const row = this.#row(id);
      const container = table.containers.get(id);
      return row && container ? [{ id, row, requestMillis: requestOf(container), wantsMillis: row.wantedMillis }] : [];
    });
    const given = divideCpu(rows, this.#available);
    rows.forEach(({ id, row, wantsMillis }, index) => {
      this.#give(id, settled(row.use, clock.now()), given[index] ?? 0, wantsMillis);
    });
  }

  #give(id: string, use: ContainerUse, cpuMillis: number, wantedMillis: number): void {
    const { table, clock, actor, onGrowth } = this.#options;
    const { dueAt: planned, ...rest } = use;
    const next: ContainerUse = { ...rest, cpuMillis };
    const due = dueAt(next, this.#limits(id).memoryBytes);
    const memoryBytes = memoryAt(next, next.since);
    const before = this.#row(id)?.memoryBytes ?? 0;
    table.setProcess(id, { use: due === undefined ? next : { ...next, dueAt: due }, wantedMillis, memoryBytes });
    if (due !== undefined && due !== planned) {
      clock.schedule(Math.max(0, due - clock.now()), {
        actor,
        type: USAGE_DUE,
        data: { id, dueAt: due },
        routine: true,
      });
    }
    if (memoryBytes > before && !this.#isTooBig(id, memoryBytes)) onGrowth(memoryBytes - before, id);
  }
}

function withLoad(use: ContainerUse, who: string, change: Partial<ContainerUse['loads'][string]>): ContainerUse {
  const load = use.loads[who] ?? { cpuMillis: 0, memory: { bytes: 0, since: use.since } };
  return { ...use, loads: { ...use.loads, [who]: { ...load, ...change } } };
}

function usageOf(use: ContainerUse, now: number): ContainerUsage {
  return {
    cpuMillis: use.cpuMillis,
    cpuNanoseconds: microsAt(use, now) * 1000,
    memoryBytes: memoryAt(use, now),
  };
}

/** The container's limits, in thousandths of a core and bytes. */
export function limitsOf({ config }: ContainerRow): { readonly cpuMillis?: number; readonly memoryBytes?: number } {
  const { cpu, memory } = config.resources.limits ?? {};
  return {
    ...(cpu === undefined ? {} : { cpuMillis: milliValue(cpu) }),
    ...(memory === undefined ? {} : { memoryBytes: wholeValue(memory) }),
  };
}

/** What it asked for; a limit without a request is both. */
function requestOf({ config }: ContainerRow): number {
  const cpu = config.resources.requests?.cpu ?? config.resources.limits?.cpu;
  return cpu === undefined ? 0 : milliValue(cpu);
}
