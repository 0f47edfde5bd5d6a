/** `true`, `false`, `:`, `exit`: programs that only have an exit code. */
import type { Program } from '../shell';

const constant = (name: string, code: number): Program => ({ name, run: async () => code });

export const trueProgram = constant('true', 0);
export const falseProgram = constant('false', 1);
export const colon = constant(':', 0);

export const exit: Program = {
  name: 'exit',
  run: async (_args, io) => {
    io.hint({ key: 'shellExit' });
    return 0;
  },
};
