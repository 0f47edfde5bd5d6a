/**
 * A watch over a WebSocket: one event in each message, as text.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/watch.go, HandleWS (v1.36.3).
 */
import type { WebSocket } from 'ws';
import type { Status } from '../../api/meta/status';
import type { ApiRequest, Transport, WatchEvent } from '../../client/transport';
import { lineOf, timeWatch } from '../http/watchResponse';
import { closeGently } from './channelSocket';

/** Events that a client has not read, beyond those that stood there at the beginning: then it is cut off. */
const MOST_WAITING = 10_000;
/** So many bytes are on their way to the client at a time. */
const AHEAD_BYTES = 256 * 1024;

/** A watch that was asked for: it waits for its client, or there is none. */
export type AskedWatch =
  | {
      readonly type: 'begun';
      /** Sends to `socket` what there is and what comes. */
      serve(socket: WebSocket): void;
      /** There is no client after all. */
      stop(): void;
    }
  | { readonly type: 'refused'; readonly status: Status };

/** Begins the watch that `request` asks for. `bookmark` has every watch that takes bookmarks sent one. */
export function beginWatch(transport: Pick<Transport, 'watch'>, request: ApiRequest, bookmark: () => void): AskedWatch {
  const waiting: WatchEvent[] = [];
  let wake = (): void => {};
  let hasReturned = false;
  let refusal: Status | undefined;
  const stop = transport.watch(request, (event) => {
    const isRefusal = !hasReturned && event.type === 'ERROR' && waiting.length === 0 && event.object.code !== 410;
    if (isRefusal) refusal = event.object;
    waiting.push(event);
    wake();
  });
  hasReturned = true;
  if (refusal !== undefined) {
    stop();
    return { type: 'refused', status: refusal };
  }
  const serve = (socket: WebSocket): void => {
    const most = waiting.length + MOST_WAITING;
    const untime = timeWatch(request, bookmark, () => closeGently(socket));
    const sender = new EventSender(socket, waiting);
    wake = () => (waiting.length > most ? socket.terminate() : sender.send());
    socket.on('close', () => {
      untime();
      stop();
    });
    sender.send();
  };
  return { type: 'begun', serve, stop };
}

/** Sends waiting events as fast as the client reads. */
class EventSender {
  #isBusy = false;

  constructor(
    private readonly socket: WebSocket,
    private readonly waiting: WatchEvent[],
  ) {}

  send(): void {
    if (this.#isBusy || this.waiting.length === 0) return;
    let length = 0;
    let count = 0;
    let text = '';
    for (const event of this.waiting) {
      if (length > AHEAD_BYTES) break;
      if (text !== '') this.socket.send(text, ignore);
      text = lineOf(event);
      length += text.length;
      count += 1;
      if (event.type === 'ERROR') break;
    }
    const isLast = this.waiting[count - 1]?.type === 'ERROR';
    this.waiting.splice(0, count);
    this.#isBusy = true;
    this.socket.send(text, (error) => {
      this.#isBusy = false;
      if (error) return;
      if (isLast) closeGently(this.socket);
      else this.send();
    });
  }
}

/** `close` tells that a client is gone. */
function ignore(): void {}
