/**
 * Which pods of an old template go now, and where a new one comes beside an old one.
 * Models rollingUpdate of pkg/controller/daemon/update.go (v1.36.3).
 */
import type { DaemonSet } from '../../api/apps/daemonSet';
import type { Pod } from '../../api/core/pod';
import { isPodAvailable } from '../../api/core/podStatus';
import type { IntOrString } from '../../api/meta/objectMeta';
import type { RuleKey } from '../../rules/registry';
import type { ControllerWorld } from '../controller';
import { REVISION_HASH } from '../shared/history';
import { placement } from './placement';

/** A pod to delete, and the rule that says so. */
export type Removal = readonly [Pod, RuleKey];

/** What an update does now. */
export interface Step {
  /** Names of nodes that get a new pod beside the old one. */
  readonly create: readonly string[];
  readonly remove: readonly Removal[];
}

/** One step of the update; every pod that ends or becomes available brings the next. */
export function rollingUpdate(
  ds: DaemonSet,
  hash: string,
  byNode: ReadonlyMap<string, readonly Pod[]>,
  world: ControllerWorld,
): Step {
  const nodes = world.cache.list('Node').filter((node) => placement(ds, node).shouldRun);
  const { maxSurge = 0, maxUnavailable = 1 } = ds.spec.updateStrategy.rollingUpdate ?? {};
  const surge = share(maxSurge, nodes.length);
  const unavailable = share(maxUnavailable, nodes.length);
  const isAvailable = (pod: Pod) => isPodAvailable(pod, ds.spec.minReadySeconds ?? 0, world.clock.now());
  const isNew = ({ metadata }: Pod) => metadata.labels?.[REVISION_HASH] === hash;
  const states = nodes.map(({ metadata: { name } }) => {
    const pods = (byNode.get(name) ?? []).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    return { name, all: byNode.get(name) ?? [], next: pods.find(isNew), old: pods.find((pod) => !isNew(pod)) };
  });
  return surge > 0 ? withSurge(states, surge, isAvailable) : withoutSurge(states, unavailable, isAvailable);
}

interface NodeState {
  readonly name: string;
  readonly all: readonly Pod[];
  readonly next: Pod | undefined;
  readonly old: Pod | undefined;
}

/** Old pods that serve nobody go at once, others only while few enough nodes are without. */
function withoutSurge(states: readonly NodeState[], limit: number, isAvailable: (pod: Pod) => boolean): Step {
  let missing = 0;
  const broken: Pod[] = [];
  const serving: Pod[] = [];
  for (const { next, old } of states) {
    if (old !== undefined && next === undefined) {
      if (isAvailable(old)) serving.push(old);
      else {
        broken.push(old);
        missing += 1;
      }
    } else if (next === undefined || old !== undefined || !isAvailable(next)) missing += 1;
  }
  const going = serving.slice(0, Math.max(0, limit - missing));
  const remove: Removal[] = broken.map((pod) => [pod, 'daemonOldBroken']);
  return { create: [], remove: [...remove, ...going.map((pod): Removal => [pod, 'daemonOldTemplate'])] };
}

/** The new pod comes first; the old one goes once the new one is available. */
function withSurge(states: readonly NodeState[], limit: number, isAvailable: (pod: Pod) => boolean): Step {
  const create: string[] = [];
  const remove: Removal[] = [];
  let surging = states.filter(({ next, old }) => next !== undefined && old !== undefined && !isAvailable(next)).length;
  for (const { name, next, old } of states) {
    if (old === undefined) continue;
    if (next !== undefined) {
      if (isAvailable(next)) remove.push([old, 'daemonReplaced']);
      else if (!isAvailable(old)) remove.push([old, 'daemonOldBroken']);
    } else if (!isAvailable(old)) {
      remove.push([old, 'daemonOldBroken']);
    } else if (surging < limit) {
      create.push(name);
      surging += 1;
    }
  }
  return { create, remove };
}

/** Percentages are rounded up: a small cluster must be able to move. */
function share(value: IntOrString, total: number): number {
  return typeof value === 'number' ? value : Math.ceil((Number.parseInt(value, 10) * total) / 100);
}
