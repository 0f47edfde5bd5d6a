/**
 * When a node is short of something: the hard thresholds of a kubelet that was told nothing else.
 * Models pkg/kubelet/eviction/helpers.go and pkg/kubelet/apis/config/v1beta1/defaults_linux.go (v1.36.3).
 * Left out: inodes, soft thresholds and minimum reclaim, which are empty by default; process ids have no default threshold.
 */
import { formatQuantity, parseQuantity } from '../../api/meta/quantity';
import type { MachineStats } from '../runtime/machineResources';

export type Resource = 'memory' | 'ephemeral-storage';
/** Node conditions that pressure brings. */
export type Pressure = 'MemoryPressure' | 'DiskPressure';

/** How one signal stands, in bytes. */
export interface Observation {
  readonly signal: 'memory.available' | 'nodefs.available' | 'imagefs.available';
  readonly resource: Resource;
  readonly pressure: Pressure;
  readonly available: number;
  readonly threshold: number;
}

/** evictionHard: memory.available<100Mi, nodefs.available<10%, imagefs.available<15%; one disk serves both. */
const MEMORY_THRESHOLD_BYTES = 100 * 2 ** 20;
const NODEFS_PART = 0.1;
const IMAGEFS_PART = 0.15;

/** All signals as they are now; memory first. */
export function observe(machine: MachineStats): readonly Observation[] {
  const memory = machine.memory();
  const disk = machine.disk();
  const free = Math.max(disk.capacity - disk.used, 0);
  const ofDisk = { resource: 'ephemeral-storage', pressure: 'DiskPressure', available: free } as const;
  return [
    {
      signal: 'memory.available',
      resource: 'memory',
      pressure: 'MemoryPressure',
      available: Math.max(memory.capacity - memory.used, 0),
      threshold: MEMORY_THRESHOLD_BYTES,
    },
    { signal: 'nodefs.available', threshold: partOf(disk.capacity, NODEFS_PART), ...ofDisk },
    { signal: 'imagefs.available', threshold: partOf(disk.capacity, IMAGEFS_PART), ...ofDisk },
  ];
}

/** The kubelet keeps percentages in 32 bits, and messages show it. */
function partOf(capacity: number, part: number): number {
  return Math.floor(capacity * Math.fround(part));
}

export function isMet({ available, threshold }: Observation): boolean {
  return available < threshold;
}

/** `100Mi`, or all digits where no unit divides the bytes. */
export function bytesText(bytes: number): string {
  return formatQuantity({ ...parseQuantity(`${bytes}`), format: 'BinarySI' });
}
