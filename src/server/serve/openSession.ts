/**
 * The session of a served cluster: a fresh one, or one that goes on where its state file left it. At speed 1 its clock is
 * the machine's: clients reckon ages with their own, so time that has passed meanwhile is lived through.
 */
import { isDeepEqual } from '../../api/meta/equality';
import type { RunStart } from '../../client/runJournal';
import type { NodeSpec } from '../../client/simulation';
import type { Transport } from '../../client/transport';
import { Cluster, type ClusterParts } from '../../cluster/cluster';
import { defaultNodes } from '../../client/defaultNodes';
import { Session } from '../../cluster/session';
import type { Instant } from '../../sim/clock';
import { UsageError } from '../usageError';
import { durableTransport } from './durableTransport';
import { clockWords, foundWords } from './openingWords';
import { MARK_EVERY_MS, StateFile } from './stateFile';

/** The first requests wait so long for time that was missed; the rest of it is caught up while the server serves. */
const CATCH_UP_MS = 20_000;

export interface SessionRequest {
  readonly profile?: string;
  readonly nodes?: readonly NodeSpec[];
  readonly seed?: number;
  /** Which controllers run, as `--controllers` of kube-controller-manager; default: all. */
  readonly controllers?: readonly string[];
  /** Add-ons that a new cluster comes up with; default: none. */
  readonly system?: readonly string[];
  /** When a new cluster begins, in milliseconds since the epoch; default: now. Time since then is lived through. */
  readonly startedAt?: number;
  /** Virtual seconds per second; default 1. */
  readonly speed?: number;
  readonly parts?: ClusterParts;
  /** Whether the run can be exported, default true; a state file needs it. */
  readonly keepsCommands?: boolean;
  /** Where the cluster is kept; absent: nowhere. */
  readonly state?: string;
  /** Names the code that runs: snapshots of other code are not read. */
  readonly engine?: string;
  /** The machine's clock, in milliseconds since the epoch. */
  readonly wall?: () => number;
  /** Told, each time that a client is refused for it, that the state file cannot be written. */
  readonly onFailure?: (error: unknown) => void;
}

/** A session that is playing; who opened it runs its slices. */
export interface OpenedSession {
  readonly session: Session;
  /** What clients may use: with a state file they hear nothing that a crash could take back. */
  readonly transport: Transport;
  /** Resolves once what was asked of the transport before has begun or was refused. */
  settled(): Promise<void>;
  /** How it began, in sentences for a person. */
  readonly words: readonly string[];
  /** To be called when no slice runs any more: keeps the last state. */
  close(): Promise<void>;
}

/** Opens the session. Rejects with UsageError, and with an Error for options that make no cluster. */
export async function openSession(request: SessionRequest): Promise<OpenedSession> {
  const { wall = Date.now, speed = 1, parts = {}, state } = request;
  if (state !== undefined) return openSaved({ ...request, wall, speed, parts, state });
  const { profile, nodes, seed, controllers, system: addons, startedAt = Math.floor(wall()) } = request;
  const made = Cluster.create({ ...given({ profile, nodes, seed, controllers, addons }), startedAt }, parts);
  const cluster = await made.catch((error: unknown) => {
    throw error instanceof Error && error.name === 'Error' ? new UsageError(error.message) : error; // Ours have names.
  });
  const { keepsCommands = true } = request;
  const session = new Session(cluster, { wall, parts, keepsUp: speed === 1, keepsCommands });
  await play(session, speed, speed === 1 ? wall() : cluster.now());
  await livedThrough(session, wall);
  return {
    session,
    transport: transportOf(session),
    settled: () => session.cluster.advance(0),
    words: [],
    close: () => Promise.resolve(),
  };
}

type SavedRequest = SessionRequest & Required<Pick<SessionRequest, 'wall' | 'speed' | 'parts' | 'state'>>;

