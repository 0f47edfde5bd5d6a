/**
 * The learner's shell: reads a line, runs kubectl and small programs with pipes and redirections between them.
 * Runs in a worker beside the page, in Node, and in tests. Made by `createShell`.
 */
import type { Environment, Io } from '../kubectl/environment';
import type { Fault, OutsideAnswer, OutsideAsk } from '../client/simulation';
import type { RequestRecord } from '../client/traffic';
import type { Addon } from '../addons/addon';

/** What surrounds the shell, beside kubectl's environment. `variables.PWD` is where it starts; absent: wherever `files` starts. */
export interface Machine extends Environment {
  /** A page in front of a real cluster: programs reach forwarded ports and nothing else, and say so. */
  readonly hasNoNetwork?: true;
  /** The network of a simulated cluster, as far as this machine reaches into it. */
  readonly network?: OutsideNetwork;
  /** Machines of the cluster, for `minikube node`; absent on a real cluster. */
  readonly minikube?: Minikube;
  /** Makes an empty folder. Rejects with FileError. Absent: folders come with their first file. */
  makeFolder?(path: string): Promise<void>;
  /** Connects to a port of this machine that somebody listens on, for `curl`; undefined if nobody does. */
  connectLocal?(port: number): LocalSocket | undefined;
  /** Lines that the person typed so far, oldest first. */
  history?(): Promise<readonly string[]>;
}

/** A simulated network seen from outside of the cluster. */
export interface OutsideNetwork {
  send(ask: OutsideAsk): Promise<OutsideAnswer>;
  /** The last requests of the run, at most `limit`, oldest first. */
  requests(limit: number): Promise<readonly RequestRecord[]>;
}

/** A connection to a port of the learner's own machine: text both ways. */
export interface LocalSocket {
  send(data: string): void;
  /** The next piece; undefined once the other side has closed. */
  read(): Promise<string | undefined>;
  close(): void;
}

/** A machine, as minikube lists it. */
export interface MinikubeNode {
  readonly name: string;
  readonly address: string;
  readonly state: 'running' | 'stopped';
  /** Over the network, from the learner's machine. */
  readonly isReachable: boolean;
}

/** The machines of a simulated cluster. All reject with a readable Error. */
export interface Minikube {
  nodes(): Promise<readonly MinikubeNode[]>;
  /** What a machine that is added has. */
  readonly size: { readonly cpu: number; readonly memory: string };
  add(name: string): Promise<void>;
  delete(name: string): Promise<void>;
  stop(name: string): Promise<void>;
  start(name: string): Promise<void>;
  /** What is done to one machine, its files among it. */
  fault(fault: Extract<Fault, { readonly node: string }>): Promise<void>;
  /** Whether the object is there by which one knows the addon. */
  hasAddon(addon: Addon): Promise<boolean>;
  /** Makes what the addon is made of; what is there stays. */
  enableAddon(addon: Addon): Promise<void>;
  /** Whether a pod of this list runs. */
  hasRunningPod(path: string): Promise<boolean>;
  disableAddon(addon: Addon): Promise<void>;
}

/** Words that may stand at the end of a line. `from` is where in the line the unfinished word begins. */
export interface Completion {
  readonly from: number;
  readonly words: readonly string[];
}

/** A shell with its variables, aliases and working folder. */
export interface Shell {
  /** Runs one line or several (they may hold heredocs) to the end. Resolves with the exit code; never rejects. */
  run(line: string, io: Io): Promise<number>;
  /** For Tab. */
  complete(line: string): Promise<Completion>;
  /** True while `line` is not whole: an open quote, a backslash at its end, a heredoc without its end. */
  isUnfinished(line: string): boolean;
  /** What stands before the cursor of an empty line. */
  prompt(): string;
}

/** What a program of the shell sees: the machine as the shell has arranged it, and the shell itself. */
export interface World extends Machine {
  /** Absolute, or empty where it is not known. */
  readonly workingFolder: string;
  readonly shell: ShellState;
  hasProgram(name: string): boolean;
  /** Runs a program by its name and arguments. */
  run(argv: readonly string[], io: Io): Promise<number>;
  /** Runs lines in this very shell. `name` stands before a mistake of syntax; resolves with the exit code. */
  runText(text: string, io: Io, name: string): Promise<number>;
}

/** What builtin programs read and change. */
export interface ShellState {
  /** All variables. Exported ones are in `World.variables`. */
  readonly all: ReadonlyMap<string, string>;
  readonly aliases: Map<string, string>;
  readonly jobs: readonly Job[];
  set(name: string, value: string): void;
  /** Exports `name`, whatever value it has or gets. */
  export(name: string): void;
  unset(name: string): void;
  /** Changes the working folder to an absolute path. */
  enter(folder: string): void;
}

/** A line that runs in the background. */
export interface Job {
  readonly number: number;
  readonly pid: number;
  readonly line: string;
  readonly isDone: boolean;
  readonly isStopped: boolean;
  stop(): void;
  /** Resolves with its exit code. */
  readonly end: Promise<number>;
}

/** A program of the shell. Prints its own mistakes; resolves with its exit code. */
export interface Program {
  readonly name: string;
  run(args: readonly string[], io: Io, world: World): Promise<number>;
}
