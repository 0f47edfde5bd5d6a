/**
 * What kubectl needs of its surroundings: a way to API servers, a clock, files, and somewhere to print.
 * A browser, Node and tests each bring their own; kubectl itself knows no simulation, no DOM and no wall clock.
 */
import type { Transport, Unsubscribe } from '../client/transport';
import type { Hint } from './hints';

export type { Hint } from './hints';

/** Time as the cluster has it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or at once when `interrupt` comes. */
  sleep(ms: number, interrupt?: Interrupt): Promise<void>;
}

/** Ctrl-C, or the end of a `timeout`. */
export interface Interrupt {
  readonly interrupted: boolean;
  /** Calls `listener` at most once; at once if it has come already. */
  onInterrupt(listener: () => void): Unsubscribe;
}

/** One name in a folder. */
export interface FileEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Why a file could not be had, as errno names it. The message is Go's: `no such file or directory`. */
export class FileError extends Error {
  override name = 'FileError';
  constructor(
    readonly code: 'ENOENT' | 'EISDIR' | 'ENOTDIR' | 'EACCES',
    message: string,
  ) {
    super(message);
  }
}

/** Text files. Paths may be relative to the working folder; `~` has been expanded by the shell. Rejects with FileError. */
export interface FileSystem {
  read(path: string): Promise<string>;
  write(path: string, text: string): Promise<void>;
  /** Entries of a folder in the order of their names. */
  list(path: string): Promise<readonly FileEntry[]>;
  isFolder(path: string): Promise<boolean>;
  remove(path: string): Promise<void>;
}

/** Standard input. */
export interface Input {
  /** The next piece of text, undefined at its end. */
  read(): Promise<string | undefined>;
  readonly isTerminal: boolean;
  /** Hands over single keys as they are pressed, Ctrl-C too and without echo, until the function it returns is called. */
  raw?(): Unsubscribe;
}

/** The streams of one command. */
export interface Io {
  readonly input: Input;
  /** Standard output. The promise lets a fast writer wait for a slow reader; it need not be awaited for short texts. */
  out(text: string): Promise<void> | void;
  err(text: string): Promise<void> | void;
  /** Not kubectl's words, and shown as such. */
  hint(hint: Hint): void;
  readonly interrupt: Interrupt;
  /** Whether `out` goes to a person rather than to a pipe or file, and how wide that is. */
  readonly isTerminal: boolean;
  readonly columns: number;
  /** Absent where there is no screen. */
  readonly rows?: number;
}

/** Where an API server is, from a kubeconfig and flags. */
export interface Connection {
  readonly server: string;
  readonly token?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly certificateAuthority?: string;
  readonly certificateAuthorityData?: string;
  readonly clientCertificateData?: string;
  readonly clientKeyData?: string;
}

/** The way to a server failed before any answer. */
export class ConnectionError extends Error {
  override name = 'ConnectionError';
  constructor(
    readonly reason: 'refused' | 'other',
    message: string,
  ) {
    super(message);
  }
}

/** One connection to a forwarded port: text both ways. */
export interface LocalConnection {
  send(data: string): void;
  onData(listener: (data: string) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** What is around one run of kubectl. */
export interface Environment {
  /** Transports reject with ConnectionError where no server answers. */
  connect(connection: Connection): Transport;
  readonly clock: Clock;
  readonly files: FileSystem;
  /** Environment variables: HOME, KUBECONFIG, KUBE_EDITOR, EDITOR. */
  readonly variables: Readonly<Record<string, string>>;
  /** In [0, 1): suffixes of names that kubectl invents. */
  random(): number;
  /** Opens an editor on a file and resolves when it is closed; absent where there is none. */
  edit?(path: string): Promise<void>;
  /** Listens on a port of the learner's machine. Throws with the text of the system's error if it is taken. */
  listen?(port: number, onConnection: (connection: LocalConnection) => void): Unsubscribe;
}
