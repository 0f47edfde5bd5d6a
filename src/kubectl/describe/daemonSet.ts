/** Describes a DaemonSet. Models describeDaemonSet of kubectl's describe.go (v1.36.3). */
import type { DaemonSet } from '../../api/apps/daemonSet';
import { formatLabelSelector } from '../../api/meta/labels';
import { formatLabels } from '../../printers/cells';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeEvents } from './events';
import { describeAnnotations, describeLabels } from './labels';
import { podCountsText } from './podCounts';
import { describePodTemplate } from './podTemplate';

export async function describeDaemonSet(set: DaemonSet, d: Description, context: DescribeContext): Promise<void> {
  const { metadata, spec, status } = set;
  const counts = await podCountsText(set, spec.selector, context);
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  d.line(0, `Selector:\t${formatLabelSelector(spec.selector)}`);
  d.line(0, `Node-Selector:\t${formatLabels(spec.template.spec.nodeSelector)}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, `Desired Number of Nodes Scheduled: ${status.desiredNumberScheduled ?? 0}`);
  d.line(0, `Current Number of Nodes Scheduled: ${status.currentNumberScheduled ?? 0}`);
  d.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status.updatedNumberScheduled ?? 0}`);
  d.line(0, `Number of Nodes Scheduled with Available Pods: ${status.numberAvailable ?? 0}`);
  d.line(0, `Number of Nodes Misscheduled: ${status.numberMisscheduled ?? 0}`);
  d.line(0, `Pods Status:\t${counts}`);
  describePodTemplate(d, spec.template);
  await describeEvents(d, set, context);
}
