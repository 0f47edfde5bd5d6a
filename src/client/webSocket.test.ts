import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { nodeOpenSocket, nodeSend } from '../session/nodeHttp';
import { createHttpTransport } from './http';
import type { ApiResponse, StreamMessage, Transport, WatchEvent } from './transport';
import type { OpenSocket } from './webSocket';

const EXEC = '/api/v1/namespaces/default/pods/web/exec';
const FORWARD = '/api/v1/namespaces/default/pods/web/portforward';
const SERVICES = '/api/v1/services';
const NOT_FOUND = { kind: 'Status', status: 'Failure', message: 'pods "web" not found', code: 404 };

/** What the server was asked for, and how it answers. */
let asked: { url: string; protocols: string }[];
let server: Server;
let sockets: WebSocketServer;
let accept: ((socket: WebSocket) => void) | undefined;
let protocol: string | false;
let plainAnswer: { readonly code: number; readonly body: unknown };

beforeEach(async () => {
  asked = [];
  accept = undefined;
  protocol = false;
  plainAnswer = { code: 404, body: NOT_FOUND };
  sockets = new WebSocketServer({ noServer: true, handleProtocols: () => protocol });
  server = createServer((_request, response) => {
    response.writeHead(plainAnswer.code, { 'content-type': 'application/json' });
    response.end(JSON.stringify(plainAnswer.body));
  });
  server.on('upgrade', (request, socket, head) => {
    asked.push({ url: request.url ?? '', protocols: request.headers['sec-websocket-protocol'] ?? '' });
    if (accept !== undefined) return sockets.handleUpgrade(request, socket, head, accept);
    const text = JSON.stringify(NOT_FOUND);
    socket.end(
      `HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  for (const socket of sockets.clients) socket.terminate();
  server.closeAllConnections();
  server.close();
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // It listens on TCP.
const overNode = () =>
  createHttpTransport(nodeSend({ server: address() } as never), {
    openSocket: nodeOpenSocket({ server: address() } as never),
  }); // What is read of a connection.
/** A browser's socket never says why it did not open. */
const inBrowser: OpenSocket = (target, protocols) => {
  const socket = new WebSocket(`${address()}${target}`, [...protocols]);
  return Object.assign(socket, { refusal: undefined });
};

interface Heard {
  readonly messages: StreamMessage[];
  readonly end: Promise<ApiResponse>;
  send(message: StreamMessage): void;
}
function open(transport: Transport, path: string, query: Readonly<Record<string, string>> = {}): Heard {
  const messages: StreamMessage[] = [];
  let settle = (_response: ApiResponse): void => {};
  const end = new Promise<ApiResponse>((resolve) => {
    settle = resolve;
  });
  const stream = transport.stream(
    { method: 'POST', path, query },
    { onMessage: (message) => messages.push(message), onEnd: settle },
  );
  return { messages, end, send: (message) => stream.send(message) };
}
const channel = (number: number, data: string | Buffer) => Buffer.concat([Buffer.from([number]), Buffer.from(data)]);

test('a command gets its input, its end of input and its size, and tells output, errors and how it ended', async () => {
  protocol = 'v5.channel.k8s.io';
  const got: string[] = [];
  accept = (socket) =>
    socket.on('message', (data: Buffer) => {
      got.push(data[0] === 255 ? `255 ${data[1]}` : `${data[0]} ${data.subarray(1)}`);
      if (data[0] !== 255) return;
      socket.send(channel(1, ''));
      socket.send(channel(1, 'out'));
      socket.send(channel(2, 'err'));
      socket.send(channel(3, '{"status":"Success"}'));
      socket.close();
    });
  const heard = open(overNode(), EXEC, { command: 'cat', stdin: 'true' });
  heard.send({ channel: 4, data: '{"Width":80,"Height":24}' });
  heard.send({ channel: 0, data: 'hé' });
  heard.send({ channel: 255, data: '0' });
  expect(await heard.end).toEqual({ code: 200, body: '' });
  expect(asked).toEqual([{ url: `${EXEC}?command=cat&stdin=true`, protocols: 'v5.channel.k8s.io,v4.channel.k8s.io' }]);
  expect(got).toEqual(['4 {"Width":80,"Height":24}', '0 hé', '255 0']);
  expect(heard.messages).toEqual([
    { channel: 1, data: 'out' },
    { channel: 2, data: 'err' },
    { channel: 3, data: '{"status":"Success"}' },
  ]);
});

test('a character that is cut between two messages arrives whole', async () => {
  protocol = 'v4.channel.k8s.io';
  const bytes = Buffer.from('파드');
  accept = (socket) => {
    socket.send(channel(1, bytes.subarray(0, 2)));
    socket.send(channel(2, '!'));
    socket.send(channel(1, bytes.subarray(2)));
    socket.send(channel(3, '{}'));
    socket.close();
  };
  const heard = open(overNode(), EXEC);
  await heard.end;
  expect(
    heard.messages
      .filter((message) => message.channel === 1)
      .map(({ data }) => data)
      .join(''),
  ).toBe('파드');
});

test('a connection that breaks before the command has told its end is no success', async () => {
  protocol = 'v5.channel.k8s.io';
  accept = (socket) => {
    socket.send(channel(1, 'half'));
    socket.terminate();
  };
  expect(await open(overNode(), EXEC).end).toMatchObject({ code: 500, body: { message: 'unexpected EOF' } });
});

test('a refusal before the upgrade is the Status of the server', async () => {
  expect(await open(overNode(), EXEC).end).toEqual({ code: 404, body: NOT_FOUND });
});

test('where a socket does not tell why, the server is asked without one', async () => {
  const transport = () => createHttpTransport(nodeSend({ server: address() } as never), { openSocket: inBrowser });
  expect(await open(transport(), EXEC).end).toEqual({ code: 404, body: NOT_FOUND });
  plainAnswer = { code: 400, body: { kind: 'Status', message: 'Upgrade request required' } };
  const { code, body } = await open(transport(), EXEC).end;
  expect(code).toBe(500);
  expect(body).toMatchObject({ message: `the connection for ${EXEC} was not upgraded to a WebSocket` });
});

test('a forwarded port carries bytes both ways, after the number of the port', async () => {
  protocol = 'v4.channel.k8s.io';
  accept = (socket) => {
    socket.send(channel(0, Buffer.from([80, 0])));
    socket.send(channel(1, Buffer.from([80, 0])));
    socket.on('message', (data: Buffer) => {
      socket.send(channel(0, `echo ${data[0]} ${data.subarray(1)}`));
      socket.send(channel(1, 'it broke'));
      socket.close();
    });
  };
  const heard = open(overNode(), FORWARD, { ports: '80' });
  heard.send({ channel: 0, data: 'GET /' });
  expect(await heard.end).toEqual({ code: 200, body: '' });
  expect(asked).toEqual([{ url: `${FORWARD}?ports=80`, protocols: 'v4.channel.k8s.io' }]);
  expect(heard.messages).toEqual([
    { channel: 1, data: 'echo 0 GET /' },
    { channel: 2, data: 'it broke' },
  ]);
});

test('without sockets a command is refused in words', async () => {
  const heard = open(createHttpTransport(nodeSend({ server: address() } as never)), EXEC);
  expect(await heard.end).toMatchObject({ code: 0, body: { message: 'there are no WebSockets here' } });
});

function watching(openSocket: OpenSocket): { readonly events: WatchEvent[]; readonly over: Promise<void> } {
  const events: WatchEvent[] = [];
  const over = new Promise<void>((resolve) => {
    createHttpTransport(nodeSend({ server: address() } as never), { openSocket, watchesOverSockets: true }).watch(
      { method: 'GET', path: SERVICES, query: { watch: 'true' } },
      (event) => {
        events.push(event);
        if (event.type === 'ERROR') resolve();
      },
    );
  });
  return { events, over };
}
const ADDED = { type: 'ADDED', object: { kind: 'Service', metadata: { name: 'a' } } };

test('a watch over a socket has an event in each message, and ends with 410 when the server ends it', async () => {
  accept = (socket) => {
    socket.send(`${JSON.stringify(ADDED)}\n`);
    socket.close();
  };
  const { events, over } = watching(nodeOpenSocket({ server: address() } as never));
  await over;
  expect(asked).toEqual([{ url: `${SERVICES}?watch=true`, protocols: '' }]);
  expect(events).toEqual([ADDED, { type: 'ERROR', object: expect.objectContaining({ code: 410 }) }]);
});

test('nothing follows the error of a watch', async () => {
  const gone = { type: 'ERROR', object: { code: 410, message: 'too old resource version' } };
  accept = (socket) => {
    socket.send(`${JSON.stringify(gone)}\n`);
    socket.close();
  };
  const { events, over } = watching(nodeOpenSocket({ server: address() } as never));
  await over;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(events).toEqual([gone]);
});

test('a watch that gets no socket goes over HTTP, and learns there why it is refused', async () => {
  const { events, over } = watching(inBrowser);
  await over;
  expect(events).toEqual([{ type: 'ERROR', object: NOT_FOUND }]);
});

test('an opener that cannot send a header says so: a watch goes over HTTP, a command is refused', async () => {
  const unable: OpenSocket = (_target, _protocols, headers) => {
    throw new Error(`no header ${Object.keys(headers).join()}`);
  };
  const { events, over } = watching(unable);
  await over;
  expect(events).toEqual([{ type: 'ERROR', object: NOT_FOUND }]);
  const send = nodeSend({ server: address() } as never);
  const headers = { 'impersonate-user': 'jane' };
  const end = await new Promise<ApiResponse>((resolve) => {
    createHttpTransport(send, { openSocket: unable }).stream(
      { method: 'POST', path: EXEC, headers },
      { onMessage: () => {}, onEnd: resolve },
    );
  });
  expect(end).toMatchObject({ code: 0, body: { message: 'no header impersonate-user' } });
});
