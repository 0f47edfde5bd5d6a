/** The shell of a transcript: kubectl, `timeout N kubectl`, heredocs. */
import type { Environment, Interrupt, Io } from '../kubectl/environment';
import { kubectl } from '../kubectl/kubectl';
import type { Shell } from '../shell/shell';
import { HOME } from './files';

export function createSessionShell(env: Omit<Environment, 'variables'>): Pick<Shell, 'run'> {
  const environment: Environment = { ...env, variables: { HOME } };
  return {
    run: async (line, io) => {
      const [first = '', ...rest] = line.split('\n');
      const words = wordsOf(first.replace(/<<-?\s*['"]?\w+['"]?/, ''));
      const input = rest.length === 0 ? undefined : `${rest.slice(0, -1).join('\n')}\n`;
      const withInput: Io = input === undefined ? io : { ...io, input: textInput(input) };
      if (words[0] !== 'timeout') return kubectl(words.slice(1), withInput, environment);
      return timeout(Number(words[1]) * 1000, words.slice(3), withInput, environment);
    },
  };
}

async function timeout(ms: number, argv: readonly string[], io: Io, env: Environment): Promise<number> {
  const listeners = new Set<() => void>();
  const state = { interrupted: false };
  const interrupt: Interrupt = {
    get interrupted() {
      return state.interrupted;
    },
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  void env.clock.sleep(ms).then(() => {
    state.interrupted = true;
    for (const listener of listeners) listener();
  });
  const code = await kubectl(argv, { ...io, interrupt }, env);
  return state.interrupted ? 124 : code;
}

function textInput(text: string): Io['input'] {
  let rest: string | undefined = text;
  return {
    isTerminal: false,
    read: async () => {
      const now = rest;
      rest = undefined;
      return now;
    },
  };
}

/** Splits as a POSIX shell does: quotes and backslashes, nothing else. */
function wordsOf(line: string): readonly string[] {
  const words = [...line.matchAll(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g)];
  return words.map(([word]) =>
    word.replace(
      /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g,
      (_, single?: string, double?: string, plain?: string) =>
        single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? plain ?? '',
    ),
  );
}
