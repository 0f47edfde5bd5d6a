import { createServer, get, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { pod, shell } from '../../../tests/testCluster';
import { createHttpTransport } from '../../client/http';
import type { ApiResponse, StreamMessage, Transport } from '../../client/transport';
import { Cluster } from '../../cluster/cluster';
import { defaultNodes } from '../../client/defaultNodes';
import { nodeOpenSocket, nodeSend } from '../../session/nodeHttp';
import { tokenAuthentication } from '../http/authentication';
import { createUpgradeHandler } from './upgrade';

const TOKEN = 'a-secret';
const PODS = '/api/v1/namespaces/default/pods';
const mistakes: unknown[] = [];
const opened: WebSocket[] = [];

let cluster: Cluster;
let server: Server;
let client: Transport;
/** Streams of the cluster that were hung up. */
let hungUp = 0;

beforeAll(async () => {
  cluster = await Cluster.create({ nodes: defaultNodes(1) });
  cluster.onCommand = (command) => {
    if (command.type === 'unstream') hungUp += 1;
  };
  const create = (manifest: object) =>
    cluster.request({ method: 'POST', path: PODS, body: { apiVersion: 'v1', kind: 'Pod', ...manifest } });
  await create(pod({ name: 'web', image: 'nginx' }));
  await create({ ...pod({ ...shell('sleep 100000'), name: 'box' }) });
  await create(pod({ name: 'waits', image: 'nosuch/image' }));
  await cluster.advance(20_000);
  const transport: Transport = {
    request: (request) => cluster.request(request),
    watch: (request, onEvent) => cluster.api.watch(request, onEvent),
    stream: (request, handlers) => cluster.stream(request, handlers),
  };
  server = createServer((_request, response) => response.end());
  server.on(
    'upgrade',
    createUpgradeHandler({
      transport,
      authenticate: tokenAuthentication(TOKEN),
      settled: () => cluster.advance(0),
      bookmark: () => cluster.api.bookmark(),
      onMistake: (error) => mistakes.push(error),
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connection = { server: address(), token: TOKEN } as never; // What is read of a connection.
  client = createHttpTransport(nodeSend(connection), { openSocket: nodeOpenSocket(connection) });
});
afterEach(() => {
  for (const socket of opened.splice(0)) socket.terminate();
  expect(mistakes).toEqual([]);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const port = () => (server.address() as AddressInfo).port; // It listens on TCP.
const address = () => `http://127.0.0.1:${port()}`;

interface Raw {
  readonly socket: WebSocket;
  readonly protocol: string;
  /** Channel and text of each message so far. */
  readonly heard: string[];
  /** The code of the end. */
  readonly over: Promise<number>;
}
interface Refused {
  readonly code: number;
  readonly text: string;
}

const ANONYMOUS = {};

/** Opens a WebSocket as a foreign client does. */
function raw(path: string, protocols: readonly string[], headers: object = {}): Promise<Raw | Refused> {
  const socket = new WebSocket(`${address()}${path}`, [...protocols], {
    headers: headers === ANONYMOUS ? {} : { authorization: `Bearer ${TOKEN}`, ...headers },
  });
  opened.push(socket);
  const heard: string[] = [];
  socket.on('message', (data: Buffer, isBinary) => {
    heard.push(isBinary ? `${data[0]} ${data.subarray(1)}` : data.toString());
  });
  const over = new Promise<number>((resolve) => void socket.on('close', resolve));
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve({ socket, protocol: socket.protocol, heard, over }));
    socket.on('error', reject);
    socket.on('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (data: Buffer) => (text += data.toString()));
      response.on('end', () => resolve({ code: response.statusCode ?? 0, text }));
    });
  });
}
async function open(path: string, protocols: readonly string[], headers: object = {}): Promise<Raw> {
  const answer = await raw(path, protocols, headers);
  if (!('socket' in answer)) throw new Error(`${answer.code} ${answer.text}`);
  return answer;
}
const refused = async (path: string, protocols: readonly string[], headers: object = {}): Promise<Refused> => {
  const answer = await raw(path, protocols, headers);
  if ('socket' in answer) throw new Error('it was not refused');
  return answer;
};
const channel = (number: number, text: string) => Buffer.concat([Buffer.from([number]), Buffer.from(text)]);

interface Command {
  readonly texts: Record<StreamMessage['channel'], string>;
  readonly end: Promise<ApiResponse>;
  send(message: StreamMessage): void;
  close(): void;
}
/** Runs a command through our own client. */
function run(name: string, query: Readonly<Record<string, string | readonly string[]>>, what = 'exec'): Command {
  const texts = { 0: '', 1: '', 2: '', 3: '', 4: '', 255: '' };
  let settle = (_response: ApiResponse): void => {};
  const end = new Promise<ApiResponse>((resolve) => {
    settle = resolve;
  });
  const stream = client.stream(
    { method: 'POST', path: `${PODS}/${name}/${what}`, query },
    {
      onMessage: ({ channel: number, data }) => {
        texts[number] += data;
      },
      onEnd: settle,
    },
  );
  return { texts, end, send: (message) => stream.send(message), close: () => stream.close() };
}
const all = { stdin: 'true', stdout: 'true', stderr: 'true' };
const sh = (script: string) => ['sh', '-c', script];

test('a command prints to both channels and ends with its exit code', async () => {
  const { texts, end } = run('box', { ...all, command: sh('echo out; echo err >&2; exit 7') });
  expect(await end).toEqual({ code: 200, body: '' });
  expect([texts[1], texts[2]]).toEqual(['out\n', 'err\n']);
  expect(JSON.parse(texts[3])).toMatchObject({
    status: 'Failure',
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: '7' }] },
  });
});

