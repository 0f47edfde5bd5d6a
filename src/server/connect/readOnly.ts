/**
 * What passes a connection that may not change the cluster. A path counts as the API server reads it, and one that can be
 * read in two ways does not pass at all. Pure.
 * Models how staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go (v1.36.3) finds resource and subresource.
 */

/** A request as it came, before anything is decoded. */
export interface AskedRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Of a DELETE: its options stand there, and those of the query do not count then. */
  readonly body?: string;
}

export const READ_ONLY_MESSAGE = 'kubeloop connect is read-only; start it with --write';

/** First parts of the paths that an API server has; everything else is the page's. */
const API_ROOTS: ReadonlySet<string> = new Set([
  'api',
  'apis',
  'openapi',
  'version',
  'healthz',
  'livez',
  'readyz',
  'metrics',
]);
const READING: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
/** Parts of objects that reading does not set in motion. `exec`, `attach`, `portforward`, `proxy` and strangers are not among them. */
const READABLE_PARTS: readonly string[] = [
  'status',
  'scale',
  'log',
  'resize',
  'ephemeralcontainers',
  'approval',
  'finalize',
];
/** Parts that have a dry run; a token would be a real one. */
const DRY_PARTS: readonly string[] = ['status', 'scale'];
/** Questions about oneself that are asked by creating. */
const SELF_REVIEWS: readonly string[] = [
  'authorization.k8s.io/selfsubjectaccessreviews',
  'authorization.k8s.io/selfsubjectrulesreviews',
  'authentication.k8s.io/selfsubjectreviews',
];

/** The parts of an API path; undefined for the page's own. Throws RangeError for a path that can be read in two ways. */
export function apiParts(target: string): readonly string[] | undefined {
  const raw = target.replace(/[?#].*$/s, '');
  const [, first = ''] = raw.split('/');
  // What only looks like the page's must not be the API's after decoding.
  if (!API_ROOTS.has(first) && !API_ROOTS.has(decoded(first))) return undefined;
  if (!raw.startsWith('/') || /%(?:2f|5c|2e|25|0|1)|[\\\0-\x20\x7f]/i.test(raw)) throw ambiguous(raw);
  const parts = raw.slice(1).replace(/\/$/, '').split('/').map(decoded);
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('/'))) throw ambiguous(raw);
  return parts;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw ambiguous(part);
  }
}

const ambiguous = (path: string) => new RangeError(`the path ${JSON.stringify(path.slice(0, 200))} is not a plain one`);

/** What an API path names. */
interface Named {
  readonly group: string;
  readonly resource: string;
  readonly part: string;
}

/** Undefined for what is no resource: discovery, health, documents. */
function namedBy(parts: readonly string[]): Named | undefined {
  const [root, ...rest] = parts;
  if (root !== 'api' && root !== 'apis') return undefined;
  const group = root === 'api' ? '' : (rest[0] ?? '');
  let path = rest.slice(root === 'api' ? 1 : 2);
  // Old paths: `watch` in front reads; `proxy` in front would not.
  if (path[0] === 'watch') path = path.slice(1);
  if (path[0] === 'proxy') return { group, resource: '', part: 'proxy' };
  if (path[0] === 'namespaces' && path.length > 2 && path[2] !== 'status' && path[2] !== 'finalize')
    path = path.slice(2);
  const [resource, , part = ''] = path;
  return resource === undefined ? undefined : { group, resource, part };
}

/** True if the request cannot change the cluster. Throws RangeError for a path that can be read in two ways. */
export function isReading(asked: AskedRequest): boolean {
  const parts = apiParts(asked.target);
  if (parts === undefined) return READING.includes(asked.method);
  const named = namedBy(parts);
  if (READING.includes(asked.method)) {
    return named === undefined || named.part === '' || READABLE_PARTS.includes(named.part);
  }
  if (named === undefined) return false;
  const { group, resource, part } = named;
  if (asked.method === 'POST' && part === '' && SELF_REVIEWS.includes(`${group}/${resource}`)) return true;
  return (part === '' || DRY_PARTS.includes(part)) && isDryRun(asked);
}

/** Only as it is usually written: every other way might be read otherwise elsewhere. */
function isDryRun({ method, target, body = '' }: AskedRequest): boolean {
  if (!['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) return false;
  const query = target.includes('?') ? target.slice(target.indexOf('?') + 1) : '';
  const asking = query.split('&').filter((pair) => /dryrun|%/i.test(pair.split('=')[0] ?? ''));
  const inQuery = asking.length === 1 && asking[0] === 'dryRun=All' && !query.includes(';');
  return method === 'DELETE' && body !== '' ? isDryDelete(body) : inQuery;
}

function isDryDelete(body: string): boolean {
  try {
    const options: unknown = JSON.parse(body);
    const { dryRun } = (options ?? {}) as { readonly dryRun?: unknown }; // Looked at here.
    return Array.isArray(dryRun) && dryRun.length === 1 && dryRun[0] === 'All' && body.split('"dryRun"').length === 2;
  } catch {
    return false;
  }
}
