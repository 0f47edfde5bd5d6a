/**
 * What every kind of link is packed in: a prefix with a version, then raw deflate in base64url without padding. In front
 * of the deflated bytes stand their length and a checksum (3 bytes each, 8 characters together), so that a link that a
 * chat program cut or changed is told from one that is whole. Changing a bit of it breaks every link in the world.
 */
import { deflateSync, Inflate } from 'fflate';

/** A decoded link may be this big; what is bigger travels as a file. */
export const MOST_DECODED_BYTES = 64 * 1024;
/** Chat programs cut or refuse links from about here on. */
export const LONG_LINK = 2000;

const HEADER_BYTES = 6;
/** No honest link of 64 KiB is longer: deflate adds a few bytes to what it cannot shrink. */
const MOST_CHARACTERS = Math.ceil(((MOST_DECODED_BYTES + 1024) * 4) / 3);
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A kind of link: `letter` and `version` make its prefix (`z1:`), `dictionary` is what deflate starts with, frozen per version. */
export interface LinkKind {
  readonly letter: string;
  readonly version: number;
  readonly dictionary: Uint8Array;
}

/** Why nothing comes out of a link. */
export type EnvelopeProblem =
  /** It ends too early. Both numbers count characters of the payload. */
  | { readonly type: 'cut'; readonly length: number; readonly expected: number }
  | { readonly type: 'damaged' }
  | { readonly type: 'tooLong'; readonly length: number }
  | { readonly type: 'newer'; readonly version: number }
  /** It would unfold to more than MOST_DECODED_BYTES. */
  | { readonly type: 'oversized' };

export type Opened =
  /** The fragment is of another kind. */
  | { readonly type: 'none' }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'bad'; readonly problem: EnvelopeProblem };

export type Sealed =
  | { readonly type: 'link'; readonly fragment: string }
  /** Too big for a link; `bytes` before compression. */
  | { readonly type: 'oversized'; readonly bytes: number };

/** The fragment, `#` included, that holds `text`. The same text gives the same fragment; it never ends with `-` or `_`. */
export function seal({ letter, version, dictionary }: LinkKind, text: string): Sealed {
  const plain = new TextEncoder().encode(text);
  if (plain.length > MOST_DECODED_BYTES) return { type: 'oversized', bytes: plain.length };
  const deflated = deflateSync(plain, { level: 9, dictionary });
  const bytes = new Uint8Array(HEADER_BYTES + deflated.length);
  writeNumber(bytes, 0, deflated.length);
  writeNumber(bytes, 3, checksum(deflated));
  bytes.set(deflated, HEADER_BYTES);
  const payload = toBase64Url(bytes);
  // Linkifiers drop a trailing underscore.
  const safe = /[-_]$/.test(payload) ? toBase64Url(withZero(bytes)) : payload;
  return { type: 'link', fragment: `#${letter}${version}:${safe}` };
}

/** Reads a fragment of that kind, with or without its `#`. Never throws. */
export function unseal({ letter, version, dictionary }: LinkKind, fragment: string): Opened {
  const text = unescaped(fragment.replace(/^#/, ''));
  const found = /^([a-z])(\d{1,4}):/.exec(text);
  if (found === null || found[1] !== letter) return { type: 'none' };
  if (Number(found[2]) !== version) return bad({ type: 'newer', version: Number(found[2]) });
  // Linkifiers like to swallow the bracket or full stop that follows a link.
  const payload = text.slice(found[0].length).replace(/[^\w-]+$/, '');
  if (payload.length > MOST_CHARACTERS) return bad({ type: 'tooLong', length: payload.length });
  return openPayload(payload, dictionary);
}

function openPayload(payload: string, dictionary: Uint8Array): Opened {
  const bytes = fromBase64Url(payload);
  if (bytes === undefined) return bad({ type: 'damaged' });
  const length = bytes.length < HEADER_BYTES ? HEADER_BYTES : readNumber(bytes, 0);
  if (length > MOST_CHARACTERS) return bad({ type: 'damaged' });
  const deflated = bytes.subarray(HEADER_BYTES, HEADER_BYTES + length);
  if (deflated.length < length) {
    return bad({ type: 'cut', length: payload.length, expected: Math.ceil(((HEADER_BYTES + length) * 4) / 3) });
  }
  if (checksum(deflated) !== readNumber(bytes, 3)) return bad({ type: 'damaged' });
  const plain = inflateUpTo(deflated, MOST_DECODED_BYTES, dictionary);
  if (typeof plain === 'string') return bad({ type: plain });
  try {
    return { type: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(plain) };
  } catch {
    return bad({ type: 'damaged' });
  }
}

/** Inflates until done, or until `most` bytes have come out: a bomb never unfolds. */
function inflateUpTo(deflated: Uint8Array, most: number, dictionary: Uint8Array): Uint8Array | 'oversized' | 'damaged' {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let done = false;
  const inflate = new Inflate({ dictionary }, (chunk, final) => {
    chunks.push(chunk);
    size += chunk.length;
    done = final;
  });
  // 64 bytes of input give at most 64 * 1032 bytes: the limit is looked at often enough.
  const STEP = 64;
  try {
    for (let at = 0; at < deflated.length && size <= most; at += STEP) {
      inflate.push(deflated.subarray(at, at + STEP), at + STEP >= deflated.length);
    }
  } catch {
    return 'damaged';
  }
  if (size > most) return 'oversized';
  if (!done) return 'damaged';
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

const bad = (problem: EnvelopeProblem): Opened => ({ type: 'bad', problem });

/** Mail programs write `-` as `%2D`. A stray `%` stays: the alphabet check finds it. */
function unescaped(text: string): string {
  return text.replace(/%(2d|5f|3a)/gi, (escape) => decodeURIComponent(escape));
}

/** One byte more makes 3n+1 bytes, whose last character has four zero bits: never `-` or `_`. */
function withZero(bytes: Uint8Array): Uint8Array {
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  return longer;
}

/** FNV-1a folded to 24 bits. */
function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return ((hash >>> 24) ^ hash) & 0xffffff;
}

function writeNumber(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 16;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value;
}
function readNumber(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const three = readNumber(bytes, at);
    const characters = Math.min(4, Math.ceil(((bytes.length - at) * 8) / 6));
    for (let index = 0; index < characters; index += 1) text += ALPHABET[(three >>> (18 - 6 * index)) & 63];
  }
  return text;
}

function fromBase64Url(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return undefined;
    buffer = ((buffer << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = buffer >>> bits;
    at += 1;
  }
  return bytes;
}
