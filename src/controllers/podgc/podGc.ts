/**
 * Removes pods that nobody will remove: too many ended ones, those of deleted nodes, those that were never scheduled.
 * Models pkg/controller/podgc/gc_controller.go (v1.36.3).
 */
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { isPodTerminal, isPodTerminating } from '../../api/core/podStatus';
import { conditionOf, withCondition } from '../../api/meta/conditions';
import { type ObjectKey, keyOf } from '../../api/meta/objectMeta';
import { ApiError, isReason } from '../../api/meta/status';
import { formatTime } from '../../api/meta/time';
import type { Instant, StateMap } from '../../sim/clock';
import type { RuleKey } from '../../rules/registry';
import type { Controller, ControllerWorld } from '../controller';

/** --terminated-pod-gc-threshold. */
const TERMINATED_THRESHOLD = 12_500;
/** How long a node must be missed before its pods are given up. */
const QUARANTINE_MS = 40_000;
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

/** Works by the clock alone: every 20 s it goes through all pods. */
export const podGarbageCollector: Controller<'Pod'> = {
  name: 'pod-garbage-collector-controller',
  kind: 'Pod',
  watches: [],
  reads: ['Node'],
  isConcernedBy: () => false,
  start: (world) => quarantineOf(world).clear(),
  reconcile: async () => undefined,
  tick: { periodMs: ({ podGcPeriodMs }) => podGcPeriodMs, run: collect },
};

async function collect(world: ControllerWorld): Promise<readonly ObjectKey[]> {
  const pods = world.cache.list('Pod');
  await removeTerminated(pods, world);
  await removeFromLostNodes(pods, world);
  await removeOrphaned(pods, world);
  for (const pod of pods) {
    if (isPodTerminating(pod) && (pod.spec.nodeName ?? '') === '') await remove(pod, 'neverScheduled', world);
  }
  return [];
}

/** Ended pods beyond the threshold: evicted ones first, then the oldest. */
async function removeTerminated(pods: readonly Pod[], world: ControllerWorld): Promise<void> {
  if (pods.length <= TERMINATED_THRESHOLD) return;
  const ended = pods.filter(isPodTerminal);
  const surplus = ended.length - TERMINATED_THRESHOLD;
  if (surplus <= 0) return;
  const rank = (pod: Pod) => (pod.status.reason === 'Evicted' ? 0 : 1);
  const sorted = [...ended].sort(
    (a, b) => rank(a) - rank(b) || (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1),
  );
  for (const pod of sorted.slice(0, surplus)) await remove(pod, 'tooManyEnded', world);
}

/** A person has said that the node will not come back: its terminating pods need not wait for it. */
async function removeFromLostNodes(pods: readonly Pod[], world: ControllerWorld): Promise<void> {
  const lost = new Set(
    world.cache
      .list('Node')
      .filter(isLost)
      .map(({ metadata }) => metadata.name),
  );
  if (lost.size === 0) return;
  for (const pod of pods) {
    if (isPodTerminating(pod) && lost.has(pod.spec.nodeName ?? '')) await remove(pod, 'nodeOutOfService', world);
  }
}

function isLost({ spec, status }: Node): boolean {
  const isReady = conditionOf(status.conditions, 'Ready')?.status === 'True';
  return !isReady && (spec.taints ?? []).some(({ key }) => key === OUT_OF_SERVICE);
}

/** Since when a node is missed: what a process that has just started knows nothing of. */
function quarantineOf({ state }: Pick<ControllerWorld, 'state'>): StateMap<Instant> {
  return state.map('pod-gc/quarantine');
}

/** Pods of nodes that do not exist, once the node has been missed for long enough. */
async function removeOrphaned(pods: readonly Pod[], world: ControllerWorld): Promise<void> {
  const now = world.clock.now();
  const quarantine = quarantineOf(world);
  const existing = new Set(world.cache.list('Node').map(({ metadata }) => metadata.name));
  const missed = new Set<string>();
  for (const { spec } of pods) {
    if (spec.nodeName !== undefined && spec.nodeName !== '' && !existing.has(spec.nodeName)) missed.add(spec.nodeName);
  }
  for (const name of [...quarantine.keys()]) if (!missed.has(name)) quarantine.delete(name);
  const given = new Set<string>();
  for (const name of missed) {
    const since = quarantine.get(name);
    if (since === undefined) quarantine.set(name, now);
    else if (now - since >= QUARANTINE_MS && (await isAbsent(name, world))) given.add(name);
  }
  if (given.size === 0) return;
  for (const pod of pods) {
    if (given.has(pod.spec.nodeName ?? '')) await remove(pod, 'podOfGoneNode', world);
  }
}

async function isAbsent(name: string, world: ControllerWorld): Promise<boolean> {
  try {
    await world.client.get('Node', { name });
    return false;
  } catch (error) {
    if (isReason(error, 'NotFound')) return true;
    throw error;
  }
}

/** The condition of a pod that goes with its node. */
const disruption = { reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' };

/** Marks `pod` Failed, with the condition that says why, and deletes it without grace. A refusal is left for the next round. */
async function remove(pod: Pod, rule: RuleKey, world: ControllerWorld): Promise<void> {
  const key = keyOf(pod);
  const time = formatTime(world.clock.now());
  const isOrphan = rule === 'podOfGoneNode';
  const target = isOrphan && { type: 'DisruptionTarget', status: 'True', lastProbeTime: null, ...disruption };
  const conditions = target ? withCondition(pod.status.conditions, { ...target, status: 'True' }, time) : undefined;
  const { nodeName: node = '' } = pod.spec;
  world.explain.rule(rule, { pod: pod.metadata.name, node, quarantineMs: QUARANTINE_MS, limit: TERMINATED_THRESHOLD });
  const phase = isPodTerminal(pod) ? {} : { phase: 'Failed' };
  try {
    if (conditions !== undefined || !isPodTerminal(pod)) {
      const order = conditions?.map(({ type }) => ({ type }));
      const listed = conditions && { conditions, '$setElementOrder/conditions': order };
      const body = { metadata: { uid: pod.metadata.uid }, status: { ...phase, ...listed } };
      await world.client.patch('Pod', key, { type: 'strategic', body }, 'status');
    }
    await world.client.delete('Pod', key, { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