async function openSaved(request: SavedRequest): Promise<OpenedSession> {
  const { wall, speed, parts, state } = request;
  const file = StateFile.open(state, startOf(request), request.engine ?? '', wall());
  try {
    refuseOthers(request, file);
    const words = [foundWords(file, state)];
    const { cluster, replayed } = await file.cluster(parts);
    const { keepsCommands = true } = request;
    const commands = keepsCommands ? file.journal.commands : [];
    const session = new Session(cluster, { wall, parts, keepsUp: speed === 1, keepsCommands, commands });
    session.onCommand = (command) => file.record(command);
    await cluster.hangUp(); // Whoever held a stream is gone.
    await play(session, speed, Math.max(cluster.now(), clockNow(file, cluster, speed, wall())));
    words.push(...(await livedThrough(session, wall)));
    const keeper = keepWritten(file, session, speed, wall);
    if (replayed > 0) await file.snapshot(session, wall());
    await file.flushed();
    return {
      session,
      transport: durableTransport(transportOf(session), file, request.onFailure ?? (() => {})),
      settled: async () => {
        await session.cluster.advance(0);
        await turn();
        await file.flushed();
        await turn();
      },
      words,
      close: () => keeper.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** What a new file begins with. */
function startOf({ profile = 'v1.36', seed = 1, nodes = defaultNodes(), ...rest }: SavedRequest): RunStart {
  const { startedAt = Math.floor(rest.wall()), controllers, system: addons } = rest;
  return { version: 1, profile, seed, startedAt, nodes, files: {}, ...given({ controllers, addons }) };
}

async function play(session: Session, speed: number, virtual: number): Promise<void> {
  await session.ask({ type: 'setSpeed', speed });
  await session.ask({ type: 'play' });
  session.aimAt(virtual as Instant); // Whole or not: the pace rounds it.
}

/** At speed 1 the cluster's clock is never behind the machine's; it is ahead if it ran faster before. */
function clockNow({ journal: { mark } }: StateFile, { startedAt }: Cluster, speed: number, wall: number): number {
  if (speed !== 1 || mark === undefined) return 0;
  return Math.max(wall, startedAt + mark.untilMs + Math.max(0, wall - mark.wallMs));
}

/** Who asks for another cluster than the file holds has named the wrong file. */
function refuseOthers(request: SessionRequest, { journal: { start } }: StateFile): void {
  const { profile, nodes, seed, controllers, system } = request;
  const asked = { profile, nodes, seed, controllers };
  if (system !== undefined && !isDeepEqual(system, start.addons ?? [])) {
    throw new UsageError('--bare is for a new cluster: the state file holds one that was made otherwise');
  }
  for (const name of ['profile', 'nodes', 'seed', 'controllers'] as const) {
    if (asked[name] === undefined || isDeepEqual(asked[name], start[name])) continue;
    throw new UsageError(`--${name} is for a new cluster: the state file holds one that was made otherwise`);
  }
}

/** Lets the cluster catch up with its clock, for a while, and says what became of it. */
async function livedThrough(session: Session, wall: () => number): Promise<readonly string[]> {
  const before = session.cluster.now();
  const until = performance.now() + CATCH_UP_MS;
  while (session.behind && performance.now() < until) await session.slice();
  const now = session.cluster.now();
  return clockWords(now - before, session.behind, now - wall());
}

/** Notes time and takes snapshots for as long as the session lives. */
function keepWritten(file: StateFile, session: Session, speed: number, wall: () => number): { close(): Promise<void> } {
  // A clock of its own cannot be read again after a crash: what may be seen of it is written down beforehand.
  const aheadMs = speed === 1 ? 0 : 2 * MARK_EVERY_MS * speed;
  const comeMs = () => session.cluster.now() - session.cluster.startedAt;
  const keep = (): void => {
    if (session.health.type === 'failed') return;
    file.mark(comeMs() + aheadMs, wall());
    if (file.isSnapshotDue(wall())) void file.snapshot(session, wall()).catch(() => undefined); // Clients hear of it.
  };
  keep();
  const timer = setInterval(keep, MARK_EVERY_MS);
  let isOpen = true;
  return {
    close: async () => {
      if (!isOpen) return;
      isOpen = false;
      clearInterval(timer);
      try {
        if (session.health.type !== 'failed') {
          await session.cluster.hangUp();
          file.mark(comeMs(), wall());
          await file.snapshot(session, wall());
        }
        await file.flushed();
      } finally {
        file.close();
      }
    },
  };
}

/** What a request that breaks leaves behind is the client's 500: the clock goes on. */
function transportOf(session: Session): Transport {
  return {
    request: (request) => session.cluster.request(request),
    watch: (request, onEvent) => session.cluster.api.watch(request, onEvent),
    stream: (request, handlers) => session.cluster.stream(request, handlers),
  };
}

function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const there = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as { [K in keyof T]?: Exclude<T[K], undefined> }; // What was undefined is gone.
}

function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
