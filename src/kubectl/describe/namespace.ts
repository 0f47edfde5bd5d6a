/** Describes a Namespace with its quotas and limits. Models describeNamespace of kubectl's describe.go (v1.36.3). */
import type { LimitRange } from '../../api/core/limitRange';
import type { Namespace } from '../../api/core/namespace';
import type { ResourceQuota } from '../../api/core/resourceQuota';
import { describeDatedConditions } from './conditions';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeAnnotations, describeLabels } from './labels';
import { describeLimitRanges, describeQuotas } from './quota';

export async function describeNamespace(
  { metadata, status }: Namespace,
  d: Description,
  { related }: DescribeContext,
): Promise<void> {
  const quotas = await related.listIfServed<ResourceQuota>('ResourceQuota', metadata.name);
  const ranges = await related.listIfServed<LimitRange>('LimitRange', metadata.name);
  d.line(0, `Name:\t${metadata.name}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, `Status:\t${status.phase ?? ''}`);
  const { conditions = [] } = status;
  if (conditions.length > 0) describeDatedConditions(d, conditions);
  if (quotas !== undefined) {
    d.line(0, '');
    describeQuotas(d, quotas);
  }
  if (ranges !== undefined) {
    d.line(0, '');
    describeLimitRanges(d, ranges);
  }
}
