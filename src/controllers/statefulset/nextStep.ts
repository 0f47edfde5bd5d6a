/**
 * What a StatefulSet does next: create, replace, scale down or update, and what it waits for.
 * Models updateStatefulSet of pkg/controller/statefulset/stateful_set_control.go (v1.36.3). Left out:
 * maxUnavailable, which is off by default.
 */
import type { ControllerRevision } from '../../api/apps/controllerRevision';
import type { StatefulSet } from '../../api/apps/statefulSet';
import type { Pod } from '../../api/core/pod';
import { isPodReady } from '../../api/core/podStatus';
import type { RuleKey } from '../../rules/registry';
import { REVISION_HASH } from '../shared/history';

export interface Revisions {
  /** Of the pods that the update has not reached. */
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
}

export interface Members {
  /** The lowest ordinal. */
  readonly start: number;
  readonly wanted: ReadonlyMap<number, Pod>;
  /** Pods that the set does not ask for any more, highest ordinal first. */
  readonly condemned: readonly Pod[];
}

export type Step =
  | { readonly type: 'create'; readonly ordinal: number; readonly revision: ControllerRevision }
  | { readonly type: 'delete'; readonly pod: Pod; readonly rule: RuleKey }
  /** The pod waits: what is missing of its claims is made again. */
  | { readonly type: 'restoreClaims'; readonly pod: Pod }
  /** Its claims get the owners that the retention policy asks for. */
  | { readonly type: 'keepClaims'; readonly pod: Pod; readonly isWanted: boolean };

/** The steps of one sync. OrderedReady: at most one pod is created or deleted. */
export function nextStep(
  set: StatefulSet,
  members: Members,
  revisions: Revisions,
  isAvailable: (pod: Pod) => boolean,
): readonly Step[] {
  const isOrdered = set.spec.podManagementPolicy !== 'Parallel';
  const hasClaims = set.spec.volumeClaimTemplates !== undefined;
  const steps: Step[] = [];
  // 1. Every ordinal has a pod; in order, each waits for those below to serve.
  for (let ordinal = members.start; ordinal < members.start + set.spec.replicas; ordinal += 1) {
    const pod = members.wanted.get(ordinal);
    const isServing = pod !== undefined && !isGoing(pod) && isRunningAndReady(pod) && isAvailable(pod);
    if (pod === undefined) {
      steps.push({ type: 'create', ordinal, revision: revisionFor(set, ordinal, members.start, revisions) });
    } else if (!isGoing(pod) && (pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded')) {
      // It has ended: one of the same name takes its place.
      steps.push({ type: 'delete', pod, rule: 'ordinalEnded' });
    } else if (hasClaims && pod.status.phase === 'Pending') steps.push({ type: 'restoreClaims', pod });
    if (isOrdered && !isServing) return steps;
    if (hasClaims && pod !== undefined) steps.push({ type: 'keepClaims', pod, isWanted: true });
  }
  if (hasClaims) for (const pod of members.condemned) steps.push({ type: 'keepClaims', pod, isWanted: false });
  // 2. Pods beyond the wanted number go, the highest first; in order, only while all others serve.
  const isUnhealthy = (pod: Pod) => isGoing(pod) || !isRunningAndReady(pod) || !isAvailable(pod);
  // In order, the wanted ones all serve by now. The lowest of the others may go although it does not.
  const lowestUnhealthy = [...members.condemned].reverse().find(isUnhealthy);
  for (const pod of members.condemned) {
    if (isGoing(pod)) {
      if (isOrdered) return steps;
      continue;
    }
    if (isOrdered && isUnhealthy(pod) && pod !== lowestUnhealthy) return steps;
    steps.push({ type: 'delete', pod, rule: 'ordinalSurplus' });
    if (isOrdered) return steps;
  }
  // 3. Pods of an old revision are replaced from the highest ordinal down to the partition.
  const { type, rollingUpdate } = set.spec.updateStrategy;
  if (type === 'OnDelete') return steps;
  const lowest = members.start + (rollingUpdate?.partition ?? 0);
  for (let ordinal = members.start + set.spec.replicas - 1; ordinal >= lowest; ordinal -= 1) {
    const pod = members.wanted.get(ordinal);
    if (pod === undefined) return steps;
    if (!isGoing(pod) && pod.metadata.labels?.[REVISION_HASH] !== revisions.update.metadata.name) {
      return [...steps, { type: 'delete', pod, rule: 'ordinalOldRevision' }];
    }
    if (isGoing(pod) || !isRunningAndReady(pod) || !isAvailable(pod)) return steps;
  }
  return steps;
}

/** A pod below the partition that has to be made again is made as it was. */
function revisionFor(
  set: StatefulSet,
  ordinal: number,
  start: number,
  { current, update }: Revisions,
): ControllerRevision {
  const { type, rollingUpdate } = set.spec.updateStrategy;
  if (type !== 'RollingUpdate') return update;
  const isBelow =
    rollingUpdate?.partition === undefined
      ? ordinal < start + (set.status.currentReplicas ?? 0)
      : ordinal < start + rollingUpdate.partition;
  return isBelow ? current : update;
}

const isGoing = ({ metadata }: Pod): boolean => metadata.deletionTimestamp !== undefined;
const isRunningAndReady = (pod: Pod): boolean => pod.status.phase === 'Running' && isPodReady(pod);
