/**
 * YAML as kubectl prints it: keys sorted, dashes not indented, long texts wrapped after column 80.
 * Models staging/src/k8s.io/cli-runtime/pkg/printers/yaml.go (v1.36.3) and the emitter of go.yaml.in/yaml/v2 under it.
 */
import { goNumber } from '../../printers/goFormat';
import { compareKeys, needsQuotes } from './yamlScalar';

/** `value` as one YAML document with a line end. */
export function goYaml(value: unknown): string {
  const writer = new Writer();
  writer.node(value, -1, 'root');
  writer.lineBreak(0);
  return writer.text();
}

/** Where a node stands: that decides how a list below it is indented, and whether a text may be wrapped. */
type Place = 'root' | 'item' | 'value' | 'key' | 'longKey';

/** Columns after which a text may go on in the next line. */
const BEST_WIDTH = 80;

class Writer {
  private readonly parts: string[] = [];
  private column = 0;
  /** The last character is a blank or a line end. */
  private isAfterBlank = true;
  /** Only indentation stands in this line so far. */
  private isIndentation = true;

  text(): string {
    return this.parts.join('');
  }

  /** Begins a new line unless this one has nothing but indentation up to `indent`. */
  lineBreak(indent: number): void {
    const isUsed = this.column > indent || (this.column === indent && !this.isAfterBlank);
    if (!this.isIndentation || isUsed) this.newLine();
    if (this.column < indent) this.put(' '.repeat(indent - this.column));
    this.isAfterBlank = true;
    this.isIndentation = true;
  }

  node(value: unknown, indent: number, place: Place): void {
    if (Array.isArray(value)) this.list(value, indent, place);
    else if (typeof value === 'object' && value !== null) this.map(value, indent);
    else this.scalar(value, indent < 0 ? 2 : indent + 2, place);
  }

  private list(list: readonly unknown[], indent: number, place: Place): void {
    if (list.length === 0) {
      this.indicator('[]');
      return;
    }
    const isFlush = place === 'value' && !this.isIndentation;
    const inner = indent < 0 ? 0 : isFlush ? indent : indent + 2;
    for (const item of list) {
      this.lineBreak(inner);
      this.indicator('-', true);
      this.node(item, inner, 'item');
    }
  }

  private map(map: object, indent: number): void {
    const inner = indent < 0 ? 0 : indent + 2;
    let isEmpty = true;
    for (const key of Object.keys(map).sort(compareKeys)) {
      const field = (map as Readonly<Record<string, unknown>>)[key]; // Every object is a record of unknown values.
      if (field === undefined) continue;
      isEmpty = false;
      this.lineBreak(inner);
      if (isSimpleKey(key)) {
        this.scalar(key, inner + 2, 'key');
        this.put(':');
        this.isIndentation = false;
        this.isAfterBlank = false;
      } else {
        this.indicator('?', true);
        this.scalar(key, inner + 2, 'longKey');
        this.lineBreak(inner);
        this.indicator(':', true);
      }
      this.node(field, inner, 'value');
    }
    if (isEmpty) this.indicator('{}');
  }

  /** Writes a sign, after a blank if none is there. `keeps`: what follows may stand in the same line as if indented. */
  private indicator(sign: string, keeps = false): void {
    this.put(this.isAfterBlank ? sign : ` ${sign}`);
    this.isAfterBlank = false;
    this.isIndentation = this.isIndentation && keeps;
  }

  private scalar(value: unknown, indent: number, place: Place): void {
    if (typeof value !== 'string') this.indicator(otherScalar(value));
    else if (isPlainWord.test(value) && !needsQuotes(value)) this.indicator(value);
    else this.textScalar(value, indent, place);
  }

  private textScalar(value: string, indent: number, place: Place): void {
    const traits = traitsOf(value);
    const isKey = place === 'key';
    const isMultiline = value.includes('\n');
    if (isMultiline && traits.mayBeBlock && !isKey) this.literal(value, indent);
    else if (isMultiline || needsQuotes(value)) this.doubleQuoted(value, indent, !isKey);
    else if (traits.mayBePlain) this.flowing(value, indent, !isKey, '');
    else if (traits.mayBeSingleQuoted) this.flowing(value, indent, !isKey, "'");
    else this.doubleQuoted(value, indent, !isKey);
  }

  /** A plain or single-quoted text. Blanks between words become line ends after the best width. */
  private flowing(value: string, indent: number, mayWrap: boolean, quote: string): void {
    const last = quote === '' ? value.length : value.length - 1;
    this.indicator(quote);
    let isAfterSpace = false;
    let from = 0;
    for (let at = 0; at < value.length; at += 1) {
      const isSpace = value[at] === ' ';
      if (isSpace && mayWrap && !isAfterSpace && value[at + 1] !== ' ' && at < last && (at > 0 || quote === '')) {
        this.put(quoteless(value.slice(from, at), quote));
        from = at;
        if (this.column > BEST_WIDTH) {
          this.isIndentation = false;
          this.lineBreak(indent);
          from = at + 1;
        }
      }
      isAfterSpace = isSpace;
    }
    this.put(quoteless(value.slice(from), quote) + quote);
    this.isAfterBlank = false;
    this.isIndentation = false;
  }

