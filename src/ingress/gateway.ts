/** One try of an ingress controller at a pod: it dials the pod's own address, not the Service's, and asks on. */
import type { ClientNetwork, HttpAnswer, HttpAsk } from '../client/network';
import type { Address, Hop } from '../client/traffic';

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
  const hops = later(dialled.hops, startMs);
  if (dialled.type === 'lost' || (dialled.type !== 'refused' && dialled.ms > limits.connectMs)) {
    return { type: 'connectTimeout', ms: limits.connectMs, hops };
  }
  if (dialled.type !== 'connected') return { type: dialled.type, ms: dialled.ms, hops };
  const got = network.exchange(dialled.connection, ask);
  const all = [...hops, ...later(got.hops, startMs + dialled.ms)];
  if (got.type === 'silent' || got.ms > limits.readMs) {
    return { type: 'readTimeout', ms: dialled.ms + limits.readMs, hops: all };
  }
  const ms = dialled.ms + got.ms;
  if (got.type === 'response') return { type: 'response', response: got.response, ms, hops: all };
  return { type: got.type, ms, hops: all };
}

function later(hops: readonly Hop[], ms: number): readonly Hop[] {
  return hops.map((hop) => ({ ...hop, atMs: hop.atMs + ms }));
}
