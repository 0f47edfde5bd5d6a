/** `alias` and `unalias`, as bash's builtins. */
import type { Program } from '../shell';

export const alias: Program = {
  name: 'alias',
  run: async (args, io, world) => {
    const { aliases } = world.shell;
    if (args.length === 0) {
      for (const [name, value] of [...aliases].toSorted(([left], [right]) => (left < right ? -1 : 1))) {
        await io.out(`alias ${name}='${value}'\n`);
      }
      return 0;
    }
    let code = 0;
    for (const arg of args) {
      const at = arg.indexOf('=');
      const name = at < 0 ? arg : arg.slice(0, at);
      const value = aliases.get(name);
      if (at > 0) aliases.set(name, arg.slice(at + 1));
      else if (value !== undefined) await io.out(`alias ${name}='${value}'\n`);
      else {
        await io.err(`bash: alias: ${name}: not found\n`);
        code = 1;
      }
    }
    return code;
  },
};

export const unalias: Program = {
  name: 'unalias',
  run: async (args, io, world) => {
    let code = 0;
    if (args[0] === '-a') world.shell.aliases.clear();
    else {
      for (const name of args) {
        if (world.shell.aliases.delete(name)) continue;
        await io.err(`bash: unalias: ${name}: not found\n`);
        code = 1;
      }
    }
    return code;
  },
};
