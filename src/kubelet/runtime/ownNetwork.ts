/** The network of a machine that knows nothing but its own pods: no names, no Services, nothing is recorded. */
import type { ClientNetwork, Exchanged, HttpAsk } from '../../client/network';
import type { ContainerRuntime, HttpProbeResult } from './containerRuntime';
import { answerOf, requestOf } from './httpText';
import type { PodNetwork } from './podNetwork';

type Endpoints = Pick<ContainerRuntime, 'http' | 'tcp'> & { isAddress(ip: string): boolean };

export function ownNetwork(endpoints: Endpoints): PodNetwork {
  return { clientAt: (ip) => client(ip, endpoints) };
}

function client(address: string, endpoints: Endpoints): ClientNetwork {
  return {
    address,
    lookup: () => ({ type: 'refused', ms: 0, hops: [] }),
    lookups: (_server, questions) => questions.map(() => ({ type: 'refused', ms: 0, hops: [] })),
    dial: (asked) => {
      const to = asked.ip.startsWith('127.') ? { ...asked, ip: address } : asked;
      const outcome = endpoints.tcp(to.ip, to.port);
      if (outcome === 'timeout') return { type: 'lost', hops: [] };
      if (outcome === 'refused') return { type: 'refused', ms: 0, hops: [] };
      const connection = { from: { ip: address, port: 40_000 }, to, server: to, seenFrom: address, hops: [] };
      return { type: 'connected', ms: 0, connection, hops: [] };
    },
    exchange: ({ server, seenFrom }, request) =>
      exchangedOf(endpoints.http(server.ip, server.port, requestOf(request, seenFrom)), request),
    ping: (ip) =>
      ip.startsWith('127.') || endpoints.isAddress(ip) ? { type: 'reply', ms: 0.06, ttl: 64 } : { type: 'lost' },
    record: () => {},
  };
}

/** What a server's answer is on the wire, without any way between. */
function exchangedOf(result: HttpProbeResult, request: HttpAsk): Exchanged {
  switch (result.type) {
    case 'response':
      return { type: 'response', ms: result.durationMs ?? 0, response: answerOf(result, request), hops: [] };
    case 'refused':
    case 'closed':
      return { type: 'closed', ms: 0, hops: [] };
    case 'reset':
      return { type: 'reset', ms: 0, hops: [] };
    case 'hang':
    case 'unreachable':
      return { type: 'silent', hops: [] };
    default:
      return result satisfies never;
  }
}
