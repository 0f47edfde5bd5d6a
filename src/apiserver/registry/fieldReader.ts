/**
 * Reads a JSON value as one of the API's types, as Go's decoder does: unknown fields are listed and dropped, a wrong type
 * is an error in Go's words, nulls and empty values that Go would not print are dropped, quantities get their one spelling.
 * Models sigs.k8s.io/json and the UnmarshalJSON methods of apimachinery (v1.36.3).
 * Left out: duplicate keys, which a parsed value no longer has.
 */
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { base64ErrorAt } from '../../api/meta/base64';
import { QuantityError, canonicalQuantity } from '../../api/meta/quantity';
import { formatMicroTime, formatTime, parseTime } from '../../api/meta/time';
import { type Field, fieldsOf, nullFieldsOf } from './fieldTable';

/** What came out. `value` is the given object itself where nothing had to change. */
export interface Reading {
  readonly value: Readonly<Record<string, unknown>>;
  /** Paths of unknown fields, as they stand in the text. */
  readonly unknown: readonly string[];
  /** The first mistake in Go's words. */
  readonly error?: string;
}

/**
 * Reads `given`, which must be a JSON object, as the Go type `type`. `stored` is an object of that type which was read
 * before: the parts that both share need not be read again.
 */
export function readFields(type: string, given: JsonObject, stored?: JsonObject): Reading {
  const reader = new FieldReader();
  try {
    const value = reader.struct(given, type, stored);
    return { value, unknown: reader.unknown, ...(reader.error !== undefined && { error: reader.error }) };
  } catch (error) {
    if (error instanceof DecodeAbort) return { value: given, unknown: reader.unknown, error: error.message };
    throw error;
  }
}

/** A mistake after which Go's decoder does not read on. */
class DecodeAbort extends Error {
  override readonly name = 'DecodeAbort';
}

/** Says that a field is to be left out. */
const dropped = Symbol('dropped');

/** Frozen objects that have been read without a change before, and as what. */
const sound = new WeakMap<object, string>();

const canonicalTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const canonicalMicroTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

class FieldReader {
  readonly unknown: string[] = [];
  error: string | undefined;
  /** Names, indices and keys of maps from the root to where we are. Go's own errors do not tell the keys. */
  private readonly path: (string | number | { readonly key: string })[] = [];

  struct(given: JsonObject, type: string, stored?: JsonObject): JsonObject {
    if (sound.get(given) === type) return given;
    const fields = fieldsOf(type);
    const values: unknown[] = [];
    let changed = false;
    for (const key in given) {
      const field = fields.get(key);
      if (field === undefined) {
        this.unknown.push(this.pathText(key));
        values.push(dropped);
        changed = true;
        continue;
      }
      const part = given[key];
      if (stored !== undefined && typeof part === 'object' && part === stored[key]) {
        values.push(part);
        continue;
      }
      this.path.push(key);
      const value = this.field(part, field, type);
      this.path.pop();
      if (value !== part) changed = true;
      values.push(value);
    }
    const times = nullFieldsOf(type);
    if (times.some((name) => given[name] === undefined)) {
      const unsaid = times.filter((name) => given[name] === undefined);
      const object = changed ? rebuilt(given, values) : given;
      return { ...object, ...Object.fromEntries(unsaid.map((name) => [name, null])) };
    }
    if (changed) return rebuilt(given, values);
    if (Object.isFrozen(given)) sound.set(given, type);
    return given;
  }

  private field(given: unknown, field: Field, owner: string): unknown {
    if (given === undefined) return dropped;
    if (given === null) return field.printsNull ? null : dropped;
    if (field.container === '[') return this.list(given, field, owner);
    if (field.container === '{') return this.map(given, field, owner);
    const value = this.item(given, field, owner);
    const isZero = value === '' || value === 0 || value === false;
    return isZero && field.base !== 'x' && !field.printsZero && !field.isPointer ? dropped : value;
  }

  private list(given: unknown, field: Field, owner: string): unknown {
    if (!Array.isArray(given)) return this.mismatch(given, field.goType, owner);
    if (given.length === 0 && !field.printsZero) return dropped;
    let changed: unknown[] | undefined;
    for (let index = 0; index < given.length; index += 1) {
      this.path.push(index);
      const value = this.element(given[index], field, owner);
      this.path.pop();
      if (value === given[index]) continue;
      changed ??= [...given];
      changed[index] = value;
    }
    return changed ?? given;
  }

  private map(given: unknown, field: Field, owner: string): unknown {
    if (!isJsonObject(given)) return this.mismatch(given, field.goType, owner);
    const values: unknown[] = [];
    let changed = false;
    let size = 0;
    for (const key in given) {
      if (field.base === '@') this.path.push({ key });
      const value = this.element(given[key], field, owner);
      if (field.base === '@') this.path.pop();
      if (value !== given[key]) changed = true;
      values.push(value);
      size += 1;
    }
    if (size === 0 && !field.printsZero) return dropped;
    return changed ? rebuilt(given, values) : given;
  }

