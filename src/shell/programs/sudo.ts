/** `sudo`: runs what follows; the learner may do everything already. Its own options are left out. */
import type { Program } from '../shell';

export const sudo: Program = {
  name: 'sudo',
  run: async (args, io, world) => {
    const command = args.slice(
      Math.max(
        0,
        args.findIndex((word) => !word.startsWith('-')),
      ),
    );
    if (command.length === 0 || command[0]?.startsWith('-') === true) {
      await io.err('usage: sudo command [arguments]\n');
      return 1;
    }
    return world.run(command, io);
  },
};
