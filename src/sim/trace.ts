/**
 * Who caused what: one row per event, command, API write and rule that was applied, each with the row that caused it.
 * Walking the causes back ends in a command or a timer set at the start.
 */
import { AppendLog, type AppendLogSnapshot } from './appendLog';
import type { Instant, Json } from './clock';

export interface TraceRow {
  readonly at: Instant;
  /** Index of the row that caused this one; -1 for commands and for the start of the run. */
  readonly cause: number;
  /** Who acted, e.g. `kubelet/worker-1`. */
  readonly actor: string;
  /** What it did, e.g. `sync`, `write`; `rule`: it applied a rule. */
  readonly type: string;
  /** For writes: the key and its revision; for commands: their text; for rules: their key. */
  readonly subject?: string;
  readonly revision?: number;
  /** For events: their data; for rules: the values of their sentence. */
  readonly detail?: Json;
  /** For writes: the actor that ran. */
  readonly by?: string;
  /** For writes and rules: the data of the event that ran, which need not lie on the way back to the first cause. */
  readonly event?: Json;
  /** For events: rows of further writes that it answers, see `Kernel.answers`. */
  readonly also?: readonly number[];
}

/** Rows kept at least. */
const CAPACITY = 200_000;

export class Trace {
  readonly #log = new AppendLog<TraceRow>(CAPACITY);

  /** Adds a row and hands back its index. */
  add(row: TraceRow): number {
    this.#log.push(row);
    return this.#log.end - 1;
  }

  /** The row with that index; undefined once it is forgotten. */
  row(index: number): TraceRow | undefined {
    return this.#log.at(index);
  }

  /** Index of the oldest row that is kept. */
  get start(): number {
    return this.#log.start;
  }

  get end(): number {
    return this.#log.end;
  }

  /** From `index` back to its first cause, newest first. Ends early where rows are forgotten. */
  chain(index: number): readonly TraceRow[] {
    const rows: TraceRow[] = [];
    for (let row = this.row(index); row !== undefined; row = this.row(row.cause)) rows.push(row);
    return rows;
  }

  snapshot(): AppendLogSnapshot<TraceRow> {
    return this.#log.snapshot();
  }

  restore(snapshot: AppendLogSnapshot<TraceRow>): void {
    this.#log.restore(snapshot);
  }
}
