/**
 * What a program in a container can do, and what an image is made of.
 * All state of a program lives in `process.memory` as plain data: nothing here may be kept between two calls.
 */
import type { Instant } from '../../sim/clock';
import type { ClusterView } from '../../client/clusterView';
import type {
  Certificate,
  ClientHello,
  ClientNetwork,
  DnsQuery,
  DnsServed,
  Headers,
  HttpAnswer,
} from '../../client/network';
import type { Hop } from '../../client/traffic';
import type { BindVersion, CurlVersion } from '../../tools/tool';
import type { ExecResult, GrpcHealth } from './containerRuntime';
import type { FileSystem } from './fileSystem';
import type { VisibleProcess } from './processNamespace';

/** The beginning of an answer, and whether its body comes to an end. */
export type HttpHead = Pick<HttpAnswer, 'version' | 'reason' | 'headers' | 'ending'>;

/** What a server gets. */
export interface HttpRequest {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As they were sent, in their order; absent: of a probe. */
  readonly sentHeaders?: Headers;
  readonly body?: string;
  /** Absent: HTTP/1.1. */
  readonly version?: 'HTTP/1.0';
  /** Address of the client. */
  readonly from: string;
  /** It came over TLS. */
  readonly tls?: ClientHello;
}
/** What it answers. */
export interface HttpResponse {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The whole head as it is sent, where a server minds it: in place of what is made of `headers`. */
  readonly head?: HttpHead;
  /** What it has shown in the TLS handshake. */
  readonly certificate?: Certificate;
  /** Until the answer is complete, besides the time that `cpuMs` takes; 0 when absent. */
  readonly durationMs?: number;
  /** The way on to others who helped with the answer: an ingress controller's upstream. */
  readonly hops?: readonly Hop[];
  /** Processor time that it costs: charged to the container, and felt by the client. A small fraction when absent. */
  readonly cpuMs?: number;
}

/** Instead of an answer: never one, no connection, or a connection that is closed or reset. */
export type NoResponse = 'hang' | 'refuse' | 'close' | 'reset';

/** Memory that grows steadily, computed when it is asked for. */
export interface MemoryGrowth {
  readonly bytesPerSecond: number;
  /** Absent: it never stops. */
  readonly upToBytes?: number;
}

/** Characters of a terminal. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** The main process of a running container. Valid during one call only. */
export interface Process<M = unknown> {
  /** The container's id. */
  readonly id: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly hostname: string;
  readonly namespace: string;
  readonly ip: string;
  readonly workingDir: string;
  readonly uid: number;
  /** Of its user, the primary one first. */
  readonly groups: readonly number[];
  /** 1 for the container's main process, unless it sees others. */
  readonly pid: number;
  /** Main processes that it sees, its own among them. */
  readonly visible: readonly VisibleProcess[];
  /** Command line of the main process, where this is another one. */
  readonly mainArgv?: readonly string[];
  /** Standard input is kept open (`stdin: true`), so a shell without a script waits. */
  readonly hasInput: boolean;
  /** It has a terminal: lines end with a carriage return, too, and a shell shows its prompt. */
  readonly hasTerminal: boolean;
  /** How large the terminal is, as far as its client has said so. */
  readonly terminalSize?: TerminalSize;
  readonly now: Instant;
  readonly startedAt: Instant;
  readonly memoryLimitBytes?: number;
  readonly cpuLimitMillis?: number;
  readonly image: ImageBehaviour;
  /** Of the image, e.g. `v1.0`. */
  readonly tag: string;
  readonly files: FileSystem;
  readonly network: ClientNetwork;
  /** What it follows of the API server, if it is one that does. */
  readonly cluster: ClusterView;
  /** The program's own state. Undefined until the program sets it in `start`; assign a new value, never mutate. */
  memory: M;
  /** Calls `wake(process, reason)` after `ms`, if the container still runs then. */
  wakeAfter(ms: number, reason: string): void;
  /** One line to the container's log. */
  log(line: string, stream?: 'stdout' | 'stderr'): void;
  /** Text to the log as it is, with its own line ends. */
  write(text: string, stream?: 'stdout' | 'stderr'): void;
  /** False if another container of the pod has the port: they share one network. */
  listen(port: number): boolean;
  unlisten(port: number): void;
  /**
   * Resident memory from now on, growing if `growth` says so. More than the limit kills the container (137, OOMKilled) at
   * the instant at which it is passed. `who`: of a program beside the main one, until `dropLoad(who)`.
   */
  useMemory(bytes: number, growth?: MemoryGrowth, who?: string): void;
  /** CPU asked for from now on, in thousandths of a core: the limit and the machine may give less. `who` as above. */
  useCpu(millis: number, who?: string): void;
  /** Program `who`, and those that it ran (`who/...`), have ended. */
  dropLoad(who: string): void;
  /**
   * Calls `wake(process, reason)` once the main program, which asks with `useCpu`, has been given `cpuMs` of processor
   * time: later under a limit or on a busy machine. One work at a time; another call replaces it.
   */
  compute(cpuMs: number, reason: string): void;
  /** Next number in [0, 1) of the process's own chance. */
  random(): number;
  /** How much longer than on an idle processor something takes here at the moment; 1 or more. */
  readonly slowdown: number;
  /** Goes over to another program of the image, whose memory starts empty. `isChild`: the present one stays PID 1 and deaf. */
  become(argv: readonly string[], isChild: boolean): void;
  /** Sends a signal to process `pid` of the container; false if the container has no such process. */
  kill(pid: number, signal: string): boolean;
  /** Of what a person runs beside the main program: a command that only that program knows; undefined: it does not. */
  runBeside?(argv: readonly string[]): ExecResult | undefined;
  /** Ends the container. What the program does after it in the same call has no effect. */
  exit(code: number): void;
  readonly hasExited: boolean;
}

