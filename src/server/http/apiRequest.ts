/**
 * An HTTP request as the API server takes it: path, query, headers and body read as Go's net/http reads them.
 * Models net/url and staging/src/k8s.io/apiserver/pkg/endpoints/handlers/rest.go, limitedReadBody (v1.36.3).
 */
import type { IncomingMessage } from 'node:http';
import { ApiError, failure } from '../../api/meta/status';
import type { ApiRequest, Method } from '../../client/transport';
import { decodeObject } from '../protobuf/decode';
import { WireError } from '../protobuf/wire';

/** The server reads one byte more than it takes, so that the API can say 413 in its turn: after it has judged who asks. */
const LIMIT_BYTES = 3 * 1024 * 1024;

const METHODS: ReadonlySet<string> = new Set<Method>(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** Headers of which the first counts. */
const SINGLE: ReadonlySet<string> = new Set(['authorization', 'content-type', 'content-length', 'host', 'user-agent']);

/** Where a request goes. */
export interface Target {
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
}

/** Whether the API has a verb for `method`. */
export function isMethod(method: string): method is Method {
  return METHODS.has(method);
}

/** Path and query of a request line; undefined if the path is no path, or its escapes are none. */
export function targetOf(url: string): Target | undefined {
  // A proxy's request names the whole address; a fragment never comes over the wire.
  const [, local = url] = /^https?:\/\/[^/?#]*(.*)$/i.exec(url) ?? [];
  const at = local.indexOf('?');
  const raw = at < 0 ? local : local.slice(0, at);
  const path = unescaped(raw);
  if (path === undefined || !path.startsWith('/')) return undefined;
  return { path: path.replace(/%/g, '%25'), query: at < 0 ? {} : queryOf(local.slice(at + 1)) };
}

/** The parameters of a query; as in Go, a pair with a semicolon or a broken escape is left out. */
function queryOf(text: string): Target['query'] {
  // A map: names that every object has, such as `constructor`, are names like others.
  const query = new Map<string, string | string[]>();
  for (const pair of text.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const at = pair.indexOf('=');
    const name = unescaped((at < 0 ? pair : pair.slice(0, at)).replace(/\+/g, ' '));
    const value = unescaped((at < 0 ? '' : pair.slice(at + 1)).replace(/\+/g, ' '));
    if (name === undefined || value === undefined || name === '__proto__') continue;
    const before = query.get(name);
    if (before === undefined) query.set(name, value);
    else query.set(name, typeof before === 'string' ? [before, value] : [...before, value]);
  }
  return Object.fromEntries(query);
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The headers, each as one text: several of a name are joined by commas, as the API reads groups and extras. */
export function headersOf({ headersDistinct }: IncomingMessage): Readonly<Record<string, string>> {
  const entries = Object.entries(headersDistinct).flatMap(([name, values]) =>
    values === undefined ? [] : [[name, SINGLE.has(name) ? values[0] : values.join(',')] as const],
  );
  const { 'user-agent': agent = 'unknown', ...others } = Object.fromEntries(entries) as Record<string, string>; // Each has a value.
  // The API takes a bare name for a component of its own.
  return { ...others, 'user-agent': agent.includes('/') ? agent : `${agent}/` };
}

/** What a body is when it has come. */
export type ReadBody = { readonly type: 'whole' | 'tooLong'; readonly bytes: Buffer } | { readonly type: 'aborted' };

/** Reads a body, at most one byte over the limit of the API. */
export function readBody(incoming: IncomingMessage): Promise<ReadBody> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let length = 0;
    const finish = (body: ReadBody): void => {
      incoming.off('data', take);
      resolve(body);
    };
    const take = (piece: Buffer): void => {
      pieces.push(piece.subarray(0, LIMIT_BYTES + 1 - length));
      length += piece.length;
      if (length > LIMIT_BYTES) finish({ type: 'tooLong', bytes: Buffer.concat(pieces) });
    };
    incoming.on('data', take);
    incoming.once('end', () => finish({ type: 'whole', bytes: Buffer.concat(pieces) }));
    // Without `end` before it: the client has hung up.
    incoming.once('close', () => finish({ type: 'aborted' }));
    incoming.once('error', () => finish({ type: 'aborted' }));
  });
}

const PROTOBUF = 'application/vnd.kubernetes.protobuf';

/** The request as plain data. Throws ApiError for protobuf that is none. */
export function apiRequest(
  method: Method,
  { path, query }: Target,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): ApiRequest {
  const request = { method, path, query, headers };
  if (body.length === 0) return request;
  if (!takesObject(method) || !headers['content-type']?.startsWith(PROTOBUF)) {
    return { ...request, body: body.toString('utf8') };
  }
  const asJson = { ...request, headers: { ...headers, 'content-type': 'application/json' } };
  // What is too long is refused as what it is not: nobody looks inside.
  return { ...asJson, body: body.length > LIMIT_BYTES ? body.toString('latin1') : objectIn(body) };
}

/** Patches have types of their own. */
function takesObject(method: Method): boolean {
  return method === 'POST' || method === 'PUT' || method === 'DELETE';
}

function objectIn(body: Buffer): unknown {
  try {
    return decodeObject(body);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const message = `the object provided is unrecognized: ${error.message}`;
    throw new ApiError(failure(400, 'BadRequest', message));
  }
}
