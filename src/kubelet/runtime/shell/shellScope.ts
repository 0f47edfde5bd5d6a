/** Variables and substitutions as a machine's words see them. */
import type { ExpansionScope } from './expand';
import type { ShellMachine } from './machine';
import { runApart } from './subshell';

/** What the expansion of words needs, answered by `machine`. */
export function scopeOf(machine: ShellMachine): ExpansionScope {
  return {
    variable: (name) => variableOf(machine, name),
    assign: (name, value) => machine.assign(name, value),
    parameters: () => machine.state.parameters,
    files: () => machine.host.process.files,
    directory: () => machine.state.directory,
    complain: (text) => {
      machine.complain(text);
      machine.end(2);
    },
    substitute: (source) => {
      const result = runApart(machine, source, { input: machine.streams.input, isCaptured: true });
      machine.setStatus(result.status);
      machine.owe(result.isEndless ? 'forever' : result.elapsedMs);
      return result.out;
    },
  };
}

function variableOf(machine: ShellMachine, name: string): string | undefined {
  const { parameters, status, variables, directory } = machine.state;
  if (name === '?') return String(status);
  if (name === '#') return String(parameters.length - 1);
  if (name === '$') return '1';
  if (name === '@' || name === '*') return parameters.slice(1).join(' ');
  if (name === 'PWD') return directory;
  if (name === 'RANDOM') return String((Math.floor(machine.now) * 7919) % 32768);
  if (/^\d+$/.test(name)) return parameters[Number(name)];
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}
