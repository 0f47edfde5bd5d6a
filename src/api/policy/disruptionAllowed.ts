/** The condition of a budget that says whether it allows any eviction. Models pkg/apis/policy/v1 and its helpers (v1.36.3). */
import { withCondition } from '../meta/conditions';
import type { Condition, Time } from '../meta/objectMeta';
import type { PodDisruptionBudget } from './podDisruptionBudget';

/** The reason of a budget whose pods cannot be counted; its message says why. */
export const SYNC_FAILED = 'SyncFailed';

type Status = PodDisruptionBudget['status'];

/** `status` with the condition that fits its disruptionsAllowed, or that tells of `failure`. */
export function withDisruptionAllowed(status: Status, now: Time, failure?: string): Status {
  const isAllowed = failure === undefined && status.disruptionsAllowed > 0;
  const reason = failure === undefined ? (isAllowed ? 'SufficientPods' : 'InsufficientPods') : SYNC_FAILED;
  const conditions = withCondition<Condition>(
    status.conditions,
    {
      type: 'DisruptionAllowed',
      status: isAllowed ? 'True' : 'False',
      ...(status.observedGeneration === undefined ? {} : { observedGeneration: status.observedGeneration }),
      reason,
      message: failure ?? '',
    },
    now,
  );
  return { ...status, conditions };
}
