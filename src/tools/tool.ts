/**
 * What a network tool is, and what it asks of the machine that it runs on: the same tool works in a pod, where every
 * answer is there at once, and on the learner's own machine, where it is waited for.
 */
import type { Echoed, HttpAsk, Lookup, DnsQuestion, Connection, Dialled, Exchanged } from '../client/network';
import type { Address, Hop, RequestError } from '../client/traffic';
import type { Resolved } from './resolver';

/** A tool at work. It yields what it has to wait for: promises on the learner's machine, nothing in a pod. */
export type Steps<T> = Generator<Promise<void>, T, void>;

/** What is there already, as a step that waits for nothing. */
export function* immediately<T>(value: T): Steps<T> {
  yield* NOTHING;
  return value;
}
const NOTHING: readonly Promise<void>[] = [];

/** What a tool keeps between two of its runs: plain data. */
export type ToolMemory = Readonly<Record<string, number | string>>;

/** A tool that is not done: it is to run again with `memory` after so many virtual milliseconds. */
export interface Continuation {
  readonly afterMs: number;
  readonly memory: ToolMemory;
  /** What Ctrl-C makes it print until then, and how it ends; absent: nothing, and 130. */
  readonly interrupted?: { readonly out: string; readonly status: number };
}

/** One request over a new connection, or over one that is open. */
export interface Sent {
  readonly tool: string;
  /** As asked, for the record. */
  readonly url: string;
  readonly to: Address;
  readonly protocol?: 'TCP' | 'UDP';
  readonly over?: Connection;
  /** Absent: the connection is all. */
  readonly request?: HttpAsk;
  /** How long the client waits for the connection, and for all of it. */
  readonly connectMs?: number;
  readonly limitMs?: number;
  /** If it fails there is another address to try: not told yet. */
  readonly isTry?: boolean;
  /** What came before: finding the address, other addresses. */
  readonly before?: { readonly ms: number; readonly hops: readonly Hop[] };
}
/** What came of it; `dialled` is absent where the connection was open already. */
export interface SentAnswer {
  readonly dialled?: Dialled;
  readonly exchanged?: Exchanged;
}

/** Which programs a machine has, where they differ. */
export interface Flavour {
  readonly curl: CurlVersion;
  readonly bind: BindVersion;
}
/** 9.9 asks for addresses of IPv4 alone and says nothing of recursion. */
export type BindVersion = '9.9' | '9.18';
/** Versions of curl whose texts are known. */
export type CurlVersion = '7.88.1' | '8.12.1' | '8.23.0';

/** The machine that a tool runs on. Times are virtual milliseconds and may be fractions. */
export interface ToolHost {
  readonly flavour: Flavour;
  /** Its own address. */
  readonly address: string;
  /** Since the epoch; runs while the tool waits. */
  now(): number;
  /** All of standard input; undefined: there is none. */
  stdin(): Steps<string | undefined>;
  out(text: string): Steps<void>;
  err(text: string): Steps<void>;
  /** `forever`: until somebody interrupts it. */
  sleep(ms: number | 'forever'): Steps<void>;
  /** Finds the addresses of a name, as the C library does. It takes `ms`, which is not waited for yet. */
  resolve(name: string): Steps<Resolved>;
  /** The text of /etc/resolv.conf. */
  resolvConf(): Steps<string>;
  /** Asks a DNS server; takes its time, which is not waited for yet. */
  lookups(server: string, questions: readonly DnsQuestion[]): Steps<readonly Lookup[]>;
  /** Sends, and tells the network's log of requests. What it takes is not waited for yet. */
  send(sent: Sent): Steps<SentAnswer>;
  /** Tells the log of a request that found no address. */
  failed(request: {
    readonly tool: string;
    readonly method: string;
    readonly url: string;
    readonly error: RequestError;
    readonly ms: number;
    readonly hops: readonly Hop[];
  }): Steps<void>;
  ping(ip: string): Steps<Echoed>;
  /** Undefined: it cannot be read. */
  readFile(path: string): Steps<string | undefined>;
  /** The reason if it cannot be written: `Permission denied`. */
  writeFile(path: string, text: string): Steps<string | undefined>;
  /** The tool returns and is run again later. */
  goOn(continuation: Continuation): void;
}

/** `argv[0]` is the name it was called by. Returns the exit status, which counts unless it goes on. */
export type Tool = (argv: readonly string[], host: ToolHost, memory?: ToolMemory) => Steps<number>;

/** After so long the kernel gives up connecting: 6 more SYNs, the first 4 a second apart (Linux 6.18). */
export const CONNECT_MS = 133_841;

/** How a connection attempt failed, in the kernel's words. */
export type ConnectError = 'Connection refused' | 'Connection timed out' | 'No route to host';

/** What an attempt to connect came to, within `limitMs`; it has waited for it. `isOwnLimit`: the client gave up. */
export type Connecting =
  | { readonly type: 'connected' }
  | { readonly type: 'failed'; readonly error: ConnectError; readonly isOwnLimit: boolean };

/** Waits for the end of an attempt to connect. */
export function* connecting(host: ToolHost, dialled: Dialled | undefined, limitMs: number): Steps<Connecting> {
  if (dialled === undefined) return { type: 'connected' };
  const kernelMs = dialled.type === 'lost' ? CONNECT_MS : dialled.ms;
  if (limitMs < kernelMs) {
    yield* host.sleep(limitMs);
    return { type: 'failed', error: 'Connection timed out', isOwnLimit: true };
  }
  yield* host.sleep(kernelMs);
  if (dialled.type === 'connected') return { type: 'connected' };
  const error = ({ refused: 'Connection refused', noRoute: 'No route to host', lost: 'Connection timed out' } as const)[
    dialled.type
  ];
  return { type: 'failed', error, isOwnLimit: false };
}

/** Milliseconds of an option in seconds; undefined without one or with 0, which is no limit. */
export function limitOf(seconds: string | undefined): number | undefined {
  const ms = Number.parseFloat(seconds ?? '0') * 1000;
  return ms > 0 ? Math.round(ms) : undefined;
}
