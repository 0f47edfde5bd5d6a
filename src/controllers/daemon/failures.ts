/**
 * Failed daemon pods are replaced ever more slowly: 1 s, doubled up to 15 min, for each node.
 * Models the back-off of pkg/controller/daemon/daemon_controller.go (v1.36.3).
 */
import type { DaemonSet } from '../../api/apps/daemonSet';
import type { ControllerWorld } from '../controller';

const FIRST_MS = 1_000;
const LONGEST_MS = 900_000;

interface Failure {
  readonly at: number;
  readonly delayMs: number;
}

const failures = (world: Pick<ControllerWorld, 'state'>) => world.state.map<Failure>('daemonset-controller/failures');
const keyOf = (ds: DaemonSet, node: string): string => `${ds.metadata.uid}/${node}`;

/** The process has just started: it knows of no failure. */
export function clearFailures(world: Pick<ControllerWorld, 'state'>): void {
  failures(world).clear();
}

/** How long the failed pod on `node` has to wait still; 0 says that it goes now, and begins the next wait. */
export function failedPodDelayMs(ds: DaemonSet, node: string, world: ControllerWorld): number {
  const map = failures(world);
  const key = keyOf(ds, node);
  const last = map.get(key);
  const now = world.clock.now();
  if (last !== undefined && now < last.at + last.delayMs) return last.at + last.delayMs - now;
  map.set(key, { at: now, delayMs: last === undefined ? FIRST_MS : Math.min(last.delayMs * 2, LONGEST_MS) });
  return 0;
}

/** A pod that has run for longer than twice the wait is a fresh start. */
export function forgetFailures(ds: DaemonSet, node: string, world: ControllerWorld): void {
  const map = failures(world);
  const key = keyOf(ds, node);
  const last = map.get(key);
  if (last !== undefined && world.clock.now() > last.at + 2 * last.delayMs) map.delete(key);
}
