/**
 * Who may come in: the browser that opened the printed address, at this very host, from this very page. Other pages of
 * the same browser, and other names for this machine, stay outside. Pure.
 */
import { timingSafeEqual } from 'node:crypto';

/** Headers as Node has them. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export type Verdict =
  | { readonly type: 'in' }
  /** The one-time token was right: the cookie is to be given. */
  | { readonly type: 'welcome' }
  | { readonly type: 'refused'; readonly code: 401 | 403 | 421; readonly why: string };

export interface Caller {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Headers;
  readonly isUpgrade: boolean;
}

/** Secrets of one run of the server. */
export interface Keys {
  readonly port: number;
  /** What the cookie holds. */
  readonly session: string;
  /** What the printed address holds; undefined once it has been used. */
  readonly token: string | undefined;
}

/** Cookies do not know ports: two servers of one machine would take each other's. */
export const cookieName = (port: number): string => `kubeloop-${port}`;

/** Whether `caller` may come in. */
export function judge(caller: Caller, keys: Keys): Verdict {
  const host = one(caller.headers.host) ?? '';
  // A name of somebody else's that leads to this machine (DNS rebinding) is not ours.
  if (!hostsOf(keys.port).includes(host)) return refused(421, `this server is not ${JSON.stringify(host)}`);
  const origin = one(caller.headers.origin);
  const site = one(caller.headers['sec-fetch-site']);
  const given = new URL(caller.target, 'http://here').searchParams.get('token');
  const isOpening = caller.method === 'GET' && !caller.isUpgrade && given !== null;
  if (isOpening && keys.token !== undefined && same(given, keys.token)) return { type: 'welcome' };
  const cookie = cookieOf(one(caller.headers.cookie) ?? '', cookieName(keys.port));
  if (cookie === undefined || !same(cookie, keys.session)) {
    return refused(
      401,
      'open the address that kubeloop connect printed; it opens once, in one browser. Start it again for another one',
    );
  }
  const isPlain = (caller.method === 'GET' || caller.method === 'HEAD') && !caller.isUpgrade;
  // Cookies do not know ports either: another server of this machine is the same site.
  if (origin !== undefined && origin !== `http://${host}`) return refused(403, `requests from ${origin} are refused`);
  if (!isPlain && origin === undefined) return refused(403, 'requests that write must say which page they come from');
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isOpeningPage(caller)) {
    return refused(403, 'requests from other pages are refused');
  }
  return { type: 'in' };
}

/** A link on another page may open ours: it shows nothing to that page. */
function isOpeningPage({ headers }: Caller): boolean {
  return one(headers['sec-fetch-dest']) === 'document' && one(headers['sec-fetch-mode']) === 'navigate';
}

const hostsOf = (port: number): readonly string[] => [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
const refused = (code: 401 | 403 | 421, why: string): Verdict => ({ type: 'refused', code, why });
const one = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.[0];

function cookieOf(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const [key, ...value] = pair.trim().split('=');
    if (key === name) return value.join('=');
  }
  return undefined;
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
