/**
 * Which server and location of ingress-nginx takes a request, and the path that its upstream is asked for.
 * Models the template nginx.tmpl (ingress-nginx 1.14) and the location and rewrite rules of nginx 1.27.
 */
import type { Canary } from './nginxAnnotations';
import { CATCH_ALL, type Location, type NginxServers, type Server } from './nginxServers';

/** The host of a request without its port, in lower case. */
export function hostName(host: string): string {
  return host.replace(/:\d*$/, '').replace(/\.$/, '').toLowerCase();
}

/** The server for a host: its own, that of a wildcard for exactly one label more, or the catch-all. */
export function serverFor({ servers }: NginxServers, host: string): Server | undefined {
  const name = hostName(host);
  if (name !== CATCH_ALL) {
    const own = servers.get(name) ?? [...servers.values()].find(({ aliases }) => aliases.includes(name));
    if (own !== undefined) return own;
    const wild = /^[\w-]+\./.test(name) ? servers.get(`*.${name.slice(name.indexOf('.') + 1)}`) : undefined;
    if (wild !== undefined) return wild;
  }
  return servers.get(CATCH_ALL);
}

/** The path that locations are compared with: no query, percent signs resolved, double slashes made one. */
export function normalized(target: string): string {
  const path = target.split('?')[0] ?? '';
  const plain = path.replaceAll(/%[2-7][0-9a-fA-F]/g, (code) =>
    String.fromCharCode(Number.parseInt(code.slice(1), 16)),
  );
  const parts: string[] = [];
  for (const part of plain.replaceAll(/\/{2,}/g, '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  const joined = parts.join('/');
  return joined.startsWith('/') ? joined : `/${joined}`;
}

/** The location for a path. */
export function locationFor({ locations, isRegex }: Server, path: string): Location | undefined {
  if (isRegex) return locations.find((each) => regex(`^${each.path}`)?.test(path));
  const exact = locations.find((each) => each.pathType === 'Exact' && each.path === path);
  // The longest one comes first.
  return exact ?? locations.find((each) => each.pathType !== 'Exact' && path.startsWith(each.path));
}

/** Whether nginx sends a client to the same path with a slash: `/foo`, where only `/foo/` and what is below it is known. */
export function missesSlash({ locations, isRegex }: Server, path: string): boolean {
  if (isRegex || locations.some((each) => each.pathType === 'Exact' && each.path === path)) return false;
  return locations.some((each) => each.pathType !== 'Exact' && !each.isDefault && each.path === `${path}/`);
}

/** What the upstream is asked for. */
export function rewritten({ path, settings }: Location, target: string): string {
  const { rewriteTarget } = settings;
  if (rewriteTarget === '' || rewriteTarget === path) return target;
  const found = regex(path)?.exec(normalized(target));
  if (found === null || found === undefined) return target;
  const replaced = rewriteTarget.replaceAll(/\$(\d)/g, (_all, group: string) => found[Number(group)] ?? '');
  const query = target.includes('?') ? target.slice(target.indexOf('?') + 1) : '';
  if (query === '' || replaced.endsWith('?')) return replaced.replace(/\?$/, '');
  return `${replaced}${replaced.includes('?') ? '&' : '?'}${query}`;
}

/** What a client has said that may send it to a canary, and a number below `weightTotal` drawn for it. */
export interface CanaryAsk {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  draw(below: number): number;
}

/** Whether a request goes to the canary. */
export function goesToCanary(canary: Canary, { headers, draw }: CanaryAsk): boolean {
  const header = canary.header === '' ? undefined : headers[canary.header];
  if (header !== undefined) {
    if (canary.headerValue !== '') {
      if (canary.headerValue === header) return true;
    } else if (canary.headerPattern !== '') {
      if (regex(canary.headerPattern, '')?.test(header)) return true;
    } else if (header === 'always') return true;
    else if (header === 'never') return false;
  }
  const cookie = canary.cookie === '' ? undefined : cookieOf(headers, canary.cookie);
  if (cookie === 'always') return true;
  if (cookie === 'never') return false;
  return draw(canary.weightTotal) < canary.weight;
}

/** The value of a cookie that a client has sent. */
export function cookieOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  for (const pair of (headers.cookie ?? '').split(/;\s*/)) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at) === name) return pair.slice(at + 1);
  }
  return undefined;
}

/** Whether an address is in one of these networks (`10.0.0.0/8`, or one address). */
export function isIn(networks: readonly string[], ip: string): boolean {
  const bits = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return networks.some((network) => {
    const [base = '', length = '32'] = network.split('/');
    const size = 2 ** (32 - Number(length));
    return Math.floor(bits(base) / size) === Math.floor(bits(ip) / size);
  });
}

/** A pattern that people write; undefined where it is none. */
function regex(text: string, flags = 'i'): RegExp | undefined {
  try {
    return new RegExp(text, flags);
  } catch {
    return undefined;
  }
}
