/** One request of a tool through the network, and what the log of requests is told of it. */
import type { ClientNetwork, Exchanged } from '../client/network';
import { type Hop, type RequestError, hopsLater } from '../client/traffic';
import { CONNECT_MS, type Sent, type SentAnswer } from './tool';

type End = { readonly status: number } | { readonly error: RequestError };

/** Dials unless the connection is open, asks, and records. */
export function sendThrough(network: ClientNetwork, sent: Sent): SentAnswer {
  const { to, over, request, before = { ms: 0, hops: [] }, limitMs = Number.MAX_SAFE_INTEGER } = sent;
  const tell = (ms: number, hops: readonly Hop[], end: End) => {
    // A connection without a request is told of only where it fails: it has no status.
    if (request === undefined && !('error' in end && sent.url !== '')) return;
    const whole = Math.min(before.ms + ms, limitMs);
    const method = request?.method ?? 'CONNECT';
    const way = [...before.hops, ...hopsLater(hops, before.ms)];
    network.record({ tool: sent.tool, method, url: sent.url, ms: whole, hops: way, ...end });
  };
  const dialled = over === undefined ? network.dial(to, sent.protocol) : undefined;
  const limitOfDial = Math.min(sent.connectMs ?? CONNECT_MS, limitMs - before.ms, CONNECT_MS);
  if (dialled !== undefined && (dialled.type !== 'connected' || dialled.ms > limitOfDial)) {
    const isLost = dialled.type === 'lost' || dialled.type === 'connected' || dialled.ms > limitOfDial;
    const error = isLost ? 'timeout' : dialled.type;
    if (sent.isTry !== true) tell(isLost ? limitOfDial : dialled.ms, dialled.hops, { error });
    return { dialled };
  }
  const connection = dialled?.type === 'connected' ? dialled.connection : over;
  if (connection === undefined || request === undefined) return dialled === undefined ? {} : { dialled };
  const exchanged = network.exchange(connection, request);
  const dialMs = dialled?.type === 'connected' ? dialled.ms : 0;
  const answered = hopsLater(exchanged.hops, dialMs);
  const ms = exchanged.type === 'silent' ? limitMs : dialMs + exchanged.ms;
  tell(ms, [...connection.hops, ...answered], before.ms + ms >= limitMs ? { error: 'timeout' } : endOf(exchanged));
  return { ...(dialled === undefined ? {} : { dialled }), exchanged };
}

function endOf(exchanged: Exchanged): End {
  const ending = exchanged.type === 'response' ? exchanged.response.ending : exchanged.type;
  if (exchanged.type === 'response' && ending === undefined) {
    const { status } = exchanged.response;
    return status === 0 ? { error: 'tls' } : { status };
  }
  return { error: ending === 'silent' ? 'timeout' : ending === 'notTls' ? 'tls' : 'closed' };
}
