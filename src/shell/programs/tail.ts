/** `tail`: -n N, -n +N, -N, -f (nothing appends to the learner's files: it waits until Ctrl-C). */
import { openSources, program } from '../program';
import type { Program } from '../shell';
import { linesOf, readAll } from '../streams';
import { forReading, oldStyle } from './head';

const inner = program('tail', { flags: 'fF', values: 'n', longs: { lines: 'n', follow: 'f' } }, async (run) => {
  const { options, io } = run;
  const wanted = options.value('n') ?? '10';
  if (!/^[+-]?\d+$/.test(wanted)) {
    await run.complain(`invalid number of lines: ‘${wanted}’`);
    return 1;
  }
  const { sources, failed } = await openSources(run, run.operands, forReading);
  for (const [index, { name, input }] of sources.entries()) {
    if (sources.length > 1) await io.out(`${index > 0 ? '\n' : ''}==> ${name ?? 'standard input'} <==\n`);
    if (wanted.startsWith('+')) {
      let number = 0;
      for await (const line of linesOf(input)) if (++number >= Number(wanted)) await io.out(`${line}\n`);
      continue;
    }
    const count = Math.abs(Number(wanted));
    // A last line without newline stays without.
    const lines = (await readAll(input)).match(/[^\n]*\n|[^\n]+$/g) ?? [];
    await io.out(count === 0 ? '' : lines.slice(-count).join(''));
  }
  if ((options.has('f') || options.has('F')) && run.operands.length > 0) {
    await new Promise<void>((resolve) => io.interrupt.onInterrupt(resolve));
  }
  return failed ? 1 : 0;
});

export const tail: Program = { name: 'tail', run: (args, io, world) => inner.run(oldStyle(args), io, world) };
