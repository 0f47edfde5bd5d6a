/** The commands of the future that is shown: those that were carried out, and those to come once the clock went back. */
import type { Command } from '../client/simulation';
import type { Recorded } from './deeds';

export class Recording implements Recorded {
  /** So many of the commands have been carried out. */
  position: number;

  /** All of them have been carried out, unless `position` says otherwise. */
  constructor(
    public commands: Command[],
    position = commands.length,
  ) {
    this.position = position;
  }

  /** Whether nothing of it lies ahead. */
  get isAtEnd(): boolean {
    return this.position === this.commands.length;
  }

  /** Those that have been. */
  get carriedOut(): readonly Command[] {
    return this.isAtEnd ? this.commands : this.commands.slice(0, this.position);
  }

  next(): Command | undefined {
    return this.commands[this.position];
  }

  done(): void {
    this.position += 1;
  }

  /** Somebody did `command` just now, at the end. */
  add(command: Command): void {
    this.commands.push(command);
    this.position = this.commands.length;
  }

  /** The same, with so many commands at most: the rest waits. */
  upTo(most = Number.POSITIVE_INFINITY): Recorded {
    return { next: () => (this.position < most ? this.next() : undefined), done: () => this.done() };
  }
}
