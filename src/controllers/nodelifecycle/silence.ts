/** When each node will be given up, should nothing more be heard of it. */
import { conditionOf } from '../../api/meta/conditions';
import { parseTime } from '../../api/meta/time';
import type { Wait, World } from '../../component/component';
import type { Instant } from '../../sim/clock';
import { healthOf, leaseOf, observe } from './health';

/**
 * The round that would find each node overdue: the first one that is due when the grace period is over. That counts from
 * the round that saw the last sign of life; of one that no round has seen yet, from the next one, at `nextRound`.
 */
export function silenceWaits(world: World, nextRound: Instant): readonly Wait[] {
  const { nodeMonitorGracePeriodMs: graceMs, nodeMonitorPeriodMs: periodMs } = world.profile;
  const waits: Wait[] = [];
  for (const node of world.cache.list('Node')) {
    const { name } = node.metadata;
    const health = healthOf(world).get(name);
    const ready = conditionOf(node.status.conditions, 'Ready');
    if (health === undefined || ready === undefined || ready.status === 'Unknown') continue;
    const lease = leaseOf(name, world);
    const { probeAt, renewTime } = observe(node, lease, health, nextRound);
    const rounds = Math.max(0, Math.ceil((probeAt + graceMs - nextRound) / periodMs));
    const heard = [renewTime, ready.lastHeartbeatTime].flatMap((time) =>
      time == null ? [] : [parseTime<Instant>(time)],
    );
    const since = heard.reduce((last, time) => (time > last ? time : last), 0 as Instant); // Before any heartbeat.
    const until = (nextRound + rounds * periodMs) as Instant; // An instant plus a duration.
    waits.push({ kind: 'Node', name, what: 'nodeNotHeardOf', since, until, graceMs });
  }
  return waits;
}
