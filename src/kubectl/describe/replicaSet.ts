/**
 * Describes ReplicationControllers and ReplicaSets.
 * Models describeReplicationController and describeReplicaSet of kubectl's describe.go (v1.36.3).
 */
import type { ReplicaSet } from '../../api/apps/replicaSet';
import type { ReplicationController } from '../../api/core/replicationController';
import { ApiError } from '../../api/meta/status';
import { formatLabels, selectorText } from '../../printers/cells';
import { describeReplicaConditions } from './conditions';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeEvents } from './events';
import { describeAnnotations, describeLabels } from './labels';
import { describeController } from './pod';
import { podCountsText } from './podCounts';
import { describePodTemplate } from './podTemplate';

export async function describeReplicationController(
  controller: ReplicationController,
  d: Description,
  context: DescribeContext,
): Promise<void> {
  const { metadata, spec, status } = controller;
  const counts = await podCountsText(controller, { matchLabels: spec.selector }, context);
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  d.line(0, `Selector:\t${formatLabels(spec.selector)}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, `Replicas:\t${status.replicas} current / ${spec.replicas} desired`);
  d.line(0, `Pods Status:\t${counts}`);
  describePodTemplate(d, spec.template);
  describeReplicaConditions(d, status.conditions);
  await describeEvents(d, controller, context);
}

export async function describeReplicaSet(set: ReplicaSet, d: Description, context: DescribeContext): Promise<void> {
  const { metadata, spec, status } = set;
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  d.line(0, `Selector:\t${selectorText(spec.selector)}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  describeController(d, set);
  d.line(0, `Replicas:\t${status.replicas} current / ${spec.replicas} desired`);
  d.line(0, `Pods Status:\t${await countsOrError(set, context)}`);
  describePodTemplate(d, spec.template);
  describeReplicaConditions(d, status.conditions);
  await describeEvents(d, set, context);
}

async function countsOrError(set: ReplicaSet, context: DescribeContext): Promise<string> {
  try {
    return await podCountsText(set, set.spec.selector, context);
  } catch (error) {
    if (error instanceof ApiError) return `error in fetching pods: ${error.message}`;
    throw error;
  }
}
