/**
 * What becomes of a wanted size: held back by recent recommendations, by the rate of change and by the bounds.
 * Models normalizeDesiredReplicas and normalizeDesiredReplicasWithBehaviors of
 * pkg/controller/podautoscaler/horizontal.go (v1.36.3).
 */
import type { HPAScalingRules, HorizontalPodAutoscaler } from '../../api/autoscaling/horizontalPodAutoscaler';

/** --horizontal-pod-autoscaler-downscale-stabilization. */
const DOWNSCALE_STABILIZATION_MS = 300_000;
const SCALE_UP_FACTOR = 2;
const SCALE_UP_MINIMUM = 4;

interface Timed {
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
  readonly replicas: number;
}
/** What the controller remembers of one autoscaler: lost when the process ends, as in Kubernetes. */
export interface History {
  readonly recommendations: readonly Timed[];
  /** Replicas added and taken away. */
  readonly added: readonly Timed[];
  readonly removed: readonly Timed[];
}
/** Reason and message of a condition. */
export interface Said {
  readonly reason: string;
  readonly message: string;
}
export interface Wish {
  readonly current: number;
  readonly desired: number;
  readonly min: number;
  readonly max: number;
  readonly now: number;
}
export interface Normalized {
  readonly replicas: number;
  readonly history: History;
  /** For AbleToScale. */
  readonly able: Said;
  /** For ScalingLimited. */
  readonly limited: Said & { readonly isLimited: boolean };
}

type Behavior = NonNullable<HorizontalPodAutoscaler['spec']['behavior']>;

const READY: Said = { reason: 'ReadyForNewScale', message: 'recommended size matches current size' };
const IN_RANGE: Said = { reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' };
const TOO_MANY: Said = {
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
};
const TOO_FEW: Said = {
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
};
const TOO_FAST_UP: Said = {
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
};
const TOO_FAST_DOWN: Said = {
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
};
const HELD_UP: Said = {
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};
const HELD_DOWN: Said = {
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};

/** The size that `wish` comes to. */
export function normalize(behavior: Behavior | undefined, history: History, wish: Wish): Normalized {
  const { recommendation, recommendations, held } =
    behavior === undefined ? stabilized(history, wish) : stabilizedBy(behavior, history, wish);
  const bounded =
    behavior === undefined
      ? bounds({ ...wish, desired: recommendation })
      : boundsBy(behavior, history, { ...wish, desired: recommendation });
  return {
    replicas: bounded.replicas,
    history: { ...history, recommendations },
    able: recommendation === wish.desired ? READY : held,
    limited: { ...bounded.said, isLimited: bounded.replicas !== recommendation },
  };
}

interface Stabilized {
  readonly recommendation: number;
  readonly recommendations: readonly Timed[];
  readonly held: Said;
}

/** Without behavior: the highest recommendation of five minutes. */
function stabilized({ recommendations }: History, { desired, now }: Wish): Stabilized {
  const recent = recommendations.filter(({ at }) => at >= now - DOWNSCALE_STABILIZATION_MS);
  const recommendation = recent.reduce((most, { replicas }) => Math.max(most, replicas), desired);
  return { recommendation, recommendations: [...recent, { at: now, replicas: desired }], held: HELD_DOWN };
}

function stabilizedBy(behavior: Behavior, { recommendations }: History, { current, desired, now }: Wish): Stabilized {
  const upMs = (behavior.scaleUp?.stabilizationWindowSeconds ?? 0) * 1000;
  const downMs = (behavior.scaleDown?.stabilizationWindowSeconds ?? DOWNSCALE_STABILIZATION_MS / 1000) * 1000;
  let up = desired;
  let down = desired;
  for (const { at, replicas } of recommendations) {
    if (at > now - upMs) up = Math.min(up, replicas);
    if (at > now - downMs) down = Math.max(down, replicas);
  }
  const recent = recommendations.filter(({ at }) => at >= now - Math.max(upMs, downMs));
  return {
    recommendation: Math.min(Math.max(current, up), down),
    recommendations: [...recent, { at: now, replicas: desired }],
    held: desired >= current ? HELD_UP : HELD_DOWN,
  };
}

interface Bounded {
  readonly replicas: number;
  readonly said: Said;
}

function bounds({ current, desired, min, max }: Wish): Bounded {
  const limit = Math.max(SCALE_UP_FACTOR * current, SCALE_UP_MINIMUM);
  const isRate = max > limit;
  const most = isRate ? limit : max;
  if (desired < min) return { replicas: min, said: TOO_FEW };
  if (desired > most) return { replicas: most, said: isRate ? TOO_FAST_UP : TOO_MANY };
  return { replicas: desired, said: IN_RANGE };
}

function boundsBy(behavior: Behavior, history: History, { current, desired, min, max, now }: Wish): Bounded {
  if (desired > current) {
    const limit = Math.max(current, rateLimit(behavior.scaleUp, history, current, now, 1));
    const isRate = max > limit;
    const most = isRate ? limit : max;
    if (desired > most) return { replicas: most, said: isRate ? TOO_FAST_UP : TOO_MANY };
  } else if (desired < current) {
    const limit = Math.min(current, rateLimit(behavior.scaleDown, history, current, now, -1));
    const isRate = min < limit;
    const least = isRate ? limit : min;
    if (desired < least) return { replicas: least, said: isRate ? TOO_FAST_DOWN : TOO_FEW };
  }
  return { replicas: desired, said: IN_RANGE };
}

/** How far the policies let the size go in one direction (1: up, -1: down). */
function rateLimit(
  rules: HPAScalingRules | undefined,
  { added, removed }: History,
  current: number,
  now: number,
  direction: 1 | -1,
): number {
  if (rules?.selectPolicy === 'Disabled') return current;
  const limits = (rules?.policies ?? []).map(({ type, value, periodSeconds }) => {
    const since = now - periodSeconds * 1000;
    const atStart = current - changeSince(added, since) + changeSince(removed, since);
    if (type === 'Pods') return atStart + direction * value;
    const part = atStart * (1 + (direction * value) / 100);
    return direction === 1 ? Math.ceil(part) : Math.trunc(part);
  });
  // The greatest change is the highest limit on the way up and the lowest on the way down.
  const wantsHighest = (rules?.selectPolicy === 'Min') === (direction === -1);
  return wantsHighest ? Math.max(...limits) : Math.min(...limits);
}

function changeSince(changes: readonly Timed[], since: number): number {
  return changes.reduce((sum, { at, replicas }) => (at > since ? sum + replicas : sum), 0);
}

/** The history after a change of size, as far as a behavior asks for it. */
export function withScaling(
  behavior: Behavior | undefined,
  history: History,
  change: { readonly from: number; readonly to: number; readonly now: number },
): History {
  if (behavior === undefined) return history;
  const { from, to, now } = change;
  const isUp = to > from;
  const longest = (rules: HPAScalingRules | undefined) =>
    Math.max(0, ...(rules?.policies ?? []).map(({ periodSeconds }) => periodSeconds));
  const keep = (changes: readonly Timed[], rules: HPAScalingRules | undefined) =>
    changes.filter(({ at }) => at > now - longest(rules) * 1000);
  const event = { at: now, replicas: Math.abs(to - from) };
  return isUp
    ? { ...history, added: [...keep(history.added, behavior.scaleUp), event] }
    : { ...history, removed: [...keep(history.removed, behavior.scaleDown), event] };
}
