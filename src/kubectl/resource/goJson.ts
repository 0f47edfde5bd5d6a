/**
 * JSON read strictly, with the words of Go where it is broken.
 * Models encoding/json/scanner.go (Go 1.26): what it says, and at which offset.
 */

/** Broken JSON. `offset` counts bytes up to and with the offending character. */
export class JsonSyntaxError extends Error {
  override name = 'JsonSyntaxError';
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** The text ended inside a value. */
export class JsonEndError extends Error {
  override name = 'JsonEndError';
}

/** The first JSON value of `text` and where it ends. Throws JsonSyntaxError or JsonEndError. */
export function readJson(text: string): { readonly value: unknown; readonly end: number } {
  const reader = new Reader(text);
  reader.skipBlanks();
  const start = reader.at;
  reader.value('looking for beginning of value');
  return { value: JSON.parse(text.slice(start, reader.at)), end: reader.at };
}

const ESCAPES = 'bfnrt\\/"';

/** Walks over one value and complains where Go's scanner would. */
class Reader {
  at = 0;
  constructor(readonly text: string) {}

  skipBlanks(): void {
    while (' \t\r\n'.includes(this.text[this.at] ?? 'x')) this.at += 1;
  }

  value(context: string): void {
    this.skipBlanks();
    const char = this.peek();
    if (char === '{') this.object();
    else if (char === '[') this.array();
    else if (char === '"') this.string();
    else if (char === '-' || isDigit(char)) this.number();
    else if (char === 't') this.word('true');
    else if (char === 'f') this.word('false');
    else if (char === 'n') this.word('null');
    else this.fail(context);
  }

  private object(): void {
    this.at += 1;
    this.skipBlanks();
    if (this.peek() === '}') {
      this.at += 1;
      return;
    }
    for (;;) {
      this.skipBlanks();
      if (this.peek() !== '"') this.fail('looking for beginning of object key string');
      this.string();
      this.skipBlanks();
      if (this.peek() !== ':') this.fail('after object key');
      this.at += 1;
      this.value('looking for beginning of value');
      this.skipBlanks();
      const char = this.peek();
      if (char !== ',' && char !== '}') this.fail('after object key:value pair');
      this.at += 1;
      if (char === '}') return;
    }
  }

  private array(): void {
    this.at += 1;
    this.skipBlanks();
    if (this.peek() === ']') {
      this.at += 1;
      return;
    }
    for (;;) {
      this.value('looking for beginning of value');
      this.skipBlanks();
      const char = this.peek();
      if (char !== ',' && char !== ']') this.fail('after array element');
      this.at += 1;
      if (char === ']') return;
    }
  }

  private string(): void {
    this.at += 1;
    for (;;) {
      const char = this.peek();
      if (char === '"') {
        this.at += 1;
        return;
      }
      if (char < ' ') this.fail('in string literal');
      this.at += 1;
      if (char !== '\\') continue;
      const escape = this.peek();
      if (!ESCAPES.includes(escape) && escape !== 'u') this.fail('in string escape code');
      this.at += 1;
      for (let digit = 0; escape === 'u' && digit < 4; digit += 1) {
        if (!/[0-9a-fA-F]/.test(this.peek())) this.fail('in \\u hexadecimal character escape');
        this.at += 1;
      }
    }
  }

  private number(): void {
    if (this.peek() === '-') {
      this.at += 1;
      if (!isDigit(this.peek())) this.fail('in numeric literal');
    }
    if (this.text[this.at] === '0') this.at += 1;
    else this.digits('in numeric literal');
    if (this.text[this.at] === '.') {
      this.at += 1;
      this.digits('after decimal point in numeric literal');
    }
    if (!'eE'.includes(this.text[this.at] ?? 'x')) return;
    this.at += 1;
    if ('+-'.includes(this.peek())) this.at += 1;
    this.digits('in exponent of numeric literal');
  }

  private digits(context: string): void {
    if (!isDigit(this.peek())) this.fail(context);
    while (isDigit(this.text[this.at] ?? 'x')) this.at += 1;
  }

  private word(word: string): void {
    for (const char of word) {
      if (this.peek() !== char) this.fail(`in literal ${word} (expecting '${char}')`);
      this.at += 1;
    }
  }

  private peek(): string {
    const char = this.text[this.at];
    if (char === undefined) throw new JsonEndError('unexpected end of JSON input');
    return char;
  }

  private fail(context: string): never {
    const char = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
    const bytes = [...this.text.slice(0, this.at)].reduce((sum, each) => sum + byteLength(each), 0);
    throw new JsonSyntaxError(`invalid character ${quoted(char)} ${context}`, bytes + 1);
  }
}

const isDigit = (char: string): boolean => char >= '0' && char <= '9';

function byteLength(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

/** Go's quoteChar: `'x'`, `'\''`, `'"'`, `'\n'`. */
function quoted(char: string): string {
  if (char === "'") return String.raw`'\''`;
  if (char === '"') return `'"'`;
  return `'${JSON.stringify(char).slice(1, -1)}'`;
}
