/**
 * The terminal lines of a session by the numbers that their typists know them by. A line that is typed in the past is
 * no part of any run until it does something: looking around begins no branch.
 */
import type { Command } from '../client/simulation';

export class TypedLines {
  /** Number that was handed out, to the number in the recording, or to a text that waits for its first deed. */
  readonly #known = new Map<number, number | string>();
  #recorded = 0;
  #last = 0;

  /** The recording is another one, or the clock stands elsewhere in it: so many of its lines have been typed. */
  begin(commands: readonly Command[]): void {
    this.#recorded = commands.filter(({ type }) => type === 'line').length;
    this.#known.clear();
  }

  /** The same recording, of which nothing is other than it was so far. */
  count(commands: readonly Command[]): void {
    this.#recorded = commands.filter(({ type }) => type === 'line').length;
  }

  /** A line that is recorded just now. */
  recorded(): number {
    this.#recorded += 1;
    this.#last = Math.max(this.#last + 1, this.#recorded);
    this.#known.set(this.#last, this.#recorded);
    return this.#last;
  }

  /** A line of which it must show whether it does anything. */
  waiting(text: string): number {
    this.#last = Math.max(this.#last, this.#recorded) + 1;
    this.#known.set(this.#last, text);
    return this.#last;
  }

  /** The text of a line that does something for the first time; undefined if it is recorded, or of another time. */
  awakened(line: number | undefined): string | undefined {
    const known = line === undefined ? undefined : this.#known.get(line);
    return typeof known === 'string' ? known : undefined;
  }

  /** A line that waited was recorded just now. */
  awake(line: number): void {
    this.#recorded += 1;
    this.#known.set(line, this.#recorded);
  }

  /** `command` with the number that its line has in the recording, if it has one there. */
  numbered(command: Command): Command {
    if (!('line' in command) || command.line === undefined) return command;
    const { line: given, ...rest } = command;
    const line = this.#known.get(given);
    return typeof line === 'number' ? { ...rest, line } : rest;
  }
}
