/** HTTP/1.1 as text over a local connection: enough for `curl` through `kubectl port-forward`. */
import type { LocalSocket } from './shell';

/** An answer of HTTP/1.1, taken apart. */
export interface HttpAnswer {
  /** `HTTP/1.1 200 OK`. */
  readonly statusLine: string;
  readonly status: number;
  /** As sent, `Name: value`. */
  readonly headers: readonly string[];
  readonly body: string;
  /** How many characters the server promised and did not send; undefined if it kept its word. */
  readonly missing: number | undefined;
}

/** Reads one answer to its end; undefined if the connection closes before any. `hasBody` is false for HEAD. */
export async function readAnswer(socket: LocalSocket, hasBody: boolean): Promise<HttpAnswer | undefined> {
  let text = '';
  let headEnd = -1;
  while (headEnd < 0) {
    const piece = await socket.read();
    if (piece === undefined) return undefined;
    text += piece;
    headEnd = text.indexOf('\r\n\r\n');
  }
  const [statusLine = '', ...headers] = text.slice(0, headEnd).split('\r\n');
  const status = Number(statusLine.split(' ')[1] ?? 0);
  const answer = { statusLine, status, headers };
  if (!hasBody || status === 204 || status === 304) return { ...answer, body: '', missing: undefined };
  const rest = text.slice(headEnd + 4);
  if (/chunked/i.test(headerOf(headers, 'transfer-encoding') ?? '')) {
    const { body, isWhole } = await readChunks(rest, socket);
    return { ...answer, body, missing: isWhole ? undefined : 0 };
  }
  const promised = headerOf(headers, 'content-length');
  const length = promised === undefined ? Number.POSITIVE_INFINITY : Number(promised);
  let body = rest;
  while (byteLength(body) < length) {
    const piece = await socket.read();
    if (piece === undefined) break;
    body += piece;
  }
  const missing = length - byteLength(body);
  return { ...answer, body, missing: promised === undefined || missing <= 0 ? undefined : missing };
}

/** The value of a header; names in lower case. */
export function headerOf(headers: readonly string[], name: string): string | undefined {
  const found = headers.find((header) => header.toLowerCase().startsWith(`${name}:`));
  return found?.slice(name.length + 1).trim();
}

async function readChunks(first: string, socket: LocalSocket): Promise<{ body: string; isWhole: boolean }> {
  let text = first;
  let body = '';
  for (;;) {
    const lineEnd = text.indexOf('\r\n');
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(text.slice(0, lineEnd), 16);
    if (size === 0) return { body, isWhole: true };
    if (!Number.isNaN(size)) {
      const data = takeBytes(text.slice(lineEnd + 2), size);
      if (data !== undefined && text.length >= lineEnd + 2 + data.length + 2) {
        body += data;
        text = text.slice(lineEnd + 2 + data.length + 2);
        continue;
      }
    }
    const piece = await socket.read();
    if (piece === undefined) return { body, isWhole: false };
    text += piece;
  }
}

/** The beginning of `text` that is `size` bytes of UTF-8; undefined if there is not enough. */
function takeBytes(text: string, size: number): string | undefined {
  let bytes = 0;
  let at = 0;
  for (const char of text) {
    if (bytes >= size) break;
    bytes += byteLength(char);
    at += char.length;
  }
  return bytes >= size ? text.slice(0, at) : undefined;
}

/** Length in bytes of UTF-8. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
