/** What one call of curl keeps over its transfers, and what it knows of each. */
import type { Connection, Headers } from '../client/network';
import type { CurlAsk } from './curl';
import type { CurlOptions } from './curlOptions';
import type { CurlText } from './curlText';
import type { ToolHost } from './tool';

/** How one transfer went. Times are milliseconds since its start. */
export interface Transfer {
  /** The exit code, 0 for success, with what there is to say. */
  readonly code: number;
  readonly message: string;
  readonly isTimeout: boolean;
  /** 0: there was no answer. */
  readonly status: number;
  readonly version: string;
  readonly headers: Headers;
  readonly url: string;
  readonly method: string;
  /** Where the last answer wants to have the client; empty if nowhere. */
  readonly redirect: string;
  readonly redirects: number;
  readonly bytes: number;
  readonly connects: number;
  readonly connection?: Connection;
  readonly verifyResult: number;
  readonly times: Readonly<Record<TimeName, number>>;
}
type TimeName = 'resolved' | 'connected' | 'handshake' | 'asked' | 'answered' | 'redirected' | 'ended';

/** What lasts over the transfers of one call. */
export interface Session {
  readonly host: ToolHost;
  readonly options: CurlOptions;
  readonly text: CurlText;
  readonly ask: CurlAsk;
  /** PEM text of --cacert, or nothing. */
  readonly trusted: string;
  /** The connection that can be used again, and for whom. */
  open?: { readonly key: string; readonly connection: Connection; readonly number: number } | undefined;
  /** Connections so far. */
  made: number;
}

export function newSession(
  host: ToolHost,
  options: CurlOptions,
  text: CurlText,
  rest: Pick<Session, 'ask' | 'trusted'>,
): Session {
  return { host, options, text, ...rest, made: 0 };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
/** A transfer that is going on. */
export type Draft = Writable<Transfer> & { times: Record<TimeName, number> };
