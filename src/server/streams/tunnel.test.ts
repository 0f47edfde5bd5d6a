import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { pod } from '../../../tests/testCluster';
import { Cluster } from '../../cluster/cluster';
import { defaultNodes } from '../../client/defaultNodes';
import { FLAG_FIN, FrameReader, RST_STREAM, SYN_STREAM, controlFrame, dataFrame, words } from './spdy/frames';
import { HeaderWriter } from './spdy/headerBlock';
import { serveTunnel } from './tunnel';

const POD = '/api/v1/namespaces/default/pods/web';
const ASK = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

let cluster: Cluster;
let server: WebSocketServer;
/** Streams of the cluster that were hung up. */
let hungUp = 0;

beforeAll(async () => {
  cluster = await Cluster.create({ nodes: defaultNodes(1) });
  cluster.onCommand = (command) => {
    if (command.type === 'unstream') hungUp += 1;
  };
  const body = { apiVersion: 'v1', kind: 'Pod', ...pod({ name: 'web', image: 'nginx' }) };
  await cluster.request({ method: 'POST', path: '/api/v1/namespaces/default/pods', body });
  await cluster.advance(20_000);
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) =>
    serveTunnel(
      socket,
      { stream: (request, handlers) => cluster.stream(request, handlers) },
      { method: 'POST', path: `${POD}/portforward` },
    ),
  );
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(() => {
  for (const socket of server.clients) socket.terminate();
  server.close();
});

/** kubectl's side, by hand. */
async function tunnel() {
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`); // It listens on TCP.
  await new Promise((resolve) => socket.once('open', resolve));
  const headers = new HeaderWriter();
  const frames = new FrameReader();
  const said = new Map<number, string>();
  const reset: number[] = [];
  socket.on('message', (data: Buffer) => {
    for (const frame of frames.take(data)) {
      if (frame.type === 'control' && frame.kind === RST_STREAM) reset.push(frame.payload.readUInt32BE(0));
      if (frame.type !== 'data') continue;
      const end = (frame.flags & FLAG_FIN) === 0 ? '' : '|';
      said.set(frame.streamId, `${said.get(frame.streamId) ?? ''}${frame.payload}${end}`);
    }
  });
  const open = async (id: number, names: Readonly<Record<string, string>>): Promise<void> => {
    const block = await headers.write(new Map(Object.entries(names)));
    socket.send(controlFrame(SYN_STREAM, Buffer.concat([words(id, 0), Buffer.alloc(2), block])));
  };
  /** Opens both streams of a connection, errors on `id`, and says `text`. */
  const connect = async (id: number, port: string, text: string, names: object = { requestid: String(id) }) => {
    await open(id, { port, streamtype: 'error', ...names });
    socket.send(dataFrame(id, Buffer.alloc(0), FLAG_FIN));
    await open(id + 2, { port, streamtype: 'data', ...names });
    socket.send(dataFrame(id + 2, Buffer.from(text)));
  };
  return { socket, said, reset, open, connect };
}

test('several connections go through one tunnel; each has its own errors', async () => {
  const { said, connect, socket } = await tunnel();
  await connect(1, '80', ASK);
  await connect(5, '81', ASK);
  await vi.waitFor(() => {
    expect(said.get(3)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(said.get(5)).toMatch(/^error forwarding port 81 to pod .*connection refused.*\|$/);
    expect(said.get(7)).toBe('|');
  });
  expect(said.has(1)).toBe(false);
  socket.close();
});

test('a client that names no requests opens both streams one after the other', async () => {
  const { said, connect, socket } = await tunnel();
  await connect(1, '80', ASK, {});
  await vi.waitFor(() => expect(said.get(3)).toMatch(/^HTTP\/1\.1 200 OK\r\n/));
  socket.close();
});

test('who has said the last word still hears the answer; a second later it is over', async () => {
  const { said, connect, socket } = await tunnel();
  await connect(1, '80', ASK);
  socket.send(dataFrame(3, Buffer.alloc(0), FLAG_FIN));
  await vi.waitFor(() => expect(said.get(3)).toMatch(/<\/html>\s*$/));
  await vi.waitFor(
    () => {
      expect(said.get(3)).toMatch(/<\/html>\s*\|$/);
      expect(said.get(1)).toBe('|');
    },
    { timeout: 5_000 },
  );
  socket.close();
});

test('a connection that is reset, and a client that is gone, leave nothing in the pod', async () => {
  const { connect, said, socket } = await tunnel();
  await connect(1, '80', ASK);
  await connect(5, '80', ASK);
  await vi.waitFor(() => expect(said.size).toBe(2));
  hungUp = 0;
  socket.send(controlFrame(RST_STREAM, words(3, 5)));
  await vi.waitFor(() => expect(hungUp).toBe(1));
  socket.terminate();
  await vi.waitFor(() => expect(hungUp).toBe(2));
});

test('a stream without a port is reset, and a tunnel that is no SPDY is closed', async () => {
  const { said, open, reset, socket } = await tunnel();
  await open(1, { streamtype: 'data' });
  await open(3, { port: '70000', streamtype: 'error' });
  await vi.waitFor(() => expect(reset).toEqual([1, 3]));
  expect(said.size).toBe(0);
  const over = new Promise<number>((resolve) => void socket.on('close', resolve));
  socket.send(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
  expect(await over).toBe(1000);
});
