/** The head of what a server on Node.js answers: lib/_http_outgoing.js (v20) sends bodies of no known length in chunks. */
import { formatDate } from '../runtime/calendar';
import { reasonPhrases } from '../runtime/httpText';
import type { HttpHead, HttpRequest, Process } from '../runtime/process';

/** The second that was written last: thousands of answers share one. Derived. */
let written = { second: -1, text: '' };

function dateAt(now: number): string {
  const second = Math.floor(now / 1000);
  if (written.second !== second) written = { second, text: formatDate(now, '%a, %d %b %Y %H:%M:%S GMT') };
  return written.text;
}

/** What its version and its program add. */
export interface NodeHeadOptions {
  /** What it says of idle connections; absent: nothing, as before version 8. */
  readonly keepAliveSeconds?: number | undefined;
  readonly contentLength?: number | undefined;
}

/** The head of an answer to `request`, written now. */
export function nodeHead(
  process: Pick<Process, 'now'>,
  { method, headers, version }: HttpRequest,
  status: number,
  { keepAliveSeconds, contentLength }: NodeHeadOptions = {},
): HttpHead {
  const isOld = version === 'HTTP/1.0';
  const asked = headers.connection?.toLowerCase();
  const isKept = isOld ? asked === 'keep-alive' : asked !== 'close';
  const length = contentLength === undefined ? [] : ([['Content-Length', String(contentLength)]] as const);
  const isChunked = contentLength === undefined && !isOld && method !== 'HEAD';
  return {
    version: 'HTTP/1.1',
    reason: reasonPhrases[status] ?? 'unknown',
    headers: [
      ...length,
      ['Date', dateAt(process.now)],
      ['Connection', isKept ? 'keep-alive' : 'close'],
      ...(isKept && keepAliveSeconds !== undefined ? ([['Keep-Alive', `timeout=${keepAliveSeconds}`]] as const) : []),
      ...(isChunked ? ([['Transfer-Encoding', 'chunked']] as const) : []),
    ],
  };
}
