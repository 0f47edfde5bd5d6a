/** `uniq`: -c -d -u -i. */
import { program, readSources, splitLines } from '../program';

export const uniq = program(
  'uniq',
  { flags: 'cdui', longs: { count: 'c', repeated: 'd', unique: 'u' } },
  async (run) => {
    const { options, io } = run;
    const { text, failed } = await readSources(run, run.operands.slice(0, 1));
    const groups: { readonly line: string; count: number }[] = [];
    const fold = (line: string) => (options.has('i') ? line.toLowerCase() : line);
    for (const line of splitLines(text)) {
      const last = groups.at(-1);
      if (last !== undefined && fold(last.line) === fold(line)) last.count += 1;
      else groups.push({ line, count: 1 });
    }
    for (const { line, count } of groups) {
      if ((options.has('d') && count === 1) || (options.has('u') && count > 1)) continue;
      await io.out(`${options.has('c') ? `${String(count).padStart(7)} ` : ''}${line}\n`);
    }
    return failed ? 1 : 0;
  },
);
