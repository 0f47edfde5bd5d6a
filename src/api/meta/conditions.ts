/**
 * Lists of conditions: find, set, remove. A condition's lastTransitionTime moves only when its status does.
 * Models staging/src/k8s.io/apimachinery/pkg/api/meta/conditions.go (v1.36.3) and the kinds' own variants of it.
 */
import type { ConditionStatus, Time } from './objectMeta';
import { isDeepEqual } from './equality';

/** What all conditions share; kinds add fields such as lastProbeTime. */
export interface ConditionLike {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: Time | null;
}

/** The condition of that type. */
export function conditionOf<C extends ConditionLike>(
  conditions: readonly C[] | undefined,
  type: string,
): C | undefined {
  if (conditions === undefined) return undefined;
  for (const condition of conditions) if (condition.type === type) return condition;
  return undefined;
}

/** True if the condition of that type has status True. */
export function isConditionTrue(conditions: readonly ConditionLike[] | undefined, type: string): boolean {
  return conditionOf(conditions, type)?.status === 'True';
}

/**
 * `conditions` with `condition` in the place of the one of its type, or at the end. The old lastTransitionTime stays
 * while the status is the same. Hands back the same list if nothing differs.
 */
export function withCondition<C extends ConditionLike>(
  conditions: readonly C[] | undefined,
  condition: Omit<C, 'lastTransitionTime'>,
  now: Time,
): readonly C[] {
  const list = conditions ?? [];
  const index = list.findIndex(({ type }) => type === condition.type);
  const old = list[index];
  const lastTransitionTime = old !== undefined && old.status === condition.status ? old.lastTransitionTime : now;
  const next = { ...condition, lastTransitionTime } as unknown as C; // All of C but the time, and the time.
  if (old === undefined) return [...list, next];
  return isDeepEqual(old, next) ? list : list.map((each, at) => (at === index ? next : each));
}

/** `conditions` without that type; the same list if there is none. */
export function withoutCondition<C extends ConditionLike>(
  conditions: readonly C[] | undefined,
  type: string,
): readonly C[] {
  const list = conditions ?? [];
  return list.some((condition) => condition.type === type) ? list.filter((each) => each.type !== type) : list;
}
