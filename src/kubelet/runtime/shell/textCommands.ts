/** Filters: commands that read text and print text. Left out: awk programs, sed beyond `s` and `d`. */
import { regularExpression } from './pattern';
import {
  absolute,
  type Command,
  type CommandContext,
  type CommandFamily,
  type CommandResult,
  failure,
  options,
} from './command';

const echo: Command = (argv) => {
  let i = 1;
  let isOpen = false;
  let hasEscapes = false;
  for (; /^-[neE]+$/.test(argv[i] ?? ''); i++) {
    if (argv[i]?.includes('n')) isOpen = true;
    if (argv[i]?.includes('e')) hasEscapes = true;
  }
  const text = argv.slice(i).join(' ');
  return { status: 0, out: (hasEscapes ? unescape(text) : text) + (isOpen ? '' : '\n') };
};

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  '\\': '\\',
  '0': '\0',
  e: '\u001b',
};

function unescape(text: string): string {
  return text.replace(/\\(.)/g, (whole, letter: string) => ESCAPES[letter] ?? whole);
}

/** Bounds that keep a typing error from filling the memory. */
const MAX_WIDTH = 1000;
const MAX_LINES = 10_000;

const printf: Command = (argv) => {
  const [, format = '', ...given] = argv;
  const template = unescape(format);
  let out = '';
  let rest: readonly string[] = given;
  do {
    let used = 0;
    out += template.replace(/%(-?\d*)(?:\.\d+)?([sdiuxc%b])/g, (_whole, width: string, kind: string) => {
      if (kind === '%') return '%';
      const value = rest[used++] ?? (kind === 's' || kind === 'b' ? '' : '0');
      const text = kind === 'x' ? Number(value).toString(16) : kind === 'c' ? value.slice(0, 1) : value;
      const size = Math.min(Math.abs(Number(width)) || 0, MAX_WIDTH);
      if (width.startsWith('0')) return text.padStart(size, '0');
      return width.startsWith('-') ? text.padEnd(size) : text.padStart(size);
    });
    rest = rest.slice(used);
    if (used === 0) break;
  } while (rest.length > 0);
  return { status: 0, out };
};

/** Text of the named files, or of standard input; a complaint if one is missing. */
function texts(tool: string, names: readonly string[], context: CommandContext): { text: string } | CommandResult {
  if (names.length === 0) return { text: context.input ?? '' };
  let text = '';
  for (const name of names) {
    const content = name === '-' ? (context.input ?? '') : context.files.read(absolute(context, name));
    if (content === undefined) return failure(`${tool}: ${name}: No such file or directory`, 2);
    text += content;
  }
  return { text };
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}
const joined = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

/** A filter from lines to lines. */
function filter(
  tool: string,
  work: (lines: string[], argv: readonly string[]) => readonly string[],
  withValue = '',
): Command {
  return (argv, context) => {
    const source = texts(tool, options(argv, withValue).rest, context);
    return 'status' in source ? source : { status: 0, out: joined(work(linesOf(source.text), argv)) };
  };
}

const grep: Command = (argv, context) => {
  const { flags, values, rest } = options(argv, 'emABC');
  const [first = '', ...others] = values.e === undefined ? rest : [values.e, ...rest];
  const source = texts('grep', others, context);
  if ('status' in source) return flags.has('s') ? { status: 2 } : source;
  const escaped = flags.has('F')
    ? first.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    : flags.has('E')
      ? first
      : basicPattern(first);
  const expression = flags.has('w') ? `\b(?:${escaped})\b` : escaped;
  const pattern = regularExpression(expression, flags.has('i') ? 'i' : '');
  if (!pattern) return failure(`grep: bad regex '${first}'`, 2);
  const lines = linesOf(source.text)
    .map((line, i) => ({ line, number: i + 1 }))
    .filter(({ line }) => pattern.test(line) !== flags.has('v'));
  const status = lines.length > 0 ? 0 : 1;
  if (flags.has('q')) return { status };
  if (flags.has('c')) return { status, out: `${lines.length}\n` };
  const shown = lines.map(({ line, number }) => {
    const text = flags.has('o') ? (pattern.exec(line)?.[0] ?? line) : line;
    return flags.has('n') ? `${number}:${text}` : text;
  });
  return { status, out: joined(shown) };
};

