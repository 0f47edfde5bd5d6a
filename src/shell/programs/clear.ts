/** `clear` and `reset`: empties the screen and what scrolled off it. */
import type { Program } from '../shell';

const CLEAR = '\u001b[H\u001b[2J\u001b[3J';

export const clear: Program = {
  name: 'clear',
  run: async (_args, io) => {
    if (io.isTerminal) await io.out(CLEAR);
    return 0;
  },
};
