/**
 * Which processes a container sees. Usually its own alone; with `shareProcessNamespace` those of its pod, as an ephemeral
 * container those of its target, with `hostPID` those of the machine.
 * Models the namespace modes of the CRI (v1.36.3): CONTAINER, POD, TARGET, NODE.
 */
import type { ContainerRow, ContainerTable } from './containerTable';

/** One process that can be seen. */
export interface VisibleProcess {
  readonly pid: number;
  readonly uid: number;
  readonly command: string;
  /** The container whose main process it is. */
  readonly id?: string;
}

const PAUSE: VisibleProcess = { pid: 1, uid: 65_535, command: '/pause' };
/** What runs on a machine beside containers. */
const MACHINE: readonly VisibleProcess[] = [
  { pid: 1, uid: 0, command: '/sbin/init' },
  { pid: 215, uid: 0, command: '/usr/bin/containerd' },
  { pid: 871, uid: 0, command: '/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml' },
];

/** The main processes in the namespace of `row`, its own among them. */
export function visibleProcesses(table: ContainerTable, row: ContainerRow): readonly VisibleProcess[] {
  const { config, record } = row;
  const { processes = 'container' } = config;
  if (processes === 'container') return [mainOf(table, row, 1)];
  if (processes === 'pod') return [PAUSE, ...numbered(table, table.containersOf(config.podUid), 7)];
  if (processes === 'host') return [...MACHINE, ...numbered(table, [...table.containers.values()], 1201)];
  const target = table.containers.get(processes.target);
  const isThere = target !== undefined && table.processes.has(target.record.id);
  const first = isThere ? [mainOf(table, target, 1)] : [];
  const guests = table.containersOf(config.podUid).filter((other) => sharesTarget(other, processes.target));
  const own = guests.some((other) => other.record.id === record.id) ? guests : [...guests, row];
  return [...first, ...numbered(table, own, 13)];
}

function sharesTarget({ config }: ContainerRow, target: string): boolean {
  return typeof config.processes === 'object' && config.processes.target === target;
}

/** In the order in which they were created; one that has ended leaves its number unused. */
function numbered(table: ContainerTable, rows: readonly ContainerRow[], from: number): VisibleProcess[] {
  const list = rows.map((row, index) => mainOf(table, row, from + 6 * index));
  return list.filter(({ id }) => id !== undefined && table.processes.has(id));
}

function mainOf(table: ContainerTable, { record, argv }: ContainerRow, pid: number): VisibleProcess {
  const command = (table.processes.get(record.id)?.argv ?? argv).join(' ');
  return { pid, uid: record.user?.uid ?? 0, command, id: record.id };
}