  private doubleQuoted(value: string, indent: number, mayWrap: boolean): void {
    this.indicator('"');
    let isAfterSpace = false;
    const runes = [...value];
    runes.forEach((rune, at) => {
      const isSpace = rune === ' ';
      const mayEnd = isSpace && mayWrap && !isAfterSpace && at > 0 && at < runes.length - 1;
      if (mayEnd && this.column > BEST_WIDTH) {
        this.isIndentation = false;
        this.lineBreak(indent);
        if (runes[at + 1] === ' ') this.put('\\');
      } else this.put(escapedRune(rune));
      isAfterSpace = isSpace;
    });
    this.put('"');
    this.isAfterBlank = false;
    this.isIndentation = false;
  }

  /** `|`, with `2` if the text begins with a blank or line end, and `-` or `+` for its end. */
  private literal(value: string, indent: number): void {
    const hint = /^[ \n]/.test(value) ? '2' : '';
    const end = !value.endsWith('\n') ? '-' : value === '\n' || value.endsWith('\n\n') ? '+' : '';
    this.indicator(`|${hint}${end}`);
    this.newLine();
    this.isAfterBlank = true;
    this.isIndentation = true;
    for (const line of value.split(/(?<=\n)/)) {
      const text = line.endsWith('\n') ? line.slice(0, -1) : line;
      if (text !== '') {
        this.lineBreak(indent);
        this.put(text);
        this.isIndentation = false;
      }
      if (line.endsWith('\n')) {
        this.newLine();
        this.isIndentation = true;
      }
    }
  }

  private newLine(): void {
    this.parts.push('\n');
    this.column = 0;
  }

  private put(text: string): void {
    this.parts.push(text);
    this.column += columnsOf(text);
  }
}

/** Texts that need no further look: they hold nothing that YAML could read otherwise, and no blank to wrap at. */
const isPlainWord = /^[A-Za-z0-9/_(][A-Za-z0-9/_.()@=+-]*$/;

function otherScalar(value: unknown): string {
  if (typeof value === 'number') return goNumber(value);
  return value === true ? 'true' : value === false ? 'false' : 'null';
}

function quoteless(text: string, quote: string): string {
  return quote === '' ? text : text.replaceAll("'", "''");
}

const astral = /[\ud800-\udbff]/;
function columnsOf(text: string): number {
  return astral.test(text) ? [...text].length : text.length;
}

/** A key stands before its colon in one line unless it is long or has line ends. */
function isSimpleKey(key: string): boolean {
  if (key.length <= 42) return !lineEnd.test(key);
  let bytes = 0;
  for (const rune of key) {
    const code = rune.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes <= 128 && !lineEnd.test(key);
}
const lineEnd = /[\n\r\x85\u2028\u2029]/;

interface Traits {
  readonly mayBePlain: boolean;
  readonly mayBeSingleQuoted: boolean;
  readonly mayBeBlock: boolean;
}

/** Which of the styles can hold `text` and give it back unchanged. */
function traitsOf(text: string): Traits {
  const isSpecial = special.test(text);
  const hasLines = lineEnd.test(text);
  const hasEdges = /^[ \n\r\x85\u2028\u2029]|[ \n\r\x85\u2028\u2029]$/.test(text);
  const hasBreakSpace = hasLines && /[\n\r\x85\u2028\u2029] /.test(text);
  const hasSpaceBreak = hasLines && / [\n\r\x85\u2028\u2029]/.test(text);
  const mayBeSingleQuoted = !hasBreakSpace && !hasSpaceBreak && !isSpecial;
  return {
    mayBePlain: mayBeSingleQuoted && !hasEdges && !hasLines && !indicators.test(text),
    mayBeSingleQuoted,
    mayBeBlock: !text.endsWith(' ') && !hasSpaceBreak && !isSpecial,
  };
}

/** What the YAML emitter does not count as printable. */
const special = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;
/** Signs that mean something to YAML where they stand. */
const indicators =
  /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[?:-](?:[ \t\n\r\x85\u2028\u2029]|$))|:(?:[ \t\n\r\x85\u2028\u2029]|$)|[ \t\n\r\x85\u2028\u2029]#/;

const namedEscapes: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\u2028': 'L',
  '\u2029': 'P',
};

function escapedRune(rune: string): string {
  if (rune !== '"' && rune !== '\\' && rune !== '\ufeff' && !special.test(rune) && !lineEnd.test(rune)) return rune;
  const named = namedEscapes[rune];
  if (named !== undefined) return `\\${named}`;
  const code = (rune.codePointAt(0) ?? 0).toString(16).toUpperCase();
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
}
