/**
 * How ill a zone is, and how fast its nodes may be tainted for eviction then.
 * Models ComputeZoneState and the rate limited queues of pkg/controller/nodelifecycle (v1.36.3).
 */
import type { Node } from '../../api/core/node';
import type { ConditionStatus } from '../../api/meta/objectMeta';
import type { Instant, StateMap } from '../../sim/clock';
import type { ControllerWorld } from '../controller';

/** How many nodes of a zone are ill: none to speak of, most, or all. Initial: not judged yet. */
export type ZoneState = 'Initial' | 'Normal' | 'PartialDisruption' | 'FullDisruption';

/** Milliseconds from one tainted node to the next: 0.1 and 0.01 nodes a second. */
const USUAL_MS = 10_000;
const REDUCED_MS = 100_000;
/** Above this a zone in partial disruption is evicted slowly, below not at all. */
const LARGE_CLUSTER = 50;
const UNHEALTHY_PERCENT = 55;

/** What is remembered of a zone. */
export interface Zone {
  readonly state: ZoneState;
  /** One node may be tainted per this many milliseconds; undefined: none at all. */
  readonly everyMs: number | undefined;
  /** The next node may be tainted from here on. */
  readonly nextAt: Instant;
}

/** Zone key to what is remembered of it. */
export const zonesOf = (world: Pick<ControllerWorld, 'state'>): StateMap<Zone> =>
  world.state.map('node-lifecycle/zones');

/** Names of nodes that are to get their NoExecute taint when the rate allows. */
export const queuedOf = (world: Pick<ControllerWorld, 'state'>): StateMap<true> =>
  world.state.map('node-lifecycle/taint');

/** Region and zone of `node` by its labels. Nodes without labels make one zone. */
export function zoneKeyOf({ metadata }: Node): string {
  const region = metadata.labels?.['topology.kubernetes.io/region'] ?? '';
  const zone = metadata.labels?.['topology.kubernetes.io/zone'] ?? '';
  return region === '' && zone === '' ? '' : `${region}:\x00:${zone}`;
}

/** The state of a zone whose nodes have these Ready conditions; undefined stands for a node without one. */
export function zoneStateOf(ready: readonly (ConditionStatus | undefined)[]): ZoneState {
  const ill = ready.filter((status) => status !== 'True').length;
  if (ill > 0 && ill === ready.length) return 'FullDisruption';
  return ill > 2 && ill * 100 >= UNHEALTHY_PERCENT * ready.length ? 'PartialDisruption' : 'Normal';
}

/** How often nodes of a zone in `state` may be tainted; undefined: never. */
export function taintEveryMs(state: ZoneState, size: number): number | undefined {
  if (state === 'PartialDisruption') return size > LARGE_CLUSTER ? REDUCED_MS : undefined;
  return USUAL_MS;
}
