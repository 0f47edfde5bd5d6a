/** Describes a Deployment and its ReplicaSets. Models describeDeployment of kubectl's describe.go (v1.36.3). */
import type { Deployment } from '../../api/apps/deployment';
import type { ReplicaSet } from '../../api/apps/replicaSet';
import { formatLabelSelector } from '../../api/meta/labels';
import { ApiError } from '../../api/meta/status';
import { replicaSetsOf } from '../rollout/replicaSets';
import { describeReplicaConditions } from './conditions';
import { dateText } from './dates';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeEvents } from './events';
import { describeAnnotations, describeLabels } from './labels';
import { describePodTemplate } from './podTemplate';

export async function describeDeployment(
  deployment: Deployment,
  d: Description,
  context: DescribeContext,
): Promise<void> {
  const { metadata, spec, status } = deployment;
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  d.line(0, `CreationTimestamp:\t${dateText(metadata.creationTimestamp)}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, `Selector:\t${formatLabelSelector(spec.selector)}`);
  d.line(0, `Replicas:\t${replicasText(deployment)}`);
  d.line(0, `StrategyType:\t${spec.strategy.type}`);
  d.line(0, `MinReadySeconds:\t${spec.minReadySeconds ?? 0}`);
  const { rollingUpdate } = spec.strategy;
  if (rollingUpdate !== undefined) {
    const { maxUnavailable, maxSurge } = rollingUpdate;
    d.line(0, `RollingUpdateStrategy:\t${maxUnavailable} max unavailable, ${maxSurge} max surge`);
  }
  describePodTemplate(d, spec.template);
  describeReplicaConditions(d, status.conditions);
  await describeReplicaSets(d, deployment, context);
  await describeEvents(d, deployment, context);
}

function replicasText({ spec, status }: Deployment): string {
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status;
  const now = `${updatedReplicas} updated | ${replicas} total | ${availableReplicas} available`;
  return `${spec.replicas} desired | ${now} | ${unavailableReplicas} unavailable`;
}

async function describeReplicaSets(d: Description, deployment: Deployment, context: DescribeContext): Promise<void> {
  try {
    const { old, current } = await replicaSetsOf(deployment, (selector) =>
      context.related.list<ReplicaSet>('ReplicaSet', deployment.metadata.namespace, { labelSelector: selector }),
    );
    if (old.length === 0 && current === undefined) return;
    d.line(0, `OldReplicaSets:\t${setsText(old)}`);
    d.line(0, `NewReplicaSet:\t${setsText(current === undefined ? [] : [current])}`);
  } catch (error) {
    // A server that does not tell of ReplicaSets leaves the two lines out.
    if (!(error instanceof ApiError)) throw error;
  }
}

function setsText(sets: readonly ReplicaSet[]): string {
  const texts = sets.map(
    ({ metadata, spec, status }) => `${metadata.name} (${status.replicas}/${spec.replicas} replicas created)`,
  );
  return texts.length === 0 ? '<none>' : texts.join(', ');
}
