/** Requests from the learner's own machine, which is no part of the cluster. */
import type { ClientNetwork, Connection, Exchanged, HttpAsk } from '../client/network';
import type { OutsideAnswer, OutsideAsk } from '../client/simulation';
import type { Hop, RequestError } from '../client/traffic';

type HttpOutside = Extract<OutsideAsk, { readonly type: 'http' }>;

/** Sends `ask` and tells the log of requests what came of it. */
export function sendFromOutside(network: ClientNetwork, ask: OutsideAsk): OutsideAnswer {
  return ask.type === 'ping' ? { echoed: network.ping(ask.ip) } : sendHttp(network, ask);
}

function sendHttp(network: ClientNetwork, ask: HttpOutside): OutsideAnswer {
  const dialled = network.dial(ask.to, ask.protocol ?? 'TCP');
  const tell = (request: HttpAsk & { readonly url: string }, ms: number, hops: readonly Hop[], end: End) =>
    network.record({ tool: ask.tool, method: request.method, url: request.url, ms, hops, ...end });
  const limitMs = ask.limitMs ?? Number.MAX_SAFE_INTEGER;
  if (dialled.type !== 'connected') {
    const [first] = ask.requests;
    const ms = dialled.type === 'lost' ? limitMs : dialled.ms;
    const error = dialled.type === 'lost' ? 'timeout' : dialled.type;
    if (first !== undefined) tell(first, ms, dialled.hops, { error });
    return { dialled };
  }
  const exchanged: Exchanged[] = [];
  for (const request of ask.requests) {
    const got = exchange(network, dialled.connection, request);
    exchanged.push(got);
    const ms = dialled.ms + (got.type === 'silent' ? limitMs : got.ms);
    const end: End =
      got.type === 'silent' || ms > limitMs
        ? { error: 'timeout' }
        : got.type === 'response'
          ? { status: got.response.status }
          : { error: got.type === 'notTls' ? 'tls' : 'closed' };
    tell(request, Math.min(ms, limitMs), [...dialled.hops, ...got.hops], end);
  }
  return { dialled, exchanged };
}

type End = { readonly status: number } | { readonly error: RequestError };

function exchange(
  network: ClientNetwork,
  connection: Connection,
  { url: _url, ...request }: HttpAsk & { url: string },
): Exchanged {
  return network.exchange(connection, request);
}
