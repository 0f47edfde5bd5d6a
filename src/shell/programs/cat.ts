/** `cat`: prints files, or standard input as it comes; -n numbers lines. */
import { openSources, program } from '../program';
import { readAll } from '../streams';

export const cat = program('cat', { flags: 'n' }, async (run) => {
  const { sources, failed } = await openSources(run, run.operands);
  let number = 0;
  for (const { input } of sources) {
    if (run.options.has('n')) {
      const lines = (await readAll(input)).match(/[^\n]*\n|[^\n]+$/g) ?? [];
      for (const line of lines) await run.io.out(`${String(++number).padStart(6)}\t${line}`);
      continue;
    }
    for (let piece = await input.read(); piece !== undefined; piece = await input.read()) await run.io.out(piece);
  }
  return failed ? 1 : 0;
});
