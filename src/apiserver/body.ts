/**
 * Bodies of requests: from JSON or YAML text, or a JSON value that came through the loopback.
 * Models staging/src/k8s.io/apimachinery/pkg/runtime/serializer (v1.36.3). Left out: protobuf and CBOR.
 */
import { utf8Bytes } from '../api/meta/base64';
import type { ApiRequest } from '../client/transport';
import { badRequest, tooLarge, unsupportedBody } from './errors';

const LIMIT_BYTES = 3 * 1024 * 1024;

/** A body as a JSON value. */
export interface Body {
  readonly value: unknown;
  /** What a strict reader would refuse in its text: keys that stand twice. */
  readonly complaints: readonly string[];
}

/**
 * Reads and writes YAML text, and finds what a JSON parser does not tell. A part of its own because the library weighs as much as a controller and a half: the page
 * sends JSON values, so its worker does without.
 */
export interface YamlCodec {
  /** Throws 400 and 413; `kind` is what the path wants. */
  read(text: string, kind: string): Body;
  /** Keys sorted, as the API server prints them. */
  write(value: object): string;
  /** Paths of keys that stand twice in one object of JSON text, each once. */
  duplicateKeys(json: string): readonly string[];
}

/** The media type without parameters, in lower case. */
export function mediaTypeOf(request: ApiRequest): string {
  const header = request.headers?.['content-type'];
  if (header === undefined || header === '') return '';
  const end = header.indexOf(';');
  return (end < 0 ? header : header.slice(0, end)).trim().toLowerCase();
}

/** The body of a POST or PUT. `kind` is what the path wants. Throws 400, 413 and 415, which YAML text gets without a codec. */
export function readBody(request: ApiRequest, kind: string, yaml?: YamlCodec): Body {
  const type = mediaTypeOf(request);
  const { body } = request;
  if (type === 'application/yaml' && typeof body === 'string') {
    if (yaml === undefined) throw unsupportedBody();
    return yaml.read(body, kind);
  }
  if (type !== '' && type !== 'application/json' && type !== 'application/yaml') throw unsupportedBody();
  if (body === undefined || body === null || body === '') {
    throw unrecognized(kind, "couldn't get version/kind; json parse error: unexpected end of JSON input", '');
  }
  if (typeof body === 'string') return readJson(body, kind, yaml);
  checkObject(body, kind, () => JSON.stringify(body));
  return { value: body, complaints: [] };
}

/** Throws 413 if `text` is longer than the server reads. */
export function checkLength(text: string): void {
  // A character takes one to three bytes of UTF-8 per UTF-16 unit: count only where it can matter.
  if (text.length > LIMIT_BYTES || (text.length * 3 > LIMIT_BYTES && utf8Bytes(text).length > LIMIT_BYTES)) {
    throw tooLarge();
  }
}

function readJson(text: string, kind: string, yaml: YamlCodec | undefined): Body {
  checkLength(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unrecognized(kind, `couldn't get version/kind; json parse error: ${jsonSyntaxError(text)}`, text);
  }
  checkObject(value, kind, () => text);
  return { value, complaints: (yaml?.duplicateKeys(text) ?? []).map((path) => `duplicate field "${path}"`) };
}

/** Throws 400 unless `value` is an object. `text` is the body, for the message. */
export function checkObject(value: unknown, kind: string, text: () => string): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  const goType = Array.isArray(value)
    ? 'array'
    : value === null
      ? 'null'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value;
  const target =
    'Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
  throw unrecognized(
    kind,
    `couldn't get version/kind; json parse error: json: cannot unmarshal ${goType} into ${target}`,
    text(),
  );
}

/** 400 for a body that cannot be read. Its start stands in brackets: as text if it looks like an object, else in hex. */
export function unrecognized(kind: string, why: string, text: string): Error {
  const start = text.startsWith('{') ? startOf(text) : hexStart(text);
  const shown = text === '' ? '<empty>' : start;
  return badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${shown})`);
}

function startOf(text: string): string {
  return text.length > 1024 ? `${text.slice(0, 1024)} [truncated ${text.length - 1024} chars]` : text;
}

function hexStart(text: string): string {
  const bytes = utf8Bytes(text);
  const shown = bytes.slice(0, 30).map((byte) => byte.toString(16).padStart(2, '0'));
  return shown.join('') + (bytes.length > 30 ? ' ...' : '');
}

/** What encoding/json says of a text that is no JSON. */
export function jsonSyntaxError(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === '{' || trimmed === '[') return 'unexpected end of JSON input';
  const first = trimmed.charAt(0);
  for (const [letter, literal] of [
    ['n', 'null'],
    ['t', 'true'],
    ['f', 'false'],
  ] as const) {
    if (first !== letter) continue;
    const at = [...literal].findIndex((expected, index) => trimmed.charAt(index) !== expected);
    const found = trimmed.charAt(at);
    if (found === '') return 'unexpected end of JSON input';
    return `invalid character '${found}' in literal ${literal} (expecting '${literal.charAt(at)}')`;
  }
  if (!'{["-0123456789'.includes(first)) return `invalid character '${first}' looking for beginning of value`;
  return isCutShort(trimmed) ? 'unexpected end of JSON input' : 'invalid character in JSON input';
}

/** True if brackets or a text stay open at the end. */
function isCutShort(text: string): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (inText) {
      if (char === '\\') at += 1;
      else if (char === '"') inText = false;
    } else if (char === '"') inText = true;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
  }
  return inText || depth > 0;
}