/** What happens when one executable of an image runs as the container's main process. */
export interface Program<M = unknown> {
  start(process: Process<M>): void;
  /** A delay asked for with `wakeAfter(ms, reason)` has passed. */
  wake?(process: Process<M>, reason: string): void;
  /** Answers a request to `port`, where it listens. */
  http?(process: Process<M>, port: number, request: HttpRequest): HttpResponse | NoResponse;
  /** Answers a DNS query to port 53; `hang` never answers. */
  dns?(process: Process<M>, query: DnsQuery): DnsServed;
  /** What its health service answers at `port`; undefined: no gRPC there. */
  grpcHealth?(process: Process<M>, port: number, service: string): GrpcHealth | undefined;
  /** Whether it speaks TLS at `port`; absent: where that is the custom. */
  tls?(process: Process<M>, port: number): boolean;
  /** SIGTERM or the image's stop signal. Without it the process ends with 128 + the signal's number at once. */
  terminate?(process: Process<M>, signal: string): void;
  /** Something was typed or piped into standard input; undefined: that was all of it. Without it nothing is read. */
  input?(process: Process<M>, data: string | undefined): void;
  /** A command run inside the container that the image's tools do not know. Undefined: not found. */
  exec?(process: Process<M>, argv: readonly string[]): ExecResult | undefined;
}

/** Which shell an image has; `none`: neither a shell nor any tool. */
export type Userland = 'none' | 'busybox' | 'debian' | 'bash';

/** What an image does when a kubelet runs it. */
export interface ImageBehaviour {
  /** With the registry, without tag or digest: `docker.io/luksa/kubia-unhealthy`. */
  readonly image: string;
  /** Other repositories with the same content. */
  readonly aliases?: readonly string[];
  /** Tags that exist besides `latest`. Absent: `latest` alone. */
  readonly tags?: RegExp;
  /** What the registry stores, rounded. Absent: seen in recordings, whose runtime derives it from the name. */
  readonly sizeMB?: number;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  readonly uid?: number;
  /** SIGTERM when absent. */
  readonly stopSignal?: string;
  readonly userland: Userland;
  /** Tools beyond those of the userland, e.g. `curl`. */
  readonly tools?: readonly string[];
  /** Of its curl, or that the tag tells it; 7.88.1 when absent. */
  readonly curl?: CurlVersion | 'tag';
  /** Of its nslookup; 9.18 when absent. */
  readonly bind?: BindVersion;
  /** Executables with a life of their own, by base name. */
  readonly programs: Readonly<Record<string, Program>>;
  /** Runs in the place of every command that is no tool of the userland. */
  readonly anyProgram?: Program;
  /** Files of the image that a program or a person may read. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Numbers of the signals that containers are stopped with. */
export const SIGNALS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGTERM: 15,
  SIGWINCH: 28,
};

/** Mebibytes in bytes. */
export const MI = 1024 * 1024;
