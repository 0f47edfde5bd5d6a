/**
 * Watches over the nodes: taints those that are not well, and gives up on those that are not heard of.
 * Models pkg/controller/nodelifecycle/node_lifecycle_controller.go (v1.36.3).
 * Left out: the reconciliation of beta.kubernetes.io labels; marking pods that were bound to a node just given up.
 */
import type { Node, Taint } from '../../api/core/node';
import { conditionOf } from '../../api/meta/conditions';
import { formatTime } from '../../api/meta/time';
import type { Because } from '../../component/component';
import type { Instant } from '../../sim/clock';
import type { Again, Controller, ControllerWorld } from '../controller';
import { healthOf } from './health';
import { monitorNodes } from './monitor';
import { evictPods, evictionWaits } from './podEviction';
import { silenceWaits } from './silence';
import { hasNoExecute, noExecuteKey, withNoExecute, withNoScheduleTaints, writeTaints } from './taints';
import { queuedOf, zoneKeyOf, zonesOf } from './zones';

/** Taints nodes by their conditions, at once; monitors their health, by the clock. */
export const nodeLifecycleController: Controller<'Node'> = {
  name: 'node-lifecycle-controller',
  source: 'node-controller',
  kind: 'Node',
  watches: [],
  reads: ['Lease', 'Pod'],
  isConcernedBy: ({ type, object, previous }) =>
    type === 'ADDED' || previous?.spec !== object.spec || previous.status.conditions !== object.status.conditions,
  start(world) {
    healthOf(world).clear();
    queuedOf(world).clear();
    zonesOf(world).clear();
  },
  waits: (world, nextRound) => {
    const { podEvictionTimeoutMs } = world.profile;
    const silences = nextRound === undefined ? [] : silenceWaits(world, nextRound);
    return podEvictionTimeoutMs === undefined ? silences : [...silences, ...evictionWaits(world, podEvictionTimeoutMs)];
  },
  tick: { periodMs: ({ nodeMonitorPeriodMs }) => nodeMonitorPeriodMs, run: monitorNodes },

  async reconcile(key, world) {
    const node = world.cache.get('Node', key);
    if (node === undefined) return undefined;
    const taints = withNoScheduleTaints(node, formatTime(world.clock.now()));
    // Our own taint below is no reason for the next one.
    const because: Because = taints === undefined ? { kind: 'Node', ...key } : { row: world.explain.row() };
    if (taints !== undefined) world.explain.rule('conditionTaints', { node: key.name, taints: keysOf(taints) });
    const next = taints === undefined ? node : await writeTaints(node, taints, world);
    return await taintForEviction(next, because, world);
  },
};

const keysOf = (taints: readonly Taint[]): string =>
  taints
    .filter(({ effect }) => effect === 'NoSchedule')
    .map(({ key }) => key)
    .join(', ') || '-';

/** Adds the NoExecute taint that the monitor has asked for, at the rate of the node's zone. */
async function taintForEviction(node: Node, because: Because, world: ControllerWorld): Promise<Again | undefined> {
  const { name } = node.metadata;
  const queued = queuedOf(world);
  const zones = zonesOf(world);
  const zoneKey = zoneKeyOf(node);
  const zone = zones.get(zoneKey);
  const taint = noExecuteKey(conditionOf(node.status.conditions, 'Ready')?.status);
  if (!queued.has(name) || zone === undefined) return undefined;
  // Still ready for our cache: the change that the monitor has just written brings us back.
  if (taint === undefined) return undefined;
  if (hasNoExecute(node, taint)) {
    queued.delete(name);
    return undefined;
  }
  // Evictions have been stopped; the monitor asks again when that changes.
  if (zone.everyMs === undefined) return undefined;
  const now = world.clock.now();
  if (now < zone.nextAt) return { requeueAfterMs: zone.nextAt - now };
  zones.set(zoneKey, { ...zone, nextAt: (now + zone.everyMs) as Instant }); // An instant plus a duration.
  if (world.profile.podEvictionTimeoutMs === undefined) {
    world.explain.rule('nodeTainted', { node: name, taint }, because);
    await writeTaints(node, withNoExecute(node, taint, formatTime(now)), world);
  } else await evictPods(node, world);
  queued.delete(name);
  return undefined;
}
