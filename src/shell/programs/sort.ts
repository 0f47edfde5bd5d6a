/** `sort`: -r -n -h -u -k N[,M] -t C. Bytes decide, as under LC_ALL=C. */
import { program, readSources, splitLines } from '../program';

export const sort = program(
  'sort',
  { flags: 'rnuhfV', values: 'kt', longs: { reverse: 'r', 'numeric-sort': 'n', unique: 'u', key: 'k' } },
  async (run) => {
    const { options, io } = run;
    const { text, failed } = await readSources(run, run.operands, (path) => `cannot read: ${path}`);
    const key = /^(\d+)(?:\.\d+)?([nrhfV]*)(?:,(\d+)(?:\.\d+)?([nrhfV]*))?$/.exec(options.value('k') ?? '1');
    if (key === null) {
      await run.complain(`invalid number at field start: invalid count at start of ‘${options.value('k') ?? ''}’`);
      return 2;
    }
    const letters = `${key[2] ?? ''}${key[4] ?? ''}`;
    // A key with letters of its own does not look at the global ones.
    const has = (letter: string) => (letters === '' ? options.has(letter) : letters.includes(letter));
    const separator = options.value('t');
    const from = Number(key[1]) - 1;
    const until = key[3] === undefined ? undefined : Number(key[3]);
    const keyOf = (line: string): string => {
      if (options.value('k') === undefined) return line;
      const fields = separator === undefined ? line.split(/(?<=\S)(?=\s)/) : line.split(separator);
      return fields.slice(from, until).join(separator ?? '');
    };
    const compareKeys = has('n') || has('h') || has('V') ? byNumber : byBytes;
    const fold = (word: string) => (has('f') ? word.toUpperCase() : word);
    const byKey = (left: string, right: string) => compareKeys(fold(keyOf(left)), fold(keyOf(right)));
    const direction = has('r') ? -1 : 1;
    const lastResort = options.has('r') ? -1 : 1;
    const sorted = splitLines(text).toSorted(
      (left, right) => direction * byKey(left, right) || (options.has('u') ? 0 : lastResort * byBytes(left, right)),
    );
    const kept = options.has('u')
      ? sorted.filter((line, index) => index === 0 || byKey(line, sorted[index - 1] ?? '') !== 0)
      : sorted;
    await io.out(kept.map((line) => `${line}\n`).join(''));
    return failed ? 2 : 0;
  },
  2,
);

const byBytes = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);

const UNITS = ['', 'K', 'M', 'G', 'T'];
function byNumber(left: string, right: string): number {
  return numberOf(left) - numberOf(right);
}
/** The number that a text begins with, its unit counted; 0 if there is none. */
function numberOf(text: string): number {
  const [, digits = '0', unit = ''] = /^\s*(-?\d*\.?\d+)([KMGT]?)/.exec(text) ?? [];
  return Number(digits) * 1024 ** Math.max(0, UNITS.indexOf(unit));
}
