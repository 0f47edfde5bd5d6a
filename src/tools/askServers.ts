/**
 * One question to the servers of resolv.conf, as the tools of BIND 9.18 ask it: server after server, each answer or
 * failure kept, so that they can be printed.
 */
import type { DnsQuestion, Lookup } from '../client/network';
import { type Hop, hopsLater } from '../client/traffic';

/** How often and how long a tool asks. nslookup and dig: 3 tries, host: 2; 5 seconds each. */
export interface AskLimits {
  readonly tries: number;
  readonly timeoutMs: number;
}

/** A server that did not answer. */
export interface FailedTry {
  readonly server: string;
  readonly why: 'refused' | 'timeout';
  /** How long it took to know. */
  readonly ms: number;
}

/** How it ended. */
export interface Asked {
  /** Before the reply, in their order. */
  readonly failed: readonly FailedTry[];
  /** Absent: nobody answered. */
  readonly got?: Extract<Lookup, { readonly type: 'reply' }>;
  /** Who answered, or who was asked last. */
  readonly server: string;
  readonly ms: number;
  readonly hops: readonly Hop[];
}

/** Asks `servers` in their order, and the only one several times; `lookups` is the way into the network. */
export function* askServers<W>(
  lookups: (server: string, questions: readonly DnsQuestion[]) => Generator<W, readonly Lookup[], void>,
  servers: readonly string[],
  question: DnsQuestion,
  { tries, timeoutMs }: AskLimits,
): Generator<W, Asked, void> {
  const failed: FailedTry[] = [];
  const hops: Hop[] = [];
  let ms = 0;
  let server = servers[0] ?? '';
  for (let each = 0; each < Math.max(tries, servers.length); each++) {
    server = servers[each % servers.length] ?? server;
    const [got] = yield* lookups(server, [question]);
    hops.push(...hopsLater(got?.hops ?? [], ms));
    if (got?.type === 'reply' && got.ms <= timeoutMs) return { failed, got, server, ms: ms + got.ms, hops };
    const why = got?.type === 'refused' ? 'refused' : 'timeout';
    const took = got?.type === 'refused' ? got.ms : timeoutMs;
    failed.push({ server, why, ms: took });
    ms += took;
  }
  return { failed, server, ms, hops };
}
