/**
 * Counts the pods behind each PodDisruptionBudget and says how many may be evicted.
 * Models pkg/controller/disruption/disruption.go (v1.36.3). Left out: DisruptionTarget conditions that went stale.
 */
import type { Pod } from '../../api/core/pod';
import { isPodReady, isPodTerminal, isPodTerminating } from '../../api/core/podStatus';
import { isDeepEqual } from '../../api/meta/equality';
import { labelSelectorMatches } from '../../api/meta/labels';
import { type IntOrString, type LabelSelector, type Time, keyOf } from '../../api/meta/objectMeta';
import { formatTime, parseTime } from '../../api/meta/time';
import { withDisruptionAllowed } from '../../api/policy/disruptionAllowed';
import type { PodDisruptionBudget } from '../../api/policy/podDisruptionBudget';
import type { CacheChange } from '../../client/cache';
import type { Controller, ControllerWorld } from '../controller';
import { NoScaleError, SCALED, expectedScale } from './expectedPods';

/** So long an evicted pod has to be on its way before it counts again. */
const DELETION_TIMEOUT_MS = 120_000;

export const disruptionController: Controller<'PodDisruptionBudget'> = {
  name: 'disruption-controller',
  source: 'controllermanager',
  kind: 'PodDisruptionBudget',
  watches: [
    {
      kind: 'Pod',
      concerns(change, cache) {
        const { namespace, labels } = change.object.metadata;
        const budgets = cache.list('PodDisruptionBudget', namespace);
        if (budgets.length === 0 || !changesHealth(change)) return [];
        return budgets.filter(({ spec }) => labelSelectorMatches(spec.selector, labels)).map(keyOf);
      },
    },
  ],
  reads: SCALED,

  async reconcile(key, world) {
    const budget = world.cache.get('PodDisruptionBudget', key);
    if (budget === undefined) return undefined;
    const pods = world.cache
      .list('Pod', key.namespace)
      .filter(({ metadata }) => labelSelectorMatches(budget.spec.selector, metadata.labels));
    if (pods.length === 0) {
      await world.recorder.event(budget, 'Normal', 'NoPods', 'No matching pods found');
    }
    try {
      const counts = await countsOf(budget, pods, world);
      const { disruptedPods, recheckMs } = stillDisrupted(budget, pods, world.clock.now());
      await writeStatus(budget, pods, counts, disruptedPods, world);
      return recheckMs === undefined ? undefined : { requeueAfterMs: recheckMs };
    } catch (error) {
      if (!(error instanceof NoScaleError)) throw error;
      await writeFailure(budget, error.message, world);
      return undefined;
    }
  },
};

/** Most changes of a pod on its way up leave every count as it was. */
function changesHealth({ type, object, previous }: CacheChange): boolean {
  if (type !== 'MODIFIED' || previous === undefined) return true;
  const [next, old] = [object as Pod, previous as Pod]; // The watch is for pods.
  return (
    next.metadata.labels !== old.metadata.labels ||
    next.metadata.deletionTimestamp !== old.metadata.deletionTimestamp ||
    next.metadata.ownerReferences !== old.metadata.ownerReferences ||
    isPodReady(next) !== isPodReady(old) ||
    isPodTerminal(next) !== isPodTerminal(old)
  );
}

interface Counts {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
}

async function countsOf(budget: PodDisruptionBudget, pods: readonly Pod[], world: ControllerWorld): Promise<Counts> {
  const { minAvailable, maxUnavailable } = budget.spec;
  if (maxUnavailable === undefined && minAvailable === undefined) return { expectedPods: 0, desiredHealthy: 0 };
  if (maxUnavailable === undefined && typeof minAvailable === 'number') {
    return { expectedPods: pods.length, desiredHealthy: minAvailable };
  }
  const expected = await scaleOf(budget, pods, world);
  const desiredHealthy =
    maxUnavailable === undefined
      ? share(minAvailable ?? 0, expected)
      : Math.max(0, expected - share(maxUnavailable, expected));
  return { expectedPods: expected, desiredHealthy };
}

