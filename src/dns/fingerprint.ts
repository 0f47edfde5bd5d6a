/**
 * The digest by which CoreDNS names a configuration in its log: SHA-512 (FIPS 180-4) over what was read, as Go's
 * encoding/json writes it. Models plugin/reload/reload.go of CoreDNS 1.14.2.
 */
import { tokensOf, type Token } from './corefile';

/** The text that was asked about last, and its digest: every CoreDNS asks twice a minute, nearly always about the same. */
let last: { readonly corefile: string; readonly digest: string } | undefined;

/** 128 hexadecimal digits for the text of a Corefile with server blocks in braces. */
export function fingerprint(corefile: string): string {
  if (last?.corefile === corefile) return last.digest;
  const json = JSON.stringify(blocksOf(tokensOf(corefile)));
  const digest = sha512(json.replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`));
  last = { corefile, digest };
  return digest;
}

/** Keys of each block, and the words of its directives, a directive's name first, by name. */
function blocksOf(tokens: readonly Token[]) {
  const blocks: { readonly Keys: string[]; Tokens: Record<string, object[]> }[] = [];
  let depth = 0;
  let directive = '';
  let lineBefore = 0;
  let block: (typeof blocks)[number] | undefined;
  for (const { text, line } of tokens) {
    if (depth === 0) {
      if (block === undefined) blocks.push((block = { Keys: [], Tokens: {} }));
      if (text === '{') depth = 1;
      else block.Keys.push(text);
      continue;
    }
    if (text === '}' && --depth === 0) {
      block = undefined;
      continue;
    }
    if (depth === 1 && line !== lineBefore && text !== '}') directive = text;
    if (text === '{') depth++;
    lineBefore = line;
    if (block !== undefined) (block.Tokens[directive] ??= []).push({ File: '', Line: line, Text: text });
  }
  for (const each of blocks) {
    each.Tokens = Object.fromEntries(Object.entries(each.Tokens).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return blocks;
}

const WORD = 64n;
const MASK = (1n << WORD) - 1n;

/** The first 64 bits after the point of a root of `prime`: root 2 or 3. */
function fraction(prime: bigint, root: bigint): bigint {
  const target = prime << (WORD * root);
  let low = 0n;
  let high = 1n << (WORD + 8n);
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** root <= target) low = middle;
    else high = middle;
  }
  return low & MASK;
}

function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let candidate = 2n; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0n)) found.push(candidate);
  }
  return found;
}

const turn = (x: bigint, by: bigint) => ((x >> by) | (x << (WORD - by))) & MASK;

function sha512(text: string): string {
  const constants = primes(80).map((prime) => fraction(prime, 3n));
  let state = primes(8).map((prime) => fraction(prime, 2n));
  const bytes = bytesOf(text);
  const bits = bytes.length * 8;
  bytes.push(0x80);
  while (bytes.length % 128 !== 112) bytes.push(0);
  for (let shift = 120; shift >= 0; shift -= 8) bytes.push(shift >= 32 ? 0 : (bits >>> shift) & 0xff);
  for (let at = 0; at < bytes.length; at += 128) state = round(state, bytes.slice(at, at + 128), constants);
  return state.map((word) => word.toString(16).padStart(16, '0')).join('');
}

/** UTF-8. */
function bytesOf(text: string): number[] {
  const encoded = encodeURIComponent(text).match(/%..|[^%]/g) ?? [];
  return encoded.map((each) => (each.startsWith('%') ? Number.parseInt(each.slice(1), 16) : each.charCodeAt(0)));
}

function round(state: readonly bigint[], block: readonly number[], constants: readonly bigint[]): bigint[] {
  const words: bigint[] = [];
  for (let at = 0; at < 128; at += 8) {
    words.push(block.slice(at, at + 8).reduce((word, byte) => (word << 8n) | BigInt(byte), 0n));
  }
  const word = (index: number) => words[index] ?? 0n;
  for (let index = 16; index < 80; index++) {
    const [x, y] = [word(index - 15), word(index - 2)];
    const before = turn(x, 1n) ^ turn(x, 8n) ^ (x >> 7n);
    const after = turn(y, 19n) ^ turn(y, 61n) ^ (y >> 6n);
    words.push((word(index - 16) + before + word(index - 7) + after) & MASK);
  }
  let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state;
  for (const [index, constant] of constants.entries()) {
    const one = h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + ((e & f) ^ (~e & MASK & g)) + constant + word(index);
    const two = (turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & MASK, c, b, a, (one + two) & MASK];
  }
  return [a, b, c, d, e, f, g, h].map((value, index) => (value + (state[index] ?? 0n)) & MASK);
}
