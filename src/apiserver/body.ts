/**
 * Bodies of requests: from JSON or YAML text, or a JSON value that came through the loopback.
 * Models staging/src/k8s.io/apimachinery/pkg/runtime/serializer (v1.36.3). Left out: protobuf and CBOR.
 */
import { utf8Bytes, utf8Length, utf8Text } from '../api/meta/base64';
import type { ApiRequest } from '../client/transport';
import { badRequest, tooLarge, unsupportedBody } from './errors';
import { parseJson, wordsOf } from './jsonText';

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
  if (text.length > LIMIT_BYTES || (text.length * 3 > LIMIT_BYTES && utf8Length(text) > LIMIT_BYTES)) {
    throw tooLarge();
  }
}

function readJson(text: string, kind: string, yaml: YamlCodec | undefined): Body {
  checkLength(text);
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    throw unrecognized(kind, `couldn't get version/kind; json parse error: ${wordsOf(error)}`, text);
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

/** So many bytes of a body are shown when it cannot be read. */
const SHOWN_BYTES = 30;

/** 400 for a body that cannot be read. Its start stands in brackets: as text if it looks like an object, else in hex. */
export function unrecognized(kind: string, why: string, text: string): Error {
  return badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${startOf(text)})`);
}

/** Models summarizeData of endpoints/handlers/rest.go. */
function startOf(text: string): string {
  if (text === '') return '<empty>';
  // No character is less than a byte.
  const bytes = utf8Bytes(text.slice(0, SHOWN_BYTES + 1));
  const shown = bytes.slice(0, SHOWN_BYTES);
  const words = text.startsWith('{') ? textOf(shown) : shown.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return words + (bytes.length > SHOWN_BYTES ? ' ...' : '');
}

/** As text; each byte of a character that is cut in two becomes U+FFFD. */
function textOf(bytes: readonly number[]): string {
  for (let end = bytes.length; end > 0; end -= 1) {
    const text = utf8Text(bytes.slice(0, end));
    if (text !== undefined) return text + '\ufffd'.repeat(bytes.length - end);
  }
  return '';
}
