/**
 * When a node was last heard of, and what it is told to be when that is too long ago.
 * Models tryUpdateNodeHealth of pkg/controller/nodelifecycle/node_lifecycle_controller.go (v1.36.3).
 */
import type { Lease } from '../../api/coordination/lease';
import type { Node, NodeCondition } from '../../api/core/node';
import { conditionOf } from '../../api/meta/conditions';
import { formatTime, parseTime } from '../../api/meta/time';
import type { Instant, StateMap } from '../../sim/clock';
import type { ControllerWorld } from '../controller';

/** A node that has never told its status gets longer. */
const STARTUP_GRACE_MS = 60_000;
/** NetworkUnavailable is not among them: the control plane sets it. */
const judgedTypes = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;

/** What the monitor remembers of a node. */
export interface Health {
  readonly uid: string;
  /** Last sign of life, by the controller's own clock. */
  readonly probeAt: Instant;
  /** lastHeartbeatTime of Ready; null while the node has no Ready condition. */
  readonly heartbeat: string | null;
  /** renewTime of the node's Lease. */
  readonly renewTime: string | null;
  /** Its pods could not all be marked: try again. */
  readonly retryPods?: true;
  /** Its pods have been given up, see podEviction.ts. */
  readonly evicted?: true;
}

/** Node name to what the monitor knows of it. */
export const healthOf = (world: Pick<ControllerWorld, 'state'>): StateMap<Health> =>
  world.state.map('node-lifecycle/health');

/** The Lease by which the node's kubelet tells that it lives. */
export const leaseOf = (node: string, { cache }: Pick<ControllerWorld, 'cache'>): Lease | undefined =>
  cache.get('Lease', { namespace: 'kube-node-lease', name: node });

/** The health of `node` at `now`. The same object if there is nothing new. */
export function observe(node: Node, lease: Lease | undefined, health: Health | undefined, now: Instant): Health {
  const heartbeat = heartbeatOf(node);
  const renewTime = lease?.spec.renewTime ?? null;
  if (health === undefined || health.uid !== node.metadata.uid) {
    // A node that never told anything is measured from its creation.
    const isSilent = heartbeat === null && renewTime === null;
    const probeAt = isSilent ? parseTime<Instant>(node.metadata.creationTimestamp) : now;
    return { uid: node.metadata.uid, probeAt, heartbeat, renewTime };
  }
  const isRenewed = renewTime !== null && (health.renewTime === null || health.renewTime < renewTime);
  if (!isRenewed && health.heartbeat === heartbeat) return health;
  return { ...health, probeAt: now, heartbeat, renewTime: renewTime ?? health.renewTime };
}

/** When the kubelet last told its Ready condition, as text; null if it has none. */
export function heartbeatOf(node: Node): string | null {
  const ready = conditionOf(node.status.conditions, 'Ready');
  return ready === undefined ? null : (ready.lastHeartbeatTime ?? '');
}

/** True if nothing was heard of `node` for longer than it is allowed. */
export function isOverdue(node: Node, { probeAt }: Health, graceMs: number, now: Instant): boolean {
  const hasStatus = conditionOf(node.status.conditions, 'Ready') !== undefined;
  // The real rounds drift by the time that each takes, so the round at exactly the grace period finds it just over.
  return now >= probeAt + (hasStatus ? graceMs : STARTUP_GRACE_MS);
}

/** The conditions of a node that is not heard of: nobody knows. The same list if that is said already. */
export function unknownConditions(node: Node, now: Instant): readonly NodeCondition[] {
  const conditions = node.status.conditions ?? [];
  const time = formatTime(now);
  const known = conditions.map((condition): NodeCondition => {
    const isJudged = judgedTypes.some((type) => type === condition.type);
    if (!isJudged || condition.status === 'Unknown') return condition;
    const message = 'Kubelet stopped posting node status.';
    return { ...condition, status: 'Unknown', lastTransitionTime: time, reason: 'NodeStatusUnknown', message };
  });
  const missing = judgedTypes.filter((type) => conditionOf(conditions, type) === undefined);
  const never = missing.map(
    (type): NodeCondition => ({
      type,
      status: 'Unknown',
      lastHeartbeatTime: node.metadata.creationTimestamp,
      lastTransitionTime: time,
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
    }),
  );
  const isSame = never.length === 0 && known.every((condition, index) => condition === conditions[index]);
  return isSame ? conditions : [...known, ...never];
}
