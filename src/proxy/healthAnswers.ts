/** What kube-proxy answers about itself and about a Service's local endpoints. Models pkg/proxy/healthcheck (v1.36.3). */
import { formatTime } from '../api/meta/time';
import type { ServicePortEntry } from './usableEndpoints';

/** Where it tells whether it is well. */
export const HEALTHZ_PORT = 10_256;

/** An answer of a Go server; it adds Date and Content-Length itself. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** When it was asked, in virtual milliseconds since the epoch. */
  readonly now: number;
}
export interface ProxyHealth {
  /** Virtual milliseconds since the epoch: now, when the rules were last written, and for IPv6, which nobody uses, first. */
  readonly now: number;
  readonly last: number;
  readonly first: number;
  /** A load balancer may use the node: it does not leave. */
  readonly eligible: boolean;
}

const JSON_TYPE = { 'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff' };
const NOT_FOUND: Omit<ProxyAnswer, 'now'> = {
  status: 404,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' },
  body: '404 page not found\n',
};

/** `/healthz`, which minds whether the node leaves, and `/livez`, which does not. */
export function healthzAnswer(path: string, { now, last, first, eligible }: ProxyHealth): ProxyAnswer {
  const [name] = path.split('?');
  if (name !== '/healthz' && name !== '/livez') return { ...NOT_FOUND, now };
  const isWell = name === '/livez' || eligible;
  const family = (at: number) => ({ lastUpdated: nano(at), healthy: true });
  const body = {
    lastUpdated: nano(isWell ? now : last),
    currentTime: nano(now, 1),
    ...(name === '/healthz' ? { nodeEligible: eligible } : {}),
    healthy: true,
    status: { IPv4: family(last), IPv6: family(first) },
  };
  return { status: isWell ? 200 : 503, headers: JSON_TYPE, body: JSON.stringify(body), now };
}

/** At the health check node port of a Service with these ports: whether a load balancer may send here. Any path. */
export function healthCheckAnswer(ports: readonly ServicePortEntry[], node: string, now: number): ProxyAnswer {
  const count = new Set(ports.flatMap((port) => port.readyOn(node))).size;
  const { namespace = '', name = '' } = ports[0]?.rules ?? {};
  const service = { namespace, name };
  return {
    status: count > 0 ? 200 : 503,
    headers: { ...JSON_TYPE, 'X-Load-Balancing-Endpoint-Weight': String(count) },
    body: JSON.stringify({ service, localEndpoints: count, serviceProxyHealthy: true }, undefined, '\t'),
    now,
  };
}

/** As Go writes a time. A simulation has milliseconds: the digits behind them are made up, `salt` tells two of one instant apart. */
function nano(ms: number, salt = 0): string {
  const behind = (((ms % 999_983) * 7_919 + salt * 104_729) % 499_979) * 2 + 1;
  const fraction = String(ms % 1_000).padStart(3, '0') + String(behind % 1_000_000).padStart(6, '0');
  return formatTime(ms).replace(/Z$/, `.${fraction.replace(/0+$/, '')}Z`);
}
