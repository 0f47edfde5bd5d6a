/** Describes PodDisruptionBudgets and PriorityClasses. Models kubectl's describe.go (v1.36.3). */
import type { PodDisruptionBudget } from '../../api/policy/podDisruptionBudget';
import type { PriorityClass } from '../../api/scheduling/priorityClass';
import { formatLabels, selectorText } from '../../printers/cells';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeEvents } from './events';

export async function describePodDisruptionBudget(
  budget: PodDisruptionBudget,
  d: Description,
  context: DescribeContext,
): Promise<void> {
  const { metadata, spec, status } = budget;
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  if (spec.minAvailable !== undefined) d.line(0, `Min available:\t${spec.minAvailable}`);
  else if (spec.maxUnavailable !== undefined) d.line(0, `Max unavailable:\t${spec.maxUnavailable}`);
  d.line(0, `Selector:\t${spec.selector === undefined ? '<unset>' : selectorText(spec.selector)}`);
  d.line(0, 'Status:');
  d.line(2, `Allowed disruptions:\t${status.disruptionsAllowed ?? 0}`);
  d.line(2, `Current:\t${status.currentHealthy ?? 0}`);
  d.line(2, `Desired:\t${status.desiredHealthy ?? 0}`);
  d.line(2, `Total:\t${status.expectedPods ?? 0}`);
  await describeEvents(d, budget, context);
}

export async function describePriorityClass(
  priorityClass: PriorityClass,
  d: Description,
  context: DescribeContext,
): Promise<void> {
  const { metadata, value, globalDefault = false, preemptionPolicy = '', description = '' } = priorityClass;
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Value:\t${value}`);
  d.line(0, `GlobalDefault:\t${globalDefault}`);
  d.line(0, `PreemptionPolicy:\t${preemptionPolicy}`);
  d.line(0, `Description:\t${description}`);
  d.line(0, `Annotations:\t${formatLabels(metadata.annotations)}`);
  await describeEvents(d, priorityClass, context);
}
