/**
 * Standard base64 and UTF-8 in plain ECMAScript, because the engine has neither DOM nor Node.
 */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The UTF-8 bytes of `text`; a lone surrogate becomes U+FFFD. */
export function utf8Bytes(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const char of text) {
    const found = char.codePointAt(0) ?? 0;
    const code = found >= 0xd800 && found <= 0xdfff ? 0xfffd : found;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
  }
  return bytes;
}

/** How many bytes `text` has in UTF-8. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    const isPair = code >= 0xd800 && code < 0xdc00 && isLowSurrogate(text.charCodeAt(at + 1));
    length += code < 0x800 ? 1 : 2;
    // Four bytes for two units of UTF-16.
    if (isPair) at += 1;
  }
  return length;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}

/** The text of UTF-8 `bytes`; undefined if they are not UTF-8. */
export function utf8Text(bytes: readonly number[]): string | undefined {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0;
    const length = first < 0x80 ? 1 : first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
    if (length === 0 || first >= 0xf5 || at + length > bytes.length) return undefined;
    let code = length === 1 ? first : first & (0xff >> (length + 1));
    for (let next = at + 1; next < at + length; next += 1) {
      const byte = bytes[next] ?? 0;
      if ((byte & 0xc0) !== 0x80) return undefined;
      code = (code << 6) | (byte & 63);
    }
    const smallest = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0;
    if (code < smallest || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    text += String.fromCodePoint(code);
    at += length;
  }
  return text;
}

/** Base64 of `bytes`, with padding. */
export function base64OfBytes(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    text += b === undefined ? '=' : alphabet.charAt((bits >> 6) & 63);
    text += c === undefined ? '=' : alphabet.charAt(bits & 63);
  }
  return text;
}

/** Base64 of the UTF-8 of `text`. */
export function encodeBase64(text: string): string {
  return base64OfBytes(utf8Bytes(text));
}

/** Where the base64 `text` stops being base64, as Go's decoder counts (line ends are skipped); undefined if it is sound. */
export function base64ErrorAt(text: string): number | undefined {
  return decode(text).errorAt;
}

/** The bytes of base64 `text`; undefined if it is not base64. */
export function bytesOfBase64(text: string): readonly number[] | undefined {
  const { bytes, errorAt } = decode(text);
  return errorAt === undefined ? bytes : undefined;
}

/** The text whose UTF-8 `base64` holds; undefined if it is not base64 or not UTF-8. */
export function decodeBase64(base64: string): string | undefined {
  const bytes = bytesOfBase64(base64);
  return bytes === undefined ? undefined : utf8Text(bytes);
}

function decode(text: string): { readonly bytes: readonly number[]; readonly errorAt?: number } {
  const bytes: number[] = [];
  const quad: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '\n' || char === '\r') continue;
    if (char === '=') return padded(text, at, quad, bytes);
    const value = alphabet.indexOf(char);
    if (value < 0) return { bytes, errorAt: at };
    quad.push(value);
    if (quad.length === 4) {
      pushBytes(quad, 3, bytes);
      quad.length = 0;
    }
  }
  return quad.length === 0 ? { bytes } : { bytes, errorAt: text.length - quad.length };
}

function padded(
  text: string,
  at: number,
  quad: readonly number[],
  bytes: number[],
): { readonly bytes: readonly number[]; readonly errorAt?: number } {
  if (quad.length < 2) return { bytes, errorAt: at };
  const rest = text.slice(at).replace(/[\r\n]/g, '');
  const wanted = quad.length === 2 ? '==' : '=';
  if (!rest.startsWith(wanted)) return { bytes, errorAt: text.length };
  if (rest.length > wanted.length) return { bytes, errorAt: at + wanted.length };
  pushBytes(quad, quad.length - 1, bytes);
  return { bytes };
}

function pushBytes(quad: readonly number[], count: number, bytes: number[]): void {
  const [a = 0, b = 0, c = 0, d = 0] = quad;
  const bits = (a << 18) | (b << 12) | (c << 6) | d;
  for (let index = 0; index < count; index += 1) bytes.push((bits >> (16 - 8 * index)) & 255);
}
