/** Web addresses as command line clients read them. Left out: IPv6, user names in them. */

/** An address taken apart. */
export interface Url {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** As written: `kubia:8080`. */
  readonly authority: string;
  /** With the query string, from the first slash on. */
  readonly path: string;
}

/** `bad`: it is none; `port`: its port is none. */
export function parseUrl(text: string): Url | 'bad' | 'port' {
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?(?:[^/@?#]*@)?([^/:?#\s]*)(?::([^/?#]*))?([/?#]\S*)?$/.exec(text);
  if (match === null) return 'bad';
  const [, scheme = 'http', host = '', digits, rest = ''] = match;
  if (host === '') return 'bad';
  const usual = scheme.toLowerCase() === 'https' ? 443 : 80;
  const port = digits === undefined || digits === '' ? usual : Number(digits);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return 'port';
  const path = rest.replace(/#.*$/, '');
  return {
    scheme: scheme.toLowerCase(),
    host,
    port,
    authority: digits === undefined ? host : `${host}:${digits}`,
    path: path.startsWith('/') ? path : `/${path}`,
  };
}

/** What `location` means, seen from `from`. */
export function redirectedTo(from: Url, location: string): string {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(location)) return location;
  const usual = from.scheme === 'https' ? 443 : 80;
  const base = `${from.scheme}://${from.host}${from.port === usual ? '' : `:${from.port}`}`;
  if (location.startsWith('//')) return `${from.scheme}:${location}`;
  if (location.startsWith('/')) return base + location;
  return base + from.path.replace(/\?.*$/, '').replace(/[^/]*$/, '') + location;
}
