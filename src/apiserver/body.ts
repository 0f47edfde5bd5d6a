/**
 * Bodies of requests: from JSON or YAML text, or a JSON value that came through the loopback.
 * Models staging/src/k8s.io/apimachinery/pkg/runtime/serializer (v1.36.3). Left out: protobuf and CBOR.
 */
import { type DocumentOptions, type ParseOptions, type SchemaOptions, type YAMLParseError, parseDocument } from 'yaml';
import { utf8Bytes } from '../api/meta/base64';
import type { ApiRequest } from '../client/transport';
import { badRequest, tooLarge, unsupportedBody } from './errors';

/** YAML 1.1 as Go reads it: `y` and `on` are booleans, but times stay text and `1:30` is no number. */
const yamlOptions: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  merge: true,
  customTags: (tags) =>
    tags.filter((tag) => typeof tag === 'string' || (!tag.tag.endsWith(':timestamp') && tag.format !== 'TIME')),
};

const LIMIT_BYTES = 3 * 1024 * 1024;

/** A body as a JSON value. */
export interface Body {
  readonly value: unknown;
  /** What a strict reader would refuse in its text: keys that stand twice. */
  readonly complaints: readonly string[];
}

/** The media type without parameters, in lower case. */
export function mediaTypeOf(request: ApiRequest): string {
  const header = request.headers?.['content-type'];
  if (header === undefined || header === '') return '';
  const end = header.indexOf(';');
  return (end < 0 ? header : header.slice(0, end)).trim().toLowerCase();
}

/** The body of a POST or PUT. `kind` is what the path wants. Throws 400, 413 and 415. */
export function readBody(request: ApiRequest, kind: string): Body {
  const type = mediaTypeOf(request);
  const { body } = request;
  if (type === 'application/yaml' && typeof body === 'string') return readYaml(body, kind);
  if (type !== '' && type !== 'application/json' && type !== 'application/yaml') throw unsupportedBody();
  if (body === undefined || body === null || body === '') {
    throw unrecognized(kind, "couldn't get version/kind; json parse error: unexpected end of JSON input", '');
  }
  if (typeof body === 'string') return readJson(body, kind);
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

function readJson(text: string, kind: string): Body {
  checkLength(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unrecognized(kind, `couldn't get version/kind; json parse error: ${jsonSyntaxError(text)}`, text);
  }
  checkObject(value, kind, () => text);
  return { value, complaints: duplicateKeys(text).map((path) => `duplicate field "${path}"`) };
}

function readYaml(text: string, kind: string): Body {
  checkLength(text);
  const document = parseDocument(text, yamlOptions);
  const lines = (error: YAMLParseError): string => `line ${error.linePos?.[0].line ?? 1}`;
  const broken = document.errors.find((error) => error.code !== 'DUPLICATE_KEY');
  if (broken !== undefined) throw unrecognized(kind, `yaml: ${lines(broken)}: ${yamlSyntaxError(broken, text)}`, text);
  const value: unknown = document.toJS();
  checkObject(value, kind, () => text);
  const twice = document.errors.map((error) => `  ${lines(error)}: key ${keyAt(error, text)} already set in map`);
  return { value, complaints: twice.length === 0 ? [] : [`yaml: unmarshal errors:\n${twice.join('\n')}`] };
}

/** The key that stands where an error was found, quoted. */
function keyAt(error: YAMLParseError, text: string): string {
  const found = /^["']?([^"':\s]*)/.exec(text.slice(error.pos[0]));
  return JSON.stringify(found?.[1] ?? '');
}

/** What go-yaml says of the commonest mistakes. */
function yamlSyntaxError(error: YAMLParseError, text: string): string {
  if (error.code === 'TAB_AS_INDENT') return 'found character that cannot start any token';
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY') return 'mapping values are not allowed in this context';
  if (error.code === 'BAD_INDENT' || error.code === 'MISSING_CHAR') {
    const open = [...text.slice(0, error.pos[0])].filter((char) => '{}[]'.includes(char));
    if (open.at(-1) === '{') return "did not find expected ',' or '}'";
    if (open.at(-1) === '[') return "did not find expected ',' or ']'";
  }
  return 'did not find expected key';
}

function checkObject(value: unknown, kind: string, text: () => string): void {
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

/** The start of the body stands in brackets: as text if it looks like an object, else in hex. */
function unrecognized(kind: string, why: string, text: string): Error {
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

/** Paths of keys that stand twice in one object of JSON text, each once. */
function duplicateKeys(text: string): readonly string[] {
  const found: string[] = [];
  const document = parseDocument(text, { uniqueKeys: false, keepSourceTokens: false });
  collectDuplicates(document.contents, '', found);
  return found;
}

interface YamlPair {
  readonly key: unknown;
  readonly value: unknown;
}

function collectDuplicates(node: unknown, path: string, found: string[]): void {
  if (typeof node !== 'object' || node === null || !('items' in node) || !Array.isArray(node.items)) return;
  const seen = new Set<string>();
  node.items.forEach((item: unknown, index) => {
    if (!isPair(item)) {
      collectDuplicates(item, `${path}[${index}]`, found);
      return;
    }
    const key = keyTextOf(item.key);
    const inner = path === '' ? key : `${path}.${key}`;
    if (seen.has(key) && !found.includes(inner)) found.push(inner);
    seen.add(key);
    collectDuplicates(item.value, inner, found);
  });
}

function isPair(item: unknown): item is YamlPair {
  return typeof item === 'object' && item !== null && 'key' in item && 'value' in item;
}

function keyTextOf(key: unknown): string {
  return typeof key === 'object' && key !== null && 'value' in key ? String(key.value) : String(key);
}
