/**
 * Reads a jsonpath template: text with expressions in braces.
 * Models staging/src/k8s.io/client-go/util/jsonpath/parser.go (v1.36.3), its peculiarities included.
 */
import { isPrintable } from '../goFormat';
import { unquote } from '../goUnquote';

/** A bound of `[from:to:step]`. `derived`: not written, one behind the first. */
export interface Bound {
  readonly value: number;
  readonly known: boolean;
  readonly derived?: true;
}

/** A part of a parsed template. */
export type PathNode =
  | { readonly type: 'list'; readonly nodes: readonly PathNode[] }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'identifier'; readonly name: string }
  | { readonly type: 'int' | 'float'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' }
  | { readonly type: 'array'; readonly bounds: readonly [Bound, Bound, Bound] }
  | { readonly type: 'union'; readonly nodes: readonly (readonly PathNode[])[] }
  | {
      readonly type: 'filter';
      readonly left: readonly PathNode[];
      readonly operator: string;
      readonly right: readonly PathNode[];
    };

/** What is wrong with a template; the message is client-go's. */
export class JsonPathError extends Error {
  override name = 'JsonPathError';
}

/** The parts of a template: texts, and one list per pair of braces. Throws JsonPathError. */
export function parseJsonPath(template: string): readonly PathNode[] {
  return new Parser(template).parse();
}

/** Reads `text` as if it stood in braces. */
function parseAction(text: string): readonly PathNode[] {
  const [first] = parseJsonPath(`{${text}}`);
  return first?.type === 'list' ? first.nodes : [];
}

class Parser {
  private at = 0;
  private start = 0;
  private readonly root: PathNode[] = [];

  constructor(private readonly input: string) {}

  parse(): readonly PathNode[] {
    while (this.at < this.input.length) {
      const brace = this.input.indexOf('{', this.at);
      if (brace < 0) break;
      this.at = brace;
      if (this.at > this.start) this.root.push({ type: 'text', text: this.take() });
      this.at += 1;
      this.take();
      const nodes: PathNode[] = [];
      this.root.push({ type: 'list', nodes });
      this.action(nodes);
    }
    this.at = this.input.length;
    if (this.at > this.start) this.root.push({ type: 'text', text: this.take() });
    return this.root;
  }

  /** Up to and with the closing brace. */
  private action(nodes: PathNode[]): void {
    for (;;) {
      if (this.startsWith('}')) {
        this.at += 1;
        this.take();
        return;
      }
      if (this.startsWith('[?(')) this.filter(nodes);
      else if (this.startsWith('..')) this.recursive(nodes);
      else this.element(nodes);
    }
  }

  private element(nodes: PathNode[]): void {
    const rune = this.next();
    if (rune === '' || isLineEnd(rune)) throw new JsonPathError('unclosed action');
    if (rune === ' ' || rune === '@' || rune === '$') this.take();
    else if (rune === '[') this.array(nodes);
    else if (rune === '"' || rune === "'") this.quote(nodes, rune);
    else if (rune === '.') this.field(nodes);
    else if (rune === '+' || rune === '-' || isDigit(rune)) this.number(nodes, rune);
    else if (isAlphaNumeric(rune)) this.identifier(nodes, rune);
    else throw new JsonPathError(`unrecognized character in action: ${unicodeName(rune)}`);
  }

  private identifier(nodes: PathNode[], first: string): void {
    this.at -= first.length;
    while (!isTerminator(this.peek())) this.next();
    const word = this.take();
    if (word === 'true' || word === 'false') nodes.push({ type: 'bool', value: word === 'true' });
    else nodes.push({ type: 'identifier', name: word });
  }

  private recursive(nodes: PathNode[]): void {
    if (nodes.at(-1)?.type === 'recursive') throw new JsonPathError('invalid multiple recursive descent');
    this.at += 2;
    this.take();
    nodes.push({ type: 'recursive' });
    if (isAlphaNumeric(this.peek())) this.field(nodes);
  }

  private number(nodes: PathNode[], first: string): void {
    if (first !== '+' && first !== '-') this.at -= first.length;
    while (this.peek() === '.' || isDigit(this.peek())) this.next();
    const text = this.take();
    if (/^[-+]?\d+$/.test(text)) nodes.push({ type: 'int', value: Number(text) });
    else if (/^[-+]?(\d+\.?\d*|\.\d+)$/.test(text)) nodes.push({ type: 'float', value: Number(text) });
    else throw new JsonPathError(`cannot parse number ${text}`);
  }

  private array(nodes: PathNode[]): void {
    for (let rune = this.next(); rune !== ']'; rune = this.next()) {
      if (rune === '' || rune === '\n') throw new JsonPathError('unterminated array');
    }
    const inner = this.take().slice(1, -1);
    const text = inner === '*' ? ':' : inner;
    const members = text.split(',');
    if (members.length > 1) {
      const lists = members.map((member) => parseAction(`[${member.replace(/^ +| +$/g, '')}]`));
      nodes.push({ type: 'union', nodes: lists });
      return;
    }
    const key = /^'([^']*)'$/.exec(text);
    if (key !== null) nodes.push(...parseAction(`.${key[1]}`));
    else nodes.push({ type: 'array', bounds: boundsOf(text) });
  }

  private filter(nodes: PathNode[]): void {
    this.at += '[?('.length;
    this.take();
    this.skipFilter();
    if (this.next() !== ']') throw new JsonPathError('unclosed array expect ]');
    const text = this.take().slice(0, -2);
    const comparison = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(text);
    if (comparison === null) {
      nodes.push({ type: 'filter', left: parseAction(text), operator: 'exists', right: [] });
      return;
    }
    const [, left = '', operator = '', right = ''] = comparison;
    nodes.push({ type: 'filter', left: parseAction(left), operator, right: parseAction(right) });
  }

  /** To the parenthesis that closes the filter; one quoted text may hold others. */
  private skipFilter(): void {
    let pair = '';
    let isClosed = false;
    for (;;) {
      const rune = this.next();
      if (rune === '' || rune === '\n') throw new JsonPathError('unterminated filter');
      if (rune === '"' || rune === "'") {
        if (pair === '') pair = rune;
        else if (this.input[this.at - 2] !== '\\' && rune === pair) isClosed = true;
      } else if (rune === ')' && (pair !== '') === isClosed) return;
    }
  }

  private quote(nodes: PathNode[], end: string): void {
    for (;;) {
      const rune = this.next();
      if (rune === '' || rune === '\n') throw new JsonPathError('unterminated quoted string');
      if (rune === end && this.input[this.at - 2] !== '\\') break;
    }
    const quoted = this.take();
    try {
      nodes.push({ type: 'text', text: unquote(quoted) });
    } catch {
      throw new JsonPathError(`unquote string ${quoted} error invalid syntax`);
    }
  }

  private field(nodes: PathNode[]): void {
    this.take();
    while (!isTerminator(this.peek())) {
      if (this.next() === '\\') this.next();
    }
    const name = this.take();
    nodes.push(name === '*' ? { type: 'wildcard' } : { type: 'field', name: name.replaceAll('\\', '') });
  }

  private startsWith(prefix: string): boolean {
    return this.input.startsWith(prefix, this.at);
  }

  /** The next character and behind it; empty at the end. */
  private next(): string {
    const rune = this.peek();
    this.at += rune.length;
    return rune;
  }

  private peek(): string {
    const code = this.input.codePointAt(this.at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  /** What was read since the last call. */
  private take(): string {
    const text = this.input.slice(this.start, this.at);
    this.start = this.at;
    return text;
  }
}

function boundsOf(text: string): readonly [Bound, Bound, Bound] {
  const found = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (found === null) throw new JsonPathError(`invalid array index ${text}`);
  const from = boundOf(found[1] ?? '');
  const to = found[2] === undefined ? { value: from.value + 1, known: true, derived: true as const } : undefined;
  return [from, to ?? boundOf((found[2] ?? '').slice(1)), boundOf((found[3] ?? '').slice(1))];
}

function boundOf(digits: string): Bound {
  if (digits === '') return { value: 0, known: false };
  if (digits === '-') throw new JsonPathError('array index - is not a number');
  return { value: Number(digits), known: true };
}

function isTerminator(rune: string): boolean {
  return rune === '' || ' \t\r\n.,[]$@{}'.includes(rune);
}

function isLineEnd(rune: string): boolean {
  return rune === '\r' || rune === '\n';
}

function isDigit(rune: string): boolean {
  return /^\p{Nd}$/u.test(rune);
}

function isAlphaNumeric(rune: string): boolean {
  return rune === '_' || /^[\p{L}\p{Nd}]$/u.test(rune);
}

/** `%#U`: `U+0026 '&'`. */
export function unicodeName(rune: string): string {
  const code = (rune.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return isPrintable(rune) ? `U+${code} '${rune}'` : `U+${code}`;
}
