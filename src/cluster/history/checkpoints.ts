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
  /** What it holds beyond the other one, which comes after it; where nothing does, itself or the one before. */
  bytes: number;
  beyond: Kept | undefined;
}

/** Those of one branch, oldest first. */
export type Line = Kept[];

/** Work this close to the present is not told apart when checkpoints are thinned. */
const NEAR_MS = 200;

export class Checkpoints {
  #bytes = 0;
  readonly #all = new Set<Kept>();

  constructor(private readonly budget: number) {}

  /** Roughly what all of them hold beyond the cluster itself. */
  get bytes(): number {
    return this.#bytes;
  }

  get count(): number {
    return this.#all.size;
  }

  /** Puts a checkpoint into its place in `line`, that of the branch that is shown. */
  keep(line: Line, taken: Pick<Kept, 'at' | 'position' | 'checkpoint' | 'workMs'>): Kept {
    const index = line.findLastIndex((kept) => kept.at <= taken.at && kept.position <= taken.position) + 1;
    const kept: Kept = { ...taken, beyond: undefined, bytes: 0 };
    line.splice(index, 0, kept);
    this.#all.add(kept);
    this.#measure(kept, line[index + 1] ?? kept);
    const before = line[index - 1];
    if (before !== undefined) this.#measure(before, kept);
    return kept;
  }

  /** Drops those that are missed least until the budget is kept. `lines`: of all branches. */
  thin(lines: readonly Line[], present: Kept): void {
    while (this.#bytes > this.budget && this.#all.size > 2) {
      const least = leastMissed(lines, present);
      if (least === undefined) return;
      this.#forget(least);
      for (const line of lines) {
        const index = line.indexOf(least);
        if (index < 0) continue;
        line.splice(index, 1);
        const before = line[index - 1];
        if (before?.beyond === least) this.#measure(before, line[index] ?? before);
      }
    }
  }

  /** The branches have become others: lets go of what none of them has any more. What only an old one has is its own. */
  settle(lines: readonly Line[], shown: Line): void {
    const used = new Set(lines.flat());
    for (const kept of this.#all) if (!used.has(kept)) this.#forget(kept);
    const after = new Map(lines.flatMap((line) => line.slice(1).map((kept, index) => [line[index], kept] as const)));
    for (const line of lines) {
      for (const [index, kept] of line.entries()) {
        const next = after.get(kept);
        if (next === undefined) this.#measure(kept, line === shown ? kept : line[index - 1]);
        else if (kept.beyond === undefined || kept.beyond.at <= kept.at || !used.has(kept.beyond))
          this.#measure(kept, next);
      }
    }
  }

  #forget(kept: Kept): void {
    this.#all.delete(kept);
    this.#bytes -= kept.bytes;
  }

  #measure(kept: Kept, beyond: Kept | undefined): void {
    this.#bytes -= kept.bytes;
    kept.beyond = beyond;
    kept.bytes = checkpointBytes(kept.checkpoint, beyond?.checkpoint);
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
      const ago = Math.abs(present.workMs - kept.workMs) + NEAR_MS;
      // So gaps grow with the root of how long ago they are: even the farthest way stays short.
      const score = (gap * gap) / ago;
      if (score >= lowest) continue;
      lowest = score;
      least = kept;
    }
  }
  return least;
}
