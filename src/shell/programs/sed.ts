/** `sed`: `s///` with g, i, p and numbers, `p`, `d`, `q`, `=`; addresses N, $, /re/ and ranges; -n, -e, -E, -i. Other commands are refused. */
import { basicExpression, extendedExpression } from '../expressions';
import { program, readSources, splitLines } from '../program';

type Address =
  | { readonly type: 'line'; readonly number: number }
  | { readonly type: 'last' }
  | { readonly type: 'match'; readonly expression: RegExp };
interface Step {
  readonly from?: Address;
  readonly to?: Address;
  readonly negated: boolean;
  readonly act: 'p' | 'd' | 'q' | 's' | '=';
  readonly expression?: RegExp;
  readonly replacement?: string;
  readonly prints?: boolean;
  /** Which match is replaced; 0: from the first on. */
  readonly nth?: number;
  isInside: boolean;
}
/** `char N: text`, the place counted from 1. */
class SedError extends Error {
  override name = 'SedError';
  constructor(at: number, text: string) {
    super(`char ${at}: ${text}`);
  }
}

export const sed = program(
  'sed',
  { flags: 'nEri', values: 'e', longs: { quiet: 'n', expression: 'e', 'regexp-extended': 'E' } },
  async (run) => {
    const { options, operands, io, world, complain } = run;
    const scripts = options.all('e').length > 0 ? options.all('e') : operands.slice(0, 1);
    const paths = options.all('e').length > 0 ? operands : operands.slice(1);
    if (scripts.length === 0) {
      await io.err('Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n');
      return 1;
    }
    const read = options.has('E') || options.has('r') ? extendedExpression : basicExpression;
    let steps: readonly Step[];
    try {
      steps = parseSteps(scripts.join('\n'), read);
    } catch (error) {
      if (!(error instanceof SedError) && !(error instanceof SyntaxError)) throw error;
      await complain(
        `-e expression #1, ${error instanceof SedError ? error.message : 'char 1: Invalid regular expression'}`,
      );
      return 1;
    }
    if (options.has('i')) {
      for (const path of paths)
        await world.files.write(path, edit(await world.files.read(path), steps, options.has('n')));
      return 0;
    }
    const { text, failed } = await readSources(run, paths, (path) => `can't read ${path}`);
    await io.out(edit(text, steps, options.has('n')));
    return failed ? 2 : 0;
  },
);

/** `text` after all steps on each line. */
function edit(text: string, steps: readonly Step[], isQuiet: boolean): string {
  const lines = splitLines(text);
  const printed: string[] = [];
  let reachedEnd = false;
  for (const [index, first] of lines.entries()) {
    let line: string | undefined = first;
    let isLast = false;
    for (const step of steps) {
      if (line === undefined || !applies(step, line, index + 1, lines.length)) continue;
      if (step.act === 'd') line = undefined;
      else if (step.act === 'p') printed.push(line);
      else if (step.act === '=') printed.push(String(index + 1));
      else if (step.act === 'q') isLast = true;
      else {
        const changed = substitute(line, step);
        if (changed !== undefined) line = changed;
        if (changed !== undefined && step.prints === true) printed.push(changed);
      }
      if (isLast) break;
    }
    if (line !== undefined && !isQuiet) printed.push(line);
    reachedEnd = index === lines.length - 1 && line !== undefined;
    if (isLast) break;
  }
  const all = printed.map((line) => `${line}\n`).join('');
  // A last line without newline stays without.
  return text.endsWith('\n') || !reachedEnd ? all : all.slice(0, -1);
}

function applies(step: Step, line: string, number: number, count: number): boolean {
  return matchesAddresses(step, line, number, count) !== step.negated;
}

function matchesAddresses(step: Step, line: string, number: number, count: number): boolean {
  if (step.from === undefined) return true;
  const isAt = (address: Address) =>
    address.type === 'line'
      ? address.number === number
      : address.type === 'last'
        ? number === count
        : address.expression.test(line);
  if (step.to === undefined) return isAt(step.from);
  if (step.isInside) {
    if (isAt(step.to) || (step.to.type === 'line' && number >= step.to.number)) step.isInside = false;
    return true;
  }
  if (!isAt(step.from)) return false;
  step.isInside = !(step.to.type === 'line' && step.to.number <= number);
  return true;
}

