import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import type { StreamHandlers, Transport, WatchEvent } from '../../client/transport';
import { serveFollowedLog } from './logSocket';
import { serveRemoteCommand } from './remoteCommand';
import { beginWatch } from './watchSocket';

const PIECE = 'x'.repeat(1024 * 1024);
const EXEC = {
  method: 'POST',
  path: '/api/v1/namespaces/default/pods/web/exec',
  query: { stdout: 'true', command: 'yes' },
} as const;

let server: WebSocketServer;
let isClosed: boolean;
/** Says something to whoever asked last. */
let say: StreamHandlers['onMessage'];
let tell: (event: WatchEvent) => void;
/** A cluster that talks as fast as one can. */
const talkative: Transport = {
  request: () => Promise.resolve({ code: 200, body: '' }),
  watch: (_request, onEvent) => {
    tell = onEvent;
    return () => {
      isClosed = true;
    };
  },
  stream: (_request, { onMessage }) => {
    say = onMessage;
    return {
      send: () => {},
      close: () => {
        isClosed = true;
      },
    };
  },
};

const settled = () => Promise.resolve();

beforeEach(async () => {
  isClosed = false;
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
});
afterEach(() => {
  for (const socket of server.clients) socket.terminate();
  server.close();
});

/** A client that reads nothing. */
async function lazy(serve: (socket: WebSocket) => void): Promise<WebSocket> {
  server.on('connection', serve);
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`); // It listens on TCP.
  await new Promise((resolve) => socket.once('open', resolve));
  socket.pause();
  await vi.waitFor(() => expect(server.clients.size).toBe(1));
  return socket;
}

test.each([
  [
    'a command',
    (socket: WebSocket) => serveRemoteCommand(socket, 'v5.channel.k8s.io', { transport: talkative, settled }, EXEC),
  ],
  ['a log', (socket: WebSocket) => serveFollowedLog(socket, '', talkative, EXEC)],
])('who does not read the output of %s is cut off, and it ends', async (_what, serve) => {
  const socket = await lazy(serve);
  for (let written = 0; written < 40; written += 1) say({ channel: 1, data: PIECE });
  await vi.waitFor(() => expect(isClosed).toBe(true));
  socket.terminate();
});

test('who does not read a watch is cut off when too many events wait', async () => {
  const watch = beginWatch(talkative, { method: 'GET', path: '/api/v1/pods', query: { watch: '1' } }, () => {});
  if (watch.type === 'refused') throw new Error('it was refused');
  const socket = await lazy((opened) => watch.serve(opened));
  const object = { metadata: { name: 'a', annotations: { text: 'x'.repeat(2_000) } } };
  for (let event = 0; event < 20_000; event += 1) tell({ type: 'MODIFIED', object } as never); // As much as is read.
  await vi.waitFor(() => expect(isClosed).toBe(true));
  socket.terminate();
});
