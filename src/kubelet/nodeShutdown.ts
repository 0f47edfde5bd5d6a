/**
 * Ends the pods of a machine that is about to go down, those of the system last.
 * Models pkg/kubelet/nodeshutdown (v1.36.3) with shutdownGracePeriod and shutdownGracePeriodCriticalPods. Both are 0
 * by default: then the machine does not wait for its kubelet, and nobody calls this.
 */
import { hasCriticalPriority } from '../api/core/podPriority';
import type { Pod } from '../api/core/pod';
import type { Instant, Json } from '../sim/clock';
import { type Kubelet, instantAfter, wake } from './context';
import { isShuttingDown } from './nodeConditions';
import { nodeEvent } from './nodeEvents';
import { syncNodeStatus } from './nodeStatus';
import { DOWN, NODE, because, keepRow } from './reasons';
import { beginTermination } from './termination';

/** Sent to the kubelet when the operating system prepares to shut down; data: `ShutdownRequest`. */
export const SHUTDOWN = 'prepareForShutdown';
export interface ShutdownRequest {
  readonly graceSeconds: number;
  readonly criticalSeconds: number;
  /** What to send once the machine may go down. */
  readonly released: { readonly actor: string; readonly type: string; readonly data: Json };
}

/** Where the shutdown is: the groups that are still to come, lowest priority first. */
export interface ShutdownMemory {
  readonly request: ShutdownRequest;
  readonly group: 'usual' | 'critical';
  /** The next group begins then at the latest. */
  readonly until: Instant;
}

const POLL_MS = 1_000;
const MESSAGE = 'Pod was terminated in response to imminent node shutdown.';

/** The operating system waits for us: marks the node and ends the pods. */
export async function shutDown(kl: Kubelet, request: ShutdownRequest): Promise<void> {
  if (isShuttingDown(kl)) return;
  keepRow(kl, NODE, DOWN);
  await nodeEvent(kl, 'Normal', 'Shutdown', 'Shutdown manager detected shutdown event');
  await beginGroup(kl, request, 'usual');
  await syncNodeStatus(kl);
  await shutdownStep(kl);
}

/** Looks whether the pods of the present group are gone; then the next group, then the machine. */
export async function shutdownStep(kl: Kubelet): Promise<void> {
  const memory = kl.shutdown.get('manager');
  if (memory === undefined) return;
  const { request, group, until } = memory;
  const waits = podsOf(kl, group).length > 0 && kl.world.clock.now() < until;
  if (waits) return void wake(kl, POLL_MS, 'shutdownStep');
  if (group === 'usual') {
    await beginGroup(kl, request, 'critical');
    return shutdownStep(kl);
  }
  kl.world.clock.schedule(0, request.released);
}

async function beginGroup(kl: Kubelet, request: ShutdownRequest, group: ShutdownMemory['group']): Promise<void> {
  const { graceSeconds, criticalSeconds } = request;
  const seconds = group === 'critical' ? criticalSeconds : graceSeconds - criticalSeconds;
  kl.shutdown.set('manager', { request, group, until: instantAfter(kl, seconds * 1000) });
  for (const pod of podsOf(kl, group)) {
    const worker = kl.workers.get(pod.metadata.uid);
    if (worker?.state !== 'syncing') continue; // On its way out already.
    const graceMs = Math.min(pod.spec.terminationGracePeriodSeconds, seconds) * 1000;
    kl.world.explain.rule('shutdownEnds', { pod: pod.metadata.name, node: kl.node, graceMs }, because(kl, NODE, DOWN));
    const end = { phase: 'Failed', reason: 'Terminated', message: MESSAGE, disruption: MESSAGE } as const;
    await beginTermination(kl, pod, { ...worker, end }, graceMs);
  }
}

/** The group's pods that are not over, in the order of their names. */
function podsOf(kl: Kubelet, group: ShutdownMemory['group']): readonly Pod[] {
  const pods: Pod[] = [];
  for (const pod of kl.pods.values()) {
    const state = kl.workers.get(pod.metadata.uid)?.state;
    if (state === undefined || state === 'finished') continue;
    const isCritical = hasCriticalPriority(pod.spec);
    if (isCritical === (group === 'critical')) pods.push(pod);
  }
  const key = ({ metadata }: Pod) => `${metadata.namespace ?? ''}/${metadata.name}`;
  return pods.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
