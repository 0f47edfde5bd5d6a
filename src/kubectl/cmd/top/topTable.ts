/**
 * Tables of `kubectl top`. Every cell is followed by a tab, so lines end in blanks.
 * Models staging/src/k8s.io/kubectl/pkg/metricsutil/{metrics_printer,metrics_sorter}.go (v1.36.3).
 */
import { addQuantities, milliValue, wholeValue } from '../../../api/meta/quantity';
import { compareText } from '../../../printers/goFormat';
import { goSort } from '../../printers/goSort';
import { TabWriter, tableOptions } from '../../printers/tabWriter';

/** Quantities by resource. */
export type Amounts = Readonly<Record<string, string>>;

/** What a node uses, as metrics.k8s.io tells it. */
export interface NodeMetrics {
  readonly metadata: { readonly name: string };
  readonly usage: Amounts;
}

/** What one container uses. */
export interface ContainerMetrics {
  readonly name: string;
  readonly usage: Amounts;
}

/** What the containers of a pod use, as metrics.k8s.io tells it. */
export interface PodMetrics {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly containers: readonly ContainerMetrics[];
}

/** The flags that both tables know. */
export interface TopOptions {
  /** `cpu`, `memory`, or empty: by name. */
  readonly sortBy: string;
  readonly noHeaders: boolean;
  readonly showSwap: boolean;
}

const MEBIBYTE = 1024 * 1024;
const UNKNOWN = '<unknown>';

/** Lines of cells, each ended by a tab. */
class Lines {
  private readonly writer = new TabWriter(tableOptions);

  add(cells: readonly string[]): void {
    this.writer.write(`${cells.map((cell) => `${cell}\t`).join('')}\n`);
  }

  text(): string {
    return this.writer.flush();
  }
}

function resourcesOf({ showSwap }: TopOptions): readonly string[] {
  return showSwap ? ['cpu', 'memory', 'swap'] : ['cpu', 'memory'];
}

/** Nodes with what they use of `available`; those of it that have no metrics come last. */
export function nodeTable(
  metrics: readonly NodeMetrics[],
  available: ReadonlyMap<string, Amounts>,
  options: TopOptions,
): string {
  const lines = new Lines();
  const swap = options.showSwap ? ['SWAP(bytes)', 'SWAP(%)'] : [];
  if (!options.noHeaders) lines.add(['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)', ...swap]);
  const resources = resourcesOf(options);
  const rest = new Set(available.keys());
  for (const { metadata, usage } of sorted(metrics, options, ({ usage: own }) => own)) {
    rest.delete(metadata.name);
    const limits = available.get(metadata.name) ?? {};
    lines.add([metadata.name, ...resources.flatMap((resource) => shareCells(resource, usage[resource], limits))]);
  }
  for (const name of rest) lines.add([name, ...resources.flatMap(() => [UNKNOWN, UNKNOWN])]);
  return lines.text();
}

function shareCells(resource: string, used: string | undefined, limits: Amounts): readonly string[] {
  const limit = limits[resource];
  if (resource === 'swap' && limit === undefined) return [UNKNOWN, UNKNOWN];
  const cell = usageCell(resource, used);
  if (limit === undefined) return [cell];
  const whole = milliValue(limit);
  const share = whole === 0 ? 0 : (milliValue(used ?? '0') / whole) * 100;
  return [cell, `${Math.trunc(share)}%`];
}

function usageCell(resource: string, used = '0'): string {
  return resource === 'cpu' ? `${milliValue(used)}m` : `${Math.trunc(wholeValue(used) / MEBIBYTE)}Mi`;
}

/** The flags of `top pod`. */
export interface PodTableOptions extends TopOptions {
  readonly withContainers: boolean;
  readonly withNamespace: boolean;
  readonly withSum: boolean;
}

/** Pods, or their containers, with what they use. */
export function podTable(metrics: readonly PodMetrics[], options: PodTableOptions): string {
  const lines = new Lines();
  const { withContainers, withNamespace } = options;
  const resources = resourcesOf(options);
  const front = [...(withNamespace ? ['NAMESPACE'] : []), ...(withContainers ? ['POD'] : [])];
  const swap = options.showSwap ? ['SWAP(bytes)'] : [];
  const columns = [...front, 'NAME', 'CPU(cores)', 'MEMORY(bytes)', ...swap];
  if (!options.noHeaders) lines.add(columns);
  const cells = (usage: Amounts) => resources.map((resource) => usageCell(resource, usage[resource]));
  for (const pod of sorted(metrics, options, (each) => usageOf(each, resources), withNamespace)) {
    const { name, namespace = '' } = pod.metadata;
    const place = withNamespace ? [namespace] : [];
    if (!withContainers) lines.add([...place, name, ...cells(usageOf(pod, resources))]);
    for (const container of withContainers ? sortedContainers(pod, options) : []) {
      lines.add([...place, name, container.name, ...cells(container.usage)]);
    }
  }
  if (options.withSum) addSum(lines, metrics, resources, options.noHeaders ? 3 + swap.length : columns.length);
  return lines.text();
}

/** A line under the last two columns and what all pods use together. */
function addSum(lines: Lines, metrics: readonly PodMetrics[], resources: readonly string[], width: number): void {
  const total = usageOf({ containers: metrics.flatMap(({ containers }) => containers) }, resources);
  lines.add([...Array.from({ length: width - 2 }, () => ''), '________', '________']);
  const cells = resources.map((resource) => usageCell(resource, total[resource]));
  lines.add([...Array.from({ length: width - 3 }, () => ''), '', ...cells]);
}

function usageOf({ containers }: Pick<PodMetrics, 'containers'>, resources: readonly string[]): Amounts {
  const sum = (resource: string) =>
    containers.reduce((total, { usage }) => addQuantities(total, usage[resource] ?? '0'), '0');
  return Object.fromEntries(resources.map((resource) => [resource, sum(resource)]));
}

interface Named {
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

function sorted<T extends Named>(
  metrics: readonly T[],
  { sortBy }: TopOptions,
  usage: (metrics: T) => Amounts,
  withNamespace = false,
): readonly T[] {
  const rows = metrics.map((row) => ({ row, amount: sortBy === '' ? 0 : amountOf(usage(row), sortBy) }));
  return goSort(rows, (a, b) => {
    if (sortBy !== '') return a.amount > b.amount;
    const [x, y] = [a.row.metadata, b.row.metadata];
    const byNamespace = withNamespace ? compareText(x.namespace ?? '', y.namespace ?? '') : 0;
    return byNamespace === 0 ? compareText(x.name, y.name) < 0 : byNamespace < 0;
  }).map(({ row }) => row);
}

function sortedContainers({ containers }: PodMetrics, { sortBy }: TopOptions): readonly ContainerMetrics[] {
  return goSort(containers, (a, b) =>
    sortBy === '' ? compareText(a.name, b.name) < 0 : amountOf(a.usage, sortBy) > amountOf(b.usage, sortBy),
  );
}

function amountOf(usage: Amounts, sortBy: string): number {
  return sortBy === 'cpu' ? milliValue(usage.cpu ?? '0') : wholeValue(usage.memory ?? '0');
}
