/** One random run: commands and faults from a seed, invariants after every event, then peace. */
import { pathOf } from '../../src/client/client';
import { pausable } from '../../src/client/activity';
import type { Command, Run } from '../../src/client/simulation';
import { Cluster } from '../../src/cluster/cluster';
import { defaultNodes } from '../../src/client/defaultNodes';
import { STARTED_AT } from '../../src/cluster/clusterOptions';
import type { Instant } from '../../src/sim/clock';
import { asCommand, nextCommand } from './commands';
import { Invariants, checkConvergence, checkPlacement } from './invariants';
import { Random } from './random';

export interface SwarmResult {
  readonly run: Run;
  readonly hash: string;
  readonly events: number;
}

/** What a run has beside the usual. */
export interface SwarmPlan {
  readonly addons?: readonly string[];
  /** Chooses commands that send requests; undefined: none at the moment. */
  readonly traffic?: (random: Random, cluster: Cluster, count: number) => Promise<Command | undefined>;
}

/** Longest pause between two commands. */
const PAUSE_MS = 20_000;
/** Peace at the end: longer than every back-off, grace and toleration together. */
const PEACE_MS = 1_800_000;

/** Throws, with seed and commands in the message, if anything that must hold does not. */
export async function swarm(seed: number, commandCount: number, plan: SwarmPlan = {}): Promise<SwarmResult> {
  const random = new Random(seed);
  const commands: Command[] = [];
  try {
    return await act({ seed, random, commands, count: commandCount, ...plan });
  } catch (error) {
    const log = commands.map((command) => JSON.stringify(command)).join('\n');
    throw new Error(`seed ${seed}: ${error instanceof Error ? error.stack : error}\n${log}`);
  }
}

interface Act extends SwarmPlan {
  readonly seed: number;
  readonly random: Random;
  readonly commands: Command[];
  readonly count: number;
}

async function act({ seed, random, commands, count, addons, traffic }: Act): Promise<SwarmResult> {
  const cluster = await Cluster.create({ seed, ...(addons && { addons }) });
  const invariants = new Invariants(cluster);
  let events = 0;
  const advance = async (ms: number) => {
    const until = (cluster.now() + ms) as Instant;
    const afterEach = () => {
      events += 1;
      invariants.check();
      return false;
    };
    await cluster.kernel.advanceTo(until, afterEach);
  };
  for (let i = 0; i < count; i++) {
    await advance(random.whole(0, PAUSE_MS));
    const sent = traffic && random.next() < 0.6 ? await traffic(random, cluster, i) : undefined;
    const command = sent ?? (await usualCommand(random, cluster, i));
    if (command === undefined) continue;
    commands.push(command);
    await execute(cluster, command);
    invariants.check();
    checkPlacement(cluster);
  }
  for (const command of peace(cluster)) {
    commands.push(command);
    await execute(cluster, command);
  }
  await advance(PEACE_MS);
  invariants.checkWatch();
  checkPlacement(cluster);
  await checkConvergence(cluster);
  const run: Run = {
    version: 1,
    profile: 'v1.36',
    seed,
    nodes: defaultNodes(),
    ...(addons && { addons }),
    files: {},
    commands,
    untilMs: cluster.now() - STARTED_AT,
  };
  return { run, hash: cluster.stateHash(), events };
}

async function usualCommand(random: Random, cluster: Cluster, count: number): Promise<Command | undefined> {
  const planned = await nextCommand(random, cluster, count);
  return planned && asCommand(planned, cluster.now() - STARTED_AT);
}

/** A fault may find nothing to break any more: that is a refusal, not a failure. */
export async function execute(cluster: Cluster, command: Command): Promise<void> {
  try {
    await cluster.execute(command);
  } catch (error) {
    const refused = command.type === 'fault' && error instanceof Error && error.name === 'Error';
    if (!refused) throw error;
  }
}

/** Every machine and process comes back and takes pods again; nothing is started by the clock or refused by a quota any more. */
function peace(cluster: Cluster): readonly Command[] {
  const atMs = cluster.now() - STARTED_AT;
  const ends = [pathOf('CronJob', 'default'), pathOf('ResourceQuota', 'default')].map(
    (path) => ({ method: 'DELETE', path, body: { propagationPolicy: 'Background' } }) as const,
  );
  const loads = cluster.traffic.loads
    .list()
    .map(({ name }): Command => ({ atMs, type: 'fault', fault: { type: 'stopLoad', name } }));
  const registries: Command = { atMs, type: 'fault', fault: { type: 'mendRegistry', host: 'docker.io' } };
  const machines = cluster.machines.list().flatMap(({ spec: { name } }): readonly Command[] => [
    { atMs, type: 'fault', fault: { type: 'bringBack', node: name } },
    { atMs, type: 'fault', fault: { type: 'takeMemory', node: name } },
    { atMs, type: 'fault', fault: { type: 'fillDisk', node: name } },
    {
      atMs,
      type: 'request',
      request: {
        method: 'PATCH',
        path: `/api/v1/nodes/${name}`,
        headers: { 'content-type': 'application/merge-patch+json' },
        body: { spec: { unschedulable: false, taints: null } },
      },
    },
  ]);
  const paused = pausable.map(
    (component): Command => ({ atMs, type: 'fault', fault: { type: 'resumeComponent', component } }),
  );
  return [
    registries,
    ...loads,
    ...paused,
    ...machines,
    ...ends.map((request) => ({ atMs, type: 'request', request }) as const),
  ];
}

/** The same commands on a new cluster; refused faults are refused again. */
export async function replay({ seed, commands, untilMs, addons }: Run): Promise<Cluster> {
  const cluster = await Cluster.create({ seed, ...(addons && { addons }) });
  for (const command of commands) await execute(cluster, command);
  await cluster.kernel.advanceTo((STARTED_AT + untilMs) as Instant);
  return cluster;
}
