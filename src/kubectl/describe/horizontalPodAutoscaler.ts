/** Describes a HorizontalPodAutoscaler. Models describeHorizontalPodAutoscalerV2 of kubectl's describe.go (v1.36.3). */
import type {
  HorizontalPodAutoscaler,
  HPAScalingRules,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from '../../api/autoscaling/horizontalPodAutoscaler';
import { goQuote } from '../../printers/goFormat';
import { dateText } from './dates';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeEvents } from './events';
import { describeAnnotations, describeLabels } from './labels';

const UNKNOWN = '<unknown>';

export async function describeHorizontalPodAutoscaler(
  autoscaler: HorizontalPodAutoscaler,
  d: Description,
  context: DescribeContext,
): Promise<void> {
  const { metadata, spec, status } = autoscaler;
  const { kind, name } = spec.scaleTargetRef;
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, `CreationTimestamp:\t${dateText(metadata.creationTimestamp)}`);
  d.line(0, `Reference:\t${kind}/${name}`);
  d.line(0, 'Metrics:\t( current / target )');
  (spec.metrics ?? []).forEach((metric, index) => {
    d.line(1, metricText(metric, status.currentMetrics?.[index]));
  });
  d.line(0, `Min replicas:\t${spec.minReplicas ?? '<unset>'}`);
  d.line(0, `Max replicas:\t${spec.maxReplicas}`);
  if (spec.behavior !== undefined) {
    d.line(0, 'Behavior:');
    describeRules(d, 'Scale Up', spec.behavior.scaleUp);
    describeRules(d, 'Scale Down', spec.behavior.scaleDown);
  }
  d.line(0, `${kind} pods:\t${status.currentReplicas ?? 0} current / ${status.desiredReplicas ?? 0} desired`);
  const { conditions = [] } = status;
  if (conditions.length > 0) {
    d.line(0, 'Conditions:');
    d.line(1, 'Type\tStatus\tReason\tMessage');
    d.line(1, '----\t------\t------\t-------');
  }
  for (const { type, status: state, reason = '', message = '' } of conditions) {
    d.line(1, `${type}\t${state}\t${reason}\t${message}`);
  }
  await describeEvents(d, autoscaler, context);
}

/** `resource memory on pods:` and, after a tab, `100Mi / 200Mi`. */
function metricText(metric: MetricSpec, status: MetricStatus | undefined): string {
  const { external, pods, object, resource, containerResource } = metric;
  if (external !== undefined)
    return valueText(goQuote(external.metric.name), external.target, status?.external?.current);
  if (pods !== undefined) {
    const current = status?.pods?.current.averageValue ?? UNKNOWN;
    return `${goQuote(pods.metric.name)} on pods:\t${current} / ${pods.target.averageValue ?? '0'}`;
  }
  if (object !== undefined) {
    const { kind, name } = object.describedObject;
    return valueText(`"${object.metric.name}" on ${kind}/${name}`, object.target, status?.object?.current);
  }
  if (resource !== undefined)
    return shareText(`resource ${resource.name} on pods`, resource.target, status?.resource?.current);
  if (containerResource !== undefined) {
    const title = `resource ${containerResource.name} of container "${containerResource.container}" on pods`;
    return shareText(title, containerResource.target, status?.containerResource?.current);
  }
  return `<unknown metric type ${goQuote(metric.type)}>`;
}

function valueText(title: string, target: MetricTarget, current: MetricValueStatus | undefined): string {
  if (target.averageValue !== undefined) {
    return `${title} (target average value):\t${current?.averageValue ?? UNKNOWN} / ${target.averageValue}`;
  }
  return `${title} (target value):\t${current?.value ?? UNKNOWN} / ${target.value ?? '0'}`;
}

function shareText(title: string, target: MetricTarget, current: MetricValueStatus | undefined): string {
  if (target.averageValue !== undefined) {
    return `${title}:\t${current?.averageValue ?? UNKNOWN} / ${target.averageValue}`;
  }
  const { averageUtilization, averageValue = '0' } = current ?? {};
  const now = averageUtilization === undefined ? UNKNOWN : `${averageUtilization}% (${averageValue})`;
  const wanted = target.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`;
  return `${title}  (as a percentage of request):\t${now} / ${wanted}`;
}

function describeRules(d: Description, direction: string, rules: HPAScalingRules | undefined): void {
  if (rules === undefined) return;
  const { stabilizationWindowSeconds, policies = [], selectPolicy = 'Max' } = rules;
  d.line(1, `${direction}:`);
  if (stabilizationWindowSeconds !== undefined) {
    d.line(2, `Stabilization Window: ${stabilizationWindowSeconds} seconds`);
  }
  if (policies.length === 0) return;
  d.line(2, `Select Policy: ${selectPolicy}`);
  d.line(2, 'Policies:');
  for (const { type, value, periodSeconds } of policies) {
    d.line(3, `- Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds`);
  }
}
