/**
 * The monitor's round, every 5 s: who is new, who is gone, who has not been heard of, and how ill the zones are.
 * Models monitorNodeHealth and handleDisruption of pkg/controller/nodelifecycle (v1.36.3).
 * The NoExecute taint is asked for in the round that finds the node lost, as recorded, not one round later.
 */
import type { Node, NodeCondition } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { conditionOf } from '../../api/meta/conditions';
import { type ConditionStatus, type ObjectKey, keyOf } from '../../api/meta/objectMeta';
import { ApiError, isReason } from '../../api/meta/status';
import { formatTime } from '../../api/meta/time';
import type { EventSubject } from '../../component/component';
import type { Instant } from '../../sim/clock';
import type { ControllerWorld } from '../controller';
import { type Health, healthOf, heartbeatOf, isOverdue, leaseOf, observe, unknownConditions } from './health';
import { isEvictionDue } from './podEviction';
import { hasNoExecute, noExecuteKey, withNoExecute, writeTaints } from './taints';
import { type Zone, type ZoneState, queuedOf, taintEveryMs, zoneKeyOf, zoneStateOf, zonesOf } from './zones';

const EXCLUDED = 'node.kubernetes.io/exclude-disruption';

/** One round. Hands back the nodes that are to be tainted for eviction. */
export async function monitorNodes(world: ControllerWorld): Promise<readonly ObjectKey[]> {
  const nodes = world.cache.list('Node');
  await welcome(nodes, world);
  const zones = new Map<string, (ConditionStatus | undefined)[]>();
  for (const node of nodes) {
    const zone = zoneKeyOf(node);
    const statuses = zones.get(zone) ?? [];
    zones.set(zone, statuses);
    world.explain.end();
    const ready = await monitorNode(node, world);
    if (node.metadata.labels?.[EXCLUDED] === undefined) statuses.push(ready);
  }
  world.explain.end();
  await judgeZones(zones, nodes, world);
  return nodes.map(keyOf).filter(({ name }) => queuedOf(world).has(name));
}

/** Events about nodes that came or went since the last round. */
async function welcome(nodes: readonly Node[], world: ControllerWorld): Promise<void> {
  const healths = healthOf(world);
  const zones = zonesOf(world);
  for (const node of nodes) {
    const zone = zoneKeyOf(node);
    if (!zones.has(zone))
      zones.set(zone, { state: 'Initial', everyMs: taintEveryMs('Normal', 0), nextAt: world.clock.now() });
    const known = healths.get(node.metadata.name);
    if (known?.uid !== undefined) continue;
    const { name } = node.metadata;
    world.explain.rule('nodeWelcomed', { node: name }, { kind: 'Node', name });
    await say(node, 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`, world);
  }
  if (healths.size + nodes.filter(({ metadata }) => !healths.has(metadata.name)).length === nodes.length) return;
  const present = new Set(nodes.map(({ metadata }) => metadata.name));
  for (const [name, { uid }] of [...healths.entries()]) {
    if (present.has(name)) continue;
    healths.delete(name);
    queuedOf(world).delete(name);
    world.explain.rule('nodeRemoved', { node: name });
    const gone: EventSubject = { apiVersion: 'v1', kind: 'Node', metadata: { name, uid } };
    await say(gone, 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`, world);
  }
}

/** Judges one node. Answers its Ready status after the judgement; undefined if it has none. */
async function monitorNode(node: Node, world: ControllerWorld): Promise<ConditionStatus | undefined> {
  const healths = healthOf(world);
  const { name } = node.metadata;
  const now = world.clock.now();
  const before = healths.get(name);
  const lease = leaseOf(name, world);
  const health = observe(node, lease, before, now);
  if (health !== before) healths.set(name, health);

  const observed = readyOf(node);
  let current = node;
  if (isOverdue(node, health, world.profile.nodeMonitorGracePeriodMs, now)) {
    try {
      current = await giveUp(node, health, now, world);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return observed; // The next round tries again.
    }
    // Our own word is no sign of life.
    const heartbeat = heartbeatOf(current);
    if (heartbeat !== health.heartbeat) healths.set(name, { ...health, heartbeat });
  }
  const ready = readyOf(current);
  if (ready === undefined) return undefined;
  await taintByHealth(current, ready, world);
  const isLost = ready !== 'True' && observed === 'True';
  if (isLost) world.explain.rule('nodeLost', { node: name }, { kind: 'Node', name });
  if (isLost) await say(node, 'NodeNotReady', `Node ${name} status is now: NodeNotReady`, world);
  if (isLost || (health.retryPods === true && observed !== 'True')) await markPods(name, world);
  return ready;
}

/** Writes that nobody knows how the node is. */
async function giveUp(node: Node, { probeAt }: Health, now: Instant, world: ControllerWorld): Promise<Node> {
  const conditions = unknownConditions(node, now);
  if (conditions === node.status.conditions) return node;
  const { name } = node.metadata;
  const told = { node: name, silentMs: now - probeAt, graceMs: world.profile.nodeMonitorGracePeriodMs };
  world.explain.rule('nodeNotHeardOf', told, { down: `kubelet/${name}` });
  return await world.client.update('Node', { ...node, status: { ...node.status, conditions } }, 'status');
}

