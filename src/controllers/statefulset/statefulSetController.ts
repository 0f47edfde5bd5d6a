/**
 * Keeps pods with names that stay: web-0, web-1, one after the other.
 * Models pkg/controller/statefulset/{stateful_set.go,stateful_set_control.go} (v1.36.3).
 */
import type { ControllerRevision } from '../../api/apps/controllerRevision';
import type { StatefulSet, StatefulSetStatus } from '../../api/apps/statefulSet';
import type { Pod } from '../../api/core/pod';
import { isPodAvailable, isPodReady } from '../../api/core/podStatus';
import { isDeepEqual } from '../../api/meta/equality';
import { labelSelectorMatches } from '../../api/meta/labels';
import type { Labels } from '../../api/meta/objectMeta';
import type { Again, Controller, ControllerWorld } from '../controller';
import { claim, readDependents } from '../shared/claim';
import { REVISION_HASH, adoptRevisions, currentRevision, revisionsOf, truncateHistory } from '../shared/history';
import { dependentsOf, podsOf } from '../shared/ownerWatches';
import { ordinalOf } from './identity';
import { type Members, type Revisions, nextStep } from './nextStep';
import { carryOut } from './podControl';

/** Label on revisions that carries their hash; pods carry the revision's name. */
const HASH_LABEL = 'controller.kubernetes.io/hash';

const selects = (set: StatefulSet, labels: Labels | undefined) => labelSelectorMatches(set.spec.selector, labels);

export const statefulSetController: Controller<'StatefulSet'> = {
  name: 'statefulset-controller',
  kind: 'StatefulSet',
  watches: [podsOf('StatefulSet', selects), dependentsOf('StatefulSet', 'ControllerRevision', () => false)],

  reads: ['PersistentVolumeClaim'],

  async reconcile(key, world) {
    const set = world.cache.get('StatefulSet', key);
    // Deleted: its pods are the garbage collector's business.
    if (set === undefined || set.metadata.deletionTimestamp !== undefined) return undefined;
    const matches = (labels: Labels | undefined) => selects(set, labels);
    if (await adoptRevisions(set, matches, world)) return undefined;
    const dependents = readDependents('Pod', set, world);
    const isMember = (pod: Pod) => ordinalOf(set, pod) !== undefined;
    const pods = await claim(dependents, set, matches, isMember, world);
    const update = await currentRevision(set, HASH_LABEL, world);
    const current = revisionNamed(set, set.status.currentRevision, world) ?? update;
    const revisions: Revisions = { current, update };
    const members = membersOf(set, pods);
    const now = world.clock.now();
    const isAvailable = (pod: Pod) => isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now);
    // One thing at a time; with Parallel, what can be done without waiting.
    for (const step of nextStep(set, members, revisions, isAvailable)) await carryOut(set, step, world);
    await writeStatus(set, statusOf(set, pods, revisions, isAvailable), world);
    const used = new Set([...pods.map(({ metadata }) => metadata.labels?.[REVISION_HASH]), current.metadata.name]);
    const isUsed = ({ metadata }: ControllerRevision) => used.has(metadata.name);
    await truncateHistory(set, set.spec.revisionHistoryLimit, isUsed, world);
    return nextAvailability(set, pods, isAvailable);
  },
};

function revisionNamed(
  set: StatefulSet,
  name: string | undefined,
  world: ControllerWorld,
): ControllerRevision | undefined {
  return revisionsOf(set, world).find(({ metadata }) => metadata.name === name);
}

/** Pods by their ordinals: those that the set asks for, and those beyond, highest first. */
function membersOf(set: StatefulSet, pods: readonly Pod[]): Members {
  const { replicas, ordinals } = set.spec;
  const start = ordinals?.start ?? 0;
  const wanted = new Map<number, Pod>();
  const condemned: { readonly ordinal: number; readonly pod: Pod }[] = [];
  for (const pod of pods) {
    const ordinal = ordinalOf(set, pod) ?? -1;
    if (ordinal >= start && ordinal < start + replicas) wanted.set(ordinal, pod);
    else condemned.push({ ordinal, pod });
  }
  condemned.sort((a, b) => b.ordinal - a.ordinal);
  return { start, wanted, condemned: condemned.map(({ pod }) => pod) };
}

function statusOf(
  set: StatefulSet,
  pods: readonly Pod[],
  { current, update }: Revisions,
  isAvailable: (pod: Pod) => boolean,
): StatefulSetStatus {
  const alive = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const ofRevision = (revision: ControllerRevision) =>
    alive.filter(({ metadata }) => metadata.labels?.[REVISION_HASH] === revision.metadata.name).length;
  const ready = pods.filter((pod) => pod.status.phase === 'Running' && isPodReady(pod)).length;
  const updated = ofRevision(update);
  const isRolling = set.spec.updateStrategy.type === 'RollingUpdate';
  // Once all are updated and ready, what was the update is the present.
  const isComplete =
    isRolling && updated === pods.length && ready === set.spec.replicas && pods.length === set.spec.replicas;
  const present = isComplete ? updated : ofRevision(current);
  const { conditions } = set.status;
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas: pods.length,
    availableReplicas: pods.filter((pod) => pod.status.phase === 'Running' && isAvailable(pod)).length,
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(present > 0 ? { currentReplicas: present } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    currentRevision: (isComplete ? update : current).metadata.name,
    updateRevision: update.metadata.name,
    collisionCount: set.status.collisionCount ?? 0,
    ...(conditions === undefined ? {} : { conditions }),
  };
}

async function writeStatus(set: StatefulSet, status: StatefulSetStatus, world: ControllerWorld): Promise<void> {
  if (isDeepEqual(status, set.status)) return;
  const { replicas: active, readyReplicas: ready = 0, updatedReplicas: updated = 0 } = status;
  const told = { owner: set.metadata.name, wanted: set.spec.replicas, active, ready, updated };
  world.explain.rule('membersCounted', told);
  await world.client.update('StatefulSet', { ...set, status }, 'status');
}

/** Nobody tells when a ready pod becomes available. */
function nextAvailability(
  { spec }: StatefulSet,
  pods: readonly Pod[],
  isAvailable: (pod: Pod) => boolean,
): Again | undefined {
  const isWaiting = (spec.minReadySeconds ?? 0) > 0 && pods.some((pod) => isPodReady(pod) && !isAvailable(pod));
  return isWaiting ? { requeueAfterMs: 1000 } : undefined;
}
