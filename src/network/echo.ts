/**
 * Echo requests (ping) and what comes back. Models net/ipv4/icmp.c of Linux as far as a client sees it.
 * Left out: routers between the machines and the rest of the world.
 */
import type { Echoed } from '../client/network';
import { LATENCY } from './latency';
import { isThere } from './outsideWorld';
import { isLoopback, LEARNER } from './ranges';
import type { Router, RouterOptions } from './route';

/** What a packet starts with, and what is left of it when it comes from somewhere far away. */
const TTL = 64;
const FAR_TTL = 52;

/** One echo request from `from` to `ip`. */
export function echo(router: Router, { topology }: RouterOptions, from: string, ip: string): Echoed {
  const route = router.follow({ ip: from, port: 0 }, { ip, port: 0 }, 'ICMP', false);
  const { type, ms, owner } = route;
  const source = topology.ownerOf(from);
  if (type === 'outside') {
    if (ip === LEARNER || isLoopback(ip)) {
      return { type: 'reply', ms: LATENCY.fromOutside, ttl: source?.type === 'pod' ? TTL - 1 : TTL };
    }
    return isThere(ip) ? { type: 'reply', ms, ttl: FAR_TTL } : { type: 'lost' };
  }
  if (type === 'refused') {
    const by = (source && topology.addressOf(source.node)) ?? from;
    return { type: 'unreachable', by, what: 'Destination Port Unreachable' };
  }
  if (type === 'noRoute' && ms < LATENCY.noNeighbour) return { type: 'noRoute' };
  if (type === 'noRoute') return { type: 'unreachable', by: from, what: 'Destination Host Unreachable' };
  if (type !== 'delivered' || owner === undefined || topology.endpointsOf(owner.node) === undefined)
    return { type: 'lost' };
  // Every machine between takes one off; pods of one machine are on one bridge.
  const isFar = source?.node !== owner.node;
  const ends = (source?.type === 'pod' ? 1 : 0) + (owner.type === 'pod' ? 1 : 0);
  return { type: 'reply', ms: isFar ? 0.36 : 0.06, ttl: TTL - (isFar ? ends : 0) };
}
