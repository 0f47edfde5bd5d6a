/** `grep`: -i -v -n -c -E -F -o -w -x -q -l -h -H -r -A -B -C -e -m. Models GNU grep; patterns are read as JavaScript reads them. */
import { program, openSources, type Run } from '../program';
import type { World } from '../shell';
import { linesOf } from '../streams';
import { basicExpression, escapeExpression, extendedExpression } from '../expressions';

const SPEC = {
  flags: 'ivncEFGowxqlhHrP',
  values: 'ABCem',
  longs: {
    'ignore-case': 'i',
    'invert-match': 'v',
    'line-number': 'n',
    count: 'c',
    'extended-regexp': 'E',
    'fixed-strings': 'F',
    'only-matching': 'o',
    'word-regexp': 'w',
    'line-regexp': 'x',
    quiet: 'q',
    'files-with-matches': 'l',
    'no-filename': 'h',
    'after-context': 'A',
    'before-context': 'B',
    context: 'C',
    regexp: 'e',
    'max-count': 'm',
  },
};
const TROUBLE = 2;

export const grep = program('grep', SPEC, (run) => search(run, run.options.has('E') || run.options.has('P')), TROUBLE);
export const egrep = program('egrep', SPEC, (run) => search(run, true), TROUBLE);

async function search(run: Run, isExtended: boolean): Promise<number> {
  const { options, operands, io, complain } = run;
  const given = options.all('e');
  const patterns = given.length > 0 ? given : operands.slice(0, 1);
  if (patterns.length === 0) {
    await io.err("Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n");
    return TROUBLE;
  }
  let matcher: RegExp;
  try {
    matcher = matcherOf(patterns, run, isExtended);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    await complain('Invalid regular expression');
    return TROUBLE;
  }
  const paths = given.length > 0 ? operands : operands.slice(1);
  const files = options.has('r') ? await filesUnder(run.world, paths.length === 0 ? ['.'] : paths) : paths;
  const { sources, failed } = await openSources(run, files);
  const named = (sources.length > 1 || options.has('r') || options.has('H')) && !options.has('h');
  let found = false;
  for (const { name, input } of sources) {
    const prefix = named ? `${name ?? '(standard input)'}` : '';
    if (await searchOne(run, linesOf(input), matcher, prefix, name)) found = true;
    if (found && options.has('q')) return 0;
  }
  return failed ? TROUBLE : found ? 0 : 1;
}

/** The files of all folders among `paths`, and the other paths. */
async function filesUnder(world: World, paths: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const path of paths) {
    if (!(await world.files.isFolder(path))) files.push(path);
    else {
      const inside = (await world.files.list(path)).map(({ name }) => (path === '.' ? name : `${path}/${name}`));
      files.push(...(await filesUnder(world, inside)));
    }
  }
  return files;
}

function matcherOf(patterns: readonly string[], { options }: Run, isExtended: boolean): RegExp {
  const read = options.has('F') ? escapeExpression : isExtended ? extendedExpression : basicExpression;
  // Each line of a pattern is a pattern of its own.
  const any = patterns
    .flatMap((pattern) => pattern.split('\n'))
    .map((pattern) => `(?:${read(pattern)})`)
    .join('|');
  const bounded = options.has('x') ? `^(?:${any})$` : options.has('w') ? `(?<!\\w)(?:${any})(?!\\w)` : any;
  return new RegExp(bounded, options.has('i') ? 'gi' : 'g');
}

/** True if a line was chosen. */
async function searchOne(
  { options, io }: Run,
  lines: AsyncGenerator<string, void, undefined>,
  matcher: RegExp,
  prefix: string,
  name: string | undefined,
): Promise<boolean> {
  const after = Number(options.value('A') ?? options.value('C') ?? 0);
  const before = Number(options.value('B') ?? options.value('C') ?? 0);
  const most = Number(options.value('m') ?? Number.POSITIVE_INFINITY);
  const quiet = options.has('q') || options.has('c') || options.has('l');
  const label = (number: number, mark: ':' | '-') =>
    `${prefix === '' ? '' : prefix + mark}${options.has('n') ? `${number}${mark}` : ''}`;
  let waiting: { number: number; line: string }[] = [];
  let count = 0;
  let number = 0;
  let until = 0;
  let lastPrinted = 0;
  for await (const line of lines) {
    number += 1;
    const matches = [...line.matchAll(matcher)];
    const isChosen = matches.length > 0 !== options.has('v');
    if (isChosen) {
      count += 1;
      if (quiet) {
        if (!options.has('c')) break;
      } else if (options.has('o')) {
        for (const [text] of options.has('v') ? [] : matches)
          if (text !== '') await io.out(`${label(number, ':')}${text}\n`);
      } else {
        const first = waiting[0]?.number ?? number;
        if (before + after > 0 && lastPrinted > 0 && first > lastPrinted + 1) await io.out('--\n');
        for (const { number: at, line: text } of waiting) await io.out(`${label(at, '-')}${text}\n`);
        await io.out(`${label(number, ':')}${line}\n`);
        waiting = [];
        lastPrinted = number;
        until = number + after;
      }
      if (count >= most) break;
    } else if (!quiet && number <= until) {
      await io.out(`${label(number, '-')}${line}\n`);
      lastPrinted = number;
    } else if (before > 0) waiting = [...waiting, { number, line }].slice(-before);
  }
  if (options.has('c')) await io.out(`${prefix === '' ? '' : `${prefix}:`}${count}\n`);
  else if (options.has('l') && count > 0) await io.out(`${name ?? '(standard input)'}\n`);
  return count > 0;
}
