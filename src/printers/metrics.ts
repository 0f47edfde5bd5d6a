/** What nodes and pods use, as metrics-server prints it (kubernetes-sigs/metrics-server pkg/api, ConvertToTable). */
import type { KubeObject, Quantity } from '../api/meta/objectMeta';
import { addQuantities } from '../api/meta/quantity';
import { type Column, columns, type TablePrinter } from './table';

type Usage = Readonly<Record<string, Quantity>>;
interface NodeMetrics extends KubeObject {
  readonly usage: Usage;
  readonly window: string;
}
interface PodMetrics extends KubeObject {
  readonly containers: readonly { readonly usage: Usage }[];
  readonly window: string;
}

const usageColumns: readonly Column[] = [
  ...columns('Name'),
  { name: 'cpu', format: 'quantity' },
  { name: 'memory', format: 'quantity' },
  { name: 'Window', format: 'duration' },
];

/** `kubectl get nodes.metrics.k8s.io`. */
export const nodeMetricsTable: TablePrinter<NodeMetrics> = {
  columns: usageColumns,
  cells: ({ metadata, usage, window }) => [metadata.name, usage.cpu, usage.memory, window],
};

/** `kubectl get pods.metrics.k8s.io`. */
export const podMetricsTable: TablePrinter<PodMetrics> = {
  columns: usageColumns,
  cells: ({ metadata, containers, window }) => {
    const sum = (resource: string) =>
      containers.reduce((total, { usage }) => addQuantities(total, usage[resource] ?? '0'), '0');
    return [metadata.name, sum('cpu'), sum('memory'), window];
  },
};
