/** A stage with a fresh simulated cluster of three nodes, as the recordings have them. */
import type { Transport } from '../client/transport';
import { Cluster } from '../cluster/cluster';
import type { Instant } from '../sim/clock';
import { createFiles } from './files';
import type { Stage } from './player';
import { createSessionShell } from './sessionShell';

const NODES = ['minikube', 'minikube-m02', 'minikube-m03'].map((name) => ({ name, cpu: 4, memory: '8Gi', pods: 110 }));
/** A cluster that people meet has been up for a while: image lists are reported, leases renewed. */
const UP_MS = 300_000;
/** What one call of kubectl takes on a machine of today, about. */
const CALL_MS = 150;

interface Sleeper {
  readonly until: number;
  wake(): void;
}

export interface SimulationOptions {
  readonly profile?: string;
  readonly seed?: number;
}

/** Sets the stage. Throws an Error for a profile that does not exist. */
export async function simulatedStage(options: SimulationOptions = {}): Promise<Stage> {
  const cluster = await Cluster.create({ nodes: NODES, ...options });
  await cluster.advance(UP_MS);
  const startedAt = cluster.now();
  const sleepers = new Set<Sleeper>();
  const shell = createSessionShell({
    connect: () => transportOf(cluster),
    clock: {
      now: () => cluster.now(),
      sleep: (ms, interrupt) =>
        new Promise((resolve) => {
          const sleeper = { until: cluster.now() + Math.max(0, Math.round(ms)), wake: done };
          const forget = interrupt?.onInterrupt(done);
          sleepers.add(sleeper);
          function done(): void {
            sleepers.delete(sleeper);
            forget?.();
            resolve();
          }
        }),
    },
    files: createFiles(),
    random: () => cluster.kernel.clock.random('session'),
  });
  return {
    shell,
    settle: (work) => settle(cluster, sleepers, work),
    pass: (ms) => cluster.advance(ms),
    fault: (fault, node) =>
      cluster.fault({ type: fault === 'node-up' ? 'startKubelet' : 'stopKubelet', node: nodeWithPods(cluster, node) }),
    elapsedSeconds: () => (cluster.now() - startedAt) / 1000,
  };
}

function transportOf(cluster: Cluster): Transport {
  return {
    request: (request) => cluster.request(request),
    watch: (request, onEvent) => cluster.api.watch(request, onEvent),
    stream: (request, handlers) => cluster.stream(request, handlers),
  };
}

/** Runs the cluster from event to event for as long as `work` waits for it. */
async function settle<T>(cluster: Cluster, sleepers: ReadonlySet<Sleeper>, work: Promise<T>): Promise<T> {
  const ending = { isDone: false };
  const end = (): void => {
    ending.isDone = true;
  };
  work.then(end, end);
  while (!ending.isDone) {
    await turn();
    if (ending.isDone) break;
    const next = Math.min(cluster.kernel.nextAt() ?? Infinity, ...[...sleepers].map(({ until }) => until));
    if (next === Infinity) throw new Error('the command waits for something that never comes');
    await cluster.advanceTo(Math.max(next, cluster.now()) as Instant);
    for (const sleeper of [...sleepers]) if (sleeper.until <= cluster.now()) sleeper.wake();
  }
  await cluster.advance(CALL_MS);
  return work;
}

/** Lets everything run that waits for no event of the cluster. */
function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

const faulted = new WeakMap<Cluster, Map<string, string>>();

/**
 * Which of several equal nodes a pod lands on is chance: a fault on the node that had the pods in the recording hits
 * the one that has them here.
 */
function nodeWithPods(cluster: Cluster, recorded: string): string {
  const known = faulted.get(cluster) ?? new Map<string, string>();
  faulted.set(cluster, known);
  const pod = cluster.store.list('/registry/pods/default/').entries[0]?.value as // That prefix holds pods.
    | { readonly spec: { readonly nodeName?: string } }
    | undefined;
  const node = known.get(recorded) ?? pod?.spec.nodeName ?? recorded;
  known.set(recorded, node);
  return node;
}
