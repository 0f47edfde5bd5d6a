/**
 * Tables of HorizontalPodAutoscalers, scales and PodDisruptionBudgets.
 * Models pkg/printers/internalversion/printers.go (v1.36.3).
 */
import type {
  HorizontalPodAutoscaler,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from '../api/autoscaling/horizontalPodAutoscaler';
import type { KubeObject } from '../api/meta/objectMeta';
import type { PodDisruptionBudget } from '../api/policy/podDisruptionBudget';
import { age, listWithMore } from './cells';
import { columns, integerColumns, type TablePrinter } from './table';

/** `kubectl get hpa`. */
export const horizontalPodAutoscalerTable: TablePrinter<HorizontalPodAutoscaler> = {
  columns: columns('Name', 'Reference', 'Targets', 'MinPods', 'MaxPods', 'Replicas', 'Age'),
  cells: (hpa, now) => [
    hpa.metadata.name,
    `${hpa.spec.scaleTargetRef.kind}/${hpa.spec.scaleTargetRef.name}`,
    targetsText(hpa.spec.metrics ?? [], hpa.status?.currentMetrics ?? []),
    hpa.spec.minReplicas === undefined ? '<unset>' : String(hpa.spec.minReplicas),
    hpa.spec.maxReplicas,
    hpa.status?.currentReplicas ?? 0,
    age(hpa, now),
  ],
};

function targetsText(metrics: readonly MetricSpec[], current: readonly MetricStatus[]): string {
  if (metrics.length === 0) return '<none>';
  return listWithMore(
    metrics.map((metric, index) => metricText(metric, current[index])),
    2,
    ', ',
  );
}

function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
  switch (spec.type) {
    case 'External':
      return plainText(spec.external?.target, status?.external?.current);
    case 'Object':
      return plainText(spec.object?.target, status?.object?.current);
    case 'Pods':
      return `${quantityText(status?.pods?.current, 'averageValue')}/${spec.pods?.target.averageValue}`;
    case 'Resource':
      return `${spec.resource?.name}: ${resourceText(spec.resource?.target, status?.resource?.current)}`;
    case 'ContainerResource': {
      const text = resourceText(spec.containerResource?.target, status?.containerResource?.current);
      return `${spec.containerResource?.name}: ${text}`;
    }
    default:
      return '<unknown type>';
  }
}

function plainText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) {
    return `${current?.averageValue ?? '<unknown>'}/${target.averageValue} (avg)`;
  }
  return `${quantityText(current, 'value')}/${target?.value}`;
}

function resourceText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `${quantityText(current, 'averageValue')}/${target.averageValue}`;
  const percent = (value: number | undefined, unset: string) => (value === undefined ? unset : `${value}%`);
  return `${percent(current?.averageUtilization, '<unknown>')}/${percent(target?.averageUtilization, '<auto>')}`;
}

/** Not measured at all is unknown; measured without this value is Go's nil. */
function quantityText(current: MetricValueStatus | undefined, field: 'value' | 'averageValue'): string {
  return current === undefined ? '<unknown>' : (current[field] ?? '<nil>');
}

/** `kubectl get pdb`. */
export const podDisruptionBudgetTable: TablePrinter<PodDisruptionBudget> = {
  columns: [
    ...columns('Name', 'Min Available', 'Max Unavailable'),
    ...integerColumns('Allowed Disruptions'),
    ...columns('Age'),
  ],
  cells: (budget, now) => [
    budget.metadata.name,
    budget.spec.minAvailable ?? 'N/A',
    budget.spec.maxUnavailable ?? 'N/A',
    budget.status?.disruptionsAllowed ?? 0,
    age(budget, now),
  ],
};

interface Scale extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas?: number };
}

/** `kubectl get deployment web --subresource=scale`. */
export const scaleTable: TablePrinter<Scale> = {
  columns: [...columns('Name'), ...integerColumns('Desired', 'Available'), ...columns('Age')],
  cells: (scale, now) => [scale.metadata.name, scale.spec.replicas ?? 0, scale.status.replicas ?? 0, age(scale, now)],
};
