/**
 * Reads a shell script into a tree. Models the grammar of POSIX sh (XCU 2.10) with bash's `&>`, `<<<` and `<(...)`.
 * Left out: functions, `case`.
 */
import {
  type AndOr,
  type Assignment,
  type Command,
  type Compound,
  type Pipeline,
  type Redirection,
  type Script,
  ScriptError,
  UnfinishedScript,
  type Word,
} from './syntax';
import { type Cursor, readHeredocBody, readWord } from './words';

/** The tree of `text`. Throws UnfinishedScript if more must come, ScriptError if it can never be right. */
export function parseScript(text: string): Script {
  const parser = new Parser({ text, at: 0 });
  const script = parser.list([]);
  if (!parser.atEnd) throw parser.unexpected();
  return script;
}

/** True while more of `text` must come before it can run. */
export function isUnfinished(text: string): boolean {
  try {
    parseScript(text);
    return false;
  } catch (error) {
    if (error instanceof UnfinishedScript) return true;
    if (error instanceof ScriptError) return false;
    throw error;
  }
}

/** Words with a meaning of their own where a command may begin. */
const RESERVED = new Set(['for', 'while', 'until', 'if', 'then', 'elif', 'else', 'fi', 'do', 'done', '{', '}', '!']);
const OPERATOR = /^(?:&&|\|\||;;|<<-|<<<|<<|>>|>&|<&|&>>|&>|<(?!\()|[;&|>()\n])/;

/** A heredoc whose body comes after the end of the line. */
interface PendingHeredoc {
  readonly end: string;
  readonly literal: boolean;
  readonly stripTabs: boolean;
  /** Filled once the body has been read. */
  readonly body: { text: Word };
}

class Parser {
  #heredocs: PendingHeredoc[] = [];

  constructor(private readonly cursor: Cursor) {}

  get atEnd(): boolean {
    this.#blanks();
    return this.cursor.at >= this.cursor.text.length;
  }

  unexpected(): ScriptError {
    const operator = this.#operator();
    const found = operator === '\n' ? 'newline' : (operator ?? this.#bareWord() ?? 'newline');
    return new ScriptError(`syntax error near unexpected token \`${found}'`);
  }

  /** Commands up to one of the reserved words `ends` or a closing bracket, which stay unread. */
  list(ends: readonly string[]): Script {
    const script: AndOr[] = [];
    for (;;) {
      this.#newlines();
      if (this.atEnd) {
        this.#readHeredocs();
        break;
      }
      const word = this.#bareWord();
      if (this.#operator() === ')' || (word !== undefined && ends.includes(word))) break;
      script.push(this.#andOr());
    }
    return script;
  }

  #andOr(): AndOr {
    const start = this.cursor.at;
    const first = this.#pipeline();
    const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
    for (let operator = this.#operator(); operator === '&&' || operator === '||'; operator = this.#operator()) {
      this.cursor.at += 2;
      this.#newlines();
      rest.push({ operator, pipeline: this.#pipeline() });
    }
    const source = this.cursor.text.slice(start, this.cursor.at).trim();
    const background = this.#operator() === '&';
    const operator = this.#operator();
    if (operator === ';' || operator === '&') this.cursor.at += 1;
    else if (operator !== undefined && operator !== '\n' && operator !== ')') throw this.unexpected();
    return { first, rest, background, source };
  }

  #pipeline(): Pipeline {
    const negated = this.#takeWord('!');
    const commands = [this.#command()];
    while (this.#operator() === '|') {
      this.cursor.at += 1;
      this.#newlines();
      commands.push(this.#command());
    }
    return { negated, commands };
  }

  #command(): Command {
    if (this.atEnd) throw new UnfinishedScript('a command must follow');
    const compound = this.#compound();
    if (compound === undefined) return this.#simple();
    return { type: 'compound', body: compound, redirections: this.#redirections() };
  }

  #compound(): Compound | undefined {
    if (this.#operator() === '(') {
      this.cursor.at += 1;
      const body = this.list([]);
      this.#expectOperator(')');
      return { type: 'group', subshell: true, body };
    }
    if (this.#takeWord('{')) {
      const body = this.list(['}']);
      this.#expectWord('}');
      return { type: 'group', subshell: false, body };
    }
    if (this.#takeWord('for')) return this.#for();
    if (this.#takeWord('if')) return this.#if();
    const until = this.#takeWord('until');
    if (!until && !this.#takeWord('while')) return undefined;
    const condition = this.list(['do']);
    return { type: 'while', until, condition, body: this.#doBody() };
  }

  #for(): Compound {
    const name = this.#bareWord();
    if (name === undefined) throw this.atEnd ? new UnfinishedScript('for') : this.unexpected();
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new ScriptError(`\`${name}': not a valid identifier`);
    this.#takeWord(name);
    this.#newlines();
    const items: Word[] = [];
    if (this.#takeWord('in')) {
      while (!this.atEnd && this.#operator() === undefined) items.push(this.#word());
    }
    this.#separators();
    return { type: 'for', name, items, body: this.#doBody() };
  }

  #if(): Compound {
    const branches: { condition: Script; body: Script }[] = [];
    do {
      const condition = this.list(['then']);
      this.#expectWord('then');
      branches.push({ condition, body: this.list(['elif', 'else', 'fi']) });
    } while (this.#takeWord('elif'));
    const otherwise = this.#takeWord('else') ? this.list(['fi']) : undefined;
    this.#expectWord('fi');
    return { type: 'if', branches, ...(otherwise === undefined ? {} : { otherwise }) };
  }

  #doBody(): Script {
    this.#expectWord('do');
    const body = this.list(['done']);
    this.#expectWord('done');
    return body;
  }

  #simple(): Command {
    const bare = this.#bareWord();
    if (bare !== undefined && RESERVED.has(bare)) throw this.unexpected();
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    for (;;) {
      const redirection = this.#redirection();
      if (redirection !== undefined) {
        redirections.push(redirection);
        continue;
      }
      if (this.atEnd || this.#operator() !== undefined) break;
      const assignment = words.length === 0 ? this.#assignment() : undefined;
      if (assignment === undefined) words.push(this.#word());
      else assignments.push(assignment);
    }
    if (words.length + assignments.length + redirections.length === 0) throw this.unexpected();
    return { type: 'simple', assignments, words, redirections };
  }

  #assignment(): Assignment | undefined {
    const [prefix, name] = /^([A-Za-z_]\w*)=/.exec(this.cursor.text.slice(this.cursor.at)) ?? [];
    if (prefix === undefined || name === undefined) return undefined;
    this.cursor.at += prefix.length;
    return { name, value: this.#word() };
  }

  #redirections(): readonly Redirection[] {
    const found: Redirection[] = [];
    for (let next = this.#redirection(); next !== undefined; next = this.#redirection()) found.push(next);
    return found;
  }

  #redirection(): Redirection | undefined {
    this.#blanks();
    const [, digits = ''] = /^(\d*)[<>]/.exec(this.cursor.text.slice(this.cursor.at, this.cursor.at + 4)) ?? [];
    const operator = OPERATOR.exec(this.cursor.text.slice(this.cursor.at + digits.length))?.[0];
    if (operator === undefined || !/^(?:<|>|&>)/.test(operator)) return undefined;
    this.cursor.at += digits.length + operator.length;
    const fd = digits === '' ? (operator.startsWith('<') ? 0 : 1) : Number(digits);
    switch (operator) {
      case '<<':
      case '<<-':
        return this.#heredoc(operator === '<<-');
      case '<<<': {
        const text = [...this.#target(), { type: 'text', text: '\n', quoted: true } as const];
        return { type: 'text', text };
      }
      case '>&':
      case '<&': {
        const [target] = this.#target();
        const from = Number(target?.type === 'text' ? target.text : Number.NaN);
        if (!Number.isInteger(from)) throw new ScriptError('only numbers may follow >&');
        return { type: 'copy', fd, from };
      }
      case '&>':
      case '&>>':
        return { type: 'both', mode: operator === '&>' ? '>' : '>>', file: this.#target() };
      case '<':
      case '>':
      case '>>':
        return { type: 'file', fd, mode: operator, file: this.#target() };
      default:
        throw this.unexpected();
    }
  }

  #heredoc(stripTabs: boolean): Redirection {
    const word = this.#target();
    const end = word.map((part) => (part.type === 'text' ? part.text : '')).join('');
    const literal = word.some(({ quoted }) => quoted);
    const body: { text: Word } = { text: [] };
    this.#heredocs.push({ end, literal, stripTabs, body });
    return {
      type: 'text',
      get text() {
        return body.text;
      },
    };
  }

  #target(): Word {
    if (this.atEnd || this.#operator() !== undefined) throw this.unexpected();
    return this.#word();
  }

  #word(): Word {
    this.#blanks();
    return readWord(this.cursor, substitute);
  }

  /** Bodies follow the newline at the cursor. */
  #readHeredocs(): void {
    for (const { end, literal, stripTabs, body } of this.#heredocs) {
      const lines: string[] = [];
      for (;;) {
        if (this.cursor.at >= this.cursor.text.length) throw new UnfinishedScript('a heredoc without its end');
        const newline = this.cursor.text.indexOf('\n', this.cursor.at);
        const stop = newline < 0 ? this.cursor.text.length : newline;
        const raw = this.cursor.text.slice(this.cursor.at, stop);
        const line = stripTabs ? raw.replace(/^\t+/, '') : raw;
        this.cursor.at = Math.min(stop + 1, this.cursor.text.length);
        if (line === end) break;
        lines.push(`${line}\n`);
      }
      const text = lines.join('');
      body.text = literal ? [{ type: 'text', text, quoted: true }] : readHeredocBody(text, substitute);
    }
    this.#heredocs = [];
  }

  #blanks(): void {
    const { cursor } = this;
    for (;;) {
      const char = cursor.text.charAt(cursor.at);
      if (char === ' ' || char === '\t') cursor.at += 1;
      else if (char === '\\' && cursor.text.charAt(cursor.at + 1) === '\n') cursor.at += 2;
      else break;
    }
    if (cursor.text.charAt(cursor.at) !== '#') return;
    const newline = cursor.text.indexOf('\n', cursor.at);
    cursor.at = newline < 0 ? cursor.text.length : newline;
  }

  #newlines(): void {
    while (this.#operator() === '\n') {
      this.cursor.at += 1;
      this.#readHeredocs();
    }
  }

  #separators(): void {
    for (let operator = this.#operator(); operator === '\n' || operator === ';'; operator = this.#operator()) {
      if (operator === '\n') this.#newlines();
      else this.cursor.at += 1;
    }
  }

  #operator(): string | undefined {
    this.#blanks();
    return OPERATOR.exec(this.cursor.text.slice(this.cursor.at, this.cursor.at + 3))?.[0];
  }

  /** The word at the cursor if it is plain text; it stays unread. */
  #bareWord(): string | undefined {
    this.#blanks();
    return /^[^\s;&|<>()'"\\$`]+(?=[\s;&|<>()]|$)/.exec(this.cursor.text.slice(this.cursor.at))?.[0];
  }

  #takeWord(word: string): boolean {
    if (this.#bareWord() !== word) return false;
    this.cursor.at += word.length;
    return true;
  }

  #expectWord(word: string): void {
    if (this.#takeWord(word)) return;
    throw this.atEnd ? new UnfinishedScript(word) : this.unexpected();
  }

  #expectOperator(operator: string): void {
    if (this.#operator() !== operator) throw this.atEnd ? new UnfinishedScript(operator) : this.unexpected();
    this.cursor.at += operator.length;
  }
}

/** Reads the script inside `$(` or `<(` and the bracket that closes it. */
function substitute(cursor: Cursor): Script {
  const inner = new Parser(cursor);
  const script = inner.list([]);
  if (inner.atEnd) throw new UnfinishedScript('an open $(');
  if (cursor.text.charAt(cursor.at) !== ')') throw inner.unexpected();
  cursor.at += 1;
  return script;
}
