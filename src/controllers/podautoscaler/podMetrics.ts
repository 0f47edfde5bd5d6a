/**
 * What the pods of an autoscaler's target use, as metrics.k8s.io tells it, and the real words where it cannot be had.
 * Models pkg/controller/podautoscaler/metrics/client.go (v1.36.3).
 */
import { formatLabelSelector } from '../../api/meta/labels';
import { milliValue } from '../../api/meta/quantity';
import { ApiError } from '../../api/meta/status';
import { parseTime } from '../../api/meta/time';
import type { MetricIdentifier } from '../../api/autoscaling/horizontalPodAutoscaler';
import type { ControllerWorld } from '../controller';

/** What one pod uses: thousandths of a core or of a byte, over `windowMs` before `at`. */
export interface PodMetric {
  readonly value: number;
  readonly at: number;
  readonly windowMs: number;
}
/** By pod name. */
export type PodMetrics = ReadonlyMap<string, PodMetric>;

/** A metric that cannot be had, in the words of events and conditions. */
export class MetricError extends Error {}

interface PodMetricsList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly timestamp: string;
    readonly window: string;
    readonly containers: readonly { readonly name: string; readonly usage: Readonly<Record<string, string>> }[];
  }[];
}

/** Use of `resource` by the pods that `selector` finds, or by their container `container` alone. Throws MetricError. */
export async function resourceMetric(
  world: ControllerWorld,
  namespace: string,
  target: { readonly resource: string; readonly container?: string | undefined; readonly selector: string },
): Promise<PodMetrics> {
  const { resource, container, selector } = target;
  const { items } = await readPodMetrics(world, namespace, selector);
  if (items.length === 0) throw new MetricError('no metrics returned from resource metrics API');
  const metrics = new Map<string, PodMetric>();
  for (const pod of items) {
    const counted = pod.containers.filter(({ name }) => container === undefined || name === container);
    if (counted.length === 0 && container !== undefined) {
      throw new MetricError(`container ${container} not present in metrics for pod ${namespace}/${pod.metadata.name}`);
    }
    if (counted.length === 0 || counted.some(({ usage }) => usage[resource] === undefined)) continue;
    const value = counted.reduce((sum, { usage }) => sum + milliValue(usage[resource] ?? '0'), 0);
    metrics.set(pod.metadata.name, {
      value,
      at: parseTime(pod.timestamp),
      windowMs: Number.parseFloat(pod.window) * 1000,
    });
  }
  return metrics;
}

async function readPodMetrics(world: ControllerWorld, namespace: string, selector: string): Promise<PodMetricsList> {
  const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods`;
  try {
    const response = await world.client.raw({ method: 'GET', path, query: { labelSelector: selector } });
    if (response.code === 200) return response.body as PodMetricsList; // What the path answers with.
    throw new MetricError(unavailable('resource metrics API', 'pods.metrics.k8s.io', response.code));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new MetricError(unavailable('resource metrics API', 'pods.metrics.k8s.io', error.code));
  }
}

function unavailable(api: string, resource: string, code: number): string {
  const why =
    code === 404
      ? 'the server could not find the requested resource'
      : 'the server is currently unable to handle the request';
  return `unable to fetch metrics from ${api}: ${why} (get ${resource})`;
}

/** Nobody serves the metrics of objects and of pods other than their resources. */
export const NO_CUSTOM_METRICS =
  'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';

/** Nor those from outside of the cluster. */
export function noExternalMetric(namespace: string, { name, selector }: MetricIdentifier): string {
  const which = `${namespace}/${name}/${selector === undefined ? 'nil' : formatLabelSelector(selector)}`;
  const why = unavailable('external metrics API', `${name}.external.metrics.k8s.io`, 404);
  return `unable to get external metric ${which}: ${why}`;
}
