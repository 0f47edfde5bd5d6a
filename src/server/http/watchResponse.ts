/**
 * A watch over HTTP: one line of JSON for each event, until its time is over or the client hangs up. What a client does
 * not read waits as objects, not as text; who leaves more than MOST_WAITING events waiting, or takes nothing for
 * STUCK_MS, is cut off and lists again.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/{get,watch}.go (v1.36.3).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Status } from '../../api/meta/status';
import type { ApiRequest, Transport, Unsubscribe, WatchEvent } from '../../client/transport';
import { commonHeaders, sendStatus } from './answer';

/** Events beyond those that stood there at the beginning. */
const MOST_WAITING = 10_000;
/** How long a client may leave a full connection full. */
const STUCK_MS = 60_000;
/** Without timeoutSeconds a watch lasts once to twice as long: --min-request-timeout. */
const LEAST_SECONDS = 1_800;
/** As of the watch cache: nextBookmarkTime in staging/src/k8s.io/apiserver/pkg/storage/cacher/cache_watcher.go. */
const BOOKMARK_BEFORE_MS = 2_000;
/** About so many characters are written in one turn. */
const TURN = 256 * 1024;

/** Serves the watch that `request` asks for. `bookmark` has every watch that takes bookmarks sent one. */
export function serveWatch(
  transport: Pick<Transport, 'watch'>,
  request: ApiRequest,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  bookmark: () => void = () => {},
): void {
  const lines = new WatchLines(outgoing);
  let isOpen = false;
  const refusals: Status[] = [];
  const stop = transport.watch(request, (event) => {
    // Before the answer has begun, an error is its code. A version that is too old is told in the stream.
    if (event.type === 'ERROR' && !isOpen && lines.isEmpty && event.object.code !== 410) refusals.push(event.object);
    else lines.add(event);
  });
  const [refusal] = refusals;
  if (refusal !== undefined) {
    stop();
    sendStatus(incoming, outgoing, refusal);
    return;
  }
  isOpen = true;
  outgoing.writeHead(200, { ...commonHeaders(), 'content-type': 'application/json' });
  outgoing.flushHeaders();
  const untime = timeWatch(request, bookmark, () => lines.finish());
  outgoing.once('close', () => {
    untime();
    lines.close();
    stop();
  });
  lines.begin();
}

/**
 * Calls `end` when the time of the watch is over that `request` asks for, and `bookmark` shortly before: who takes bookmarks
 * gets one that is as new as can be. What it hands back calls both off.
 */
export function timeWatch(request: ApiRequest, bookmark: () => void, end: () => void): Unsubscribe {
  const lifetime = lifetimeMs(request);
  const timers = [setTimeout(end, lifetime)];
  if (lifetime > BOOKMARK_BEFORE_MS) timers.push(setTimeout(bookmark, lifetime - BOOKMARK_BEFORE_MS));
  return () => {
    for (const timer of timers) clearTimeout(timer);
  };
}

function lifetimeMs({ query = {} }: ApiRequest): number {
  const seconds = Number(query.timeoutSeconds ?? 0);
  // A timer of Node holds 24 days at most.
  return Math.min(seconds > 0 ? seconds : LEAST_SECONDS * (1 + Math.random()), 2_000_000) * 1_000;
}

/** The lines made last, by what they tell of: all who watch an object hear of the same stored value, which never changes. */
const recent = new Map<unknown, { readonly type: WatchEvent['type']; readonly text: string }>();
/** About so many characters of them are kept. */
const RECENT = 4 * 1024 * 1024;
let recentLength = 0;

/** The line of `event`: its text is made once for all who are told of it, whatever they asked for. */
export function lineOf(event: WatchEvent): string {
  const known = recent.get(event.object);
  if (known?.type === event.type) return known.text;
  const text = `${JSON.stringify(event)}\n`;
  if (recentLength > RECENT) {
    recent.clear();
    recentLength = 0;
  }
  recent.set(event.object, { type: event.type, text });
  recentLength += text.length;
  return text;
}

/** The lines on their way to one client. */
class WatchLines {
  #waiting: WatchEvent[] = [];
  #room = MOST_WAITING;
  #state: 'collecting' | 'idle' | 'writing' | 'full' | 'closed' = 'collecting';
  #isLast = false;
  #stuck: NodeJS.Timeout | undefined;

  constructor(private readonly outgoing: ServerResponse) {}

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  add(event: WatchEvent): void {
    if (this.#state === 'closed' || this.#isLast) return;
    this.#waiting.push(event);
    if (event.type === 'ERROR') this.#isLast = true;
    if (this.#waiting.length > this.#room) this.outgoing.destroy();
    else if (this.#state === 'idle') this.#writeSoon();
  }

  /** What was there at the beginning has come. */
  begin(): void {
    this.#room += this.#waiting.length;
    this.#writeSoon();
  }

  /** Nothing more is taken; ends the answer behind what waits. */
  finish(): void {
    this.#isLast = true;
    if (this.#state === 'idle') this.#writeSoon();
  }

  close(): void {
    this.#state = 'closed';
    this.#waiting = [];
    clearTimeout(this.#stuck);
  }

  /** Events of one turn of the cluster go out together, and every client has its turn. */
  #writeSoon(): void {
    this.#state = 'writing';
    setImmediate(() => this.#write());
  }

  #write(): void {
    if (this.#state === 'closed') return;
    let text = '';
    let taken = 0;
    for (const event of this.#waiting) {
      text += lineOf(event);
      taken += 1;
      if (text.length > TURN) break;
    }
    this.#waiting = taken === this.#waiting.length ? [] : this.#waiting.slice(taken);
    const hasRoom = text === '' || this.outgoing.write(text);
    if (this.#waiting.length === 0 && this.#isLast) {
      this.#state = 'closed';
      this.outgoing.end();
    } else if (!hasRoom) this.#waitForRoom();
    else if (this.#waiting.length > 0) this.#writeSoon();
    else this.#state = 'idle';
  }

  #waitForRoom(): void {
    this.#state = 'full';
    this.#stuck = setTimeout(() => this.outgoing.destroy(), STUCK_MS);
    this.outgoing.once('drain', () => {
      clearTimeout(this.#stuck);
      if (this.#state === 'full') this.#writeSoon();
    });
  }
}
