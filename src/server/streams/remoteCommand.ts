/**
 * Exec and attach over a WebSocket.
 * Models staging/src/k8s.io/apiserver/pkg/util/proxy/{websocket,streamtranslator}.go and, for the older protocols,
 * k8s.io/cri-streaming/pkg/streaming/remotecommand/{websocket,httpstream}.go (v1.36.3).
 * Simplified: what a kubelet refuses is told on the channel for errors, after the upgrade.
 */
import type { WebSocket } from 'ws';
import { type Status, failure } from '../../api/meta/status';
import type { ApiRequest, ApiResponse, Stream, StreamMessage, Transport } from '../../client/transport';
import { type Framing, channelsOver } from './channelSocket';

/** What a client may speak; `statusAsText`: before v4, an error is a sentence. */
const PROTOCOLS = {
  'v5.channel.k8s.io': { isBase64: false, hasClose: true, statusAsText: false },
  'v4.channel.k8s.io': { isBase64: false, hasClose: false, statusAsText: false },
  'v4.base64.channel.k8s.io': { isBase64: true, hasClose: false, statusAsText: false },
  'channel.k8s.io': { isBase64: false, hasClose: false, statusAsText: true },
  'base64.channel.k8s.io': { isBase64: true, hasClose: false, statusAsText: true },
  '': { isBase64: false, hasClose: false, statusAsText: true },
} satisfies Readonly<Record<string, Framing & { readonly statusAsText: boolean }>>;

/** Subprotocols of exec and attach; '' is none. */
export type RemoteCommandProtocol = keyof typeof PROTOCOLS;
export const remoteCommandProtocols = Object.keys(PROTOCOLS) as readonly RemoteCommandProtocol[]; // Its own keys.

/** Which streams a client wants, by the query of its request. */
export interface RemoteCommandOptions {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

/** Reads the options. With a terminal there is no standard error of its own. */
export function remoteCommandOptions({ query = {} }: ApiRequest): RemoteCommandOptions {
  const isSet = (name: string): boolean => {
    const text = [query[name] ?? 'false'].flat()[0];
    return text !== 'false' && text !== '0';
  };
  const tty = isSet('tty');
  return { stdin: isSet('stdin'), stdout: isSet('stdout'), stderr: isSet('stderr') && !tty, tty };
}

/** The request as the API takes it: flags that are set say `true`. */
export function remoteCommandRequest(request: ApiRequest, options: RemoteCommandOptions): ApiRequest {
  const { stdin: _in, stdout: _out, stderr: _err, tty: _tty, ...query } = request.query ?? {};
  const flags = Object.entries(options).filter(([, isSet]) => isSet);
  return { ...request, query: { ...query, ...Object.fromEntries(flags.map(([name]) => [name, 'true'])) } };
}

/** The cluster that runs commands. */
export interface RemoteCommandServer {
  readonly transport: Pick<Transport, 'stream'>;
  /** Resolves once what was asked of the transport before has begun or was refused. */
  readonly settled: () => Promise<unknown>;
}

/** Carries the streams of a command between `socket` and the cluster until either side ends it. */
export function serveRemoteCommand(
  socket: WebSocket,
  protocol: RemoteCommandProtocol,
  { transport, settled }: RemoteCommandServer,
  request: ApiRequest,
): void {
  const options = remoteCommandOptions(request);
  const { statusAsText, ...framing } = PROTOCOLS[protocol];
  const input = new TextDecoder('utf-8', { ignoreBOM: true });
  let hasBegun = false;
  const client = channelsOver(socket, framing, {
    onData: (channel, data) => {
      if (channel === 0 && options.stdin) sendText(stream, input.decode(data, { stream: true }));
      if (channel === 4) stream.send({ channel, data: Buffer.from(data).toString('utf8') });
    },
    onCloseChannel: (channel) => {
      if (channel !== 0 || !options.stdin) return;
      sendText(stream, input.decode());
      stream.send({ channel: 255, data: '0' });
    },
    onGone: () => stream.close(),
  });
  // It tells the client that the connection stands.
  client.send(options.stdout ? 1 : options.stderr ? 2 : 3, '');
  const stream = transport.stream(remoteCommandRequest(request, options), {
    onMessage: ({ channel, data }: StreamMessage) => {
      if (channel === 1 && options.stdout) client.send(1, data);
      if (channel === 2 && options.stderr) client.send(2, data);
      if (channel === 3 && !(statusAsText && isSuccess(data))) client.send(3, statusAsText ? messageOf(data) : data);
    },
    onEnd: (response) => {
      if (response.code < 300) return client.end();
      // The way to the container broke in the middle: the client is to see just that.
      if (hasBegun) return client.cut();
      const status = refusalOf(response);
      client.send(3, statusAsText ? (status.message ?? '') : JSON.stringify(status));
      client.end();
    },
  });
  void settled().then(() => {
    hasBegun = true;
  });
}

function sendText(stream: Stream, data: string): void {
  if (data !== '') stream.send({ channel: 0, data });
}

/** What the kubelet has refused, in the words of a client whom it refused to upgrade. */
function refusalOf({ body }: ApiResponse): Status {
  const status = (typeof body === 'object' && body !== null ? body : {}) as Partial<Status>; // A refusal is a Status.
  return failure(500, 'InternalError', `unable to upgrade connection: ${status.message ?? String(body)}`);
}

const isSuccess = (status: string): boolean => (JSON.parse(status) as Status).status === 'Success'; // Of the engine.
const messageOf = (status: string): string => (JSON.parse(status) as Status).message ?? ''; // Of the engine.
