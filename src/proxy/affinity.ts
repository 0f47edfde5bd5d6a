/**
 * Who was sent where, for Services with session affinity: each node remembers for itself.
 * Models the use of xt_recent in pkg/proxy/iptables/proxier.go (v1.36.3). Left out: that it remembers 100 clients.
 */
import type { Address } from '../client/traffic';
import type { Instant, StateMap } from '../sim/clock';
import type { ServicePortEntry } from './usableEndpoints';

/** A client's endpoint, and when it last connected. */
export interface Remembered {
  /** The node, and the port of the Service. */
  readonly node: string;
  readonly stream: string;
  readonly ip: string;
  readonly port: number;
  readonly at: Instant;
}

export class Affinity {
  constructor(private readonly memory: StateMap<Remembered>) {}

  /** The place in `endpoints` of the one that the client has; -1: none. */
  find(node: string, { stream, rules }: ServicePortEntry, from: string, now: Instant, endpoints: readonly Address[]) {
    const known = this.memory.get(keyOf(node, stream, from));
    if (known === undefined || now - known.at > (rules.affinitySeconds ?? 0) * 1_000) return -1;
    return endpoints.findIndex(({ ip, port }) => ip === known.ip && port === known.port);
  }

  remember(node: string, { stream }: ServicePortEntry, from: string, now: Instant, { ip, port }: Address): void {
    this.memory.set(keyOf(node, stream, from), { node, stream, ip, port, at: now });
  }

  /** What points at endpoints that the rules of `isLive` nodes do not have any more is gone, and so is what is too old. */
  prune(entries: readonly ServicePortEntry[], now: Instant, isLive: (node: string) => boolean): void {
    const byStream = new Map(entries.map((entry) => [entry.stream, entry]));
    for (const key of [...this.memory.keys()].sort()) {
      const known = this.memory.get(key);
      const entry = known && byStream.get(known.stream);
      if (known === undefined || entry === undefined || !isLive(known.node)) continue;
      const { affinitySeconds = 0 } = entry.rules;
      const isThere = entry.reaches(known.node, known.ip, known.port);
      if (!isThere || now - known.at > affinitySeconds * 1_000) this.memory.delete(key);
    }
  }

  /** The node, or the Service's port on all nodes, is gone. */
  forget(isGone: (known: Remembered) => boolean): void {
    for (const [key, known] of [...this.memory.entries()]) if (isGone(known)) this.memory.delete(key);
  }
}

function keyOf(node: string, stream: string, from: string): string {
  return `${node}|${stream}|${from}`;
}
