/**
 * What became of the pods of a lost node before taints evicted them: the node controller marks them NodeLost and deletes
 * them once the node has been ill for the pod eviction timeout. kubectl shows such pods as Unknown.
 * Models DeletePods and SetPodTerminationReason of pkg/controller/nodelifecycle (until v1.23), as profile `book` wants it.
 */
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { conditionOf } from '../../api/meta/conditions';
import { keyOf } from '../../api/meta/objectMeta';
import { ApiError, isReason } from '../../api/meta/status';
import { parseTime } from '../../api/meta/time';
import type { Wait, World } from '../../component/component';
import type { Instant } from '../../sim/clock';
import type { ControllerWorld } from '../controller';
import { type Health, healthOf } from './health';

const NODE_LOST = 'NodeLost';

/** Since when the node counts as ill: from the last that was heard of it, or from its own word; undefined while it is Ready. */
function illSince(node: Node, { probeAt }: Health): Instant | undefined {
  const ready = conditionOf(node.status.conditions, 'Ready');
  if (ready === undefined || ready.status === 'True') return undefined;
  return ready.status === 'Unknown' ? probeAt : parseTime<Instant>(ready.lastTransitionTime ?? '');
}

/** True if the pods of the node are to be given up now, and have not been. */
export function isEvictionDue(node: Node, timeoutMs: number, world: ControllerWorld): boolean {
  const health = healthOf(world).get(node.metadata.name);
  const since = health === undefined ? undefined : illSince(node, health);
  if (health === undefined || since === undefined) {
    if (health?.evicted === true) {
      const { evicted: _over, ...rest } = health;
      healthOf(world).set(node.metadata.name, rest);
    }
    return false;
  }
  return health.evicted !== true && world.clock.now() > since + timeoutMs;
}

/** Gives up the node's pods; those of DaemonSets stay. A refusal by the API server throws: the node is tried again. */
export async function evictPods({ metadata: { name, uid } }: Node, world: ControllerWorld): Promise<void> {
  const pods = world.cache.podsOnNode(name);
  if (pods.length > 0) {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name, uid } };
    await world.recorder.event(node, 'Normal', 'DeletingAllPods', `Deleting all Pods from Node ${name}.`);
  }
  for (const pod of pods) await giveUp(pod, name, world);
  const health = healthOf(world).get(name);
  if (health !== undefined) healthOf(world).set(name, { ...health, evicted: true });
}

async function giveUp(pod: Pod, nodeName: string, world: ControllerWorld): Promise<void> {
  const { name, uid, deletionTimestamp, ownerReferences = [] } = pod.metadata;
  const { podEvictionTimeoutMs: timeoutMs = 0 } = world.profile;
  world.explain.rule('podEvictionTimeout', { pod: name, node: nodeName, timeoutMs }, { kind: 'Node', name: nodeName });
  try {
    if (pod.status.reason !== NODE_LOST) {
      const message = `Node ${nodeName} which was running pod ${name} is unresponsive`;
      const body = { metadata: { uid }, status: { reason: NODE_LOST, message } };
      await world.client.patch('Pod', keyOf(pod), { type: 'merge', body }, 'status');
    }
    if (deletionTimestamp !== undefined) return;
    if (ownerReferences.some(({ kind, controller }) => controller === true && kind === 'DaemonSet')) return;
    const message = `Marking for deletion Pod ${name} from Node ${nodeName}`;
    await world.recorder.event(pod, 'Normal', 'NodeControllerEviction', message);
    await world.client.delete('Pod', keyOf(pod));
  } catch (error) {
    if (!(error instanceof ApiError) || !isReason(error, 'NotFound')) throw error;
  }
}

/** Which nodes will lose their pods when. */
export function evictionWaits(world: World, timeoutMs: number): readonly Wait[] {
  const waits: Wait[] = [];
  for (const node of world.cache.list('Node')) {
    const health = healthOf(world).get(node.metadata.name);
    const since = health === undefined || health.evicted === true ? undefined : illSince(node, health);
    if (since === undefined) continue;
    const until = (since + timeoutMs) as Instant; // An instant plus a duration.
    waits.push({ kind: 'Node', name: node.metadata.name, what: 'eviction', since, until });
  }
  return waits;
}