  /** One item of a list or map: null is the zero value there. */
  private element(given: unknown, field: Field, owner: string): unknown {
    if (given !== null && given !== undefined) return this.item(given, field, owner);
    if (field.base === '@') return {};
    return field.base === 's' || field.base === 'y' ? '' : field.base === 'b' ? false : 0;
  }

  private item(given: unknown, field: Field, owner: string): unknown {
    switch (field.base) {
      case '@':
        return isJsonObject(given) ? this.struct(given, field.type) : this.mismatch(given, field.itemGoType, owner);
      case 's':
        return typeof given === 'string' ? given : this.mismatch(given, field.itemGoType, owner);
      case 'b':
        return typeof given === 'boolean' ? given : this.mismatch(given, field.itemGoType, owner);
      case 'd':
        return typeof given === 'number' ? given : this.mismatch(given, field.itemGoType, owner);
      case 'i':
        return this.integer(given, 2 ** 31, field, owner);
      case 'l':
        return this.integer(given, 2 ** 63, field, owner);
      case 'y':
        return this.bytes(given, field, owner);
      case 'q':
        return quantity(given);
      case 't':
        return time(given, canonicalTime, '2006-01-02T15:04:05Z07:00', formatTime);
      case 'u':
        return time(given, canonicalMicroTime, '2006-01-02T15:04:05.000000Z07:00', formatMicroTime);
      case 'x':
        return intOrString(given);
      case 'o':
        return given;
      default:
        return field.base satisfies never;
    }
  }

  private integer(given: unknown, bound: number, field: Field, owner: string): unknown {
    if (typeof given !== 'number') return this.mismatch(given, field.itemGoType, owner);
    if (Number.isInteger(given) && given >= -bound && given < bound) return given;
    return this.mismatch(given, field.itemGoType, owner, `number ${given}`);
  }

  private bytes(given: unknown, field: Field, owner: string): unknown {
    if (typeof given !== 'string') return this.mismatch(given, field.itemGoType, owner);
    const at = base64ErrorAt(given);
    if (at === undefined) return given;
    this.error ??= `illegal base64 data at input byte ${at}`;
    return dropped;
  }

  /** Notes the first field of a wrong type. Go reads on, so that a worse mistake further down is the one reported. */
  private mismatch(given: unknown, goType: string, owner: string, what = jsonKind(given)): typeof dropped {
    const names = this.path.filter((part) => typeof part === 'string').join('.');
    this.error ??= `json: cannot unmarshal ${what} into Go struct field ${owner}.${names} of type ${goType}`;
    return dropped;
  }

  private pathText(key: string): string {
    let text = '';
    for (const part of [...this.path, key]) {
      const name = typeof part === 'object' ? part.key : part;
      text += typeof name === 'number' ? `[${name}]` : text === '' ? name : `.${name}`;
    }
    return text;
  }
}

function rebuilt(given: JsonObject, values: readonly unknown[]): JsonObject {
  // From entries, because the key of a map may be any word, even __proto__.
  const entries = Object.keys(given).map((key, index) => [key, values[index]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== dropped));
}

function quantity(given: unknown): string {
  // Go hands over the raw text, so a number is as good as a text.
  const text = typeof given === 'string' || typeof given === 'number' ? String(given).trim() : 'not a quantity';
  try {
    return canonicalQuantity(text);
  } catch (error) {
    if (error instanceof QuantityError) throw new DecodeAbort(error.message);
    throw error;
  }
}

function time(given: unknown, canonical: RegExp, layout: string, format: (instant: number) => string): string {
  if (typeof given !== 'string') {
    throw new DecodeAbort(`json: cannot unmarshal ${jsonKind(given)} into Go value of type string`);
  }
  if (canonical.test(given)) return given;
  const instant = parseTime(given);
  if (!Number.isNaN(instant)) return format(instant);
  throw new DecodeAbort(`parsing time "${given}" as "${layout}": cannot parse "${given}" as "2006"`);
}

function intOrString(given: unknown): number | string {
  if (typeof given === 'string') return given;
  if (typeof given === 'number' && Number.isInteger(given) && Math.abs(given) < 2 ** 31) return given;
  const what = typeof given === 'number' ? `number ${given}` : jsonKind(given);
  throw new DecodeAbort(`json: cannot unmarshal ${what} into Go value of type int32`);
}

/** What Go's decoder calls a JSON value. */
export function jsonKind(given: unknown): string {
  if (Array.isArray(given)) return 'array';
  if (typeof given === 'boolean') return 'bool';
  return typeof given === 'string' || typeof given === 'number' ? typeof given : 'object';
}
