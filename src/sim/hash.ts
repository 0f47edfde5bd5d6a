/**
 * A 64-bit hash of plain data, as two 32-bit halves that may be summed: independent of key order and,
 * for maps and queues, of insertion order. Only + ^ imul and shifts, so it is equal in every JavaScript engine.
 */
import { invariant } from './invariant';

/** Two unsigned 32-bit halves. Sums wrap. */
export interface Hash {
  readonly a: number;
  readonly b: number;
}

export const ZERO_HASH: Hash = { a: 0, b: 0 };

/** Order-independent combination. */
export function addHash(x: Hash, y: Hash): Hash {
  return { a: (x.a + y.a) >>> 0, b: (x.b + y.b) >>> 0 };
}

/** 16 hexadecimal digits. */
export function hashText({ a, b }: Hash): string {
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}

/** One step of a running hash of 32-bit words. */
export function mix(h: number, k: number): number {
  let x = Math.imul(h ^ k, 0x9e3779b1);
  x ^= x >>> 15;
  x = Math.imul(x, 0x85ebca77);
  return (x ^ (x >>> 13)) >>> 0;
}

/** Hash of a string with a start value. */
export function hashString(text: string, seed = 0x811c9dc5): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h, text.length);
}

/** Combines a key with a value's hash, so that sums over entries tell keys apart. */
export function hashEntry(key: string, value: Hash): Hash {
  return { a: mix(hashString(key), value.a), b: mix(hashString(key, 0x2545f491), value.b) };
}

const memo = new WeakMap<object, Hash>();
const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);

function hashNumber(value: number): Hash {
  scratch[0] = value === 0 ? 0 : value; // -0 and 0 are one value in JSON.
  const low = words[0] ?? 0;
  const high = words[1] ?? 0;
  return { a: mix(mix(0x6e756d31, low), high), b: mix(mix(0x6e756d32, high), low) };
}

/** Hash of any plain value; `undefined` members count as absent. Frozen objects are remembered. */
export function hashValue(value: unknown): Hash {
  switch (typeof value) {
    case 'string':
      return { a: hashString(value, 0x1b873593), b: hashString(value, 0xcc9e2d51) };
    case 'number':
      return hashNumber(value);
    case 'boolean':
      return value ? { a: 0x1234567, b: 0x89abcde } : { a: 0x7654321, b: 0xedcba98 };
    case 'undefined':
      return { a: 0x55555555, b: 0x33333333 };
    case 'object':
      break;
    default:
      invariant(false, `state holds a ${typeof value}, which is not data`);
  }
  if (value === null) return { a: 0x0badcafe, b: 0x0ddba11 };
  const known = memo.get(value);
  if (known !== undefined) return known;
  const hash = Array.isArray(value) ? hashArray(value) : hashObject(value);
  if (Object.isFrozen(value)) memo.set(value, hash);
  return hash;
}

function hashArray(values: readonly unknown[]): Hash {
  let a = mix(0xa44a7, values.length);
  let b = mix(0xb55b8, values.length);
  for (const value of values) {
    const hash = hashValue(value);
    a = mix(a, hash.a);
    b = mix(b, hash.b);
  }
  return { a, b };
}

function hashObject(object: object): Hash {
  let a = 0;
  let b = 0;
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const hash = hashEntry(key, hashValue(value));
    a = (a + hash.a) >>> 0;
    b = (b + hash.b) >>> 0;
  }
  return { a: mix(a, 0x0b1ec7), b: mix(b, 0x0b1ec8) };
}
