/** Tables of conditions in their several layouts. Models kubectl's describe.go (v1.36.3). */
import type { ConditionStatus, Time } from '../../api/meta/objectMeta';
import { dateText } from './dates';
import type { Description } from './description';

interface ShownCondition {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly lastTransitionTime?: Time | null;
  readonly reason?: string;
  readonly message?: string;
}

/** Type, status and reason: ReplicationController, ReplicaSet, Deployment. */
export function describeReplicaConditions(d: Description, conditions: readonly ShownCondition[] = []): void {
  if (conditions.length === 0) return;
  d.line(0, 'Conditions:\n  Type\tStatus\tReason');
  d.line(1, '----\t------\t------');
  for (const { type, status, reason = '' } of conditions) d.line(1, `${type} \t${status}\t${reason}`);
}

/** Type, status, last transition, reason and message: Namespace, ServiceCIDR. */
export function describeDatedConditions(d: Description, conditions: readonly ShownCondition[]): void {
  d.line(0, 'Conditions:');
  d.line(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage');
  d.line(1, '----\t------\t------------------\t------\t-------');
  for (const { type, status, lastTransitionTime, reason = '', message = '' } of conditions) {
    d.line(1, `${type}\t${status}\t${dateText(lastTransitionTime)}\t${reason}\t${message}`);
  }
}
