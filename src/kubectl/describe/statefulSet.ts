/** Describes a StatefulSet. Models describeStatefulSet of kubectl's describe.go (v1.36.3). */
import type { StatefulSet } from '../../api/apps/statefulSet';
import { formatLabelSelector } from '../../api/meta/labels';
import { describeClaimTemplates } from './claim';
import { dateText } from './dates';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeEvents } from './events';
import { describeAnnotations, describeLabels } from './labels';
import { podCountsText } from './podCounts';
import { describePodTemplate } from './podTemplate';

export async function describeStatefulSet(set: StatefulSet, d: Description, context: DescribeContext): Promise<void> {
  const { metadata, spec, status } = set;
  const counts = await podCountsText(set, spec.selector, context);
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  d.line(0, `CreationTimestamp:\t${dateText(metadata.creationTimestamp)}`);
  d.line(0, `Selector:\t${formatLabelSelector(spec.selector)}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, `Replicas:\t${spec.replicas} desired | ${status.replicas ?? 0} total`);
  d.line(0, `Update Strategy:\t${spec.updateStrategy.type}`);
  const { partition, maxUnavailable } = spec.updateStrategy.rollingUpdate ?? {};
  if (partition !== undefined) {
    d.line(1, `Partition:\t${partition}`);
    if (maxUnavailable !== undefined) d.line(1, `MaxUnavailable:\t${maxUnavailable}`);
  }
  d.line(0, `Pods Status:\t${counts}`);
  describePodTemplate(d, spec.template);
  describeClaimTemplates(d, spec.volumeClaimTemplates);
  await describeEvents(d, set, context);
}
