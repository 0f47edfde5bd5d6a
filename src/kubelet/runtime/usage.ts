/**
 * What a container uses of processor and memory, as plain data from which every later instant can be computed: a
 * container that nobody asks about costs nothing.
 * Models cpu.stat and memory.stat of a cgroup, as the kubelet's cAdvisor reads them (pkg/kubelet/stats, v1.36.3).
 * Left out: page cache that is not in the working set, swap, the 100 ms periods within which the kernel throttles.
 */

/** Every so often the kubelet notes what its containers have used; on the quarter minute of virtual time. */
export const STATS_PERIOD_MS = 15_000;

/** Memory of a program that did not say otherwise. */
export const SMALL = 1024 * 1024;
/** What the machine's own processes (kubelet, runtime, system) use. Seen on small virtual machines, rounded. */
export const SYSTEM_CPU_MILLIS = 40;
/** Growing memory is noted at least this often on its way, for whoever watches over the machine's memory. */
const STEP_BYTES = 32 * 1024 * 1024;

/** What a container (or a whole machine) uses at one instant. */
export interface ContainerUsage {
  /** Thousandths of a core, after the container's limit and the machine's capacity. */
  readonly cpuMillis: number;
  /** CPU time since the container started, in nanoseconds (`usageCoreNanoSeconds`). */
  readonly cpuNanoseconds: number;
  /** The working set, in bytes. */
  readonly memoryBytes: number;
}

/** What the kubelet noted at one of its instants. */
export interface UsageSample {
  /** Virtual milliseconds since the epoch, a multiple of `STATS_PERIOD_MS`. */
  readonly at: number;
  /** CPU time until then, in microseconds. */
  readonly cpuMicros: number;
  readonly memoryBytes: number;
}

/** Memory over time: `bytes` at `since`, from then on growing (or not) until it comes to `upToBytes`. */
export interface MemoryLine {
  readonly bytes: number;
  readonly since: number;
  readonly bytesPerSecond?: number;
  /** Absent: it never stops growing. */
  readonly upToBytes?: number;
}

/** What one program of a container asks for. */
export interface Load {
  /** Thousandths of a core that it would use if it could. */
  readonly cpuMillis: number;
  readonly memory: MemoryLine;
}

/** Requests of one client that come so fast that they are a load rather than events. */
export interface Traffic {
  readonly from: string;
  readonly cpuMillis: number;
  readonly until: number;
}

/** Use of a running container. Replaced, never mutated. */
export interface ContainerUse {
  /** By who asks: the empty text is the main program, others run beside it. */
  readonly loads: Readonly<Record<string, Load>>;
  readonly traffic: readonly Traffic[];
  /** Thousandths of a core that it is given since `since`, */
  readonly cpuMillis: number;
  readonly since: number;
  /** and what it has used until then, in microseconds of CPU time. */
  readonly cpuMicros: number;
  /** The last two samples before `since`, older first. */
  readonly samples: readonly UsageSample[];
  /** Work of the main program that is done when it has had this much more CPU time. */
  readonly work?: { readonly leftMicros: number; readonly reason: string };
  /** When something about this is due: the end of work or traffic, too much memory. */
  readonly dueAt?: number;
}

const NOTHING: readonly never[] = Object.freeze([]);

/** A container whose program asks for `bytes` of memory and no processor. */
export function newUse(now: number, bytes: number): ContainerUse {
  const memory = { bytes, since: now };
  return {
    loads: { '': { cpuMillis: 0, memory } },
    traffic: NOTHING,
    cpuMillis: 0,
    since: now,
    cpuMicros: 0,
    samples: NOTHING,
  };
}

/** The part of a machine that is no container's: its own processes, later what ended containers have used. */
export function newMachineUse(now: number): ContainerUse {
  const memory = { bytes: 0, since: now };
  return { ...newUse(now, 0), loads: { '': { cpuMillis: SYSTEM_CPU_MILLIS, memory } }, cpuMillis: SYSTEM_CPU_MILLIS };
}

/** Thousandths of a core that all of a container's programs ask for together. */
export function askedMillis(use: ContainerUse): number {
  let asked = 0;
  for (const who in use.loads) asked += use.loads[who]?.cpuMillis ?? 0;
  for (const { cpuMillis } of use.traffic) asked += cpuMillis;
  return asked;
}

/** Memory of a container at `at`, which is not before its present lines begin. */
export function memoryAt(use: ContainerUse, at: number): number {
  let bytes = 0;
  for (const who in use.loads) {
    const load = use.loads[who];
    if (load) bytes += lineAt(load.memory, at);
  }
  return bytes;
}

