/**
 * Which pods go first when there are too many.
 * Models ActivePodsWithRanks of pkg/controller/controller_utils.go (v1.36.3).
 */
import type { Pod, PodPhase } from '../../api/core/pod';
import { isPodReady, maxRestarts, readySince } from '../../api/core/podStatus';
import { parseTime } from '../../api/meta/time';
import type { RuleKey } from '../../rules/registry';

/** Annotation by which a person says that losing this pod costs more, or less, than losing another. */
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

const phaseRank: Readonly<Record<PodPhase, number>> = { Pending: 0, Unknown: 1, Running: 2, Succeeded: 2, Failed: 2 };

/**
 * `pods` in the order in which they are to be deleted. `related` are the active pods of all ReplicaSets of the same
 * owner, among them `pods` themselves. `now` in milliseconds since the epoch.
 *
 * 1. Not assigned to a node before assigned: nothing is lost.
 * 2. Pending before Unknown before Running.
 * 3. Not ready before ready.
 * 4. Lower deletion cost first.
 * 5. More related pods on the same node first, which spreads what is left.
 * 6. Ready for a shorter time first. Times count in powers of two; within one, the lower UID goes first.
 * 7. More restarts first.
 * 8. Created more recently first, counted as in 6.
 */
export function rankForDeletion(pods: readonly Pod[], related: readonly Pod[], now: number): readonly Pod[] {
  return candidatesOf(pods, related)
    .sort((a, b) => compare(a, b, now))
    .map(({ pod }) => pod);
}

/** By which rule of the ranking `going` goes before `staying`. */
export function rankingRule(going: Pod, staying: Pod, related: readonly Pod[], now: number): RuleKey {
  const [a, b] = candidatesOf([going, staying], related);
  if (a === undefined || b === undefined) return 'surplusPods';
  if (a.assigned !== b.assigned) return 'surplusUnassigned';
  if (a.phase !== b.phase) return 'surplusPending';
  if (a.ready !== b.ready) return 'surplusNotReady';
  if (a.cost !== b.cost) return 'surplusCost';
  if (a.neighbours !== b.neighbours) return 'surplusCrowded';
  if (a.ready === 1 && a.readySince !== b.readySince) {
    return magnitude(now - (a.readySince ?? now)) < magnitude(now - (b.readySince ?? now))
      ? 'surplusReadyLater'
      : 'surplusUid';
  }
  if (a.restarts !== b.restarts || a.sidecarRestarts !== b.sidecarRestarts) return 'surplusRestarts';
  return magnitude(now - a.createdAt) < magnitude(now - b.createdAt) ? 'surplusYounger' : 'surplusUid';
}

interface Candidate {
  readonly pod: Pod;
  readonly assigned: number;
  readonly phase: number;
  readonly ready: number;
  readonly cost: number;
  readonly neighbours: number;
  readonly readySince: number | undefined;
  readonly restarts: number;
  readonly sidecarRestarts: number;
  readonly createdAt: number;
}

function candidatesOf(pods: readonly Pod[], related: readonly Pod[]): Candidate[] {
  const onNode = new Map<string, number>();
  for (const { spec } of related) onNode.set(spec.nodeName ?? '', (onNode.get(spec.nodeName ?? '') ?? 0) + 1);
  return pods.map((pod) => candidateOf(pod, onNode.get(pod.spec.nodeName ?? '') ?? 0));
}

function candidateOf(pod: Pod, neighbours: number): Candidate {
  const ready = isPodReady(pod);
  return {
    pod,
    assigned: pod.spec.nodeName === undefined || pod.spec.nodeName === '' ? 0 : 1,
    phase: phaseRank[pod.status.phase],
    ready: ready ? 1 : 0,
    cost: costOf(pod),
    neighbours,
    readySince: ready ? readySince(pod) : undefined,
    restarts: maxRestarts(pod),
    sidecarRestarts: sidecarRestarts(pod),
    createdAt: parseTime(pod.metadata.creationTimestamp),
  };
}

function compare(a: Candidate, b: Candidate, now: number): number {
  return (
    a.assigned - b.assigned ||
    a.phase - b.phase ||
    a.ready - b.ready ||
    a.cost - b.cost ||
    b.neighbours - a.neighbours ||
    (a.ready === 1 ? compareAges(a, b, a.readySince, b.readySince, now) : 0) ||
    b.restarts - a.restarts ||
    b.sidecarRestarts - a.sidecarRestarts ||
    compareAges(a, b, a.createdAt, b.createdAt, now)
  );
}

/** Younger first, in powers of two of the age; the UID decides within one power. Equal instants say nothing. */
function compareAges(
  a: Candidate,
  b: Candidate,
  aSince: number | undefined,
  bSince: number | undefined,
  now: number,
): number {
  if (aSince === bSince) return 0;
  if (aSince === undefined || bSince === undefined) return aSince === undefined ? -1 : 1;
  return magnitude(now - aSince) - magnitude(now - bSince) || (a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1);
}

/** floor(log2 of the age in nanoseconds), without Math.log2; -1 for no age. */
function magnitude(ageMs: number): number {
  let rest = ageMs * 1_000_000;
  let power = -1;
  while (rest >= 1) {
    rest /= 2;
    power += 1;
  }
  return power;
}

function costOf(pod: Pod): number {
  const text = pod.metadata.annotations?.[DELETION_COST];
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : 0;
}

function sidecarRestarts(pod: Pod): number {
  let most = 0;
  const sidecars = pod.spec.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always') ?? [];
  for (const { name } of sidecars) {
    const status = pod.status.initContainerStatuses?.find((each) => each.name === name);
    most = Math.max(most, status?.restartCount ?? 0);
  }
  return most;
}
