/**
 * The tokens of a YAML text. Keys are only known to be keys when their colon comes, so tokens wait in a queue until then.
 * Models scannerc.go of go.yaml.in/yaml/v2 (sigs.k8s.io/yaml uses it), which follows libyaml; the words and places of
 * its errors are what kubectl prints.
 */
import { Reader } from './reader';
import { scanAnchor, scanBlock, scanPlain, scanQuoted, scanTag } from './scalars';
import { type Mark, type Token, type TokenType, scannerError } from './tokens';

/** A token that may turn out to be a key. */
interface SimpleKey {
  /** Among all tokens of the text. */
  readonly number: number;
  readonly mark: Mark;
  /** Nothing but a key may stand here. */
  readonly required: boolean;
}

/** How far behind its key a colon may stand. */
const MAX_KEY_LENGTH = 1024;

/** Reads tokens one at a time. Every method throws YamlError where the text is broken. */
export class Scanner {
  private readonly reader: Reader;
  private readonly queue: Token[] = [];
  private taken = 0;
  private isOver = false;
  private indent = -1;
  private readonly indents: number[] = [];
  private isKeyAllowed = true;
  /** One per level of `[` and `{`, the block level first. */
  private readonly keys: (SimpleKey | undefined)[] = [undefined];

  constructor(text: string) {
    this.reader = new Reader(text);
  }

  /** The next token, which stays. */
  peek(): Token {
    while (!this.isOver && (this.queue.length === 0 || this.mayBeKey())) this.fetch();
    const [first] = this.queue;
    return first ?? { type: 'stream end', start: this.reader.mark };
  }

  /** Goes on to the token after the next one. */
  skip(): void {
    this.peek();
    this.queue.shift();
    this.taken += 1;
  }

  private get inFlow(): boolean {
    return this.keys.length > 1;
  }

  /** Whether the first token of the queue may still turn out to be a key. */
  private mayBeKey(): boolean {
    const at = this.keys.findIndex((key) => key?.number === this.taken);
    return at >= 0 && this.isValid(at);
  }

  private isValid(level: number): boolean {
    const key = this.keys[level];
    if (key === undefined) return false;
    const { mark } = this.reader;
    if (key.mark.line === mark.line && key.mark.index + MAX_KEY_LENGTH >= mark.index) return true;
    if (key.required) throw scannerError("could not find expected ':'", mark, key.mark);
    this.keys[level] = undefined;
    return false;
  }

  private fetch(): void {
    const { reader } = this;
    this.skipToToken();
    this.unroll(reader.mark.column);
    const char = reader.peek();
    if (char === '') this.fetchEnd();
    else if (reader.mark.column === 0 && char === '%') this.fetchDirective();
    else if (reader.isDocumentIndicator('---')) this.fetchIndicator('document start');
    else if (reader.isDocumentIndicator('...')) this.fetchIndicator('document end');
    else if (char === '[' || char === '{') this.fetchFlowStart(char);
    else if (char === ']' || char === '}') this.fetchFlowEnd(char);
    else if (char === ',') this.fetchComma();
    else if (char === '-' && reader.isBlankOrEnd(1)) this.fetchEntry();
    else if (char === '?' && (this.inFlow || reader.isBlankOrEnd(1))) this.fetchKey();
    else if (char === ':' && (this.inFlow || reader.isBlankOrEnd(1))) this.fetchValue();
    else this.fetchNode(char);
  }

  private fetchNode(char: string): void {
    const { reader } = this;
    const start = reader.mark;
    if (!this.inFlow && (char === '|' || char === '>')) {
      this.removeKey();
      this.isKeyAllowed = true;
      scanBlock(reader, this.indent);
      this.push('scalar', start);
      return;
    }
    if (!startsNode(char, reader, this.inFlow)) {
      throw scannerError('found character that cannot start any token', start, start);
    }
    this.saveKey();
    this.isKeyAllowed = false;
    if (char === '*' || char === '&') {
      const text = scanAnchor(reader);
      this.queue.push({ type: char === '*' ? 'alias' : 'anchor', start, text });
      return;
    }
    if (char === '!') scanTag(reader);
    else if (char === "'" || char === '"') scanQuoted(reader);
    else if (scanPlain(reader, { indent: this.indent, inFlow: this.inFlow }).endsLine) this.isKeyAllowed = true;
    this.push(char === '!' ? 'tag' : 'scalar', start);
  }

  /** Passes over blanks, comments and line ends. A tab is no indentation: where a key could begin it stays. */
  private skipToToken(): void {
    const { reader } = this;
    for (;;) {
      while (reader.peek() === ' ' || (reader.peek() === '\t' && (this.inFlow || !this.isKeyAllowed))) reader.skip();
      if (reader.peek() === '#') while (!reader.isBreakOrEnd()) reader.skip();
      if (!reader.isBreak()) return;
      reader.skipLine();
      if (!this.inFlow) this.isKeyAllowed = true;
    }
  }

