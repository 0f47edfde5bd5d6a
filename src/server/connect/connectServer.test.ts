import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type ServedCluster, serveCluster } from '../serve/servedCluster';
import { type ConnectServer, startConnect } from './connectServer';
import { loadKubeconfig, targetOf } from './kubeconfigTarget';
import { READ_ONLY_MESSAGE } from './readOnly';

const folder = mkdtempSync(join(tmpdir(), 'kubeloop-connect-'));
const page = new Map([['index.html', join(folder, 'index.html')]]);
let cluster: ServedCluster;

beforeAll(async () => {
  cluster = await serveCluster({ port: 0 });
  writeFileSync(join(folder, 'index.html'), '<title>the page</title>');
  writeFileSync(join(folder, 'config'), cluster.kubeconfig);
});
afterAll(async () => {
  await cluster.close();
  rmSync(folder, { recursive: true });
});

interface Visit {
  readonly server: ConnectServer;
  ask(method: string, path: string, more?: Asked): Promise<Answer>;
  /** Headers that the browser's WebSocket sends. */
  readonly headers: Readonly<Record<string, string>>;
}
interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
interface Answer {
  readonly code: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

function send(port: number, method: string, path: string, { headers, body }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Node frames no body of a DELETE by itself.
    const framed = body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) };
    const call = request({ host: '127.0.0.1', port, method, path, headers: framed, agent: false });
    call.on('error', reject);
    call.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => resolve({ code: response.statusCode ?? 0, headers: response.headers, text }));
    });
    call.end(body);
  });
}

/** Opens the printed address as a browser does, runs `act` and closes the server. */
async function visit(isReadOnly: boolean, act: (visit: Visit) => Promise<void>): Promise<void> {
  const target = targetOf(loadKubeconfig(join(folder, 'config'), {}), undefined);
  const server = await startConnect({ target, page, port: 0, isReadOnly });
  try {
    const { port } = server;
    const opened = await send(port, 'GET', new URL(server.url).pathname + new URL(server.url).search);
    const cookie = String(opened.headers['set-cookie']).replace(/;.*$/, '');
    const headers = { cookie, origin: `http://127.0.0.1:${port}` };
    const ask: Visit['ask'] = (method, path, { headers: more, body } = {}) =>
      send(port, method, path, { headers: { ...headers, ...more }, ...(body === undefined ? {} : { body }) });
    await act({ server, ask, headers });
  } finally {
    await server.close();
  }
}

const json = { 'content-type': 'application/json' };
const configMap = (name: string) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a: 'b' } });
const configMaps = '/api/v1/namespaces/default/configmaps';

test('the printed address gives the cookie once, and leads to the page on the cluster', async () => {
  await visit(true, async ({ server, ask }) => {
    const again = await send(server.port, 'GET', new URL(server.url).search.replace(/^/, '/'));
    expect(again.code).toBe(401);
    const read = await send(server.port, 'GET', '/', { headers: { accept: 'text/html,*/*' } });
    expect(read.text).toBe(
      'kubeloop: open the address that kubeloop connect printed; it opens once, in one browser. Start it again for another one.\n',
    );
    expect((await ask('GET', '/')).headers.location).toBe('/?api=/');
    expect((await ask('GET', '/?ns=team-a')).headers.location).toBe('/?api=/&ns=team-a');
    expect(await ask('GET', '/?api=/')).toMatchObject({ code: 200, text: '<title>the page</title>' });
    expect((await ask('GET', '/../../etc/passwd')).code).toBe(404);
    expect((await ask('GET', '/config')).code).toBe(404);
  });
});

