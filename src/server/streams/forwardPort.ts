/** One connection to a port of a pod, as a stream of the API. */
import type { Status } from '../../api/meta/status';
import type { ApiRequest, Transport } from '../../client/transport';

interface PortEvents {
  onData(data: string): void;
  /** Why nothing can be carried any more; the end follows. */
  onError(message: string): void;
  /** Last: the pod's side is over. Not called after `close`. */
  onEnd(): void;
}

/** The client's side of a connection to a port. */
export interface ForwardedPort {
  send(data: Uint8Array): void;
  /** The client sends nothing more: it has a second to hear the rest of the answer, as with containerd. */
  finish(): void;
  /** Hangs up. */
  close(): void;
}

/** How long the pod may go on answering after the client has said its last word. */
const GRACE_MS = 1_000;

/** Opens a connection to `port` of the pod whose port-forward `request` names. */
export function forwardPort(
  transport: Pick<Transport, 'stream'>,
  request: ApiRequest,
  port: number,
  { onData, onError, onEnd }: PortEvents,
): ForwardedPort {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let grace: NodeJS.Timeout | undefined;
  let isOver = false;
  const stream = transport.stream(
    { ...request, method: 'POST', query: { ports: String(port) } },
    {
      onMessage: ({ channel, data }) => {
        if (channel === 1) onData(data);
        if (channel === 2) onError(data);
      },
      onEnd: ({ code, body }) => {
        clearTimeout(grace);
        isOver = true;
        if (code !== 200) onError((body as Status | undefined)?.message ?? ''); // A refusal is a Status.
        onEnd();
      },
    },
  );
  const close = (): void => {
    clearTimeout(grace);
    isOver = true;
    stream.close();
  };
  return {
    send: (bytes) => {
      const data = decoder.decode(bytes, { stream: true });
      if (data !== '') stream.send({ channel: 0, data });
    },
    finish: () => {
      if (isOver) return;
      grace ??= setTimeout(() => {
        close();
        onEnd();
      }, GRACE_MS);
    },
    close,
  };
}
