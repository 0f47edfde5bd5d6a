/**
 * The characters of a YAML text one by one, with line and column.
 */
import type { Mark } from './tokens';

const BREAKS = '\r\n\u0085\u2028\u2029';

/** Walks over a text. The end reads as the empty character. */
export class Reader {
  private at = 0;
  private line = 0;
  private column = 0;

  constructor(private readonly text: string) {}

  get mark(): Mark {
    return { index: this.at, line: this.line, column: this.column };
  }

  /** The character `ahead` of the current one; empty at the end. */
  peek(ahead = 0): string {
    return this.text[this.at + ahead] ?? '';
  }

  isEnd(): boolean {
    return this.at >= this.text.length;
  }

  isBlank(ahead = 0): boolean {
    const char = this.peek(ahead);
    return char === ' ' || char === '\t';
  }

  isBreak(ahead = 0): boolean {
    const char = this.peek(ahead);
    return char !== '' && BREAKS.includes(char);
  }

  /** A line break, or the end of the text. */
  isBreakOrEnd(ahead = 0): boolean {
    return this.peek(ahead) === '' || this.isBreak(ahead);
  }

  isBlankOrEnd(ahead = 0): boolean {
    return this.isBlank(ahead) || this.isBreakOrEnd(ahead);
  }

  /** `---` or `...` at the beginning of a line. */
  isDocumentIndicator(sign: '---' | '...'): boolean {
    return this.column === 0 && this.text.startsWith(sign, this.at) && this.isBlankOrEnd(3);
  }

  skip(count = 1): void {
    this.at += count;
    this.column += count;
  }

  skipLine(): void {
    this.at += this.peek() === '\r' && this.peek(1) === '\n' ? 2 : 1;
    this.column = 0;
    this.line += 1;
  }

  /** The rest of an unfinished line counts as a line. */
  finishLine(): void {
    if (this.column === 0) return;
    this.column = 0;
    this.line += 1;
  }
}
