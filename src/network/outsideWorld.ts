/** The world outside of the cluster: a few web servers at addresses that are set aside for documentation (RFC 5737). */
import type { Exchanged, HttpAsk } from '../client/network';
import type { Address } from '../client/traffic';
import { LATENCY } from './latency';
import { LEARNER } from './ranges';

/** Servers that answer, by address; at every other one outside nobody does. */
const SERVERS: ReadonlySet<string> = new Set(['192.0.2.80', '198.51.100.80', '203.0.113.80']);
const PORT = 80;

/** Whether anybody outside has the address. */
export function isThere(ip: string): boolean {
  return SERVERS.has(ip);
}

/** Whether a server outside takes a connection; undefined: it does. */
export function worldTakes({ ip, port }: Address): 'refused' | 'timeout' | undefined {
  if (ip === LEARNER || ip.startsWith('127.')) return 'refused';
  if (!SERVERS.has(ip)) return 'timeout';
  return port === PORT ? undefined : 'refused';
}

const PAGE =
  '<!doctype html><html lang="en"><head><title>Example Domain</title></head><body><h1>Example Domain</h1></body></html>\n';

/** One request to such a server. */
export function askWorld(to: Address, { method, path, tls, headers }: HttpAsk): Exchanged {
  const ms = LATENCY.toWorld;
  if (tls !== undefined) return { type: 'notTls', ms, hops: [] };
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? to.ip;
  const rule = { key: 'outsideAnswers', params: { status: 200, host, path } } as const;
  const answered = [
    ['Content-Type', 'text/html'],
    ['Content-Length', String(PAGE.length)],
  ] as const;
  const body = method === 'HEAD' ? '' : PAGE;
  const response = { version: 'HTTP/1.1', status: 200, reason: 'OK', headers: answered, body } as const;
  return { type: 'response', ms, response, hops: [{ atMs: ms, place: 'outside', rule, to }] };
}
