/** What ingress controllers share: a request as they read it, and one try at a pod. They dial its own address, not the Service's. */
import type { ClientHello, ClientNetwork, Headers, HttpAnswer, HttpAsk } from '../client/network';
import { type Address, type Hop, hopsLater } from '../client/traffic';

/** A request as a controller reads it. */
export interface ProxiedRequest {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  /** Names in lower case, */
  readonly headers: Readonly<Record<string, string>>;
  /** and as they were sent. */
  readonly sentHeaders?: Headers;
  readonly body?: string;
  /** Absent: HTTP/1.1, or 2. */
  readonly version?: 'HTTP/1.0';
  readonly from: string;
  /** It came over TLS. */
  readonly tls?: ClientHello;
  /** It is one of so many like it, see HttpAsk. */
  readonly stands?: HttpAsk['stands'];
}

/** How long it waits, in virtual milliseconds. */
export interface Limits {
  readonly connectMs: number;
  readonly readMs: number;
}

/** What came of a try. `ms` is the time that it took. */
export type Tried = { readonly ms: number; readonly hops: readonly Hop[] } & (
  | { readonly type: 'response'; readonly response: HttpAnswer }
  | { readonly type: 'refused' | 'noRoute' | 'closed' | 'reset' | 'notTls' }
  | { readonly type: 'connectTimeout' | 'readTimeout' }
);

/** Tries once. Hops count from `startMs` after the request came in. */
export function tryTarget(
  network: ClientNetwork,
  { ip, port }: Address,
  ask: HttpAsk,
  limits: Limits,
  startMs: number,
): Tried {
  const dialled = network.dial({ ip, port });
  const hops = hopsLater(dialled.hops, startMs);
  if (dialled.type === 'lost' || (dialled.type !== 'refused' && dialled.ms > limits.connectMs)) {
    return { type: 'connectTimeout', ms: limits.connectMs, hops };
  }
  if (dialled.type !== 'connected') return { type: dialled.type, ms: dialled.ms, hops };
  const got = network.exchange(dialled.connection, ask);
  const all = [...hops, ...hopsLater(got.hops, startMs + dialled.ms)];
  if (got.type === 'silent' || got.ms > limits.readMs) {
    return { type: 'readTimeout', ms: dialled.ms + limits.readMs, hops: all };
  }
  const ms = dialled.ms + got.ms;
  if (got.type === 'response') return { type: 'response', response: got.response, ms, hops: all };
  return { type: got.type, ms, hops: all };
}
