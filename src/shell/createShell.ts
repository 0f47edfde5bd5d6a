/** Makes the learner's shell on a machine. */
import type { Io } from '../kubectl/environment';
import { completeLine } from './completion';
import { jobRow } from './programs/jobs';
import { Interpreter } from './interpreter';
import { isUnfinished, parseScript } from './parser';
import type { Machine, Shell } from './shell';
import { State } from './state';
import { type Script, ScriptError, UnfinishedScript } from './syntax';

/** Wrong syntax, as bash ends. */
const SYNTAX_ERROR = 2;

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
      const script = await parsed(line, io);
      if (script === undefined) return SYNTAX_ERROR;
      const status = await interpreter.run(script, io);
      for (const job of state.takeDone()) await io.err(`${jobRow(job)}\n`);
      return status;
    },
    complete: (line) => completeLine(line, interpreter.world()),
    isUnfinished,
    prompt: () => '$ ',
  };
}

async function parsed(line: string, io: Io): Promise<Script | undefined> {
  try {
    return parseScript(line);
  } catch (error) {
    if (!(error instanceof ScriptError) && !(error instanceof UnfinishedScript)) throw error;
    await io.err(`bash: ${error instanceof ScriptError ? error.message : 'syntax error: unexpected end of file'}\n`);
    return undefined;
  }
}
