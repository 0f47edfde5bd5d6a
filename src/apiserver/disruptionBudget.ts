/**
 * Asks the budget of a pod whether it may be evicted, and notes in the budget that it is.
 * Models pkg/registry/core/pod/storage/eviction.go (v1.36.3).
 */
import type { Pod } from '../api/core/pod';
import { isPodReady, isPodTerminal } from '../api/core/podStatus';
import { conditionOf } from '../api/meta/conditions';
import { labelSelectorMatches } from '../api/meta/labels';
import { keyOf } from '../api/meta/objectMeta';
import { ApiError, type StatusCause, failure } from '../api/meta/status';
import { formatTime } from '../api/meta/time';
import { SYNC_FAILED, withDisruptionAllowed } from '../api/policy/disruptionAllowed';
import type { PodDisruptionBudget } from '../api/policy/podDisruptionBudget';
import { type Call, isTerminating } from './call';
import { plainError } from './errors';
import { storageKey } from './storageKey';
import { writeUpdate } from './update';

const REFUSAL = "Cannot evict pod as it would violate the pod's disruption budget.";
const RETRY_AFTER_SECONDS = 10;

/** Returns if `pod` may go, charged to its budget unless `dryRun`. Throws 429, or 500 if there are several budgets. */
export function askDisruptionBudget(call: Call, pod: Pod, dryRun: boolean): void {
  // What has not begun, has ended or is going anyway disrupts nothing.
  if (pod.status.phase === 'Pending' || isPodTerminal(pod) || isTerminating(pod)) return;
  const { namespace, labels } = pod.metadata;
  const budgets = call.backend.reader
    .list('PodDisruptionBudget', namespace)
    .filter(({ spec }) => labelSelectorMatches(spec.selector, labels));
  const [budget, ...others] = budgets;
  if (budget === undefined) return;
  if (others.length > 0) {
    throw plainError(
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
  }
  if (!isPodReady(pod) && isFree(budget)) return;
  const status = charged(budget, pod, formatTime(call.backend.clock.now()));
  if (dryRun) return;
  const entry = call.backend.store.get(storageKey('PodDisruptionBudget', keyOf(budget)));
  if (entry === undefined) return;
  const charge = () =>
    writeUpdate(call, 'PodDisruptionBudget', entry, { ...budget, status } as typeof entry.value, false);
  const { disruptionsAllowed: left } = status;
  call.backend.applying('budgetCharged', { budget: budget.metadata.name, pod: pod.metadata.name, left }, charge);
}

/** True if pods that are not ready may go without being counted. */
function isFree({ spec, status }: PodDisruptionBudget): boolean {
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return status.desiredHealthy > 0 && status.currentHealthy >= status.desiredHealthy;
}

/** The status with one more eviction. Throws 429 if there is none left. */
function charged({ metadata, status }: PodDisruptionBudget, pod: Pod, now: string): PodDisruptionBudget['status'] {
  const { name, generation = 0 } = metadata;
  if ((status.observedGeneration ?? 0) < generation) {
    const message = `The disruption budget ${name} is still being processed by the server.`;
    throw tooMany({ reason: 'DisruptionBudget', message }, RETRY_AFTER_SECONDS);
  }
  if (status.disruptionsAllowed === 0) {
    const condition = conditionOf(status.conditions, 'DisruptionAllowed');
    const message =
      condition?.reason === SYNC_FAILED
        ? `The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${condition.message}`
        : `The disruption budget ${name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`;
    throw tooMany({ reason: 'DisruptionBudget', message });
  }
  const disruptionsAllowed = status.disruptionsAllowed - 1;
  const disruptedPods = { ...status.disruptedPods, [pod.metadata.name]: now };
  const next = { ...status, disruptionsAllowed, disruptedPods };
  return disruptionsAllowed === 0 ? withDisruptionAllowed(next, now) : next;
}

function tooMany(cause: StatusCause, retryAfterSeconds?: number): ApiError {
  const details = { causes: [cause], ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  return new ApiError(failure(429, 'TooManyRequests', REFUSAL, details));
}
