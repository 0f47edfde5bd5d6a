/**
 * Text to syntax tree, for the subset of the POSIX shell that people write into manifests.
 * Models busybox ash's grammar. Left out: functions, `select`, `[[`, arrays.
 */
import { type Assignment, type Node, type Redirect, ShellSyntaxError, type Word } from './syntax';
import { WordReader } from './wordReader';

const RESERVED = new Set([
  'then',
  'else',
  'elif',
  'fi',
  'do',
  'done',
  'esac',
  'in',
  '}',
  'if',
  'while',
  'until',
  'for',
  'case',
  '{',
  '!',
]);

/** Commands inside commands; real scripts have a handful. */
const MAX_DEPTH = 100;

/** The tree of a whole script. Throws ShellSyntaxError. */
export function parseScript(text: string): Node {
  const parser = new Parser(text);
  const node = parser.list([]);
  parser.expectEnd();
  return node;
}

class Parser {
  readonly #reader: WordReader;
  #depth = 0;
  /** Here-documents whose text follows at the next line end. */
  #pending: { delimiter: string; quoted: boolean; fill: (text: string, quoted: boolean) => void }[] = [];

  constructor(text: string) {
    this.#reader = new WordReader(text);
  }

  expectEnd(): void {
    this.#skipLines();
    if (!this.#reader.isAtEnd) this.#unexpected();
  }

  /** Commands up to one of the words in `ends`, which is left unread. */
  list(ends: readonly string[]): Node {
    const items: Node[] = [];
    for (;;) {
      this.#skipLines();
      if (this.#reader.isAtEnd || this.#reader.char === ')' || this.#at(';;') || this.#peekWord(ends)) break;
      const start = this.#reader.position;
      const node = this.#andOr();
      this.#blanks();
      if (this.#reader.char === '&') {
        items.push({ type: 'background', source: this.#reader.text.slice(start, this.#reader.position) });
        this.#reader.position += 1;
        continue;
      }
      items.push(node);
      if (this.#at(';;')) break;
      if (this.#reader.char === ';') this.#reader.position += 1;
      else if (this.#reader.char !== '\n' && !this.#reader.isAtEnd && this.#reader.char !== ')') this.#unexpected();
    }
    return items.length === 1 && items[0] ? items[0] : { type: 'list', items };
  }

  #andOr(): Node {
    let left = this.#pipeline();
    for (;;) {
      this.#blanks();
      const type = this.#at('&&') ? 'and' : this.#at('||') ? 'or' : undefined;
      if (!type) return left;
      this.#reader.position += 2;
      this.#skipLines();
      left = { type, left, right: this.#pipeline() };
    }
  }

  #pipeline(): Node {
    this.#blanks();
    if (this.#peekWord(['!'])) {
      this.#reader.position += 1;
      return { type: 'not', node: this.#pipeline() };
    }
    let start = this.#reader.position;
    const first = this.#command();
    const stages: string[] = [];
    this.#blanks();
    while (this.#reader.char === '|' && !this.#at('||')) {
      stages.push(this.#reader.text.slice(start, this.#reader.position));
      this.#reader.position += 1;
      this.#skipLines();
      start = this.#reader.position;
      this.#command();
      this.#blanks();
    }
    if (stages.length === 0) return first;
    return { type: 'pipeline', stages: [...stages, this.#reader.text.slice(start, this.#reader.position)] };
  }

  #command(): Node {
    this.#blanks();
    if (this.#depth >= MAX_DEPTH) throw new ShellSyntaxError('syntax error: commands nested too deeply');
    this.#depth += 1;
    const node = this.#compound();
    this.#depth -= 1;
    if (!node) return this.#simple();
    const redirects = this.#redirects();
    return redirects.length === 0 ? node : { type: 'redirected', node, redirects };
  }

  #compound(): Node | undefined {
    if (this.#reader.char === '(') {
      this.#reader.position += 1;
      const start = this.#reader.position;
      this.list([]);
      if (!this.#at(')')) this.#unexpected();
      this.#reader.position += 1;
      return { type: 'subshell', source: this.#reader.text.slice(start, this.#reader.position - 1) };
    }
    if (this.#take('{')) {
      const body = this.list(['}']);
      this.#need('}');
      return body;
    }
    if (this.#take('if')) return this.#if();
    if (this.#take('for')) return this.#for();
    if (this.#take('case')) return this.#case();
    const isUntil = this.#peekWord(['until']);
    if (!this.#take('while') && !this.#take('until')) return undefined;
    const condition = this.list(['do']);
    return { type: 'while', condition, body: this.#doGroup(), isUntil };
  }

  #if(): Node {
    const condition = this.list(['then']);
    this.#need('then');
    const body = this.list(['elif', 'else', 'fi']);
    if (this.#take('elif')) return { type: 'if', condition, body, otherwise: this.#if() };
    const otherwise = this.#take('else') ? this.list(['fi']) : undefined;
    this.#need('fi');
    return { type: 'if', condition, body, ...(otherwise ? { otherwise } : {}) };
  }

  #for(): Node {
    const name = this.#literal();
    this.#skipLines();
    let words: Word[] | undefined;
    if (this.#take('in')) words = this.#words();
    this.#blanks();
    if (this.#reader.char === ';') this.#reader.position += 1;
    const body = this.#doGroup();
    return { type: 'for', name, ...(words ? { words } : {}), body };
  }

  #case(): Node {
    const word = this.#wordHere();
    this.#skipLines();
    this.#need('in');
    const arms: { patterns: Word[]; body: Node }[] = [];
    for (;;) {
      this.#skipLines();
      if (this.#take('esac')) return { type: 'case', word, arms };
      if (this.#reader.char === '(') this.#reader.position += 1;
      const patterns = [this.#wordHere()];
      this.#blanks();
      while (this.#reader.char === '|') {
        this.#reader.position += 1;
        patterns.push(this.#wordHere());
        this.#blanks();
      }
      if (this.#reader.char !== ')') this.#unexpected();
      this.#reader.position += 1;
      arms.push({ patterns, body: this.list(['esac']) });
      if (this.#at(';;')) this.#reader.position += 2;
    }
  }

  #doGroup(): Node {
    this.#skipLines();
    this.#need('do');
    const body = this.list(['done']);
    this.#need('done');
    return body;
  }

  #simple(): Node {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    for (;;) {
      this.#blanks();
      const redirect = this.#redirect();
      if (redirect) {
        redirects.push(redirect);
        continue;
      }
      const name = words.length === 0 ? /^([A-Za-z_]\w*)=/.exec(this.#rest())?.[1] : undefined;
      if (name !== undefined) {
        this.#reader.position += name.length + 1;
        assignments.push({ name, value: this.#reader.word() ?? [] });
        continue;
      }
      if (words.length === 0 && this.#peekWord([...RESERVED])) this.#unexpected();
      const word = this.#reader.word();
      if (!word) break;
      words.push(word);
    }
    if (words.length + assignments.length + redirects.length === 0) this.#unexpected();
    return { type: 'simple', assignments, words, redirects };
  }

  #redirects(): Redirect[] {
    const redirects: Redirect[] = [];
    for (;;) {
      this.#blanks();
      const redirect = this.#redirect();
      if (!redirect) return redirects;
      redirects.push(redirect);
    }
  }

  #redirect(): Redirect | undefined {
    const match = /^(\d*)(>>|>&|<<-?|>\||>|<|&>)/.exec(this.#rest());
    if (!match) return undefined;
    const sign = match[2] ?? '>';
    this.#reader.position += match[0].length;
    this.#blanks();
    if (sign.startsWith('<<')) return this.#hereDocument();
    const target = this.#wordHere();
    const operator = sign === '>|' || sign === '&>' ? '>' : sign === '>>' || sign === '>&' || sign === '<' ? sign : '>';
    const fd = match[1] ? Number(match[1]) : sign === '<' ? 0 : sign === '&>' ? 12 : 1;
    return { fd, operator, target };
  }

  #hereDocument(): Redirect {
    const word = this.#wordHere();
    const redirect: { fd: number; operator: '<<'; target: Word } = { fd: 0, operator: '<<', target: [] };
    const delimiter = word.map((part) => (part.type === 'text' ? part.text : '')).join('');
    this.#pending.push({
      delimiter,
      quoted: word.some((part) => part.quoted),
      fill: (text, quoted) => {
        redirect.target = quoted
          ? [{ type: 'text', text, quoted: true }]
          : (new WordReader(`"${text.replaceAll('"', '\\"')}"`).word() ?? []);
      },
    });
    return redirect;
  }

  #words(): Word[] {
    const words: Word[] = [];
    for (;;) {
      this.#blanks();
      const word = this.#reader.word();
      if (!word) return words;
      words.push(word);
    }
  }

  #wordHere(): Word {
    this.#blanks();
    return this.#reader.word() ?? this.#unexpected();
  }

  #literal(): string {
    return this.#wordHere()
      .map((part) => (part.type === 'text' ? part.text : ''))
      .join('');
  }

  #rest(): string {
    return this.#reader.text.slice(this.#reader.position);
  }
  #at(text: string): boolean {
    return this.#reader.text.startsWith(text, this.#reader.position);
  }
  #peekWord(words: readonly string[]): boolean {
    const next = /^(?:[a-z]+|[{}!])(?=[\s;&|<>()]|$)/.exec(this.#rest())?.[0];
    return next !== undefined && words.includes(next);
  }
  #take(word: string): boolean {
    this.#blanks();
    if (!this.#peekWord([word])) return false;
    this.#reader.position += word.length;
    return true;
  }
  #need(word: string): void {
    this.#skipLines();
    if (!this.#take(word)) this.#unexpected(word);
  }

  #blanks(): void {
    for (;;) {
      const { char } = this.#reader;
      if (char === ' ' || char === '\t' || char === '\r') this.#reader.position += 1;
      else if (this.#at('\\\n')) this.#reader.position += 2;
      else if (char === '#') while (!this.#reader.isAtEnd && this.#reader.char !== '\n') this.#reader.position += 1;
      else return;
    }
  }

  #skipLines(): void {
    for (;;) {
      this.#blanks();
      if (this.#reader.char !== '\n') return;
      this.#reader.position += 1;
      this.#readPending();
    }
  }

  #readPending(): void {
    for (const { delimiter, quoted, fill } of this.#pending) {
      const lines: string[] = [];
      for (;;) {
        if (this.#reader.isAtEnd) break;
        const end = this.#reader.text.indexOf('\n', this.#reader.position);
        const stop = end === -1 ? this.#reader.text.length : end;
        const line = this.#reader.text.slice(this.#reader.position, stop);
        this.#reader.position = Math.min(stop + 1, this.#reader.text.length);
        if (line === delimiter) break;
        lines.push(`${line}\n`);
      }
      fill(lines.join(''), quoted);
    }
    this.#pending = [];
  }

  #unexpected(expecting?: string): never {
    const found = this.#reader.isAtEnd
      ? 'end of file'
      : JSON.stringify(/^(?:\n|[;&|<>()]+|[^\s;&|<>()]+)/.exec(this.#rest())?.[0] ?? '');
    const hint = expecting === undefined ? '' : ` (expecting "${expecting}")`;
    throw new ShellSyntaxError(`syntax error: unexpected ${found.replace('"\\n"', 'newline')}${hint}`);
  }
}
