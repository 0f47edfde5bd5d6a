/**
 * What becomes of the metrics of a HorizontalPodAutoscaler where nobody serves any: each is asked for in vain.
 * Models computeReplicasForMetric of pkg/controller/podautoscaler/horizontal.go and
 * pkg/controller/podautoscaler/metrics/client.go (v1.36.3). Left out: the arithmetic of measured values.
 */
import type { HorizontalPodAutoscaler, MetricSpec, MetricTarget } from '../../api/autoscaling/horizontalPodAutoscaler';
import { formatLabelSelector } from '../../api/meta/labels';

/** Why a metric has no value. */
export interface MetricFailure {
  /** Of the event and of the condition. */
  readonly reason: string;
  /** The event's message, and what the condition says after its first words. */
  readonly message: string;
  /** How the failure of all metrics quotes it. */
  readonly quoted: string;
}

const NO_RESOURCE_METRICS =
  'unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)';
const NO_CUSTOM_METRICS =
  'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';

/** The answer of a cluster without any metrics API to one metric of `hpa`. */
export function metricFailure(hpa: HorizontalPodAutoscaler, metric: MetricSpec): MetricFailure {
  const { namespace = '' } = hpa.metadata;
  switch (metric.type) {
    case 'Object': {
      const { describedObject, metric: { name = '' } = {} } = metric.object ?? {};
      const object = `${describedObject?.kind} on ${namespace} ${describedObject?.name}`;
      const message = `unable to get metric ${name}: ${object}/${NO_CUSTOM_METRICS}`;
      return failure('FailedGetObjectMetric', message, 'failed to get object metric value');
    }
    case 'Pods': {
      const message = `unable to get metric ${metric.pods?.metric.name}: ${NO_CUSTOM_METRICS}`;
      return failure('FailedGetPodsMetric', message, 'failed to get pods metric value');
    }
    case 'External': {
      const { name = '', selector } = metric.external?.metric ?? {};
      const why = `unable to fetch metrics from external metrics API: the server could not find the requested resource (get ${name}.external.metrics.k8s.io)`;
      const which = `${namespace}/${name}/${selector === undefined ? 'nil' : formatLabelSelector(selector)}`;
      const message = `unable to get external metric ${which}: ${why}`;
      return failure('FailedGetExternalMetric', message, `failed to get ${name} external metric value`);
    }
    case 'ContainerResource': {
      const { name = '', container, target } = metric.containerResource ?? {};
      const message = resourceMessage(name, target);
      return failure('FailedGetContainerResourceMetric', message, `failed to get ${container} container metric value`);
    }
    default: {
      const { name = '', target } = metric.resource ?? {};
      const message = resourceMessage(name, target);
      return failure('FailedGetResourceMetric', message, `failed to get ${name} resource metric value`);
    }
  }
}

function failure(reason: string, message: string, quote: string): MetricFailure {
  return { reason, message, quoted: `${quote}: ${message}` };
}

function resourceMessage(name: string, target: MetricTarget | undefined): string {
  const what = target?.averageValue === undefined ? 'utilization' : 'usage';
  return `failed to get ${name} ${what}: unable to get metrics for resource ${name}: ${NO_RESOURCE_METRICS}`;
}
