/**
 * autoscaling/v1 HorizontalPodAutoscaler: one number for the cpu, and annotations for all that it has no fields for.
 * Models pkg/apis/autoscaling/v1/conversion.go (v1.36.3). The annotations have the real names, but hold the v2 form.
 */
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from '../../api/autoscaling/horizontalPodAutoscaler';
import type { View } from './views';

const ANNOTATIONS = {
  metrics: 'autoscaling.alpha.kubernetes.io/metrics',
  behavior: 'autoscaling.alpha.kubernetes.io/behavior',
  currentMetrics: 'autoscaling.alpha.kubernetes.io/current-metrics',
  conditions: 'autoscaling.alpha.kubernetes.io/conditions',
} as const;

/** The v1 form, as far as it differs. */
interface Sent {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: { readonly targetCPUUtilizationPercentage?: number };
  readonly status?: { readonly currentCPUUtilizationPercentage?: number };
}

const isCpu = ({ resource }: MetricSpec | MetricStatus) => resource?.name === 'cpu';

export const horizontalPodAutoscalerView: View = {
  kind: 'HorizontalPodAutoscaler',
  group: 'autoscaling',
  version: 'v1',
  toView(object) {
    const { metadata, spec, status } = object as HorizontalPodAutoscaler; // By the kind of the view.
    const { metrics = [], behavior, ...rest } = spec;
    const { currentMetrics, conditions, ...state } = status;
    const cpu = metrics.find((metric) => isCpu(metric) && metric.resource?.target.averageUtilization !== undefined);
    const percent = cpu?.resource?.target.averageUtilization;
    const measured = (currentMetrics ?? []).find(isCpu)?.resource?.current.averageUtilization;
    const told = {
      metrics: metrics.filter((metric) => metric !== cpu),
      behavior,
      currentMetrics: (currentMetrics ?? []).filter(({ type }) => type !== ''),
      conditions,
    };
    return {
      metadata: { ...metadata, ...annotated(metadata.annotations, told) },
      spec: { ...rest, ...(percent !== undefined && { targetCPUUtilizationPercentage: percent }) },
      status: {
        ...state,
        currentReplicas: state.currentReplicas ?? 0,
        ...(measured !== undefined && { currentCPUUtilizationPercentage: measured }),
      },
    };
  },
  fromView(object) {
    const { metadata = {}, spec = {}, status, ...rest } = object as Sent; // Whatever else it is: decoding tells.
    const { targetCPUUtilizationPercentage: percent, ...written } = spec;
    const { currentCPUUtilizationPercentage: _measured, ...state } = status ?? {};
    const { annotations, told } = read(metadata.annotations);
    const target = { type: 'Utilization', averageUtilization: percent };
    const cpu = percent === undefined ? [] : [{ type: 'Resource', resource: { name: 'cpu', target } }];
    const metrics = [...cpu, ...((told.metrics as readonly object[] | undefined) ?? [])]; // Decoding checks it.
    const { behavior, currentMetrics, conditions } = told;
    return {
      ...rest,
      metadata: annotations === undefined ? metadata : { ...metadata, annotations },
      spec: { ...written, ...(metrics.length > 0 && { metrics }), ...(behavior !== undefined && { behavior }) },
      ...(status && {
        status: {
          ...state,
          ...(currentMetrics !== undefined && { currentMetrics }),
          ...(conditions !== undefined && { conditions }),
        },
      }),
    };
  },
};

type Told = Readonly<Partial<Record<keyof typeof ANNOTATIONS, unknown>>>;

function annotated(
  annotations: Readonly<Record<string, string>> | undefined,
  told: Told,
): { readonly annotations?: Readonly<Record<string, string>> } {
  const added: Record<string, string> = {};
  for (const [key, name] of Object.entries(ANNOTATIONS)) {
    const value = told[key as keyof Told]; // A key of the table.
    const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
    if (!isEmpty) added[name] = JSON.stringify(value);
  }
  return Object.keys(added).length === 0 ? {} : { annotations: { ...annotations, ...added } };
}

/** What the annotations hold, and the others. What is no JSON is dropped, as in a real server. */
function read(annotations: Readonly<Record<string, string>> | undefined) {
  const told: Record<string, unknown> = {};
  const kept: Record<string, string> = { ...annotations };
  for (const [key, name] of Object.entries(ANNOTATIONS)) {
    const text = kept[name];
    if (text === undefined) continue;
    delete kept[name];
    try {
      told[key] = JSON.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return { annotations: annotations && kept, told: told as Told };
}
