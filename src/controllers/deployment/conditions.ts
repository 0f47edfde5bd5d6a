/**
 * Conditions of a Deployment. They differ from other kinds': one that says the same again is left alone, one that
 * changes goes to the end, and lastUpdateTime moves with progress.
 * Models SetDeploymentCondition of pkg/controller/deployment/util/deployment_util.go (v1.36.3).
 */
import type { DeploymentCondition } from '../../api/apps/deployment';
import { conditionOf } from '../../api/meta/conditions';
import type { Time } from '../../api/meta/objectMeta';

type Conditions = readonly DeploymentCondition[] | undefined;
type Statement = Pick<DeploymentCondition, 'type' | 'status' | 'reason' | 'message'>;

/** `conditions` with `statement`, unless its status and reason are there already. */
export function stating(conditions: Conditions, statement: Statement, now: Time): readonly DeploymentCondition[] {
  const old = conditionOf(conditions, statement.type);
  if (old?.status === statement.status && old.reason === statement.reason) return conditions ?? [];
  return restating(conditions, statement, now);
}

/** `conditions` with `statement` even if it says the same: its lastUpdateTime becomes `now`. */
export function restating(conditions: Conditions, statement: Statement, now: Time): readonly DeploymentCondition[] {
  const old = conditionOf(conditions, statement.type);
  const since = old?.status === statement.status ? old.lastTransitionTime : now;
  const { type, status, reason, message } = statement;
  const next: DeploymentCondition = { type, status, lastUpdateTime: now, lastTransitionTime: since, reason, message };
  return [...(conditions ?? []).filter((each) => each.type !== type), next];
}