  private fetchEnd(): void {
    this.reader.finishLine();
    this.unroll(-1);
    this.removeKey();
    this.push('stream end', this.reader.mark);
    this.isOver = true;
  }

  private fetchDirective(): void {
    const { reader } = this;
    this.unroll(-1);
    this.removeKey();
    this.isKeyAllowed = false;
    const start = reader.mark;
    let text = '';
    while (!reader.isBreakOrEnd()) {
      text += reader.peek();
      reader.skip();
    }
    if (!/^%(YAML|TAG)\s/.test(text)) throw scannerError('found unknown directive name', reader.mark, start);
    this.push('directive', start);
  }

  private fetchIndicator(type: 'document start' | 'document end'): void {
    this.unroll(-1);
    this.removeKey();
    this.isKeyAllowed = false;
    this.push(type, this.reader.mark);
    this.reader.skip(3);
  }

  private fetchFlowStart(type: '[' | '{'): void {
    this.saveKey();
    this.keys.push(undefined);
    this.isKeyAllowed = true;
    this.pushSign(type);
  }

  private fetchFlowEnd(type: ']' | '}'): void {
    this.removeKey();
    if (this.inFlow) this.keys.pop();
    this.isKeyAllowed = false;
    this.pushSign(type);
  }

  private fetchComma(): void {
    this.removeKey();
    this.isKeyAllowed = true;
    this.pushSign(',');
  }

  private fetchEntry(): void {
    const { mark } = this.reader;
    if (!this.inFlow) {
      if (!this.isKeyAllowed) {
        throw scannerError('block sequence entries are not allowed in this context', mark, mark);
      }
      this.roll(mark, 'block sequence start');
    }
    this.removeKey();
    this.isKeyAllowed = true;
    this.pushSign('entry');
  }

  private fetchKey(): void {
    const { mark } = this.reader;
    if (!this.inFlow) {
      if (!this.isKeyAllowed) throw scannerError('mapping keys are not allowed in this context', mark, mark);
      this.roll(mark, 'block mapping start');
    }
    this.removeKey();
    this.isKeyAllowed = !this.inFlow;
    this.pushSign('key');
  }

  private fetchValue(): void {
    const { mark } = this.reader;
    const level = this.keys.length - 1;
    const key = this.isValid(level) ? this.keys[level] : undefined;
    if (key !== undefined) {
      this.queue.splice(key.number - this.taken, 0, { type: 'key', start: key.mark });
      this.roll(key.mark, 'block mapping start', key.number);
      this.keys[level] = undefined;
      this.isKeyAllowed = false;
    } else {
      if (!this.inFlow) {
        if (!this.isKeyAllowed) throw scannerError('mapping values are not allowed in this context', mark, mark);
        this.roll(mark, 'block mapping start');
      }
      this.isKeyAllowed = !this.inFlow;
    }
    this.pushSign('value');
  }

  private push(type: TokenType, start: Mark): void {
    this.queue.push({ type, start });
  }

  private pushSign(type: TokenType): void {
    this.push(type, this.reader.mark);
    this.reader.skip();
  }

  private saveKey(): void {
    if (!this.isKeyAllowed) return;
    const { mark } = this.reader;
    const required = !this.inFlow && this.indent === mark.column;
    this.removeKey();
    this.keys[this.keys.length - 1] = { number: this.taken + this.queue.length, mark, required };
  }

  private removeKey(): void {
    const level = this.keys.length - 1;
    const key = this.keys[level];
    if (key?.required) throw scannerError("could not find expected ':'", this.reader.mark, key.mark);
    this.keys[level] = undefined;
  }

  /** A deeper column begins a sequence or mapping; its token goes before the token `number`, if that is given. */
  private roll(mark: Mark, type: TokenType, number?: number): void {
    if (this.inFlow || this.indent >= mark.column) return;
    this.indents.push(this.indent);
    this.indent = mark.column;
    this.queue.splice(number === undefined ? this.queue.length : number - this.taken, 0, { type, start: mark });
  }

  /** A column further left ends what began right of it. */
  private unroll(column: number): void {
    if (this.inFlow) return;
    while (this.indent > column) {
      this.push('block end', this.reader.mark);
      this.indent = this.indents.pop() ?? -1;
    }
  }
}

/** Whether an alias, anchor, tag or scalar can begin with `char`. */
function startsNode(char: string, reader: Reader, inFlow: boolean): boolean {
  if ('*&!\'"'.includes(char)) return true;
  if (char === '-') return !reader.isBlank(1);
  if (char === '?' || char === ':') return !inFlow && !reader.isBlankOrEnd(1);
  return !reader.isBlankOrEnd() && !',[]{}#|>%@`'.includes(char);
}