test('what is written to a command comes back from cat, and ends it when it ends', async () => {
  const { texts, end, send } = run('box', { ...all, command: 'cat' });
  send({ channel: 0, data: '안녕\n' });
  send({ channel: 255, data: '0' });
  await end;
  expect(texts[1]).toBe('안녕\n');
  expect(JSON.parse(texts[3])).toMatchObject({ status: 'Success' });
});

test('a terminal has a prompt and an echo; its size is taken', async () => {
  const { texts, end, send } = run('box', { ...all, tty: '1', command: 'sh' });
  send({ channel: 4, data: '{"Width":120,"Height":40}' });
  await vi.waitFor(() => expect(texts[1]).toBe('/ # '));
  send({ channel: 0, data: 'stty size\r' });
  send({ channel: 0, data: 'exit 3\r' });
  await end;
  expect(texts[1]).toBe('/ # stty size\r\n40 120\r\n/ # exit 3\r\n');
});

test('the first subprotocol that both know is spoken; an empty message says that the connection stands', async () => {
  const v4 = await open(`${PODS}/box/exec?command=true&stdout=1`, ['v9.channel.k8s.io', 'v4.channel.k8s.io']);
  expect(v4.protocol).toBe('v4.channel.k8s.io');
  expect(await v4.over).toBe(1000);
  expect(v4.heard).toEqual(['1 ', '3 {"metadata":{},"status":"Success"}']);
  const old = await open(`${PODS}/box/exec?command=sh&command=-c&command=echo%20x%3Bexit%202&stderr=1&stdout=1`, [
    'base64.channel.k8s.io',
  ]);
  await old.over;
  expect(old.heard.slice(0, 2)).toEqual(['1', `1${Buffer.from('x\n').toString('base64')}`]);
  expect(Buffer.from(old.heard[2]?.slice(1) ?? '', 'base64').toString()).toContain('exit code 2');
  expect(old.heard[2]?.[0]).toBe('3');
});

test('only the streams that were asked for are carried', async () => {
  const { heard, over } = await open(
    `${PODS}/box/exec?command=sh&command=-c&command=${encodeURIComponent('echo out; echo err >&2')}&stderr=true`,
    ['v5.channel.k8s.io'],
  );
  await over;
  expect(heard).toEqual(['2 ', '2 err\n', '3 {"metadata":{},"status":"Success"}']);
});

test('a character of the input may come in two messages', async () => {
  const { socket, heard, over } = await open(`${PODS}/box/exec?command=cat&stdin=true&stdout=true`, [
    'v5.channel.k8s.io',
  ]);
  const bytes = Buffer.from('한\n');
  socket.send(Buffer.concat([Buffer.from([0]), bytes.subarray(0, 1)]));
  socket.send(Buffer.concat([Buffer.from([0]), bytes.subarray(1)]));
  socket.send(Buffer.from([255, 0]));
  await over;
  expect(heard.slice(1, -1).join('')).toBe('1 한\n');
});

test('whom the API server refuses, it refuses before the upgrade', async () => {
  expect(await run('nosuch', { ...all, command: 'ls' }).end).toMatchObject({
    code: 404,
    body: { message: 'pods "nosuch" not found' },
  });
  const { code, text } = await refused(`${PODS}/box/exec?command=ls&stdout=1&container=x`, ['v5.channel.k8s.io']);
  expect([code, JSON.parse(text).message]).toEqual([400, 'container x is not valid for pod box']);
  expect(await refused(`${PODS}/box/exec?command=ls`, ['v5.channel.k8s.io'])).toEqual({
    code: 400,
    text: 'you must specify at least 1 of stdin, stdout, stderr',
  });
});

