/** `history`: the lines typed so far, numbered; `history N` the last N. */
import { program } from '../program';

export const history = program('history', { flags: 'c' }, async ({ operands, io, world }) => {
  const lines = (await world.history?.()) ?? [];
  const shown = operands[0] === undefined ? lines.length : Number(operands[0]);
  for (const [index, line] of lines.entries()) {
    if (index >= lines.length - shown) await io.out(`${String(index + 1).padStart(5)}  ${line}\n`);
  }
});
