/**
 * Checkpoints of a run and its branches, within a budget of bytes: dense near the present, ever sparser further back.
 * The first one always stays.
 */
import { checkpointBytes } from '../../sim/checkpointBytes';
import type { Instant } from '../../sim/clock';
import type { Checkpoint } from '../../sim/kernel';

/** A moment that can be gone back to at once. Branches share those before they parted. */
export interface Kept {
  readonly at: Instant;
  /** So many commands of the branch had been carried out. */
  readonly position: number;
  readonly checkpoint: Checkpoint;
  /** Wall milliseconds of work from the start of the run to here. */
  readonly workMs: number;
  /** The one before it, and what this one holds beyond that. */
  before: Kept | undefined;
  bytes: number;
}

/** Those of one branch, oldest first. */
export type Line = Kept[];

/** Work this close to the present is not told apart when checkpoints are thinned. */
const NEAR_MS = 200;

export class Checkpoints {
  #bytes = 0;
  readonly #all = new Set<Kept>();

  constructor(private readonly budget: number) {}

  /** Roughly what all of them hold. */
  get bytes(): number {
    return this.#bytes;
  }

  get count(): number {
    return this.#all.size;
  }

  /** Puts a checkpoint into its place in `line`. */
  keep(line: Line, taken: Pick<Kept, 'at' | 'position' | 'checkpoint' | 'workMs'>): Kept {
    const index = line.indexOf(lastUpTo(line, taken.at, taken.position) as Kept) + 1; // -1 + 1: before all others.
    const before = line[index - 1];
    const kept: Kept = { ...taken, before, bytes: checkpointBytes(taken.checkpoint, before?.checkpoint) };
    line.splice(index, 0, kept);
    this.#all.add(kept);
    this.#bytes += kept.bytes;
    const after = line[index + 1];
    if (after !== undefined && after.before === before) this.#measure(after, kept);
    return kept;
  }

  /** Drops those that are missed least until the budget is kept. `lines`: of all branches. */
  thin(lines: readonly Line[], present: Kept): void {
    while (this.#bytes > this.budget && this.#all.size > 2) {
      const least = leastMissed(lines, present);
      if (least === undefined) return;
      this.#drop(least, lines);
    }
  }

  /** Lets go of what no branch has any more. */
  release(lines: readonly Line[]): void {
    const used = new Set(lines.flat());
    for (const kept of this.#all) {
      if (used.has(kept)) continue;
      this.#all.delete(kept);
      this.#bytes -= kept.bytes;
    }
    for (const line of lines) {
      for (const [index, kept] of line.entries())
        if (kept.before !== line[index - 1]) this.#measure(kept, line[index - 1]);
    }
  }

  #drop(kept: Kept, lines: readonly Line[]): void {
    this.#all.delete(kept);
    this.#bytes -= kept.bytes;
    for (const line of lines) {
      const index = line.indexOf(kept);
      if (index < 0) continue;
      line.splice(index, 1);
      const after = line[index];
      if (after?.before === kept) this.#measure(after, kept.before);
    }
  }

  #measure(kept: Kept, before: Kept | undefined): void {
    this.#bytes -= kept.bytes;
    kept.before = before;
    kept.bytes = checkpointBytes(kept.checkpoint, before?.checkpoint);
    this.#bytes += kept.bytes;
  }
}

/** The last one from which the moment with that instant and so many commands can be reached by living on. */
export function lastUpTo(line: Line, at: Instant, position: number): Kept | undefined {
  return line.findLast((kept) => kept.at <= at && kept.position <= position);
}

/** The one without which the way to any moment grows least, measured by how far that moment lies back. */
function leastMissed(lines: readonly Line[], present: Kept): Kept | undefined {
  let least: Kept | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    for (let index = 1; index < line.length; index += 1) {
      const kept = line[index];
      const before = line[index - 1];
      if (kept === undefined || before === undefined || kept === present) continue;
      const gap = (line[index + 1]?.workMs ?? kept.workMs + NEAR_MS) - before.workMs;
      const score = gap / (Math.abs(present.workMs - kept.workMs) + NEAR_MS);
      if (score >= lowest) continue;
      lowest = score;
      least = kept;
    }
  }
  return least;
}
