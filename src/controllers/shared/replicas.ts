/**
 * Keeps as many active pods as an owner asks for. ReplicationController and ReplicaSet are two spellings of it.
 * Models pkg/controller/replicaset/replica_set.go (v1.36.3).
 * Left out: expectations. The manager calls us only once the cache has seen our own last writes.
 */
import type { Pod, PodTemplateSpec } from '../../api/core/pod';
import {
  isPodActive,
  isPodAvailable,
  isPodReady,
  isPodTerminal,
  isPodTerminating,
  readySince,
} from '../../api/core/podStatus';
import type { ReplicationControllerStatus } from '../../api/core/replicationController';
import { conditionOf, withCondition, withoutCondition } from '../../api/meta/conditions';
import { matchesLabels } from '../../api/meta/labels';
import type { KubeObject, Labels } from '../../api/meta/objectMeta';
import { ApiError } from '../../api/meta/status';
import { formatTime } from '../../api/meta/time';
import type { Instant } from '../../sim/clock';
import type { Again, ControllerWorld } from '../controller';
import { type Dependents, claim, readDependents } from './claim';
import { createPod, deletePod } from './podControl';
import { rankForDeletion, rankingRule } from './ranking';
import { slowStart } from './slowStart';

/** Most pods created or deleted in one sync, so that one object cannot starve the others. */
const BURST_REPLICAS = 500;

/** A ReplicationController or ReplicaSet. */
export interface ReplicaOwner extends KubeObject {
  readonly spec: { readonly replicas: number; readonly minReadySeconds?: number; readonly template: PodTemplateSpec };
  readonly status: ReplicationControllerStatus;
}

/** What differs between the two kinds. */
export interface ReplicaKind<O extends ReplicaOwner> {
  /** Whether `labels` is what the owner selects. */
  selects(owner: O, labels: Labels | undefined): boolean;
  /** Active pods of all owners that the same Deployment controls, for the ranking. */
  related(owner: O, pods: readonly Pod[], world: ControllerWorld): readonly Pod[];
  /** Writes the status if it differs. `terminating` counts the owner's pods that are on their way out. */
  writeStatus(
    owner: O,
    status: ReplicationControllerStatus,
    terminating: number,
    world: ControllerWorld,
  ): Promise<void>;
}

/** What an owner has to tell of its pods. */
interface Counts {
  readonly active: number;
  readonly fullyLabeled: number;
  readonly ready: number;
  readonly available: number;
  readonly terminating: number;
}

/** One sync of `owner`: claim, scale, tell. Throws the refusal that kept it from scaling, once the status tells of it. */
export async function syncReplicas<O extends ReplicaOwner>(
  owner: O,
  kind: ReplicaKind<O>,
  world: ControllerWorld,
): Promise<Again | undefined> {
  const dependents = readDependents('Pod', owner, world);
  const counted = countsAtOnce(owner, kind, dependents, world);
  if (counted !== undefined) {
    const refusal = await scale(owner, kind, counted.active, [], world);
    return tell(owner, kind, counted, refusal, world);
  }
  let terminating = 0;
  const isActive = (pod: Pod) => {
    if (isPodActive(pod)) return true;
    if (isPodTerminating(pod) && !isPodTerminal(pod)) terminating += 1;
    return false;
  };
  const pods = await claim(dependents, owner, (labels) => kind.selects(owner, labels), isActive, world);
  const isGoing = owner.metadata.deletionTimestamp !== undefined;
  const refusal = isGoing ? undefined : await scale(owner, kind, pods.length, pods, world);
  // We count the pods seen before scaling: the watch brings us back to count the new ones.
  const now = world.clock.now();
  await tell(owner, kind, countsOf(owner, pods, terminating, now), refusal, world);
  return nextAvailabilityCheck(pods, owner.spec.minReadySeconds ?? 0, now);
}

/**
 * The counts of an owner none of whose pods has to be looked at by itself: none to adopt, release, delete or wait for.
 * Undefined otherwise. Without it every pod that gets ready would cost a visit of all the others.
 */
function countsAtOnce<O extends ReplicaOwner>(
  owner: O,
  kind: ReplicaKind<O>,
  { orphans }: Dependents<'Pod'>,
  world: ControllerWorld,
): Counts | undefined {
  const { minReadySeconds = 0, replicas, template } = owner.spec;
  if (orphans.length > 0 || minReadySeconds > 0 || owner.metadata.deletionTimestamp !== undefined) return undefined;
  let [active, fullyLabeled, ready, terminating] = [0, 0, 0, 0];
  for (const group of world.cache.podCounts(owner.metadata.uid)) {
    terminating += group.terminating;
    if (group.active === 0) continue;
    if (!kind.selects(owner, group.labels)) return undefined;
    active += group.active;
    ready += group.ready;
    if (matchesLabels(template.metadata.labels, group.labels)) fullyLabeled += group.active;
  }
  return active > replicas ? undefined : { active, fullyLabeled, ready, available: ready, terminating };
}

