/** Everything that a running shell remembers between two events: plain data. */
import type { Continuation, ToolMemory } from '../../../tools/tool';

/** Where output goes. */
export type Sink =
  | { readonly type: 'stdout' }
  | { readonly type: 'stderr' }
  | { readonly type: 'null' }
  | { readonly type: 'file'; readonly path: string }
  /** Through these commands, then on to where output went before. */
  | { readonly type: 'pipe'; readonly stages: readonly string[] };

/** Where a command reads and writes. */
export interface Streams {
  readonly out: Sink;
  readonly err: Sink;
  /** What is left to read; undefined: the standard input of the container, at its end. */
  readonly input?: string;
}

/** One script in progress: the main one, a trap, a subshell, a file. */
export interface Frame {
  readonly source: string;
  /** Next operation of `compile(source)`. */
  readonly at: number;
  /** Values that the `for` loops still have to visit, outermost first. */
  readonly loops: readonly (readonly string[])[];
  /** Set where the script is a shell of its own: what to restore after it. */
  readonly outside?: {
    readonly variables: Readonly<Record<string, string>>;
    readonly directory: string;
    readonly parameters: readonly string[];
    readonly traps: Readonly<Record<string, string>>;
  };
  /** How many redirections were in force when it began. */
  readonly streams: number;
}

/** A web or echo server inside the shell's world (`httpd`, `nc -l`). */
export interface Server {
  readonly port: number;
  /** Folder with the pages; absent: accepts and never answers. */
  readonly root?: string;
}

/** Text that a command prints so many milliseconds after what it printed before. */
export interface Part {
  readonly afterMs: number;
  readonly to: 'stdout' | 'stderr';
  readonly text: string;
}

/** A command that is run again, as these words and with what it kept. */
export interface GoesOn {
  readonly argv: readonly string[];
  readonly memory: ToolMemory;
  readonly interrupted?: Continuation['interrupted'];
  /** When it is killed at the latest, and with which status. */
  readonly killed?: { readonly at: number; readonly status: number };
}

/** Why the shell stands still. */
export interface Wait {
  /** Wake-ups with another number are stale. */
  readonly token: number;
  /**
   * `breath`: a loop that never waits gets a pause, so that time goes on. `prompt`: the shell reads its next command,
   * `input`: the command `argv` reads from standard input.
   */
  readonly type: 'time' | 'forever' | 'jobs' | 'breath' | 'prompt' | 'input';
  /** Where the command writes. */
  readonly streams: Streams;
  /** Exit status once it is over. */
  readonly status: number;
  /** The command that is running, for `ps`. */
  readonly command: string;
  /** What the command still prints: this wait ends with the first of them, its own end comes `endMs` after the last. */
  readonly parts?: readonly Part[];
  readonly endMs?: number | 'forever';
  readonly goesOn?: GoesOn;
  /** Text that comes when the wait is over. */
  readonly late?: { readonly out: string; readonly err: string };
  readonly server?: Server;
  /** `tail -f`: the file and how much of it was shown. */
  readonly follow?: { readonly path: string; readonly shown: number };
  /** A server of the image that the container goes over to. */
  readonly becomes?: readonly string[];
  readonly argv?: readonly string[];
  /** `exec`: the shell is gone, the command's status is the container's. */
  readonly isLast?: boolean;
}

/** What stands in a terminal's line, and what was entered before. */
export interface Terminal {
  readonly line: string;
  /** Before which character of `line`. */
  readonly cursor: number;
  /** Keys that came while nobody read. */
  readonly ahead: string;
  readonly history: readonly string[];
  /** Which line of the history is shown; its length: none. */
  readonly at: number;
}

/** Standard input that somebody holds open. */
export interface StandardInput {
  /** Came and was not read yet. */
  readonly text: string;
  /** Nothing more will come. */
  readonly isOver: boolean;
  /** Absent: a pipe. */
  readonly terminal?: Terminal;
}

/** A shell that takes its commands from standard input. */
export interface Dialogue {
  readonly shell: 'busybox' | 'dash' | 'bash';
  /** Lines of a command that is not whole yet. */
  readonly draft: string;
  /** How many lines it has read. */
  readonly lines: number;
}

/** How a script goes that has not rested for a while; see pauses.ts. */
export interface Pace {
  /** Since the last rest. */
  readonly commands: number;
  readonly bursts: number;
  /** Each request of the next burst stands for so many in so much time. */
  readonly stands?: { readonly times: number; readonly forMs: number };
}

/** A shell in the background. */
export interface Job {
  readonly pid: number;
  readonly shell: ShellState;
}

/** One shell. */
export interface ShellState {
  readonly frames: readonly Frame[];
  readonly variables: Readonly<Record<string, string>>;
  /** Names that commands see in their environment. */
  readonly exported: readonly string[];
  readonly directory: string;
  /** `$0`, `$1`, ... */
  readonly parameters: readonly string[];
  readonly status: number;
  readonly traps: Readonly<Record<string, string>>;
  /** A signal that came while a command ran. */
  readonly pendingTrap?: string;
  /** Letters of `set`. */
  readonly options: string;
  /** Streams in force, innermost last; never empty. */
  readonly streams: readonly Streams[];
  readonly wait?: Wait;
  readonly token: number;
  readonly pace?: Pace;
  readonly jobs: readonly Job[];
  readonly lastPid: number;
  readonly servers: readonly Server[];
  /** Absent: nothing can be read. */
  readonly standardInput?: StandardInput;
  readonly dialogue?: Dialogue;
  /** The shell in which this one was started by hand. */
  readonly parent?: ShellState;
  /** Set once it has ended. */
  readonly exitCode?: number;
}

/** A shell that is about to run `source`. */
export function newShell(
  source: string,
  options: {
    readonly env: Readonly<Record<string, string>>;
    readonly directory: string;
    readonly parameters: readonly string[];
    readonly input?: string;
  },
): ShellState {
  const streams: Streams = {
    out: { type: 'stdout' },
    err: { type: 'stderr' },
    ...(options.input === undefined ? {} : { input: options.input }),
  };
  return {
    frames: [{ source, at: 0, loops: [], streams: 1 }],
    variables: options.env,
    exported: Object.keys(options.env),
    directory: options.directory,
    parameters: options.parameters,
    status: 0,
    traps: {},
    options: '',
    streams: [streams],
    token: 0,
    jobs: [],
    lastPid: 1,
    servers: [],
  };
}
