/**
 * The text of one described object, written line by line and aligned at its tabs at the end.
 * Models PrefixWriter of staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.36.3).
 */
import { describeOptions, TabWriter } from '../printers/tabWriter';
import { escapeTerminal } from '../printers/terminal';

/** Collects text. A tab ends a cell; two blanks stand for each level of indentation. */
export class Description {
  readonly #pieces: Pieces;
  readonly #indent: number;

  private constructor(pieces: Pieces, indent: number) {
    this.#pieces = pieces;
    this.#indent = indent;
  }

  static create(): Description {
    return new Description({ finished: [], open: '' }, 0);
  }

  /** Writes a piece of a line, indented: the rest of the line follows with other calls. */
  write(level: number, text: string): void {
    this.#pieces.open += '  '.repeat(level + this.#indent) + escapeTerminal(text);
  }

  /** Writes a line, or several of which the first is indented. */
  line(level: number, text: string): void {
    this.write(level, `${text}\n`);
  }

  /** The same text, but what is written through it is indented by `levels` more, each piece of a line too. */
  nested(levels: number): Description {
    return new Description(this.#pieces, this.#indent + levels);
  }

  /** Ends all columns: what follows is aligned for itself. */
  flush(): void {
    this.#pieces.finished.push(this.#pieces.open);
    this.#pieces.open = '';
  }

  /** With its tabs, as `rollout history` shows a pod template. */
  raw(): string {
    return this.#pieces.finished.join('') + this.#pieces.open;
  }

  /** As kubectl prints it. */
  aligned(): string {
    const writer = new TabWriter(describeOptions);
    return [...this.#pieces.finished, this.#pieces.open]
      .map((text) => {
        writer.write(text);
        return writer.flush();
      })
      .join('');
  }
}

interface Pieces {
  readonly finished: string[];
  open: string;
}