test('what a kubelet refuses is said on the channel for errors', async () => {
  const { texts, end } = run('waits', { ...all, command: 'ls' });
  await end;
  expect(JSON.parse(texts[3])).toMatchObject({
    status: 'Failure',
    message: 'unable to upgrade connection: container not found ("main")',
  });
});

test('a subprotocol that nobody knows is forbidden, as in Go', async () => {
  expect(await refused(`${PODS}/box/exec?command=ls&stdout=1`, ['nosuch.k8s.io'])).toEqual({ code: 403, text: '' });
  expect(await refused(`${PODS}/web/portforward?ports=80`, ['nosuch.k8s.io'])).toEqual({ code: 403, text: '' });
});

test('without a token, or with a wrong one, nobody gets a stream', async () => {
  const path = `${PODS}/box/exec?command=ls&stdout=1`;
  for (const authorization of ['', 'Bearer wrong']) {
    const { code, text } = await refused(path, ['v5.channel.k8s.io'], { authorization });
    expect([code, JSON.parse(text).reason]).toEqual([401, 'Unauthorized']);
  }
});

test('a token may stand among the subprotocols, beside another one', async () => {
  const path = `${PODS}/box/exec?command=ls&stdout=1`;
  const bearer = (token: string) => `base64url.bearer.authorization.k8s.io.${Buffer.from(token).toString('base64url')}`;
  const { protocol } = await open(path, [bearer(TOKEN), 'v5.channel.k8s.io'], ANONYMOUS);
  expect(protocol).toBe('v5.channel.k8s.io');
  expect((await refused(path, [bearer(TOKEN)], ANONYMOUS)).code).toBe(401);
  expect((await refused(path, [bearer('wrong'), 'v5.channel.k8s.io'], ANONYMOUS)).code).toBe(401);
});

/** The answer to a request by hand. */
function byHand(lines: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port(), '127.0.0.1');
    let text = '';
    socket.on('data', (data: Buffer) => (text += data.toString()));
    socket.on('close', () => resolve(text));
    socket.write(`${lines.join('\r\n')}\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\nConnection: Upgrade\r\n\r\n`);
  });
}

test('SPDY is refused in words that tell what to do, but never instead of the real reason', async () => {
  const exec = await byHand([`POST ${PODS}/box/exec?command=ls&stdout=1 HTTP/1.1`, 'Upgrade: SPDY/3.1']);
  expect(exec).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(exec).toContain('this server speaks WebSocket for exec, not SPDY: use kubectl 1.30 or newer, or set ');
  const forward = await byHand([`POST ${PODS}/web/portforward HTTP/1.1`, 'Upgrade: SPDY/3.1']);
  expect(forward).toContain('KUBECTL_PORT_FORWARD_WEBSOCKETS=true');
  const wrong = await byHand([`POST ${PODS}/nosuch/exec?command=ls HTTP/1.1`, 'Upgrade: SPDY/3.1']);
  expect(wrong).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
  expect(wrong).toContain('pods \\"nosuch\\" not found');
});

test('a request that asks for an upgrade where there is none gets its plain answer', async () => {
  const { code, text } = await refused('/api/v1/namespaces/default/services', []);
  expect([code, JSON.parse(text).kind]).toEqual([200, 'ServiceList']);
  expect(await byHand([`POST ${PODS} HTTP/1.1`, 'Upgrade: h2c'])).toMatch(/^HTTP\/1\.1 400 /);
  expect(await byHand([`GET ${PODS}/box/exec HTTP/1.1`, 'Upgrade: h2c'])).toContain('Upgrade request required');
});

test('a port is forwarded over channels, after its number', async () => {
  const { socket, heard } = await open(`${PODS}/web/portforward?ports=80&ports=81`, ['v4.channel.k8s.io']);
  socket.send(channel(0, 'GET /nosuch HTTP/1.1\r\nHost: x\r\n\r\n'));
  await vi.waitFor(() => {
    expect(heard.find((text) => text.startsWith('3 e'))).toContain('connection refused');
    expect(heard.find((text) => text.startsWith('0 H'))).toMatch(/^0 HTTP\/1\.1 404 Not Found\r\n/);
  });
  expect(heard.slice(0, 4)).toEqual(['0 P\0', '1 P\0', '2 Q\0', '3 Q\0']);
  const { code, text } = await refused(`${PODS}/web/portforward?ports=0`, ['v4.channel.k8s.io']);
  expect([code, text]).toEqual([400, 'port "0" must be > 0']);
  expect((await refused(`${PODS}/web/portforward`, ['v4.channel.k8s.io'])).text).toContain('is required');
});