/** Writes the status, then throws the refusal that it tells of. */
async function tell<O extends ReplicaOwner>(
  owner: O,
  kind: ReplicaKind<O>,
  counts: Counts,
  refusal: ApiError | undefined,
  world: ControllerWorld,
): Promise<undefined> {
  await kind.writeStatus(owner, statusOf(owner, counts, refusal, world.clock.now()), counts.terminating, world);
  if (refusal !== undefined) throw refusal;
}

/** Creates missing pods or deletes surplus ones of `pods`. Hands back a refusal by the API server: the status tells of it first. */
async function scale<O extends ReplicaOwner>(
  owner: O,
  kind: ReplicaKind<O>,
  active: number,
  pods: readonly Pod[],
  world: ControllerWorld,
): Promise<ApiError | undefined> {
  const missing = owner.spec.replicas - active;
  try {
    if (missing > 0) {
      const { replicas: wanted } = owner.spec;
      world.explain.rule('missingPods', { owner: owner.metadata.name, wanted, active, missing });
      await slowStart(Math.min(missing, BURST_REPLICAS), () => createPod(owner, owner.spec.template, world));
    }
    if (missing < 0) await deleteSurplus(owner, kind, pods, Math.min(-missing, BURST_REPLICAS), world);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

async function deleteSurplus<O extends ReplicaOwner>(
  owner: O,
  kind: ReplicaKind<O>,
  pods: readonly Pod[],
  count: number,
  world: ControllerWorld,
): Promise<void> {
  const now = world.clock.now();
  // No ranking when all go.
  const related = count < pods.length ? kind.related(owner, pods, world) : [];
  const ranked = count < pods.length ? rankForDeletion(pods, related, now) : pods;
  const [next] = ranked.slice(count);
  const told = { owner: owner.metadata.name, wanted: owner.spec.replicas, active: pods.length };
  for (const pod of ranked.slice(0, count)) {
    const rule = next === undefined ? 'surplusPods' : rankingRule(pod, next, related, now);
    world.explain.rule(rule, { ...told, pod: pod.metadata.name });
    await deletePod(owner, pod, world);
  }
}

function countsOf(owner: ReplicaOwner, pods: readonly Pod[], terminating: number, now: Instant): Counts {
  const { minReadySeconds = 0, template } = owner.spec;
  const wanted = template.metadata.labels;
  let [fullyLabeled, ready, available] = [0, 0, 0];
  for (const pod of pods) {
    const { labels } = pod.metadata;
    // Pods share the template's labels as long as nobody relabels them.
    if (labels === wanted || matchesLabels(wanted, labels)) fullyLabeled += 1;
    if (!isPodReady(pod)) continue;
    ready += 1;
    if (minReadySeconds === 0 || isPodAvailable(pod, minReadySeconds, now)) available += 1;
  }
  return { active: pods.length, fullyLabeled, ready, available, terminating };
}

function statusOf(
  owner: ReplicaOwner,
  { active, fullyLabeled, ready, available }: Counts,
  refusal: ApiError | undefined,
  now: Instant,
): ReplicationControllerStatus {
  const conditions = conditionsOf(owner, active < owner.spec.replicas ? 'FailedCreate' : 'FailedDelete', refusal, now);
  return {
    replicas: active,
    ...(fullyLabeled > 0 ? { fullyLabeledReplicas: fullyLabeled } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    observedGeneration: owner.metadata.generation ?? 0,
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}

function conditionsOf(owner: ReplicaOwner, reason: string, refusal: ApiError | undefined, now: Instant) {
  const { conditions } = owner.status;
  if (refusal === undefined) return withoutCondition(conditions, 'ReplicaFailure');
  // The first refusal stays: written anew, each would call for a look at once, and no back-off would ever count.
  if (conditionOf(conditions, 'ReplicaFailure') !== undefined) return conditions ?? [];
  const { message } = refusal;
  return withCondition(conditions, { type: 'ReplicaFailure', status: 'True', reason, message }, formatTime(now));
}

/** Nobody tells when a ready pod becomes available: look again at the instant of the first one. */
function nextAvailabilityCheck(pods: readonly Pod[], minReadySeconds: number, now: Instant): Again | undefined {
  if (minReadySeconds === 0) return undefined;
  let first: number | undefined;
  for (const pod of pods) {
    const since = isPodReady(pod) ? readySince(pod) : undefined;
    const at = since === undefined ? now : since + minReadySeconds * 1000;
    if (at > now && (first === undefined || at < first)) first = at;
  }
  return first === undefined ? undefined : { requeueAfterMs: first - now };
}

/** The status of `owner` is about to be written. */
export function explainCounts(
  { kind, metadata: { name }, spec }: ReplicaOwner,
  { replicas, readyReplicas = 0, availableReplicas = 0 }: ReplicationControllerStatus,
  world: ControllerWorld,
): void {
  const told = { kind, owner: name, wanted: spec.replicas, active: replicas };
  world.explain.rule('podsCounted', { ...told, ready: readyReplicas, available: availableReplicas });
}

/** The active pods of all owners that have the same controller as `owner`: on the nodes with most of them, pods go first. */
export function activePodsOf(uids: readonly string[], world: ControllerWorld): readonly Pod[] {
  return uids.flatMap((uid) => world.cache.ownedBy('Pod', uid).filter(isPodActive));
}
