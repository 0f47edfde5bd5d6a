/** `help`, `which`, `type`: what this shell can do. */
import type { Program } from '../shell';
import { inColumns } from './ls';
import { refused } from './refused';

/** `names` tells all programs, when asked: this module is one of them. */
export function helpPrograms(names: () => readonly string[]): readonly Program[] {
  const known = () => {
    const not = new Set(refused.map(({ name }) => name));
    return names().filter((name) => !not.has(name));
  };
  const where = (name: string, sentence: (name: string) => string): Program => ({
    name,
    run: async (args, io, world) => {
      let code = 0;
      for (const arg of args) {
        const alias = world.shell.aliases.get(arg);
        if (alias !== undefined)
          await io.out(name === 'type' ? `${arg} is aliased to \`${alias}'\n` : `${sentence(alias)}\n`);
        else if (known().includes(arg)) await io.out(`${name === 'type' ? `${arg} is ` : ''}${sentence(arg)}\n`);
        else {
          if (name === 'type') await io.err(`bash: type: ${arg}: not found\n`);
          code = 1;
        }
      }
      return code;
    },
  });
  return [
    {
      name: 'help',
      run: async (_args, io) => {
        await io.out(`A small shell around a simulated cluster: pipes, redirections, heredocs, for and while.\n\n`);
        await io.out(inColumns(known().toSorted(), io.columns));
        await io.out(
          `\nkubectl --help lists what kubectl can do; k is short for kubectl.\nhops tells where the last request went.\n`,
        );
        return 0;
      },
    },
    where('which', (name) => `/usr/bin/${name}`),
    where('type', (name) => `/usr/bin/${name}`),
  ];
}
