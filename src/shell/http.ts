/** HTTP/1.1 as text over a local connection: enough for `curl` through `kubectl port-forward`. */
import { utf8Length } from '../api/meta/base64';
import type { Headers, HttpAnswer } from '../client/network';
import type { LocalSocket } from './shell';

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
  const [statusLine = '', ...lines] = text.slice(0, headEnd).split('\r\n');
  const headers = lines.map((line) => [line.replace(/:.*$/, ''), line.replace(/^[^:]*:\s*/, '')] as const);
  const [, version = '', digits = '0', reason = ''] = /^(\S+) (\d+) ?(.*)$/.exec(statusLine) ?? [];
  const answer: HttpAnswer = {
    version: version === 'HTTP/1.0' ? version : 'HTTP/1.1',
    status: Number(digits),
    reason,
    headers,
    body: '',
  };
  if (!hasBody || answer.status === 204 || answer.status === 304) return answer;
  const rest = text.slice(headEnd + 4);
  if (/chunked/i.test(headerOf(headers, 'transfer-encoding') ?? '')) {
    const { body, isWhole } = await readChunks(rest, socket);
    return { ...answer, body, ...(isWhole ? {} : { ending: 'closed' }) };
  }
  const promised = headerOf(headers, 'content-length');
  const length = promised === undefined ? Number.POSITIVE_INFINITY : Number(promised);
  let body = rest;
  while (utf8Length(body) < length) {
    const piece = await socket.read();
    if (piece === undefined) break;
    body += piece;
  }
  const isWhole = promised === undefined || utf8Length(body) >= length;
  return { ...answer, body, ...(isWhole ? {} : { ending: 'closed' }) };
}

const headerOf = (headers: Headers, wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];

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
    bytes += utf8Length(char);
    at += char.length;
  }
  return bytes >= size ? text.slice(0, at) : undefined;
}
