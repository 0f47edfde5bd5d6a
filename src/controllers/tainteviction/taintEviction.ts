/**
 * Deletes pods from nodes whose NoExecute taints they do not tolerate, or tolerate only for a time.
 * Models pkg/controller/tainteviction/taint_eviction.go (v1.36.3).
 */
import type { Node, Taint } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { conditionOf, withCondition } from '../../api/meta/conditions';
import { isDeepEqual } from '../../api/meta/equality';
import { type ObjectKey, keyOf, keyText, parseKey } from '../../api/meta/objectMeta';
import { isReason } from '../../api/meta/status';
import { formatTime } from '../../api/meta/time';
import type { Cache, CacheChange } from '../../client/cache';
import type { EventSubject, Wait } from '../../component/component';
import type { Instant, StateMap } from '../../sim/clock';
import type { Again, Controller, ControllerWorld, Watch } from '../controller';
import { decisiveTaint, toleratedForMs } from './tolerations';

/** An eviction that is planned, or has been carried out and waits for the pod to go. */
interface Eviction {
  readonly uid: string;
  /** Since when the taint has been seen. */
  readonly since: Instant;
  readonly until: Instant;
  /** Why it is planned: a row for `because`. */
  readonly row: number;
  readonly done?: true;
}

/** Pod key to its eviction. */
const evictionsOf = (world: Pick<ControllerWorld, 'state'>): StateMap<Eviction> =>
  world.state.map('taint-eviction/evictions');

/** A change of a node's taints concerns all pods on it. */
const taintedNodes: Watch = {
  kind: 'Node',
  concerns(change, cache) {
    const { object, previous, type } = change as CacheChange<Node>; // The watch is for nodes.
    const before = previous === undefined ? [] : noExecuteTaints(previous);
    const after = type === 'DELETED' ? [] : noExecuteTaints(object);
    return isDeepEqual(before, after) ? [] : cache.podsOnNode(object.metadata.name).map(keyOf);
  },
};

/** Evicts pods by NoExecute taints. */
export const taintEvictionController: Controller<'Pod'> = {
  name: 'taint-eviction-controller',
  kind: 'Pod',
  watches: [taintedNodes],
  isConcernedBy({ type, object, previous }, cache) {
    if (type === 'DELETED') return true;
    const { nodeName, tolerations } = object.spec;
    if (nodeName === undefined || nodeName === '') return false;
    if (previous?.spec.nodeName === nodeName && previous.spec.tolerations === tolerations) return false;
    return taintsOf(object, cache).length > 0 || previous !== undefined;
  },
  start: (world) => evictionsOf(world).clear(),
  reconcile,
  waits: (world) =>
    [...evictionsOf(world).entries()]
      .filter(([, { done }]) => done !== true)
      .map(([key, { since, until }]): Wait => ({ kind: 'Pod', ...parseKey(key), what: 'eviction', since, until })),
};

async function reconcile(key: ObjectKey, world: ControllerWorld): Promise<Again | undefined> {
  const evictions = evictionsOf(world);
  const id = keyText(key);
  const pod = world.cache.get('Pod', key);
  const planned = evictions.get(id);
  if (pod === undefined || (planned !== undefined && planned.uid !== pod.metadata.uid)) {
    await cancel(key, planned, world);
    if (pod === undefined) return undefined;
  }
  const current = evictions.get(id);
  const now = world.clock.now();
  // A node that was deleted leaves the plans for its pods as they are.
  const allowedMs = hasNode(pod, world.cache) ? allowance(pod, world.cache) : current && current.until - current.since;
  if (allowedMs === undefined) {
    await cancel(key, current, world);
    return undefined;
  }
  if (current?.done === true) return undefined;
  // The clock runs from the first sight of a taint, also if more taints come.
  const since = current?.since ?? now;
  const until = Math.min(since + allowedMs, current?.until ?? Number.POSITIVE_INFINITY) as Instant; // An instant plus a duration.
  const row = current?.row ?? world.explain.row();
  const plan = { uid: pod.metadata.uid, since, until, row };
  if (until > now) {
    evictions.set(id, plan);
    return { requeueAfterMs: until - now };
  }
  const taint = decisiveTaint(taintsOf(pod, world.cache), pod.spec.tolerations ?? [])?.key ?? '';
  const told = { pod: pod.metadata.name, node: pod.spec.nodeName ?? '', taint, toleratedMs: until - since };
  world.explain.rule(until > since ? 'tolerationOver' : 'taintNotTolerated', told, { row });
  await evict(pod, world);
  evictions.set(id, { ...plan, done: true });
  return undefined;
}

/** Says why, in an Event and a condition, and asks for a normal deletion with the pod's own grace period. */
async function evict(pod: Pod, world: ControllerWorld): Promise<void> {
  const key = keyOf(pod);
  await tell(key, `Marking for deletion Pod ${keyText(key)}`, world);
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
  } as const;
  const conditions = withCondition(pod.status.conditions, condition, formatTime(world.clock.now()));
  const target = conditionOf(conditions, 'DisruptionTarget');
  try {
    if (conditions !== pod.status.conditions) {
      const order = conditions.map(({ type }) => ({ type }));
      const status = { conditions: [target], '$setElementOrder/conditions': order };
      const body = { metadata: { uid: pod.metadata.uid }, status };
      await world.client.patch('Pod', key, { type: 'strategic', body }, 'status');
    }
    await world.client.delete('Pod', key);
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
}

/** Forgets a planned eviction. One that was carried out needs no word. */
async function cancel(key: ObjectKey, planned: Eviction | undefined, world: ControllerWorld): Promise<void> {
  if (planned === undefined) return;
  evictionsOf(world).delete(keyText(key));
  if (planned.done === true) return;
  world.explain.rule('evictionCancelled', { pod: key.name });
  await tell(key, `Cancelling deletion of Pod ${keyText(key)}`, world);
}

/** The real controller names the pod without its uid: it may be gone already. */
async function tell(key: ObjectKey, message: string, world: ControllerWorld): Promise<void> {
  const pod: EventSubject = { apiVersion: 'v1', kind: 'Pod', metadata: { ...key, uid: '' } };
  await world.recorder.event(pod, 'Normal', 'TaintManagerEviction', message);
}

function hasNode({ spec }: Pod, cache: Cache): boolean {
  return spec.nodeName !== undefined && cache.get('Node', { name: spec.nodeName }) !== undefined;
}

/** Milliseconds for which `pod` may stay on its node; undefined: for ever. */
function allowance(pod: Pod, cache: Cache): number | undefined {
  const taints = taintsOf(pod, cache);
  return taints.length === 0 ? undefined : toleratedForMs(taints, pod.spec.tolerations ?? []);
}

function taintsOf(pod: Pod, cache: Cache): readonly Taint[] {
  const { nodeName } = pod.spec;
  const node = nodeName === undefined || nodeName === '' ? undefined : cache.get('Node', { name: nodeName });
  return node === undefined ? [] : noExecuteTaints(node);
}

function noExecuteTaints({ spec }: Node): readonly Taint[] {
  return (spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
}
