/**
 * The pod that stands for a workload: for its log, or to enter it.
 * Models GetFirstPod of staging/src/k8s.io/kubectl/pkg/polymorphichelpers/helpers.go and ByLogging and ActivePods of
 * pkg/util/podutils/podutils.go (v1.36.3).
 */
import type { Pod } from '../../api/core/pod';
import { isPodReady, maxRestarts, readySince } from '../../api/core/podStatus';
import { parseTime } from '../../api/meta/time';
import type { Invocation } from '../command';
import { CommandError, ExitError } from '../errors';
import type { Unstructured } from '../resource/access';
import { settled } from '../waiting';

/** Negative if `a` goes first. */
export type PodOrder = (a: Pod, b: Pod) => number;

/**
 * For logs: 1. on a node, 2. running before unknown before pending, 3. ready, 4. ready for longer, 5. with more
 * restarts, 6. older.
 */
export const byLogging: PodOrder = (a, b) =>
  compare(a, b, { Running: 0, Succeeded: 0, Failed: 0, Unknown: 1, Pending: 2 }, true);

/** For exec and the like: as above, but pods that have ended count as pending, and fewer restarts go first. */
export const byActivity: PodOrder = (a, b) =>
  compare(a, b, { Running: 0, Unknown: 1, Pending: 2, Succeeded: 2, Failed: 2 }, false);

function compare(a: Pod, b: Pod, phases: Readonly<Record<string, number>>, moreRestartsFirst: boolean): number {
  const assigned = Number((b.spec.nodeName ?? '') !== '') - Number((a.spec.nodeName ?? '') !== '');
  if (assigned !== 0) return assigned;
  const phase = (phases[a.status.phase] ?? 0) - (phases[b.status.phase] ?? 0);
  if (phase !== 0) return phase;
  const ready = Number(isPodReady(b)) - Number(isPodReady(a));
  if (ready !== 0) return ready;
  const since = isPodReady(a)
    ? (readySince(a) ?? Number.MAX_SAFE_INTEGER) - (readySince(b) ?? Number.MAX_SAFE_INTEGER)
    : 0;
  if (since !== 0) return since;
  const restarts = maxRestarts(a) - maxRestarts(b);
  if (restarts !== 0) return moreRestartsFirst ? -restarts : restarts;
  return parseTime(a.metadata.creationTimestamp) - parseTime(b.metadata.creationTimestamp);
}

/** All pods that match, and the first of them in `order`. Waits for one up to --pod-running-timeout. */
export async function firstPodOf(
  invocation: Invocation,
  namespace: string,
  labelSelector: string,
  order: PodOrder,
): Promise<{ readonly pod: Pod; readonly count: number }> {
  const access = await invocation.access();
  const mapping = (await access.mapper()).resource('pods');
  const { items, resourceVersion } = await access.list(mapping, namespace, { labelSelector });
  const pods = (items as readonly object[] as readonly Pod[]).toSorted(order); // A list of pods.
  const [first] = pods;
  if (first !== undefined) return { pod: first, count: pods.length };
  const arrived = await settled<Pod>(invocation, podRunningTimeoutMs(invocation), (settle) =>
    access.watch(mapping, namespace, { labelSelector, resourceVersion }, (event) => {
      if (event.type === 'ADDED' || event.type === 'MODIFIED') settle(event.object as object as Pod); // A watch of pods.
    }),
  );
  if (arrived === 'timeout') throw new CommandError('timed out waiting for the condition');
  if (arrived === 'interrupted') throw new ExitError(1);
  return { pod: arrived, count: 1 };
}

/** Throws CommandError unless the flag is higher than zero. */
export function podRunningTimeoutMs({ flags }: Invocation): number {
  const timeoutMs = flags.durationMs('pod-running-timeout');
  if (timeoutMs <= 0) throw new CommandError('--pod-running-timeout must be higher than zero');
  return timeoutMs;
}

/** `object` as a Pod, if it is one. */
export function asPod(object: Unstructured): Pod | undefined {
  return object.kind === 'Pod' && object.apiVersion === 'v1' ? (object as object as Pod) : undefined; // Of this kind.
}
