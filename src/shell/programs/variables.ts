/** `export`, `unset`, `env`: the shell's variables and what programs see of them. */
import { program } from '../program';
import type { Program } from '../shell';

export const exportProgram: Program = {
  name: 'export',
  run: async (args, io, world) => {
    if (args.length === 0 || args[0] === '-p') {
      for (const [name, value] of Object.entries(world.variables)) await io.out(`declare -x ${name}="${value}"\n`);
      return 0;
    }
    for (const arg of args) {
      const [, name, value] = /^([A-Za-z_]\w*)(?:=([\s\S]*))?$/.exec(arg) ?? [];
      if (name === undefined) {
        await io.err(`bash: export: \`${arg}': not a valid identifier\n`);
        return 1;
      }
      if (value !== undefined) world.shell.set(name, value);
      world.shell.export(name);
    }
    return 0;
  },
};

export const unset: Program = {
  name: 'unset',
  run: async (args, _io, world) => {
    for (const name of args) world.shell.unset(name);
    return 0;
  },
};

export const env = program('env', { stopAtOperand: true }, async ({ operands, io, world }) => {
  const first = operands.findIndex((operand) => !operand.includes('='));
  const given = operands.slice(0, first < 0 ? operands.length : first);
  if (first >= 0) {
    for (const pair of given) {
      const at = pair.indexOf('=');
      world.shell.set(pair.slice(0, at), pair.slice(at + 1));
      world.shell.export(pair.slice(0, at));
    }
    return world.run(operands.slice(first), io);
  }
  for (const [name, value] of Object.entries(world.variables)) await io.out(`${name}=${value}\n`);
  for (const pair of given) await io.out(`${pair}\n`);
  return 0;
});
