/**
 * Objects that clients send as protobuf, as JSON values: kubectl writes what it makes itself so since 1.32. Answers are
 * always JSON, which every client offers beside it.
 * Models staging/src/k8s.io/apimachinery/pkg/runtime/serializer/protobuf (v1.36.3); what is left out of the JSON is what
 * Go's encoding/json leaves out of the same struct.
 */
import { type Field, fieldsOfMessage, messageOf } from './messages';
import { type Wire, WireError, fieldsOf } from './wire';

/** `k8s` and a zero, before every object. */
const PREFIX = [107, 56, 115, 0] as const;
/** The schemas of custom resources lie in each other; nothing real is deeper. */
const DEEPEST = 100;

type Json = unknown;
type Message = Record<string, Json>;

/** The object in `bytes`. Throws WireError in the words of a real server. */
export function decodeObject(bytes: Uint8Array): Message {
  if (PREFIX.some((byte, at) => bytes[at] !== byte)) {
    throw new WireError(
      `provided data does not appear to be a protobuf message, expected prefix [${PREFIX.join(' ')}]`,
    );
  }
  const envelope = new Map(fieldsOf(bytes.subarray(PREFIX.length)));
  const meta = new Map(fieldsOf(bytesOf(envelope.get(1))));
  const apiVersion = textOf(meta.get(1));
  const kind = textOf(meta.get(2));
  const raw = bytesOf(envelope.get(2));
  // What has no message of its own may still come as JSON inside.
  if (textOf(envelope.get(4)) === 'application/json') return { apiVersion, kind, ...jsonObject(raw) };
  const message = messageOf(apiVersion, kind);
  if (message === undefined) {
    throw new WireError(
      `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`,
    );
  }
  return { kind, apiVersion, ...decodeMessage(raw, message, 0) };
}

function decodeMessage(bytes: Uint8Array, name: string, depth: number): Message {
  const fields = fieldsOfMessage(name);
  if (fields === undefined) throw new WireError(`proto: no message ${name}`);
  if (depth > DEEPEST) throw new WireError('proto: nested too deeply');
  const message: Message = {};
  for (const [number, wire] of fieldsOf(bytes)) {
    const field = fields.get(number);
    if (field === undefined) continue; // Of another version.
    if (field.isMap) addEntry(message, field, wire, depth);
    else if (field.isRepeated) addItems(message, field, wire, depth);
    else addValue(message, field, decodeValue(field.type, wire, depth));
  }
  return message;
}

function addValue(message: Message, { name, omitsEmpty, omitsZero, isPointer }: Field, value: Json): void {
  if (name === '') Object.assign(message, value);
  else if (isPointer || !isOmitted(value, omitsEmpty, omitsZero)) message[name] = value;
}

/** Structs are never empty to omitempty; an unset time is `null`, which is one. */
function isOmitted(value: Json, omitsEmpty: boolean, omitsZero: boolean): boolean {
  if (value === null) return omitsZero;
  return omitsEmpty && (value === '' || value === 0 || value === false);
}

function addItems(message: Message, { name, type }: Field, wire: Wire, depth: number): void {
  const items = (message[name] ??= []) as Json[]; // Nobody else writes this field.
  items.push(decodeValue(type, wire, depth));
}

function addEntry(message: Message, { name, type }: Field, wire: Wire, depth: number): void {
  const entries = (message[name] ??= {}) as Message; // As above.
  const pair = new Map(fieldsOf(bytesOf(wire)));
  const value = decodeValue(type, pair.get(2) ?? EMPTY, depth);
  // A key like __proto__ is a key like others.
  Object.defineProperty(entries, textOf(pair.get(1)), { value, enumerable: true, writable: true, configurable: true });
}

const EMPTY = new Uint8Array();

