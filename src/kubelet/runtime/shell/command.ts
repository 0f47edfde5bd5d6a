/** What a command of the shell's world is given and what it answers. A command never waits: it says how long it takes. */
import { type FileSystem, normalisePath } from '../fileSystem';
import type { Process } from '../process';
import type { ToolMemory } from '../../../tools/tool';
import type { GoesOn, Part, Server } from './shellState';

export type { Part } from './shellState';

/** What a command can see and touch. */
export interface CommandContext {
  readonly process: Process;
  /** Virtual milliseconds since the epoch, as the command sees them. */
  readonly now: number;
  readonly files: FileSystem;
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  /** What comes in on standard input; undefined: nothing, at its end. */
  readonly input?: string;
  /** Command lines of what runs beside this command, by process id. */
  readonly running: readonly { readonly pid: number; readonly command: string }[];
  /** What a request made now stands for; absent: for itself. */
  readonly stands?: { readonly times: number; readonly forMs: number };
  /** What the command has kept for its next run; absent: it begins. */
  readonly memory?: ToolMemory;
  /** Sends a signal; false if there is no such process. */
  kill(pid: number, signal: string): boolean;
}

/** What it printed, how it ended and how long that took. */
export interface CommandResult {
  readonly status: number;
  readonly out?: string;
  readonly err?: string;
  /** How long it runs; absent: it ends at once. */
  readonly waitMs?: number | 'forever';
  /** What it prints on its way, each piece some time after the one before; `waitMs` begins after the last. */
  readonly parts?: readonly Part[];
  /** It is not over when its time is: it is run again. */
  readonly goesOn?: GoesOn;
  /** Text that comes at the end of the wait. */
  readonly late?: { readonly out: string; readonly err: string };
  readonly server?: Server;
  readonly follow?: { readonly path: string; readonly shown: number };
  /** It is a server of the image, which goes on in the shell's place. */
  readonly becomes?: readonly string[];
  /** It is to be run again, as these words, when there is something on standard input. */
  readonly wantsInput?: readonly string[];
  /** What it waited for was somebody else's answer. */
  readonly isRequest?: boolean;
  /** Thousandths of a core while it runs. */
  readonly cpuMillis?: number;
  /** Memory that it takes at once. */
  readonly memoryBytes?: number;
}

/** One tool, `argv[0]` being the name it was called by. */
export type Command = (argv: readonly string[], context: CommandContext) => CommandResult;
/** Commands by name. */
export type CommandFamily = Readonly<Record<string, Command>>;

/** Whether the tools of the image are busybox's, which word complaints otherwise than GNU's. */
export function isBusybox({ process }: CommandContext): boolean {
  return process.image.userland !== 'debian';
}

/** `path` as seen from the context's directory. */
export function absolute(context: CommandContext, path: string): string {
  return normalisePath(path.startsWith('/') ? path : `${context.directory}/${path}`);
}

/** Splits arguments into single-letter flags, flags with values, and the rest. `--` ends the flags. */
export function options(
  argv: readonly string[],
  withValue = '',
): {
  readonly flags: ReadonlySet<string>;
  readonly values: Readonly<Record<string, string>>;
  readonly rest: readonly string[];
} {
  const flags = new Set<string>();
  const values: Record<string, string> = {};
  const rest: string[] = [];
  let isOver = false;
  for (let i = 1; i < argv.length; i++) {
    const arg = argv[i] ?? '';
    if (isOver || !/^-./.test(arg)) rest.push(arg);
    else if (arg === '--') isOver = true;
    else if (arg.startsWith('--')) {
      const [name = '', value] = arg.slice(2).split(/=(.*)/s);
      flags.add(name);
      if (value !== undefined) values[name] = value;
    } else {
      for (let j = 1; j < arg.length; j++) {
        const letter = arg[j] ?? '';
        flags.add(letter);
        if (!withValue.includes(letter)) continue;
        values[letter] = j + 1 < arg.length ? arg.slice(j + 1) : (argv[++i] ?? '');
        break;
      }
    }
  }
  return { flags, values, rest };
}

/** Complaint of a command, and its exit status. */
export function failure(text: string, status = 1): CommandResult {
  return { status, err: `${text}\n` };
}