/** In a basic pattern the brackets and `+?|` are plain unless escaped. */
function basicPattern(text: string): string {
  return text.replace(
    /\\([(){}|+?])|([(){}|+?])/g,
    (_whole, special?: string, plain?: string) => special ?? `\\${plain}`,
  );
}

const sed: Command = (argv, context) => {
  const { flags, values, rest } = options(argv, 'e');
  const [script = '', ...names] = values.e === undefined ? rest : [values.e, ...rest];
  const match = /^s(.)((?:\\.|(?!\1).)*)\1((?:\\.|(?!\1).)*)\1([gip]*)$/.exec(script);
  const source = texts('sed', names, context);
  if ('status' in source) return source;
  if (!match) return failure('sed: unsupported command');
  const pattern = regularExpression(basicPattern(match[2] ?? ''), match[4]?.includes('g') ? 'g' : '');
  if (!pattern) return failure(`sed: bad regex '${match[2]}'`);
  const replacement = (match[3] ?? '')
    .replace(/\$/g, '$$$$')
    .replace(/\\(\d)/g, '$$$1')
    .replace(/(^|[^\\])&/g, '$1$$&');
  const out = joined(linesOf(source.text).map((line) => line.replace(pattern, replacement)));
  if (!flags.has('i')) return { status: 0, out };
  for (const name of names) context.files.write(absolute(context, name), out);
  return { status: 0 };
};

const wc: Command = (argv, context) => {
  const { flags, rest } = options(argv);
  const source = texts('wc', rest, context);
  if ('status' in source) return source;
  const { text } = source;
  const counts: readonly [string, number][] = [
    ['l', text.split('\n').length - 1],
    ['w', text.split(/\s+/).filter((word) => word !== '').length],
    ['c', text.length],
  ];
  const asked = counts.filter(([flag]) => flags.size === 0 || flags.has(flag)).map(([, count]) => String(count));
  return { status: 0, out: `${[...asked, ...rest].join(' ')}\n` };
};

const tr: Command = (argv, context) => {
  const { flags, rest } = options(argv);
  const [from = '', to = ''] = rest.map(range);
  const chars = [...(context.input ?? '')];
  if (flags.has('d')) return { status: 0, out: chars.filter((char) => !from.includes(char)).join('') };
  const out = chars.map((char) => {
    const at = from.indexOf(char);
    return at === -1 ? char : (to[Math.min(at, to.length - 1)] ?? '');
  });
  return { status: 0, out: out.join('') };
};

function range(text: string): string {
  return unescape(text)
    .replace('[:upper:]', 'A-Z')
    .replace('[:lower:]', 'a-z')
    .replace('[:digit:]', '0-9')
    .replace(/(.)-(.)/g, (_whole, first: string, last: string) => {
      let out = '';
      for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code++) out += String.fromCharCode(code);
      return out;
    });
}

const tee: Command = (argv, context) => {
  const { flags, rest } = options(argv);
  for (const name of rest) {
    const refusal = context.files.write(absolute(context, name), context.input ?? '', { append: flags.has('a') });
    if (refusal) return failure(`tee: ${name}: ${refusal}`);
  }
  return { status: 0, out: context.input ?? '' };
};

const cut = filter(
  'cut',
  (lines, argv) => {
    const { values } = options(argv, 'dfc');
    const [first = '1', last] = (values.f ?? values.c ?? '1').split('-');
    const from = Number(first || '1') - 1;
    const to = last === undefined ? from + 1 : last === '' ? undefined : Number(last);
    if (values.c !== undefined) return lines.map((line) => line.slice(from, to));
    const separator = values.d ?? '\t';
    return lines.map((line) =>
      line.includes(separator) ? line.split(separator).slice(from, to).join(separator) : line,
    );
  },
  'dfc',
);

