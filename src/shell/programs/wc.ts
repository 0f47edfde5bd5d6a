/** `wc`: -l -w -c -m. Models GNU wc, with its widths. */
import { utf8Bytes } from '../../api/meta/base64';
import { openSources, program } from '../program';
import { readAll } from '../streams';

export const wc = program(
  'wc',
  { flags: 'lwcm', longs: { lines: 'l', words: 'w', bytes: 'c', chars: 'm' } },
  async (run) => {
    const { options, io } = run;
    const asked = ['l', 'w', 'm', 'c'].filter((letter) => options.has(letter));
    const letters = asked.length === 0 ? ['l', 'w', 'c'] : asked;
    const { sources, failed } = await openSources(run, run.operands);
    let bytes = 0;
    const rows: { readonly name: string | undefined; readonly counts: readonly number[] }[] = [];
    for (const { name, input } of sources) {
      const text = await readAll(input);
      bytes += utf8Bytes(text).length;
      rows.push({ name, counts: letters.map((letter) => countOf(letter, text)) });
    }
    if (rows.length > 1) {
      rows.push({
        name: 'total',
        counts: letters.map((_, at) => rows.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0)),
      });
    }
    // GNU wc leaves room for the sum of the sizes; from a pipe it cannot know it, and takes seven digits.
    const width = letters.length === 1 && rows.length === 1 ? 0 : run.operands.length === 0 ? 7 : String(bytes).length;
    for (const { name, counts } of rows) {
      await io.out(
        `${counts.map((count) => String(count).padStart(width)).join(' ')}${name === undefined ? '' : ` ${name}`}\n`,
      );
    }
    return failed ? 1 : 0;
  },
);

function countOf(letter: string, text: string): number {
  if (letter === 'l') return text.split('\n').length - 1;
  if (letter === 'w') return text.split(/\s+/).filter((word) => word !== '').length;
  return letter === 'c' ? utf8Bytes(text).length : [...text].length;
}
