/** A stage with a fresh simulated cluster of three nodes, as the recordings have them. */
import type { NodeSpec } from '../client/simulation';
import { defaultNode } from '../client/defaultNodes';
import type { Transport } from '../client/transport';
import { Cluster } from '../cluster/cluster';
import { SeenObjects } from '../cluster/stepping/seenObjects';
import { conditionsOf } from '../conditions/conditions';
import { withCredentials } from '../kubectl/config/credentials';
import { type Clock, ConnectionError } from '../kubectl/environment';
import { simulatedMinikube } from '../shell/simulatedMinikube';
import type { Instant } from '../sim/clock';
import { ADMIN_TOKEN, KUBECONFIG, SERVER, sessionShell } from './machine';
import type { Stage } from '../shell/player';

/** Their nodes. */
export const NODES = ['minikube', 'minikube-m02', 'minikube-m03'].map(defaultNode);
/** A cluster that people meet has been up for a while: image lists are reported, leases renewed. */
export const UP_MS = 334_000;
/** What the recordings let pass between tidying up and their first command. */
const TIDY_MS = 2_000;
/** What one call of kubectl takes on a machine of today, about. */
const CALL_MS = 70;
/** What one request takes to the server and back. */
const REQUEST_MS = 4;

/** Which cluster is simulated. */
export interface SimulationOptions {
  readonly profile?: string;
  readonly seed?: number;
  /** Add-ons that it comes up with, as ClusterOptions has them. */
  readonly addons?: readonly string[];
  /** Default: those of the recordings. */
  readonly nodes?: readonly NodeSpec[];
}

/** A stage whose cluster can be looked at beside what is typed. */
export interface SimulatedStage extends Stage {
  readonly cluster: Cluster;
}

/** Sets the stage. Throws an Error for a profile that does not exist. */
export async function simulatedStage(options: SimulationOptions = {}): Promise<SimulatedStage> {
  const cluster = await Cluster.create({ nodes: NODES, ...options });
  await cluster.advance(UP_MS);
  await tidyUp(cluster);
  return stageOn(cluster);
}

/** A stage on a cluster that stands still, with files at home. */
export function stageOn(cluster: Cluster, files: Readonly<Record<string, string>> = {}): SimulatedStage {
  const startedAt = cluster.now();
  const pump = new Pump(cluster);
  const shell = sessionShell({
    connect: (connection) => {
      const { server, token } = connection;
      // The recordings' administrator has a token that no ServiceAccount has.
      if (server === SERVER)
        return token === ADMIN_TOKEN ? pump.transport : withCredentials(pump.transport, connection);
      throw new ConnectionError('refused', `nobody answers at ${server}`);
    },
    clock: pump.clock,
    random: () => cluster.kernel.clock.random('session'),
    kubeconfig: KUBECONFIG,
    files,
    network: {
      send: (ask) => pump.ask(() => cluster.send(ask)),
      requests: (limit) =>
        pump.ask(async () => [...cluster.traffic.requests.from(cluster.traffic.requests.total - limit)]),
    },
    minikube: simulatedMinikube({
      transport: pump.transport,
      fault: (fault) => pump.ask(() => cluster.fault(fault)),
      isOff: (node) => cluster.machines.list().some(({ spec, powered }) => spec.name === node && !powered),
      isCut: (node) => cluster.machines.list().some(({ spec, networkCut }) => spec.name === node && networkCut),
    }),
  });
  return {
    cluster,
    shell,
    settle: (work) => pump.settle(work),
    pass: (ms) => pump.waitFor(pump.clock.sleep(ms)),
    fault: (fault, node) =>
      cluster.fault({ type: fault === 'node-up' ? 'startKubelet' : 'stopKubelet', node: nodeWithPods(cluster, node) }),
    deed: (fault) => cluster.fault(fault),
    until: (expression) => passUntil(cluster, expression, (ms) => pump.waitFor(pump.clock.sleep(ms))),
    elapsedSeconds: () => (cluster.now() - startedAt) / 1000,
  };
}

/** A condition that does not hold within so much virtual time never will. */
const NEVER_MS = 1_800_000;
/** How often it is looked at. */
const LOOK_MS = 250;

/** Lets time pass until `holds` says so. Throws an Error if it never does. */
export async function passUntil(
  cluster: Cluster,
  expression: string,
  pass: (ms: number) => Promise<void>,
  holds = presentHolds(cluster, expression),
): Promise<void> {
  const giveUpAt = cluster.now() + NEVER_MS;
  while (!holds()) {
    if (cluster.now() >= giveUpAt) throw new Error(`after half an hour still not ${expression}`);
    await pass(LOOK_MS);
  }
}