test('a tunnel is negotiated by the name that kubectl gives it', async () => {
  const request = get(`${address()}${PODS}/web/portforward`, {
    headers: {
      authorization: `Bearer ${TOKEN}`,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
      'sec-websocket-protocol': 'SPDY/3.1+portforward.k8s.io',
    },
  });
  const protocol = await new Promise((resolve) =>
    request.on('upgrade', ({ headers }, socket) => {
      socket.destroy();
      resolve(headers['sec-websocket-protocol']);
    }),
  );
  expect(protocol).toBe('SPDY/3.1+portforward.k8s.io');
});

test('our own client forwards ports too', async () => {
  const forwarded = run('web', { ports: '80' }, 'portforward');
  forwarded.send({ channel: 0, data: 'GET / HTTP/1.1\r\nHost: x\r\n\r\n' });
  await vi.waitFor(() => expect(forwarded.texts[1]).toMatch(/^HTTP\/1\.1 200 OK\r\n/));
  forwarded.close();
});

test('a watch has one event in each message, and wants an Origin, as in Go', async () => {
  const path = '/api/v1/namespaces/default/services?watch=1';
  expect(await refused(path, [])).toEqual({ code: 403, text: '' });
  const origin = { origin: 'http://localhost' };
  expect((await refused(path, ['a', 'b'], origin)).code).toBe(400);
  const { heard, protocol } = await open(path, ['any.k8s.io'], origin);
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  expect(protocol).toBe('any.k8s.io');
  expect(heard.map((text) => JSON.parse(text).object.metadata.name)).toEqual(['kubernetes']);
  const { code, text } = await refused('/api/v1/namespaces/default/foos?watch=1', [], origin);
  expect([code, JSON.parse(text).reason]).toEqual([404, 'NotFound']);
});

test('a watch over a socket ends in its time, with a bookmark shortly before', async () => {
  const path = '/api/v1/namespaces/default/services?watch=1&allowWatchBookmarks=1&timeoutSeconds=3&resourceVersion=1';
  const { heard, over } = await open(path, [], { origin: 'http://localhost' });
  expect(await over).toBe(1000);
  expect(JSON.parse(heard.at(-1) ?? '').type).toBe('BOOKMARK');
});

test('a log comes over a socket, followed or not', async () => {
  const followed = await open(`${PODS}/web/log?follow=1&tailLines=1`, ['binary.k8s.io']);
  const { over, heard } = await open(`${PODS}/web/log`, []);
  expect(await over).toBe(1000);
  expect(heard.join('')).toContain('start worker process');
  await vi.waitFor(() => expect(followed.heard).toHaveLength(1));
  expect((await refused(`${PODS}/nosuch/log`, [])).code).toBe(404);
});

test('who breaks a frame, or hangs up, ends this stream alone, and what ran for it', async () => {
  hungUp = 0;
  const { socket, over } = await open(`${PODS}/box/exec?command=sleep&command=1000&stdout=1`, ['v5.channel.k8s.io']);
  const other = await open(`${PODS}/box/exec?command=cat&stdin=1&stdout=1`, ['v5.channel.k8s.io']);
  // A frame of a type that there is none of.
  (socket as object as { readonly _socket: { write(bytes: Buffer): void } })._socket.write(
    Buffer.from([0x8f, 0x80, 0, 0, 0, 0]),
  );
  expect(await over).not.toBe(1000);
  other.socket.send(channel(0, 'still here\n'));
  await vi.waitFor(() => expect(other.heard).toContain('1 still here\n'));
  other.socket.send(Buffer.from([255, 9]));
  await other.over;
  await vi.waitFor(() => expect(hungUp).toBe(2));
});

test('a command whose kubelet goes away ends without a goodbye, and is no success', async () => {
  const { over } = await open(`${PODS}/box/exec?command=sleep&command=1000&stdout=1`, ['v5.channel.k8s.io']);
  const { end, texts } = run('box', { ...all, command: sh('echo up; cat') });
  await vi.waitFor(() => expect(texts[1]).toBe('up\n'));
  await cluster.fault({ type: 'stopKubelet', node: cluster.machines.list()[0]?.spec.name ?? '' });
  expect(await over).toBe(1006);
  expect(await end).toMatchObject({ code: 500, body: { message: 'unexpected EOF' } });
});