function lineAt({ bytes, since, bytesPerSecond = 0, upToBytes = Infinity }: MemoryLine, at: number): number {
  if (bytesPerSecond === 0 || at <= since) return bytes;
  return Math.min(upToBytes, bytes + Math.floor((bytesPerSecond * (at - since)) / 1000));
}

/** CPU time used until `at` (not before `use.since`), in microseconds: a thousandth of a core times a millisecond is one. */
export function microsAt(use: Pick<ContainerUse, 'cpuMicros' | 'cpuMillis' | 'since'>, at: number): number {
  return use.cpuMicros + use.cpuMillis * (at - use.since);
}

/** The last two samples that the kubelet has at `now`, older first; fewer for a container that is younger. */
export function samplesAt(use: ContainerUse, now: number): readonly UsageSample[] {
  const last = now - (now % STATS_PERIOD_MS);
  if (last <= use.since) return use.samples;
  const sample = (at: number): UsageSample => ({
    at,
    cpuMicros: microsAt(use, at),
    memoryBytes: memoryAt(use, at),
  });
  const before = last - STATS_PERIOD_MS;
  if (before > use.since) return [sample(before), sample(last)];
  const kept = use.samples.at(-1);
  return kept === undefined ? [sample(last)] : [kept, sample(last)];
}

/** The same use, counted up to `now`. */
export function settled(use: ContainerUse, now: number): ContainerUse {
  if (use.since === now) return use;
  const { work } = use;
  const progress = work === undefined ? 0 : Math.floor(workMillis(use) * (now - use.since) + 1e-6);
  return {
    ...use,
    since: now,
    cpuMicros: microsAt(use, now),
    samples: samplesAt(use, now),
    ...(work === undefined ? {} : { work: { ...work, leftMicros: Math.max(0, work.leftMicros - progress) } }),
  };
}

/** The main program's part of what the container is given, in thousandths of a core. */
function workMillis(use: ContainerUse): number {
  const asked = askedMillis(use);
  const own = use.loads['']?.cpuMillis ?? 0;
  return asked === 0 ? 0 : (use.cpuMillis * own) / asked;
}

/** When `use`, counted up to `use.since`, has to be looked at again; undefined: never by itself. */
export function dueAt(use: ContainerUse, memoryLimit: number | undefined): number | undefined {
  let due = Infinity;
  for (const { until } of use.traffic) due = Math.min(due, until);
  if (use.work !== undefined) {
    const rate = workMillis(use);
    if (use.work.leftMicros === 0) due = use.since;
    else if (rate > 0) due = Math.min(due, use.since + Math.ceil(use.work.leftMicros / rate));
  }
  if (memoryLimit !== undefined && memoryLimit > 0) due = Math.min(due, passesAt(use, memoryLimit));
  for (const who in use.loads) due = Math.min(due, stepAt(use.loads[who]?.memory, use.since));
  return due === Infinity ? undefined : Math.max(due, use.since);
}

/** When a growing line has grown by another step after `at`, or is at its end. */
function stepAt(line: MemoryLine | undefined, at: number): number {
  if (line?.bytesPerSecond === undefined || line.bytesPerSecond <= 0) return Infinity;
  const end = fullAt(line);
  return at >= end ? Infinity : Math.min(end, at + Math.max(1, Math.ceil((STEP_BYTES * 1000) / line.bytesPerSecond)));
}

/** The first whole millisecond at which growing memory is more than `limit`; Infinity: never. */
function passesAt(use: ContainerUse, limit: number): number {
  let at = use.since;
  for (;;) {
    const bytes = memoryAt(use, at);
    if (bytes > limit) return at;
    let perSecond = 0;
    let end = Infinity;
    for (const who in use.loads) {
      const line = use.loads[who]?.memory;
      if (line?.bytesPerSecond === undefined || line.bytesPerSecond <= 0) continue;
      const stop = fullAt(line);
      if (stop <= at) continue;
      perSecond += line.bytesPerSecond;
      end = Math.min(end, stop);
    }
    if (perSecond === 0) return Infinity;
    const passing = at + Math.max(1, Math.ceil(((limit + 1 - bytes) * 1000) / perSecond));
    if (passing <= end) return passing;
    at = end;
  }
}

/** When a line has come to its end. */
function fullAt({ bytes, since, bytesPerSecond = 0, upToBytes = Infinity }: MemoryLine): number {
  return since + Math.ceil((Math.max(0, upToBytes - bytes) * 1000) / bytesPerSecond);
}