function decodeValue(type: string, wire: Wire, depth: number): Json {
  switch (type) {
    case 'string':
      return textOf(wire);
    case 'int':
      return intOf(wire);
    case 'bool':
      return intOf(wire) !== 0;
    case 'double':
      return new DataView(Uint8Array.from(bytesOf(wire)).buffer).getFloat64(0, true);
    case 'bytes':
      return Buffer.from(bytesOf(wire)).toString('base64');
    case 'time':
      return timeOf(wire, '');
    case 'microTime':
      return timeOf(wire, '.000000');
    case 'quantity':
      return textOf(new Map(fieldsOf(bytesOf(wire))).get(1));
    case 'intOrString':
      return intOrString(wire);
    case 'raw':
    case 'fields':
      return rawJson(wire);
    case 'schemaOrBool':
    case 'schemaOrArray':
    case 'schemaOrStrings':
      return schemaOr(type, wire, depth);
    default:
      return type.startsWith('list:')
        ? [...fieldsOf(bytesOf(wire))].map(([, item]) => decodeValue(type.slice(5), item, depth))
        : decodeMessage(bytesOf(wire), type, depth + 1);
  }
}

function bytesOf(wire: Wire | undefined): Uint8Array {
  if (wire === undefined) return EMPTY;
  if (typeof wire === 'bigint') throw new WireError('proto: wrong wireType = 0');
  return wire;
}

function textOf(wire: Wire | undefined): string {
  return Buffer.from(bytesOf(wire)).toString('utf8');
}

function intOf(wire: Wire | undefined): number {
  if (wire === undefined) return 0;
  if (typeof wire !== 'bigint') throw new WireError('proto: wrong wireType = 2');
  return Number(BigInt.asIntN(64, wire));
}

/** `null` where none is set. Seconds and nanoseconds are the fields of both kinds of time. */
function timeOf(wire: Wire, fraction: '' | '.000000'): string | null {
  const fields = new Map(fieldsOf(bytesOf(wire)));
  const seconds = intOf(fields.get(1));
  const micros = Math.floor(intOf(fields.get(2)) / 1000);
  // Year 1: what Go calls no time at all.
  if (fields.size === 0 || seconds === -62_135_596_800) return null;
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) throw new WireError('proto: time out of range');
  const whole = date.toISOString().slice(0, -5);
  return fraction === '' ? `${whole}Z` : `${whole}.${String(micros).padStart(6, '0')}Z`;
}

function intOrString(wire: Wire): number | string {
  const fields = new Map(fieldsOf(bytesOf(wire)));
  return intOf(fields.get(1)) === 1 ? textOf(fields.get(3)) : intOf(fields.get(2));
}

function rawJson(wire: Wire): Json {
  const text = textOf(new Map(fieldsOf(bytesOf(wire))).get(1));
  if (text === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new WireError('json: the raw value of a field is no JSON');
  }
}

function jsonObject(bytes: Uint8Array): Message {
  try {
    const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as Json;
    if (typeof value === 'object' && value !== null) return value as Message; // Just seen.
  } catch {
    // Said below.
  }
  throw new WireError('json: the object is no JSON');
}

/** The fields of a schema that may be a schema, or something simpler. */
function schemaOr(type: 'schemaOrBool' | 'schemaOrArray' | 'schemaOrStrings', wire: Wire, depth: number): Json {
  const fields = [...fieldsOf(bytesOf(wire))];
  const of = (number: number): Wire[] => fields.filter(([field]) => field === number).map(([, value]) => value);
  const schema = (value: Wire): Json => decodeMessage(bytesOf(value), 'apiextensions.v1.JSONSchemaProps', depth + 1);
  const [single] = of(type === 'schemaOrBool' ? 2 : 1);
  const isSchema = single !== undefined;
  switch (type) {
    case 'schemaOrBool':
      return isSchema ? schema(single) : intOf(of(1)[0]) !== 0;
    case 'schemaOrArray':
      return isSchema ? schema(single) : of(2).map(schema);
    default:
      return isSchema ? schema(single) : of(2).map(textOf);
  }
}
