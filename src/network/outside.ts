/** Requests from the learner's own machine, which is no part of the cluster. */
import type { ClientNetwork, Exchanged } from '../client/network';
import type { OutsideAnswer, OutsideAsk } from '../client/simulation';
import { sendThrough } from '../tools/send';

/** Sends `ask` and tells the log of requests what came of it. */
export function sendFromOutside(network: ClientNetwork, ask: OutsideAsk): OutsideAnswer {
  if (ask.type === 'ping') return { echoed: network.ping(ask.ip) };
  if (ask.type === 'http') return sendHttp(network, ask);
  const { tool, method, url, name } = ask;
  const rule = { key: 'lookupFailed', params: { name } } as const;
  network.record({ tool, method, url, error: 'dns', ms: 0, hops: [{ atMs: 0, place: 'resolver', rule }] });
  return {};
}

/** The requests go one after the other over one connection, until an answer ends it. */
function sendHttp(
  network: ClientNetwork,
  { requests, over, ...ask }: Extract<OutsideAsk, { readonly type: 'http' }>,
): OutsideAnswer {
  const send = (one: (typeof requests)[number] | undefined, connection: typeof over) => {
    const opened = connection === undefined ? {} : { over: connection };
    if (one === undefined) return sendThrough(network, { ...ask, ...opened, url: '' });
    const { url, ...request } = one;
    return sendThrough(network, { ...ask, ...opened, url, request });
  };
  const { dialled, exchanged: first } = send(requests[0], over);
  const told = dialled === undefined ? {} : { dialled };
  const connection = dialled?.type === 'connected' ? dialled.connection : over;
  if (first === undefined || connection === undefined) return told;
  const exchanged: Exchanged[] = [first];
  for (const request of requests.slice(1)) {
    if (exchanged.at(-1)?.type !== 'response') break;
    const { exchanged: next } = send(request, connection);
    if (next !== undefined) exchanged.push(next);
  }
  return { ...told, exchanged };
}
