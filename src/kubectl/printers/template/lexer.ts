/**
 * Cuts a Go template into tokens.
 * Models text/template/parse/lex.go (Go 1.26). Left out: other delimiters than `{{` and `}}`, complex numbers.
 */
import { goQuote, isPrintable } from '../../../printers/goFormat';
import { unicodeName } from '../../../printers/jsonPath/parser';

/** What a token is. */
export type TokenType =
  | 'error'
  | 'eof'
  | 'text'
  | 'leftDelim'
  | 'rightDelim'
  | 'space'
  | 'assign'
  | 'declare'
  | 'pipe'
  | 'leftParen'
  | 'rightParen'
  | 'char'
  | 'charConstant'
  | 'number'
  | 'string'
  | 'rawString'
  | 'bool'
  | 'field'
  | 'variable'
  | 'identifier'
  | 'dot'
  | 'nil'
  | Keyword;

/** Words that templates reserve. */
export type Keyword = 'block' | 'break' | 'continue' | 'define' | 'else' | 'end' | 'if' | 'range' | 'template' | 'with';

const keywords: ReadonlySet<string> = new Set<Keyword>([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'range',
  'template',
  'with',
]);

function isKeyword(word: string): word is Keyword {
  return keywords.has(word);
}

/** The smallest part of a template. */
export interface Token {
  readonly type: TokenType;
  /** Where it begins, in UTF-16 units. */
  readonly at: number;
  readonly text: string;
  /** Where it begins, counted from 1. */
  readonly line: number;
}

/** As messages name a token: `"}}"`, `<end>`, `EOF`. */
export function tokenName({ type, text }: Token): string {
  if (type === 'eof') return 'EOF';
  if (type === 'error') return text;
  if (isKeyword(type) || type === 'dot' || type === 'nil') return `<${text}>`;
  const runes = [...text];
  return runes.length > 10 ? `${goQuote(runes.slice(0, 10).join(''))}...` : goQuote(text);
}

const spaces = /[ \t\r\n]/;

/** Gives one token after the other. After an error come ends of file. */
export class Lexer {
  private at = 0;
  private start = 0;
  private line = 1;
  private startLine = 1;
  private isInside = false;
  private depth = 0;

  constructor(private input: string) {}

  next(): Token {
    return this.isInside ? this.insideAction() : this.outside();
  }

  private outside(): Token {
    const delim = this.input.indexOf('{{', this.at);
    if (delim < 0) {
      this.at = this.input.length;
      if (this.at === this.start) return this.emit('eof');
      this.countLines(this.start, this.at);
      return this.emit('text');
    }
    if (delim > this.at) {
      const trims = /^-[ \t\r\n]/.test(this.input.slice(delim + 2, delim + 4));
      const text = this.input.slice(this.start, delim);
      this.at = trims ? this.start + text.replace(/[ \t\r\n]+$/, '').length : delim;
      this.countLines(this.start, this.at);
      const token = this.emit('text');
      this.at = delim;
      this.ignore();
      if (token.text !== '') return token;
    }
    return this.leftDelim();
  }

  private leftDelim(): Token {
    this.at += 2;
    const marker = /^-[ \t\r\n]/.test(this.input.slice(this.at, this.at + 2)) ? 2 : 0;
    if (this.input.startsWith('/*', this.at + marker)) {
      this.at += marker;
      this.ignore();
      return this.comment();
    }
    const token = this.emit('leftDelim');
    this.isInside = true;
    this.at += marker;
    this.ignore();
    this.depth = 0;
    return token;
  }

  private comment(): Token {
    const end = this.input.indexOf('*/', this.at + 2);
    if (end < 0) return this.error('unclosed comment');
    this.at = end + 2;
    const trims = this.isTrimmedEnd();
    if (!trims && !this.input.startsWith('}}', this.at)) return this.error('comment ends before closing delimiter');
    this.at += trims ? 4 : 2;
    if (trims) this.skipSpaces();
    this.ignore();
    return this.outside();
  }

