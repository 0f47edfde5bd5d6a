/**
 * Watches that outlive their connections: API servers end every watch after some minutes, and networks fail. A watch goes
 * on after what it has seen last; only where the server has forgotten that (410) its reader must list again.
 * Models staging/src/k8s.io/client-go/tools/cache/reflector.go (v1.36.3).
 */
import type { Status } from '../api/meta/status';
import type { ApiRequest, Transport, Unsubscribe, WatchEvent } from '../client/transport';
import { pauseMs, type ServerLink, type Surroundings } from './serverLink';

/** The server is asked to end each watch after this, and up to twice as much: the reflector's minWatchTimeout. */
const LEAST_WATCH_S = 300;
/** A watch that ends sooner has done nothing: the next one waits. */
const SHORT_MS = 1_000;
/** Refusals that another try does not change. */
const FINAL: readonly number[] = [400, 401, 403, 404, 405, 410];

interface Parts {
  readonly transport: Transport;
  readonly link: ServerLink;
  readonly around: Surroundings;
}

/** Watches what `request` asks for until it is stopped or refused for good; then a last ERROR says why. */
export function lastingWatch(
  { transport, link, around }: Parts,
  request: ApiRequest,
  onEvent: (event: WatchEvent) => void,
): Unsubscribe {
  let revision = request.query?.resourceVersion;
  let stop: Unsubscribe = () => {};
  let isStopped = false;
  let tries = 0;
  const open = (): void => {
    if (isStopped) return;
    const openedAt = around.now();
    const timeout = Math.round(LEAST_WATCH_S * (1 + around.random()));
    let isOver = false;
    const end = (status: Status | undefined): void => {
      if (isOver || isStopped) return;
      isOver = true;
      forget();
      stop();
      if (status !== undefined && FINAL.includes(status.code ?? 0)) return onEvent({ type: 'ERROR', object: status });
      if (status !== undefined) link.doubt();
      if (around.now() - openedAt > SHORT_MS) tries = 0;
      void again();
    };
    // A network that is gone without a word ends nothing: nobody waits longer than was agreed.
    const forget = around.after((timeout + 30) * 1000, () => end(undefined));
    const query = {
      ...request.query,
      ...(revision === undefined ? {} : { resourceVersion: revision }),
      allowWatchBookmarks: 'true',
      timeoutSeconds: String(timeout),
    };
    const stopOne = transport.watch({ ...request, query }, (event) => {
      if (isOver || isStopped) return;
      if (event.type === 'ERROR') return end(isPlainEnd(event.object) ? undefined : event.object);
      revision = event.object.metadata.resourceVersion;
      tries = 0;
      if (event.type !== 'BOOKMARK') onEvent(event);
    });
    stop = () => {
      forget();
      stopOne();
    };
    if (isOver) stop(); // It ended before it could be stopped.
  };
  const again = async (): Promise<void> => {
    const isFirst = tries === 0;
    const pause = isFirst ? Math.round(200 * around.random()) : pauseMs(tries - 1, around.random);
    tries += 1;
    await new Promise<void>((resolve) => {
      stop = around.after(pause, resolve);
    });
    await link.found();
    open();
  };
  open();
  return () => {
    isStopped = true;
    stop();
  };
}

/** The connection has ended, as the server meant it to. */
function isPlainEnd({ code, message }: Status): boolean {
  return code === 410 && message === 'the watch has ended';
}
