/**
 * Reads words of the shell's language: quotes, escapes, `$X`, `${X}`, `$(cmd)`, `$((1+2))`, backquotes.
 * Models the POSIX shell's token recognition as busybox ash does it. Left out: here-documents with tabs, `$'...'`.
 */
import { type Part, ShellSyntaxError, type Word } from './syntax';

/** Ends a word outside quotes. */
const BREAK = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')']);
/** Quotes and braces inside each other. */
const MAX_DEPTH = 50;
const OPERATORS = [':-', ':=', ':+', ':?', '##', '%%', '-', '=', '+', '?', '#', '%'];

/** A place in a text, moved along by reading words. */
export class WordReader {
  readonly text: string;
  position: number;
  #depth = 0;

  constructor(text: string, position = 0) {
    this.text = text;
    this.position = position;
  }

  get char(): string {
    return this.text[this.position] ?? '';
  }
  get isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** The word that starts here, or undefined where none does. */
  word(): Word | undefined {
    const start = this.position;
    const parts = this.#parts((char) => BREAK.has(char), false);
    return this.position === start ? undefined : parts;
  }

  /** Parts up to the first unquoted character that `stops` accepts. */
  #parts(stops: (char: string) => boolean, quoted: boolean): Part[] {
    if (this.#depth >= MAX_DEPTH) throw new ShellSyntaxError('syntax error: words nested too deeply');
    this.#depth += 1;
    const parts: Part[] = [];
    const add = (text: string, isQuoted: boolean) => {
      const last = parts.at(-1);
      if (last?.type === 'text' && last.quoted === isQuoted) {
        parts[parts.length - 1] = { ...last, text: last.text + text };
      } else parts.push({ type: 'text', text, quoted: isQuoted });
    };
    while (!this.isAtEnd && !stops(this.char)) {
      const char = this.char;
      if (char === '\\') this.#escape(add, quoted);
      else if (char === "'" && !quoted) add(this.#singleQuoted(), true);
      else if (char === '"') {
        this.position += 1;
        const inner = this.#parts((next) => next === '"', true);
        this.#expect('"', 'unterminated quoted string');
        if (inner.length === 0) add('', true);
        parts.push(...inner);
      } else if (char === '$') parts.push(this.#dollar(quoted));
      else if (char === '`') parts.push(this.#backquoted(quoted));
      else {
        add(char, quoted);
        this.position += 1;
      }
    }
    this.#depth -= 1;
    return parts;
  }

  #escape(add: (text: string, quoted: boolean) => void, quoted: boolean): void {
    const next = this.text[this.position + 1] ?? '';
    this.position += 2;
    if (next === '\n') return;
    if (quoted && !'$`"\\'.includes(next)) add(`\\${next}`, true);
    else add(next, true);
  }

  #singleQuoted(): string {
    const end = this.text.indexOf("'", this.position + 1);
    if (end === -1) throw new ShellSyntaxError('syntax error: unterminated quoted string');
    const inner = this.text.slice(this.position + 1, end);
    this.position = end + 1;
    return inner;
  }

  #backquoted(quoted: boolean): Part {
    const end = this.text.indexOf('`', this.position + 1);
    if (end === -1) throw new ShellSyntaxError('syntax error: EOF in backquote substitution');
    const source = this.text.slice(this.position + 1, end);
    this.position = end + 1;
    return { type: 'command', source, quoted };
  }

  #dollar(quoted: boolean): Part {
    const rest = this.text.slice(this.position + 1);
    if (rest.startsWith('((')) return { type: 'arithmetic', source: this.#balanced().slice(1, -1), quoted };
    if (rest.startsWith('(')) return { type: 'command', source: this.#balanced(), quoted };
    if (rest.startsWith('{')) return this.#braced(quoted);
    const name = /^(?:[A-Za-z_]\w*|[0-9?$#@*!-])/.exec(rest)?.[0];
    this.position += 1 + (name?.length ?? 0);
    return name === undefined ? { type: 'text', text: '$', quoted: true } : { type: 'variable', name, quoted };
  }

  /** What stands between `$(` and its closing bracket. */
  #balanced(): string {
    const start = this.position + 2;
    let depth = 1;
    let at = start;
    while (at < this.text.length) {
      const char = this.text[at];
      if (char === '\\') at += 1;
      else if (char === "'") at = this.#closing("'", at);
      else if (char === '"') at = this.#closing('"', at);
      else if (char === '(') depth += 1;
      else if (char === ')' && --depth === 0) {
        this.position = at + 1;
        return this.text.slice(start, at);
      }
      at += 1;
    }
    throw new ShellSyntaxError('syntax error: unexpected end of file (expecting ")")');
  }

  #closing(quote: string, from: number): number {
    let at = from + 1;
    while (at < this.text.length && this.text[at] !== quote) at += this.text[at] === '\\' && quote === '"' ? 2 : 1;
    return at;
  }

  #braced(quoted: boolean): Part {
    this.position += 2;
    const isLength = this.char === '#' && this.text[this.position + 1] !== '}';
    if (isLength) this.position += 1;
    const name = /^(?:[A-Za-z_]\w*|[0-9]+|[?$#@*!-])/.exec(this.text.slice(this.position))?.[0];
    if (name === undefined) throw new ShellSyntaxError('syntax error: bad substitution');
    this.position += name.length;
    const operator = isLength ? 'length' : OPERATORS.find((op) => this.text.startsWith(op, this.position));
    if (operator !== undefined && !isLength) this.position += operator.length;
    const argument = this.#parts((char) => char === '}', quoted);
    this.#expect('}', 'syntax error: unterminated quoted string');
    return operator === undefined
      ? { type: 'variable', name, quoted }
      : { type: 'variable', name, operator, argument, quoted };
  }

  #expect(char: string, complaint: string): void {
    if (this.char !== char) throw new ShellSyntaxError(`syntax error: ${complaint.replace('syntax error: ', '')}`);
    this.position += 1;
  }
}