/** Undefined if nothing matched. */
function substitute(line: string, { expression, replacement = '', nth = 0 }: Step): string | undefined {
  if (expression === undefined) return undefined;
  let seen = 0;
  let changed = false;
  let end = -1;
  const text = line.replace(
    new RegExp(expression.source, `g${expression.ignoreCase ? 'i' : ''}`),
    (match, ...rest: unknown[]) => {
      const at = Number(rest.find((value) => typeof value === 'number'));
      // Nothing matches where something has just matched.
      if (match === '' && at === end) return match;
      end = at + match.length;
      seen += 1;
      if (expression.global ? seen < nth : seen !== Math.max(1, nth)) return match;
      changed = true;
      const groups = rest.filter(
        (value): value is string | undefined => typeof value === 'string' || value === undefined,
      );
      return replacement.replace(/\\(\d)|\\n|\\(.)|&/g, (piece, digit?: string, escaped?: string) => {
        if (digit !== undefined) return digit === '0' ? match : (groups[Number(digit) - 1] ?? '');
        return piece === '\\n' ? '\n' : (escaped ?? match);
      });
    },
  );
  return changed ? text : undefined;
}

function parseSteps(script: string, read: (pattern: string) => string): readonly Step[] {
  const steps: Step[] = [];
  const place = (remaining: string) => script.length - remaining.length + 1;
  let rest = script.replace(/^[\s;]+/, '');
  while (rest !== '') {
    const [from, afterFrom] = readAddress(rest, read);
    const hasRange = from !== undefined && afterFrom.startsWith(',');
    const [to, afterTo] = hasRange ? readAddress(afterFrom.slice(1), read) : [undefined, afterFrom];
    if (hasRange && to === undefined) throw new SedError(place(afterFrom), "unexpected `,'");
    const trimmed = afterTo.trimStart();
    const negated = trimmed.startsWith('!');
    const body = negated ? trimmed.slice(1) : trimmed;
    const addresses = {
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      negated,
      isInside: false,
    };
    const act = body.charAt(0);
    if (act === 's') {
      const [step, tail] = readSubstitution(body, script, read);
      steps.push({ ...addresses, ...step });
      rest = tail;
    } else if (act === 'p' || act === 'd' || act === 'q' || act === '=') {
      steps.push({ ...addresses, act });
      rest = body.slice(1);
    } else throw new SedError(place(body), act === '' ? 'missing command' : `unknown command: \`${act}'`);
    if (!/^\s*(?:[;\n]|$)/.test(rest)) throw new SedError(place(rest), 'extra characters after command');
    rest = rest.replace(/^[\s;]+/, '');
  }
  return steps;
}

function readAddress(text: string, read: (pattern: string) => string): readonly [Address | undefined, string] {
  const [digits] = /^\d+/.exec(text) ?? [];
  if (digits !== undefined) return [{ type: 'line', number: Number(digits) }, text.slice(digits.length)];
  if (text.startsWith('$')) return [{ type: 'last' }, text.slice(1)];
  const [whole, pattern] = /^\/((?:\\.|[^/\\])*)\//.exec(text) ?? [];
  if (whole === undefined || pattern === undefined) return [undefined, text];
  return [{ type: 'match', expression: new RegExp(read(pattern.replaceAll('\\/', '/'))) }, text.slice(whole.length)];
}

function readSubstitution(
  text: string,
  script: string,
  read: (pattern: string) => string,
): readonly [Pick<Step, 'act' | 'expression' | 'replacement' | 'prints' | 'nth'>, string] {
  const mark = text.charAt(1);
  const parts: string[] = [''];
  let at = 2;
  for (; at < text.length && parts.length < 3; at += 1) {
    const char = text.charAt(at);
    if (char === mark) parts.push('');
    else if (char === '\\' && at + 1 < text.length) {
      const next = text.charAt(++at);
      parts[parts.length - 1] += next === mark ? next : char + next;
    } else parts[parts.length - 1] += char;
  }
  const [pattern, replacement] = parts;
  if (parts.length < 3 || pattern === undefined || replacement === undefined)
    throw new SedError(script.length, "unterminated `s' command");
  const [flags = ''] = /^[gipI0-9]*/.exec(text.slice(at)) ?? [];
  const expression = new RegExp(read(pattern), `${flags.includes('g') ? 'g' : ''}${/[iI]/.test(flags) ? 'i' : ''}`);
  const nth = Number(/\d+/.exec(flags)?.[0] ?? 0);
  return [{ act: 's', expression, replacement, prints: flags.includes('p'), nth }, text.slice(at + flags.length)];
}