/** The sum of the scales, with events about what is in the way of it. Throws NoScaleError. */
async function scaleOf(budget: PodDisruptionBudget, pods: readonly Pod[], world: ControllerWorld): Promise<number> {
  const { cache, recorder, explain } = world;
  const { name } = budget.metadata;
  try {
    const { expected, unmanaged } = expectedScale(pods, cache);
    if (unmanaged.length > 0) {
      const message = `Pods selected by this PodDisruptionBudget (selector: ${inGo(budget.spec.selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
      explain.rule('budgetUncountable', { budget: name, message: 'UnmanagedPods' });
      await recorder.event(budget, 'Warning', 'UnmanagedPods', message);
    }
    return expected;
  } catch (error) {
    if (error instanceof NoScaleError) {
      const message = `Failed to calculate the number of expected pods: ${error.message}`;
      explain.rule('budgetUncountable', { budget: name, message: error.message });
      await recorder.event(budget, 'Warning', 'CalculateExpectedPodCountFailed', message);
    }
    throw error;
  }
}

/** A percentage is rounded up. */
function share(amount: IntOrString, total: number): number {
  return typeof amount === 'number' ? amount : Math.ceil((Number.parseInt(amount, 10) * total) / 100);
}

/** A selector as Go prints it with %v. */
function inGo(selector: LabelSelector | undefined): string {
  if (selector === undefined) return 'nil';
  const labels = Object.entries(selector.matchLabels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${value},`);
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`;
}

/** Evicted pods that are not being deleted yet, while that may still come; and when the first of them is overdue. */
function stillDisrupted(
  { status }: PodDisruptionBudget,
  pods: readonly Pod[],
  now: number,
): { readonly disruptedPods: Readonly<Record<string, Time>>; readonly recheckMs?: number } {
  const disruptedPods: Record<string, Time> = {};
  let recheckMs: number | undefined;
  for (const pod of pods) {
    const since = status.disruptedPods?.[pod.metadata.name];
    if (since === undefined || isPodTerminating(pod)) continue;
    const restMs = parseTime(since) + DELETION_TIMEOUT_MS - now;
    if (restMs <= 0) continue;
    disruptedPods[pod.metadata.name] = since;
    recheckMs = Math.min(recheckMs ?? restMs, restMs);
  }
  return recheckMs === undefined ? { disruptedPods } : { disruptedPods, recheckMs };
}

async function writeStatus(
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  { expectedPods, desiredHealthy }: Counts,
  disruptedPods: Readonly<Record<string, Time>>,
  world: ControllerWorld,
): Promise<void> {
  const currentHealthy = pods.filter(
    (pod) => pod.metadata.deletionTimestamp === undefined && !(pod.metadata.name in disruptedPods) && isPodReady(pod),
  ).length;
  // A budget without pods allows nothing: its first pods must not be evicted before they are counted.
  const disruptionsAllowed = expectedPods <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  const { disruptedPods: _before, ...rest } = budget.status;
  const { generation } = budget.metadata;
  const counted = {
    ...rest,
    ...(Object.keys(disruptedPods).length === 0 ? {} : { disruptedPods }),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    disruptionsAllowed,
    currentHealthy,
    desiredHealthy,
    expectedPods,
  };
  await write(budget, withDisruptionAllowed(counted, formatTime(world.clock.now())), world);
}

async function writeFailure(budget: PodDisruptionBudget, failure: string, world: ControllerWorld): Promise<void> {
  const { generation } = budget.metadata;
  const status = {
    ...budget.status,
    disruptionsAllowed: 0,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
  await write(budget, withDisruptionAllowed(status, formatTime(world.clock.now()), failure), world);
}

async function write(
  budget: PodDisruptionBudget,
  status: PodDisruptionBudget['status'],
  { client, explain }: ControllerWorld,
): Promise<void> {
  if (isDeepEqual(status, budget.status)) return;
  const { currentHealthy: healthy, desiredHealthy: wanted, disruptionsAllowed: allowed } = status;
  explain.rule('budgetCounted', { budget: budget.metadata.name, healthy, wanted, allowed });
  await client.update('PodDisruptionBudget', { ...budget, status }, 'status');
}