test('reading passes with the credentials of the kubeconfig, and tells the page which cluster it is', async () => {
  await visit(true, async ({ server, ask }) => {
    const version = await ask('GET', '/version');
    expect(JSON.parse(version.text)).toMatchObject({ gitVersion: expect.stringMatching(/^v1\.36/) });
    expect(JSON.parse(decodeURIComponent(String(version.headers['kubeloop-way'])))).toEqual({
      server: `${cluster.url}/`,
      context: 'kubeloop',
      namespace: 'default',
      isReadOnly: true,
    });
    expect(JSON.parse((await ask('GET', '/api/v1/nodes')).text).items).toHaveLength(3);
    const stranger = await send(server.port, 'GET', '/api/v1/nodes');
    expect(stranger.code).toBe(401);
    const renamed = await ask('GET', '/api/v1/nodes', { headers: { host: 'evil.example' } });
    expect(renamed.code).toBe(421);
  });
});

test('read-only lets nothing through that writes, and says so in a Status', async () => {
  await visit(true, async ({ ask }) => {
    const refused = await ask('POST', configMaps, { headers: json, body: configMap('one') });
    expect(refused.code).toBe(403);
    expect(JSON.parse(refused.text)).toMatchObject({ kind: 'Status', reason: 'Forbidden', message: READ_ONLY_MESSAGE });
    expect((await ask('DELETE', '/api/v1/namespaces/default')).code).toBe(403);
    expect((await ask('DELETE', '/api/v1/nodes/worker-1?dryRun=All', { headers: json, body: '{}' })).code).toBe(403);
    expect((await ask('GET', '/api/v1/namespaces/default/pods/x/exec?command=sh')).code).toBe(403);
    expect((await ask('GET', '/api/v1/namespaces/default/pods%2Fx%2Fexec')).code).toBe(400);
    const dry = await ask('POST', `${configMaps}?dryRun=All`, { headers: json, body: configMap('one') });
    expect(dry.code).toBe(201);
    expect((await ask('GET', `${configMaps}/one`)).code).toBe(404);
  });
});

test('with --write what the page does happens in the cluster', async () => {
  await visit(false, async ({ server, ask, headers }) => {
    expect((await ask('POST', configMaps, { headers: json, body: configMap('two') })).code).toBe(201);
    const elsewhere = { ...headers, origin: 'http://127.0.0.1:3000' };
    expect((await send(server.port, 'DELETE', `${configMaps}/two`, { headers: elsewhere })).code).toBe(403);
    expect((await ask('DELETE', `${configMaps}/two`)).code).toBe(200);
  });
});

/** The first message, or the code of the refusal. */
function firstWord(server: ConnectServer, path: string, headers: Visit['headers']): Promise<string | number> {
  return new Promise((resolve, reject) => {
    const { origin = '', ...rest } = headers;
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, [], { origin, headers: rest });
    socket.on('message', (data) => {
      resolve(String(data));
      socket.close();
    });
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.on('error', reject);
  });
}

test('a watch goes over a WebSocket, and exec only with --write', async () => {
  const watch = '/api/v1/nodes?watch=1&resourceVersion=0';
  const exec = '/api/v1/namespaces/default/pods/x/exec?command=sh';
  await visit(true, async ({ server, headers }) => {
    expect(JSON.parse(String(await firstWord(server, watch, headers)))).toMatchObject({ type: 'ADDED' });
    expect(await firstWord(server, exec, headers)).toBe(403);
    expect(await firstWord(server, watch, { ...headers, origin: 'http://evil.example' })).toBe(403);
    expect(await firstWord(server, watch, { ...headers, cookie: '' })).toBe(403);
  });
  await visit(false, async ({ server, headers }) => expect(await firstWord(server, exec, headers)).toBe(404));
});

test('a server that is not there is told as one that does not answer', async () => {
  const target = { server: new URL('https://127.0.0.1:1'), context: 'gone', namespace: 'default', insecure: true };
  const server = await startConnect({ target, page, port: 0, isReadOnly: true });
  try {
    const opened = await send(server.port, 'GET', `/${new URL(server.url).search}`);
    const cookie = String(opened.headers['set-cookie']).replace(/;.*$/, '');
    const answer = await send(server.port, 'GET', '/version', { headers: { cookie } });
    expect(answer.code).toBe(503);
    expect(JSON.parse(answer.text).message).toMatch(/^the API server cannot be reached: .*ECONNREFUSED/);
  } finally {
    await server.close();
  }
});
