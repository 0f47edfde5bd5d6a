/**
 * What a browser on the learner's own machine makes of an address: it finds the server as that machine does, asks over
 * the simulated network, follows redirects, and names a failure as Chrome does.
 */
import type { HttpAnswer } from '../../client/network';
import type { OutsideAnswer, Simulation } from '../../client/simulation';

/** Chrome's names (net/base/net_error_list.h) for what can go wrong here. */
export type BrowserError =
  | 'ERR_NAME_NOT_RESOLVED'
  | 'ERR_CONNECTION_REFUSED'
  | 'ERR_CONNECTION_TIMED_OUT'
  | 'ERR_ADDRESS_UNREACHABLE'
  | 'ERR_EMPTY_RESPONSE'
  | 'ERR_CONNECTION_RESET'
  | 'ERR_SSL_PROTOCOL_ERROR'
  | 'ERR_TOO_MANY_REDIRECTS'
  | 'ERR_INVALID_URL';

export type BrowserPage =
  | {
      readonly type: 'answer';
      readonly url: string;
      readonly response: HttpAnswer;
      readonly redirects: readonly string[];
    }
  | { readonly type: 'error'; readonly url: string; readonly error: BrowserError }
  | {
      readonly type: 'warning';
      readonly url: string;
      readonly subject: string;
      readonly issuer: string;
    };

/** Names to addresses. */
export type Names = ReadonlyMap<string, string>;

/** What a hosts file says; of several lines for a name the first one. */
export function namesIn(hosts: string): Names {
  const names = new Map<string, string>();
  for (const line of hosts.split('\n')) {
    const [address = '', ...own] = line.replace(/#.*/, '').trim().split(/\s+/);
    for (const name of own) if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), address);
  }
  return names;
}

/** An exchange that ended without an answer. */
const CUT = {
  closed: 'ERR_EMPTY_RESPONSE',
  reset: 'ERR_CONNECTION_RESET',
  notTls: 'ERR_SSL_PROTOCOL_ERROR',
} as const satisfies Readonly<Record<string, BrowserError>>;

const LIMIT_MS = 30_000;
/** Chrome follows so many. */
const MOST_REDIRECTS = 20;

export interface Visit {
  readonly simulation: Pick<Simulation, 'send'>;
  readonly names: Names;
  /** The person has chosen to go on in spite of the certificate. */
  readonly trusts: (host: string) => boolean;
}

/** An address as typed, made whole: `http://` where nothing stands before the host. */
export function wholeAddress(typed: string): URL | undefined {
  const text = typed.trim();
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
  } catch {
    return undefined; // URL throws on what is no address.
  }
}

/** Goes to `typed`. */
export async function visitPage(typed: string, visit: Visit): Promise<BrowserPage> {
  const first = wholeAddress(typed);
  const redirects: string[] = [];
  if (first === undefined) return { type: 'error', url: typed, error: 'ERR_INVALID_URL' };
  let url: URL = first;
  for (;;) {
    const page = await ask(url, visit);
    const next: URL | undefined = page.type === 'answer' ? targetOf(url, page.response) : undefined;
    if (next === undefined) return page.type === 'answer' ? { ...page, redirects } : page;
    redirects.push(`${page.type === 'answer' ? page.response.status : ''} ${url.href}`);
    if (redirects.length > MOST_REDIRECTS) return { type: 'error', url: url.href, error: 'ERR_TOO_MANY_REDIRECTS' };
    url = next;
  }
}

function targetOf(url: URL, { status, headers }: HttpAnswer): URL | undefined {
  const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (status < 300 || status > 399 || location === undefined) return undefined;
  try {
    return new URL(location, url);
  } catch {
    return undefined; // As above.
  }
}

async function ask(url: URL, { simulation, names, trusts }: Visit): Promise<BrowserPage> {
  const { hostname, href, protocol, pathname, search, host } = url;
  const ip = /^[\d.]+$/.test(hostname) ? hostname : hostname === 'localhost' ? '127.0.0.1' : names.get(hostname);
  if (ip === undefined) {
    await simulation.send({ type: 'unresolved', tool: 'browser', method: 'GET', url: href, name: hostname });
    return { type: 'error', url: href, error: 'ERR_NAME_NOT_RESOLVED' };
  }
  const isSecure = protocol === 'https:';
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port);
  const answer = await simulation.send({
    type: 'http',
    tool: 'browser',
    to: { ip, port },
    limitMs: LIMIT_MS,
    requests: [
      {
        method: 'GET',
        path: `${pathname}${search}`,
        url: href,
        headers: [
          ['Host', host],
          ['User-Agent', 'Mozilla/5.0'],
          ['Accept', 'text/html,*/*;q=0.8'],
        ],
        ...(isSecure
          ? { tls: trusts(hostname) ? { serverName: hostname } : { serverName: hostname, trusted: '' } }
          : {}),
      },
    ],
  });
  return pageOf(url, answer, trusts);
}

function pageOf({ href, hostname }: URL, answer: OutsideAnswer, trusts: Visit['trusts']): BrowserPage {
  const failure = (error: BrowserError): BrowserPage => ({ type: 'error', url: href, error });
  const { dialled, exchanged } = answer;
  if (dialled?.type === 'refused') return failure('ERR_CONNECTION_REFUSED');
  if (dialled?.type === 'noRoute') return failure('ERR_ADDRESS_UNREACHABLE');
  const got = exchanged?.[0];
  if (dialled?.type === 'lost' || got === undefined || got.type === 'silent')
    return failure('ERR_CONNECTION_TIMED_OUT');
  if (got.type !== 'response') return failure(CUT[got.type]);
  const { certificate, response } = got;
  if (certificate !== undefined && !trusts(hostname)) {
    // Nobody whom a browser trusts signs certificates of a cluster in a tab; Chrome names that before a wrong name.
    return { type: 'warning', url: href, subject: certificate.subject, issuer: certificate.issuer };
  }
  return { type: 'answer', url: href, response, redirects: [] };
}