  /** Whether ` -}}` stands here. */
  private isTrimmedEnd(at = this.at): boolean {
    return /^[ \t\r\n]-\}\}/.test(this.input.slice(at, at + 4));
  }

  private rightDelim(): Token {
    const trims = this.isTrimmedEnd();
    if (trims) {
      this.at += 2;
      this.ignore();
    }
    this.at += 2;
    const token = this.emit('rightDelim');
    if (trims) {
      this.skipSpaces();
      this.ignore();
    }
    this.isInside = false;
    return token;
  }

  private skipSpaces(): void {
    while (spaces.test(this.input.charAt(this.at))) this.at += 1;
  }

  private insideAction(): Token {
    if (this.isTrimmedEnd() || this.input.startsWith('}}', this.at)) {
      return this.depth === 0 ? this.rightDelim() : this.error('unclosed left paren');
    }
    const rune = this.rune();
    if (rune === '') return this.error('unclosed action');
    if (spaces.test(rune)) {
      this.back(rune);
      return this.space();
    }
    if (rune === '=') return this.emit('assign');
    if (rune === '|') return this.emit('pipe');
    if (rune === '"') return this.quoted('"', 'string', 'unterminated quoted string');
    if (rune === "'") return this.quoted("'", 'charConstant', 'unterminated character constant');
    if (rune === '`') return this.rawString();
    if (rune === '(' || rune === ')') return this.paren(rune);
    if (rune === ':') return this.rune() === '=' ? this.emit('declare') : this.error('expected :=');
    if (rune === '$') return this.named('variable');
    return this.word(rune);
  }

  private word(rune: string): Token {
    if (rune === '.' && this.at < this.input.length && !/[0-9]/.test(this.input.charAt(this.at))) {
      return this.named('field');
    }
    if (/[.+\-0-9]/.test(rune)) {
      this.back(rune);
      return this.number();
    }
    if (isAlphaNumeric(rune)) return this.identifier();
    if (rune < '\x80' && isPrintable(rune)) return this.emit('char');
    return this.error(`unrecognized character in action: ${unicodeName(rune)}`);
  }

  private paren(rune: string): Token {
    this.depth += rune === '(' ? 1 : -1;
    if (this.depth < 0) return this.error('unexpected right paren');
    return this.emit(rune === '(' ? 'leftParen' : 'rightParen');
  }

  private space(): Token {
    let count = 0;
    for (; spaces.test(this.peek()); count += 1) this.rune();
    if (this.isTrimmedEnd(this.at - 1)) {
      this.back(this.input.charAt(this.at - 1));
      if (count === 1) return this.rightDelim();
    }
    return this.emit('space');
  }

  private identifier(): Token {
    while (isAlphaNumeric(this.peek())) this.rune();
    const word = this.input.slice(this.start, this.at);
    if (!this.isTerminated()) return this.error(`bad character ${unicodeName(this.rune())}`);
    if (isKeyword(word)) return this.emit(word);
    if (word === 'nil') return this.emit('nil');
    return this.emit(word === 'true' || word === 'false' ? 'bool' : 'identifier');
  }

  /** A field or a variable: its first sign has been read. */
  private named(type: 'field' | 'variable'): Token {
    if (this.isTerminated()) return this.emit(type === 'variable' ? type : 'dot');
    while (isAlphaNumeric(this.peek())) this.rune();
    if (!this.isTerminated()) return this.error(`bad character ${unicodeName(this.rune())}`);
    return this.emit(type);
  }

  private isTerminated(): boolean {
    const rune = this.peek();
    return rune === '' || spaces.test(rune) || '.,|:)('.includes(rune) || this.input.startsWith('}}', this.at);
  }

  private number(): Token {
    const rest = this.input.slice(this.at);
    const found =
      /^[+-]?0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?/.exec(rest) ??
      /^[+-]?0[oO][0-7_]*(?:\.[0-7_]*)?/.exec(rest) ??
      /^[+-]?0[bB][01_]*(?:\.[01_]*)?/.exec(rest) ??
      /^[+-]?[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?/.exec(rest);
    this.at += found?.[0].length ?? 0;
    if (isAlphaNumeric(this.peek()) || /[+-]/.test(this.peek())) {
      this.rune();
      return this.error(`bad number syntax: ${goQuote(this.input.slice(this.start, this.at))}`);
    }
    return this.emit('number');
  }

  private quoted(quote: string, type: TokenType, problem: string): Token {
    for (;;) {
      const rune = this.rune();
      const last = rune === '\\' ? this.rune() : rune;
      if (last === '' || last === '\n') return this.error(problem);
      if (rune === quote) return this.emit(type);
    }
  }

  private rawString(): Token {
    for (let rune = this.rune(); rune !== '`'; rune = this.rune()) {
      if (rune === '') return this.error('unterminated raw quoted string');
    }
    return this.emit('rawString');
  }

  private peek(): string {
    const code = this.input.codePointAt(this.at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  private rune(): string {
    const rune = this.peek();
    this.at += rune.length;
    if (rune === '\n') this.line += 1;
    return rune;
  }

  private back(rune: string): void {
    this.at -= rune.length;
    if (rune === '\n') this.line -= 1;
  }

  private countLines(from: number, to: number): void {
    this.line += this.input.slice(from, to).split('\n').length - 1;
  }

  private emit(type: TokenType): Token {
    const token: Token = {
      type,
      at: this.start,
      text: type === 'eof' ? 'EOF' : this.input.slice(this.start, this.at),
      line: this.startLine,
    };
    this.start = this.at;
    this.startLine = this.line;
    return token;
  }

  private ignore(): void {
    this.countLines(this.start, this.at);
    this.start = this.at;
    this.startLine = this.line;
  }

  private error(text: string): Token {
    const token: Token = { type: 'error', at: this.start, text, line: this.startLine };
    this.input = '';
    this.at = 0;
    this.start = 0;
    return token;
  }
}

function isAlphaNumeric(rune: string): boolean {
  return rune === '_' || /^[\p{L}\p{Nd}]$/u.test(rune);
}