/** Queues an ill node for its NoExecute taint, swaps the taint if it is ill in another way, frees a ready one. */
async function taintByHealth(node: Node, ready: ConditionStatus, world: ControllerWorld): Promise<void> {
  const queued = queuedOf(world);
  const { name } = node.metadata;
  const { podEvictionTimeoutMs } = world.profile;
  if (podEvictionTimeoutMs !== undefined) {
    if (isEvictionDue(node, podEvictionTimeoutMs, world)) queued.set(name, true);
    else if (ready === 'True') queued.delete(name);
    return;
  }
  const wanted = noExecuteKey(ready);
  const carries = ['False', 'Unknown'].map((status) => noExecuteKey(status as ConditionStatus) ?? ''); // Two of its values.
  const carried = carries.find((key) => hasNoExecute(node, key));
  if (wanted === undefined) queued.delete(name);
  if (carried === wanted) return;
  if (wanted !== undefined && carried === undefined) {
    queued.set(name, true);
    return;
  }
  const rule = wanted === undefined ? 'nodeIsBack' : 'nodeTainted';
  world.explain.rule(rule, { node: name, taint: wanted ?? carried ?? '' }, { kind: 'Node', name });
  await refusalsAside(() => writeTaints(node, withNoExecute(node, wanted, formatTime(world.clock.now())), world));
}

/** The pods of a lost node are no longer ready: nobody should send them anything. */
async function markPods(nodeName: string, world: ControllerWorld): Promise<void> {
  let isComplete = true;
  for (const pod of world.cache.podsOnNode(nodeName)) {
    if (conditionOf(pod.status.conditions, 'Ready')?.status !== 'True') continue;
    const told = { pod: pod.metadata.name, node: nodeName };
    world.explain.rule('podOfLostNode', told, { kind: 'Node', name: nodeName });
    isComplete = (await refusalsAside(() => markNotReady(pod, world))) && isComplete;
  }
  const health = healthOf(world).get(nodeName);
  if (health === undefined || isComplete === (health.retryPods === undefined)) return;
  const { retryPods: _, ...rest } = health;
  healthOf(world).set(nodeName, isComplete ? rest : { ...rest, retryPods: true });
}

async function markNotReady(pod: Pod, world: ControllerWorld): Promise<void> {
  const lastTransitionTime = formatTime(world.clock.now());
  const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime }];
  const body = { metadata: { uid: pod.metadata.uid }, status: { conditions } };
  try {
    await world.client.patch('Pod', keyOf(pod), { type: 'strategic', body }, 'status');
  } catch (error) {
    if (isReason(error, 'NotFound')) return;
    throw error;
  }
  await world.recorder.event(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
}

/**
 * Slows evictions down where many nodes are ill at once, and stops them where all are: then it is rather the
 * control plane that is cut off.
 */
async function judgeZones(
  ready: ReadonlyMap<string, readonly (ConditionStatus | undefined)[]>,
  nodes: readonly Node[],
  world: ControllerWorld,
): Promise<void> {
  const zones = zonesOf(world);
  for (const key of [...zones.keys()]) if (!ready.has(key)) zones.delete(key);
  const states = new Map<string, ZoneState>([...ready].map(([key, statuses]) => [key, zoneStateOf(statuses)]));
  const areAllDown = [...states.values()].every((state) => state === 'FullDisruption');
  const wereAllDown = [...zones.values()].every(({ state }) => state === 'FullDisruption');
  if (areAllDown && wereAllDown) return;
  if (areAllDown) {
    for (const node of nodes) await free(node, world);
    for (const [key, zone] of [...zones.entries()])
      zones.set(key, { ...zone, state: 'FullDisruption', everyMs: undefined });
    return;
  }
  if (wereAllDown) forgive(nodes, world);
  for (const [key, zone] of [...zones.entries()]) {
    const state = states.get(key) ?? 'Normal';
    if (state !== zone.state) zones.set(key, inState(zone, state, ready.get(key)?.length ?? 0));
  }
}

function inState(zone: Zone, state: ZoneState, size: number): Zone {
  return { ...zone, state, everyMs: taintEveryMs(state, size) };
}

/** The control plane is back: every node gets a full grace period to be heard of. */
function forgive(nodes: readonly Node[], world: ControllerWorld): void {
  const healths = healthOf(world);
  for (const { metadata } of nodes) {
    const health = healths.get(metadata.name);
    if (health !== undefined) healths.set(metadata.name, { ...health, probeAt: world.clock.now() });
  }
}

async function free(node: Node, world: ControllerWorld): Promise<void> {
  queuedOf(world).delete(node.metadata.name);
  const taints = withNoExecute(node, undefined, formatTime(world.clock.now()));
  if (taints.length === (node.spec.taints ?? []).length) return;
  world.explain.rule('allNodesLost', { node: node.metadata.name });
  await refusalsAside(() => writeTaints(node, taints, world));
}

function readyOf({ status }: Node): NodeCondition['status'] | undefined {
  return conditionOf(status.conditions, 'Ready')?.status;
}

/** False if the API server refused: the next round tries again. */
async function refusalsAside(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

async function say(about: EventSubject, reason: string, message: string, world: ControllerWorld): Promise<void> {
  await world.recorder.event(about, 'Normal', reason, message);
}
