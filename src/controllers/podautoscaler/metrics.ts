/**
 * What each metric of a HorizontalPodAutoscaler asks for, or why it cannot be told.
 * Models computeReplicasForMetric of pkg/controller/podautoscaler/horizontal.go (v1.36.3).
 * Left out: custom and external metrics, which nobody serves here: they are asked for in vain, as in a real cluster.
 */
import type {
  HorizontalPodAutoscaler,
  MetricSpec,
  MetricStatus,
  MetricTarget,
} from '../../api/autoscaling/horizontalPodAutoscaler';
import { formatQuantity, milliValue } from '../../api/meta/quantity';
import type { Pod } from '../../api/core/pod';
import type { Quantity } from '../../api/meta/objectMeta';
import type { ControllerWorld } from '../controller';
import { MetricError, NO_CUSTOM_METRICS, noExternalMetric, resourceMetric } from './podMetrics';
import { type Aim, proposal, type Proposal, requestsOf, type Tolerances } from './replicaCalculator';

/** --horizontal-pod-autoscaler-tolerance. */
const TOLERANCE = 0.1;
const NANO_PER_MILLI = 1_000_000n;

/** Why a metric has no value. */
export interface MetricFailure {
  /** Of the event and of the condition. */
  readonly reason: string;
  /** The event's message, and what the condition says after its first words. */
  readonly message: string;
  /** How the failure of all metrics quotes it. */
  readonly quoted: string;
}
/** What came of one metric. */
export type Outcome =
  | {
      readonly type: 'measured';
      readonly replicas: number;
      /** `cpu resource utilization (percentage of request)`. */
      readonly name: string;
      readonly status: MetricStatus;
    }
  | ({ readonly type: 'failed' } & MetricFailure);

/** What a metric is measured on. */
export interface Measurement {
  readonly hpa: HorizontalPodAutoscaler;
  /** Of the scale's pods. */
  readonly selector: string;
  readonly pods: readonly Pod[];
  readonly current: number;
}

/** Asks for one metric. */
export async function measure(world: ControllerWorld, metric: MetricSpec, on: Measurement): Promise<Outcome> {
  const { namespace = '' } = on.hpa.metadata;
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
      const identifier = metric.external?.metric ?? { name: '' };
      const message = noExternalMetric(namespace, identifier);
      return failure('FailedGetExternalMetric', message, `failed to get ${identifier.name} external metric value`);
    }
    default:
      return measureResource(world, metric, on);
  }
}

async function measureResource(world: ControllerWorld, metric: MetricSpec, on: Measurement): Promise<Outcome> {
  const container = metric.containerResource?.container;
  const { name: resource = '', target } = metric.containerResource ?? metric.resource ?? {};
  try {
    const found = await proposed(world, { resource, container, target }, on);
    const kind = container === undefined ? 'resource' : 'container resource';
    const name = `${resource} ${kind}${found.utilization === undefined ? '' : ' utilization (percentage of request)'}`;
    const current = {
      averageValue: quantityOf(found.average, resource),
      ...(found.utilization === undefined ? {} : { averageUtilization: found.utilization }),
    };
    const status: MetricStatus =
      container === undefined
        ? { type: 'Resource', resource: { name: resource, current } }
        : { type: 'ContainerResource', containerResource: { name: resource, container, current } };
    return { type: 'measured', replicas: found.replicas, name, status };
  } catch (error) {
    if (!(error instanceof MetricError)) throw error;
    const what = target?.averageValue === undefined ? 'utilization' : 'usage';
    const message = `failed to get ${resource} ${what}: ${error.message}`;
    return container === undefined
      ? failure('FailedGetResourceMetric', message, `failed to get ${resource} resource metric value`)
      : failure('FailedGetContainerResourceMetric', message, `failed to get ${container} container metric value`);
  }
}

interface ResourceTarget {
  readonly resource: string;
  readonly container: string | undefined;
  readonly target: MetricTarget | undefined;
}

async function proposed(
  world: ControllerWorld,
  { resource, container, target }: ResourceTarget,
  { hpa, selector, pods, current }: Measurement,
): Promise<Proposal> {
  const { namespace = '' } = hpa.metadata;
  const measured = await fetched(world, namespace, { resource, container, selector });
  const aim: Aim =
    target?.averageValue === undefined
      ? {
          type: 'utilization',
          percent: target?.averageUtilization ?? 0,
          requests: () => requestsOf(pods, resource, container),
        }
      : { type: 'average', value: milliValue(target.averageValue) };
  const now = world.clock.now();
  return proposal(pods, measured, resource, aim, { current, tolerances: tolerancesOf(hpa), now });
}

async function fetched(
  world: ControllerWorld,
  namespace: string,
  target: Parameters<typeof resourceMetric>[2],
): ReturnType<typeof resourceMetric> {
  try {
    return await resourceMetric(world, namespace, target);
  } catch (error) {
    if (!(error instanceof MetricError)) throw error;
    throw new MetricError(`unable to get metrics for resource ${target.resource}: ${error.message}`);
  }
}

function tolerancesOf({ spec: { behavior } }: HorizontalPodAutoscaler): Tolerances {
  const of = (quantity: Quantity | undefined) => (quantity === undefined ? TOLERANCE : milliValue(quantity) / 1000);
  return { scaleUp: of(behavior?.scaleUp?.tolerance), scaleDown: of(behavior?.scaleDown?.tolerance) };
}

/** As recorded: memory keeps its binary suffixes. */
function quantityOf(milli: number, resource: string): Quantity {
  return formatQuantity({
    nano: BigInt(milli) * NANO_PER_MILLI,
    format: resource === 'memory' ? 'BinarySI' : 'DecimalSI',
  });
}

function failure(reason: string, message: string, quote: string): Outcome {
  return { type: 'failed', reason, message, quoted: `${quote}: ${message}` };
}