const sort = filter(
  'sort',
  (lines, argv) => {
    const { flags } = options(argv, 'kt');
    const compare = flags.has('n')
      ? (a: string, b: string) => (Number.parseFloat(a) || 0) - (Number.parseFloat(b) || 0)
      : (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
    const sorted = [...lines].sort(compare);
    if (flags.has('r')) sorted.reverse();
    return flags.has('u') ? sorted.filter((line, i) => line !== sorted[i - 1]) : sorted;
  },
  'kt',
);

const uniq = filter('uniq', (lines, argv) => {
  const groups: { line: string; count: number }[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last?.line === line) last.count += 1;
    else groups.push({ line, count: 1 });
  }
  const isCounting = options(argv).flags.has('c');
  return groups.map(({ line, count }) => (isCounting ? `${String(count).padStart(7)} ${line}` : line));
});

const head: Command = (argv, context) => {
  const { values, rest } = options(argv, 'nc');
  const count = Number(values.n ?? /^-(\d+)$/.exec(argv[1] ?? '')?.[1] ?? 10);
  const source = texts('head', rest, context);
  if ('status' in source) return source;
  if (values.c !== undefined) return { status: 0, out: source.text.slice(0, Number(values.c)) };
  return { status: 0, out: joined(linesOf(source.text).slice(0, count)) };
};

const seq: Command = (argv) => {
  const numbers = argv.slice(1).map(Number);
  const [first = 1, second, third] = numbers;
  const from = numbers.length > 1 ? first : 1;
  const step = numbers.length > 2 ? (second ?? 1) : 1;
  const to = third ?? second ?? first;
  const lines: string[] = [];
  if (step !== 0)
    for (let n = from; step > 0 ? n <= to : n >= to; n += step) {
      if (lines.push(String(n)) >= MAX_LINES) break;
    }
  return { status: 0, out: joined(lines) };
};

const awk: Command = (argv, context) => {
  const { values, rest } = options(argv, 'F');
  const [program = '', ...names] = rest;
  const match = /^\s*\{\s*print\s*((?:\$\d+\s*,?\s*)*)\}\s*$/.exec(program);
  const source = texts('awk', names, context);
  if ('status' in source) return source;
  if (!match) return failure('awk: unsupported program');
  const columns = (match[1] ?? '').match(/\d+/g)?.map(Number) ?? [0];
  const out = linesOf(source.text).map((line) => {
    const words = values.F === undefined ? line.trim().split(/\s+/) : line.split(values.F);
    return columns.map((column) => (column === 0 ? line : (words[column - 1] ?? ''))).join(' ');
  });
  return { status: 0, out: joined(out) };
};

const yes: Command = (argv) => ({
  status: 0,
  out: `${argv[1] ?? 'y'}\n`.repeat(100),
  waitMs: 'forever',
  cpuMillis: 1000,
});

const base64: Command = (argv, context) => {
  const { flags, rest } = options(argv, 'w');
  const source = texts('base64', rest, context);
  if ('status' in source) return source;
  return { status: 0, out: flags.has('d') ? decode(source.text) : `${encode(source.text)}\n` };
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function encode(text: string): string {
  const bits = [...text].map((char) => char.charCodeAt(0).toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,6}/g) ?? [];
  const out = groups.map((group) => ALPHABET[Number.parseInt(group.padEnd(6, '0'), 2)]).join('');
  return out.padEnd(Math.ceil(out.length / 4) * 4, '=');
}

function decode(text: string): string {
  const digits = [...text].filter((char) => ALPHABET.includes(char));
  const bits = digits.map((char) => ALPHABET.indexOf(char).toString(2).padStart(6, '0')).join('');
  return (bits.match(/.{8}/g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 2))).join('');
}

/** `echo`, `grep`, `sed`, `wc`, `sort`, `head` and the like. */
export const textCommands: CommandFamily = {
  echo,
  printf,
  grep,
  egrep: (argv, context) => grep(['grep', '-E', ...argv.slice(1)], context),
  sed,
  wc,
  tr,
  tee,
  cut,
  sort,
  uniq,
  head,
  seq,
  awk,
  yes,
  base64,
  tac: filter('tac', (lines) => lines.reverse()),
  rev: filter('rev', (lines) => lines.map((line) => [...line].reverse().join(''))),
};
