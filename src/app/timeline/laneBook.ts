/**
 * Asks the engine what its components did and keeps it, branch by branch: at most one question on its way, at most two in a
 * second while the clock runs, and one per change while it stands. One book per simulation.
 */
import type { Branch } from '../../client/history';
import type { Command, Simulation } from '../../client/simulation';
import type { ObjectPlace } from '../../client/why';
import type { Unsubscribe } from '../../client/transport';
import { playbackStore } from '../stores/playbackStore';
import { endOf } from './branchClock';
import { LaneMemory, type Stretch } from './laneMemory';

/** What a bar wants to know. */
export interface LaneAsk {
  readonly memory: LaneMemory;
  readonly from: number;
  readonly to: number;
  readonly apartMs: number;
  /** Only what touched this object. */
  readonly object: ObjectPlace | undefined;
}

/** A branch as a bar looks at it. */
export interface BranchView {
  readonly branch: Branch;
  /** Which of the engine's runs it is a branch of. */
  readonly run: number;
  /** When the run began, in virtual milliseconds since the epoch, and with which command: with another one it is another run. */
  readonly startedAt: number;
  readonly first: Command | undefined;
  /** Only what touched this object. */
  readonly object: ObjectPlace | undefined;
}

export interface LaneBook {
  /** What is known of a branch. */
  memory(of: BranchView): LaneMemory;
  /** Asks for what of `ask` is not known, now or as soon as it may. */
  want(ask: LaneAsk): void;
  /** Completes what was wanted last, up to `now`: once the clock goes back, nobody can tell it any more. */
  catchUp(now: number): Promise<void>;
  /** Counts the answers. */
  version(): number;
  onNews(listener: () => void): Unsubscribe;
}

/** The least pause between two questions, in real milliseconds. */
const PAUSE_MS = 500;
/** After a refusal. */
const LONG_PAUSE_MS = 5_000;

const books = new WeakMap<Simulation, LaneBook>();

/** What is about to be left is still told, if a bar is drawn. To be awaited before the clock goes back. */
export async function rememberLived(simulation: Simulation): Promise<void> {
  const { status } = playbackStore.getState();
  if (status !== undefined && status.now >= endOf(status)) await books.get(simulation)?.catchUp(status.now);
}

export function laneBookOf(simulation: Simulation): LaneBook {
  const book = books.get(simulation) ?? createLaneBook(simulation);
  books.set(simulation, book);
  return book;
}

/** A book that nobody shares. */
export function createLaneBook(simulation: Pick<Simulation, 'insight'>): LaneBook {
  const shelf = newShelf();
  const listeners = new Set<() => void>();
  let version = 0;
  let wanted: LaneAsk | undefined;
  let last: LaneAsk | undefined;
  let isBusy = false;
  /** False if there was no answer; undefined if there was nothing to ask. */
  const complete = async ({ memory, from, to, apartMs, object }: LaneAsk): Promise<boolean | undefined> => {
    const missing = memory.missing(from, to, apartMs);
    if (missing === undefined) return undefined;
    const isTold = await tell(simulation, memory, missing, object);
    if (isTold) version += 1;
    if (isTold) for (const listener of [...listeners]) listener();
    return isTold;
  };
  const ask = async () => {
    if (wanted === undefined) return;
    const next = wanted;
    wanted = undefined;
    isBusy = true;
    const isTold = await complete(next);
    isBusy = isTold !== undefined;
    if (isTold === undefined) return ask();
    setTimeout(
      () => {
        isBusy = false;
        void ask();
      },
      isTold ? PAUSE_MS : LONG_PAUSE_MS,
    );
  };
  return {
    memory: shelf.memory,
    version: () => version,
    onNews: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    catchUp: async (now) => {
      if (last !== undefined) await complete({ ...last, to: now });
    },
    want: (next) => {
      last = next;
      wanted = next;
      if (!isBusy) void ask();
    },
  };
}

/** True if there was an answer: without one the bar shows what it knows. */
async function tell(
  simulation: Pick<Simulation, 'insight'>,
  memory: LaneMemory,
  missing: Stretch,
  object: ObjectPlace | undefined,
): Promise<boolean> {
  try {
    const narrowed = object === undefined ? {} : { object };
    memory.put(missing, await simulation.insight({ type: 'lanes', ...missing, ...narrowed }));
    return true;
  } catch {
    return false;
  }
}

/** Memories of one object at a time: they are small, and made again in one question. */
const MOST_OBJECTS = 8;

function newShelf(): Pick<LaneBook, 'memory'> {
  const branches = new Map<string, LaneMemory>();
  const objects = new Map<string, LaneMemory>();
  const lived = new Map<string, number>();
  let begunWith: Command | undefined;
  let known = 0;
  /** Whether this is another run than the one that is known. */
  const isOther = (run: number, branch: Branch, first: Command | undefined) =>
    run !== known ||
    branch.untilMs < (lived.get(branch.id) ?? 0) ||
    (begunWith !== undefined && first !== undefined && !isAlike(begunWith, first));
  return {
    memory: ({ run, branch, startedAt, first, object }) => {
      if (isOther(run, branch, first)) for (const shelf of [branches, objects, lived]) shelf.clear();
      known = run;
      begunWith = first ?? begunWith;
      lived.set(branch.id, branch.untilMs);
      if (object === undefined) return kept(branches, branch.id, () => beginning(branches, branch, startedAt));
      if (objects.size >= MOST_OBJECTS) objects.clear();
      const key = `${branch.id} ${object.kind} ${object.namespace ?? ''}/${object.name} ${object.uid ?? ''}`;
      return kept(objects, key, () => new LaneMemory());
    },
  };
}

const isAlike = (left: Command, right: Command) =>
  left.atMs === right.atMs && JSON.stringify(left) === JSON.stringify(right);

/** What a new branch has in common with the one that it left. */
function beginning(branches: ReadonlyMap<string, LaneMemory>, { from }: Branch, startedAt: number): LaneMemory {
  const parent = from === undefined ? undefined : branches.get(from.id);
  return parent === undefined || from === undefined ? new LaneMemory() : parent.until(startedAt + from.atMs);
}

function kept<T>(map: Map<string, T>, key: string, make: () => T): T {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
