/** The syntax of RE2's regular expressions, and Go's words for what is not in it. Models Go's regexp/syntax (1.26). */

/** What must be so between two characters. */
export type Assertion = 'textStart' | 'textEnd' | 'lineStart' | 'lineEnd' | 'wordEdge' | 'noWordEdge';

export type Node =
  | { readonly type: 'char'; readonly fits: (char: string) => boolean }
  | { readonly type: 'assert'; readonly assertion: Assertion }
  | { readonly type: 'sequence' | 'either'; readonly parts: readonly Node[] }
  | {
      readonly type: 'repeat';
      readonly part: Node;
      readonly least: number;
      /** Undefined: without an end. */
      readonly most: number | undefined;
      readonly isLazy: boolean;
    };

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

/** As many times as anything may be asked for, also within one another. */
const MOST_REPEATS = 1_000;
/** Brackets within brackets. */
const DEEPEST = 200;

const REPETITION = /(?:[*+?]|\{\d+(?:,\d*)?\})\??/y;
const EMPTY: Node = { type: 'sequence', parts: [] };
const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'textStart',
  z: 'textEnd',
  b: 'wordEdge',
  B: 'noWordEdge',
};
/** As the inside of a class of JavaScript. */
const PERL: Readonly<Record<string, string>> = { d: '0-9', s: '\\t\\n\\f\\r\\x20', w: '0-9A-Za-z_' };
const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t\\x20',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: '\\x20-~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r\\x20',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};
const CONTROLS: Readonly<Record<string, string>> = {
  a: '\x07',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const mistake = (code: string, part: string) => new Error(`error parsing regexp: ${code}: \`${part}\``);

/** Throws an Error with Go's words. */
export function parsePattern(source: string): Node {
  return new Parser(source).all();
}

class Parser {
  readonly #source: string;
  #at = 0;
  #depth = 0;
  #flags: Flags = { i: false, m: false, s: false, U: false };

  constructor(source: string) {
    this.#source = source;
  }

  all(): Node {
    const node = this.#either();
    if (this.#at < this.#source.length) throw mistake('unexpected )', this.#source);
    return node;
  }

  #either(): Node {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    return parts.length === 1 ? (parts[0] ?? EMPTY) : { type: 'either', parts };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source.charAt(this.#at))) {
      const quoted = this.#match(/\\Q([^]*?)(?:\\E|$)/y);
      if (quoted !== undefined) {
        for (const char of quoted[1] ?? '') parts.push(this.#literal(char));
        continue;
      }
      const operator = this.#match(REPETITION)?.[0];
      if (operator !== undefined) throw mistake('missing argument to repetition operator', operator);
      parts.push(this.#repeated(this.#one()));
    }
    return parts.length === 1 ? (parts[0] ?? EMPTY) : { type: 'sequence', parts };
  }

  /** `part`, and how often, if that is said. */
  #repeated(part: Node): Node {
    const from = this.#at;
    const operator = this.#match(/([*+?]|\{(\d+)(?:(,)(\d*))?\})(\?)?/y);
    if (operator === undefined) return part;
    const [all, sign, count, comma, end, lazy] = operator;
    const [least, most] = countOf(sign, count, comma, end);
    const isWrong = least > MOST_REPEATS || (most !== undefined && (most > MOST_REPEATS || most < least));
    if (isWrong) throw mistake('invalid repeat count', sign ?? '');
    const again = this.#match(REPETITION);
    if (again !== undefined) {
      throw mistake('invalid nested repetition operator', this.#source.slice(from, from + all.length) + again[0]);
    }
    const node: Node = { type: 'repeat', part, least, most, isLazy: (lazy !== undefined) !== this.#flags.U };
    if (repeatsOf(node) > MOST_REPEATS) throw mistake('invalid repeat count', sign ?? '');
    return node;
  }

  #one(): Node {
    if (this.#take('(')) return this.#group();
    if (this.#take('[')) return this.#class();
    if (this.#take('.')) {
      const { s } = this.#flags;
      return { type: 'char', fits: (char) => s || char !== '\n' };
    }
    const { m } = this.#flags;
    if (this.#take('^')) return { type: 'assert', assertion: m ? 'lineStart' : 'textStart' };
    if (this.#take('$')) return { type: 'assert', assertion: m ? 'lineEnd' : 'textEnd' };
    const assertion = ASSERTIONS[this.#match(/\\([AzbB])/y)?.[1] ?? ''];
    if (assertion !== undefined) return { type: 'assert', assertion };
    const known = this.#knownClass();
    if (known !== undefined) return this.#set(`[${known}]`);
    return this.#literal(this.#char());
  }

  #group(): Node {
    const from = this.#at - 1;
    if (this.#depth >= DEEPEST) throw mistake('expression nests too deeply', this.#source);
    const before = this.#flags;
    const flags = this.#match(/\?([imsU]*)(-[imsU]+)?([:)])/y);
    if (flags !== undefined) {
      const [, on = '', off = '', end] = flags;
      this.#flags = withFlags(before, on, off);
      if (end === ')') return EMPTY; // From here to the end of the group around it.
    } else if (this.#match(/\?P?<\w+>/y) === undefined && this.#source[this.#at] === '?') {
      const rest = this.#source.slice(from);
      const [named] = /^\(\?P?<[^>]*>?/.exec(rest) ?? [];
      if (named !== undefined) throw mistake('invalid named capture', named.endsWith('>') ? named : rest);
      const [part = ''] = /^\(\?[imsU-]*.?/u.exec(rest) ?? [];
      throw mistake('invalid or unsupported Perl syntax', part);
    }
    this.#depth += 1;
    const inner = this.#either();
    this.#depth -= 1;
    if (!this.#take(')')) throw mistake('missing closing )', this.#source);
    this.#flags = before;
    return inner;
  }

  /** The inside of a class of JavaScript for `\d`, `\pL`, `\P{Greek}` and their like. */
  #knownClass(): string | undefined {
    const perl = this.#match(/\\([dDsSwW])/y)?.[1];
    if (perl !== undefined) {
      const inside = PERL[perl.toLowerCase()] ?? '';
      return perl === perl.toLowerCase() ? inside : `^${inside}`;
    }
    const unicode = this.#match(/\\([pP])(?:\{(\^?)(\w+)\}|(\w))/y);
    if (unicode === undefined) return undefined;
    const [all, sign, not, long, short] = unicode;
    const name = long ?? short ?? '';
    const isNot = (sign === 'P') !== (not === '^');
    if (name === 'Any') return isNot ? '' : '\\u{0}-\\u{10FFFF}';
    const inside = [name, `Script=${name}`].map((each) => `\\${isNot ? 'P' : 'p'}{${each}}`).find(isClass);
    if (inside === undefined) throw mistake('invalid character class range', all);
    return inside;
  }

  #class(): Node {
    const from = this.#at - 1;
    const isNot = this.#take('^');
    /** Each fits one way. */
    const ways: string[] = [];
    for (let isFirst = true; isFirst || this.#source[this.#at] !== ']'; isFirst = false) {
      if (this.#at >= this.#source.length) throw mistake('missing closing ]', this.#source.slice(from));
      const posix = this.#match(/\[:(\^?)(\w+):\]/y);
      if (posix !== undefined) {
        const inside = POSIX[posix[2] ?? ''];
        if (inside === undefined) throw mistake('invalid character class range', posix[0]);
        ways.push(posix[1] === '^' ? `^${inside}` : inside);
        continue;
      }
      const known = this.#knownClass();
      if (known !== undefined) {
        ways.push(known);
        continue;
      }
      const begun = this.#at;
      const low = this.#char();
      const isRange = this.#source[this.#at] === '-' && ![']', undefined].includes(this.#source[this.#at + 1]);
      if (isRange) this.#at += 1;
      const high = isRange ? this.#char() : low;
      if (pointOf(low) > pointOf(high)) {
        throw mistake('invalid character class range', this.#source.slice(begun, this.#at));
      }
      ways.push(`${escaped(low)}-${escaped(high)}`);
    }
    this.#at += 1;
    const sets = ways.map((inside) => this.#fits(`[${inside}]`));
    return { type: 'char', fits: (char) => sets.some((fits) => fits(char)) !== isNot };
  }

  /** One character, written out or escaped. */
  #char(): string {
    const hex = this.#match(/\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/y);
    if (hex !== undefined) {
      const point = Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
      if (point > 0x10_ffff) throw mistake('invalid escape sequence', hex[0].slice(0, -1));
      return String.fromCodePoint(point);
    }
    const half = this.#match(/\\x(?:\{[0-9A-Fa-f]*|.{0,2})/suy)?.[0];
    if (half !== undefined) throw mistake('invalid escape sequence', half);
    const octal = this.#match(/\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/y)?.[1];
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    const escape = this.#match(/\\(.?)/suy);
    if (escape === undefined) return this.#match(/./suy)?.[0] ?? '';
    const [all, letter = ''] = escape;
    if (letter === '') throw mistake('trailing backslash at end of expression', '');
    const control = CONTROLS[letter];
    if (control !== undefined) return control;
    if (/[A-Za-z0-9]/.test(letter) || pointOf(letter) > 0x7f) throw mistake('invalid escape sequence', all);
    return letter;
  }

  #literal(char: string): Node {
    return this.#flags.i ? this.#set(`[${escaped(char)}]`) : { type: 'char', fits: (each) => each === char };
  }

  #set(set: string): Node {
    return { type: 'char', fits: this.#fits(set) };
  }

  #fits(set: string): (char: string) => boolean {
    const one = new RegExp(`^${set}$`, this.#flags.i ? 'iu' : 'u');
    return (char) => one.test(char);
  }

  #take(char: string): boolean {
    const isThere = this.#source[this.#at] === char;
    if (isThere) this.#at += 1;
    return isThere;
  }

  #match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#source) ?? undefined;
    if (found !== undefined) this.#at = sticky.lastIndex;
    return found;
  }
}

/** At least, and at most. */
function countOf(
  sign: string | undefined,
  count: string | undefined,
  comma: string | undefined,
  end: string | undefined,
): readonly [number, number | undefined] {
  if (count === undefined) return [sign === '+' ? 1 : 0, sign === '?' ? 1 : undefined];
  if (comma === undefined) return [Number(count), Number(count)];
  return [Number(count), end === undefined || end === '' ? undefined : Number(end)];
}

/** How many times a part stands there at most, where that is counted. */
function repeatsOf(node: Node): number {
  if (node.type === 'sequence' || node.type === 'either') return Math.max(1, ...node.parts.map(repeatsOf));
  if (node.type !== 'repeat') return 1;
  return node.most === 0 ? 0 : Math.max(1, node.most ?? node.least) * repeatsOf(node.part);
}

function withFlags(flags: Flags, on: string, off: string): Flags {
  const of = (letter: keyof Flags) => (flags[letter] || on.includes(letter)) && !off.includes(letter);
  return { i: of('i'), m: of('m'), s: of('s'), U: of('U') };
}

const pointOf = (char: string): number => char.codePointAt(0) ?? 0;
/** A character as JavaScript writes it in a class. */
const escaped = (char: string): string => `\\u{${pointOf(char).toString(16)}}`;

function isClass(inside: string): boolean {
  try {
    return new RegExp(`[${inside}]`, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
