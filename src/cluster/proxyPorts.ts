/** The ports of a node at which its kube-proxy answers by itself: whether it is well, and health checks of Services. */
import { utf8 } from '../api/meta/sha256';
import type { HttpAsk } from '../client/network';
import { formatDate } from '../kubelet/runtime/calendar';
import { reasonPhrases } from '../kubelet/runtime/httpText';
import type { Served } from '../network/topology';
import type { ServiceProxy } from '../proxy/kubeProxy';

/** Which of them are open, and what they say. */
export type ProxyPorts = Pick<ServiceProxy, 'listens' | 'answer'>;

/** A request to a port at which the node's proxy listens, as a server in Go answers it. */
export function askProxy(proxy: ProxyPorts, node: string, port: number, ask: HttpAsk): Served {
  if (ask.tls !== undefined) return { type: 'notTls' };
  const answer = proxy.answer(node, port, ask.path);
  if (answer === undefined) return { type: 'reset' };
  const { status, headers, body, now } = answer;
  const response = {
    version: 'HTTP/1.1',
    status,
    reason: reasonPhrases[status] ?? '',
    headers: [
      ...Object.entries(headers),
      ['Date', formatDate(now, '%a, %d %b %Y %H:%M:%S GMT')],
      ['Content-Length', String(utf8(body).length)],
    ],
    body: ask.method === 'HEAD' ? '' : body,
  } as const;
  return { type: 'response', response, ms: 0, hops: [] };
}