function presentHolds(cluster: Cluster, expression: string): () => boolean {
  const condition = conditionsOf(new SeenObjects(() => cluster)).read(expression);
  return () => condition.evaluate().holds;
}

/** As the recordings began: what is in namespace default is new, and nothing has happened yet. */
export async function tidyUp(cluster: Pick<Cluster, 'request' | 'advance'>): Promise<void> {
  for (const plural of ['configmaps', 'events']) {
    await cluster.request({ method: 'DELETE', path: `/api/v1/namespaces/default/${plural}` });
  }
  await cluster.advance(TIDY_MS);
}

interface Sleeper {
  readonly until: number;
  wake(): void;
}

/** Lets a command and the cluster take turns: what the command asks for waits until no event runs. */
class Pump {
  readonly #cluster: Cluster;
  readonly #sleepers = new Set<Sleeper>();
  #asked: (() => Promise<void>)[] = [];

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  readonly transport: Transport = {
    request: (request) =>
      this.ask(async () => {
        await this.#cluster.advance(REQUEST_MS);
        return this.#cluster.request(request);
      }),
    watch: (request, onEvent) => this.#cluster.api.watch(request, onEvent),
    stream: (request, handlers) => this.#cluster.stream(request, handlers),
  };

  readonly clock: Clock = {
    now: () => this.#cluster.now(),
    sleep: (ms, interrupt) =>
      new Promise((resolve) => {
        const sleepers = this.#sleepers;
        const sleeper = { until: this.#cluster.now() + Math.max(0, Math.round(ms)), wake: done };
        sleepers.add(sleeper);
        const forget = interrupt?.onInterrupt(done);
        function done(): void {
          sleepers.delete(sleeper);
          forget?.();
          resolve();
        }
      }),
  };

  /** Does `act` at the next moment at which the cluster stands still. */
  ask<T>(act: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#asked.push(() => act().then(resolve, reject));
    });
  }

  /** As `waitFor`, and what the call of a command takes beside. */
  async settle<T>(work: Promise<T>): Promise<T> {
    const result = await this.waitFor(work);
    await this.#cluster.advance(CALL_MS);
    return result;
  }

  /** Runs the cluster from event to event for as long as `work` waits for it. */
  async waitFor<T>(work: Promise<T>): Promise<T> {
    const ending = { isDone: false };
    const end = (): void => {
      ending.isDone = true;
    };
    work.then(end, end);
    for (;;) {
      await turn();
      if (ending.isDone) break;
      const asked = this.#asked;
      this.#asked = [];
      for (const act of asked) await act();
      if (asked.length === 0) await this.#step();
    }
    return work;
  }

  async #step(): Promise<void> {
    const next = Math.min(this.#cluster.kernel.nextAt() ?? Infinity, ...[...this.#sleepers].map(({ until }) => until));
    if (next === Infinity) throw new Error('the command waits for something that never comes');
    await this.#cluster.advanceTo(Math.max(next, this.#cluster.now()) as Instant);
    for (const sleeper of [...this.#sleepers]) if (sleeper.until <= this.#cluster.now()) sleeper.wake();
  }
}

/** Lets everything run that waits for no event of the cluster: in Node, and in a worker of the page. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else afterMessages(resolve);
  });
}

const waiting: (() => void)[] = [];
let channel: MessageChannel | undefined;
/** A message to oneself comes after those that wait already; a timer would be held back by the browser. */
function afterMessages(act: () => void): void {
  if (channel === undefined) {
    channel = new MessageChannel();
    channel.port1.onmessage = () => waiting.shift()?.();
  }
  waiting.push(act);
  channel.port2.postMessage(undefined);
}

const faulted = new WeakMap<Cluster, Map<string, string>>();

/**
 * Which of several equal nodes a pod lands on is chance: a fault on the node that had the pods in the recording hits
 * the one that has them here.
 */
export function nodeWithPods(cluster: Cluster, recorded: string): string {
  const known = faulted.get(cluster) ?? new Map<string, string>();
  faulted.set(cluster, known);
  const pod = cluster.store.list('/registry/pods/default/').entries[0]?.value as // That prefix holds pods.
    | { readonly spec: { readonly nodeName?: string } }
    | undefined;
  const node = known.get(recorded) ?? pod?.spec.nodeName ?? recorded;
  known.set(recorded, node);
  return node;
}
