/** `head`: -n N, -N, -c N; `-n -N` leaves out the last N. */
import { openSources, program, readSources, splitLines } from '../program';
import { linesOf } from '../streams';
import type { Program } from '../shell';

const inner = program('head', { values: 'nc', longs: { lines: 'n', bytes: 'c' } }, async (run) => {
  const { options, io } = run;
  const bytes = options.value('c');
  const wanted = options.value('n') ?? '10';
  if (!/^-?\d+$/.test(bytes ?? wanted)) {
    await run.complain(`invalid number of ${bytes === undefined ? 'lines' : 'bytes'}: ‘${bytes ?? wanted}’`);
    return 1;
  }
  if (bytes !== undefined || wanted.startsWith('-')) {
    const { text, failed } = await readSources(run, run.operands, forReading);
    const kept =
      bytes === undefined
        ? splitLines(text)
            .slice(0, Number(wanted))
            .map((line) => `${line}\n`)
            .join('')
        : text.slice(0, Number(bytes));
    await io.out(kept);
    return failed ? 1 : 0;
  }
  const { sources, failed } = await openSources(run, run.operands, forReading);
  for (const [index, { name, input }] of sources.entries()) {
    if (sources.length > 1) await io.out(`${index > 0 ? '\n' : ''}==> ${name ?? 'standard input'} <==\n`);
    let left = Number(wanted);
    if (left === 0) continue;
    for await (const line of linesOf(input)) {
      await io.out(`${line}\n`);
      left -= 1;
      if (left <= 0) break;
    }
  }
  return failed ? 1 : 0;
});

export const head: Program = { name: 'head', run: (args, io, world) => inner.run(oldStyle(args), io, world) };

/** How head and tail speak of a file. */
export const forReading = (path: string): string => `cannot open '${path}' for reading`;

/** `-5` is `-n 5`. */
export function oldStyle(args: readonly string[]): readonly string[] {
  return args.map((arg, at) => (/^-\d+$/.test(arg) && !/^-[nc]$/.test(args[at - 1] ?? '') ? `-n${arg.slice(1)}` : arg));
}
