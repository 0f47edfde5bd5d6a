/** Makes the learner's shell on a machine. */
import { completeLine } from './completion';
import { jobRow } from './programs/jobs';
import { Interpreter } from './interpreter';
import { isUnfinished } from './parser';
import type { Machine, Shell } from './shell';
import { State } from './state';

/** What people have in their shells, and courses in their commands. */
const ALIASES: readonly (readonly [string, string])[] = [
  ['k', 'kubectl'],
  ['kgp', 'kubectl get pods'],
];

/** A fresh shell with the usual aliases. */
export function createShell(machine: Machine): Shell {
  const state = new State(machine.variables, new Map(ALIASES));
  const interpreter = new Interpreter(machine, state);
  return {
    run: async (line, io) => {
      const status = await interpreter.runText(line, io);
      for (const job of state.takeDone()) await io.err(`${jobRow(job)}\n`);
      return status;
    },
    complete: (line) => completeLine(line, interpreter.world()),
    isUnfinished,
    prompt: () => '$ ',
  };
}
