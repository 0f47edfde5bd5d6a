import { createServer, type IncomingMessage, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Transport, WatchEvent } from '../../client/transport';
import { createApiListener } from './apiListener';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server of `transport` alone, without TLS; what it told of mistakes. */
async function listen(transport: Partial<Transport>) {
  const mistakes: unknown[] = [];
  const unused = (): never => {
    throw new Error('unused');
  };
  const listener = createApiListener({
    transport: { request: unused, watch: unused, stream: unused, ...transport },
    authenticate: (headers) => headers,
    settled: () => Promise.resolve(),
    fairness: () => ({}),
    bookmark: () => {},
    onMistake: (error) => mistakes.push(error),
  });
  const server = createServer(listener);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  return { url: `http://127.0.0.1:${port}`, port, mistakes };
}

test('a mistake of ours is an internal error without a word about itself, and is told to who runs the server', async () => {
  const { url, mistakes } = await listen({ request: () => Promise.reject(new TypeError('a secret of ours')) });
  const answer = await fetch(`${url}/api/v1/pods`);
  expect(answer.status).toBe(500);
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({ kind: 'Status', reason: 'InternalError', code: 500 });
  expect(text).not.toMatch(/secret|TypeError|\.ts/);
  expect(mistakes).toHaveLength(1);
});

test('warnings are headers, whatever stands in them', async () => {
  const warnings = ['spec.x: "a"\\b\r\nSet-Cookie: c', 'zweite: \u00fc'];
  const { port } = await listen({ request: async () => ({ code: 200, body: {}, warnings }) });
  const { headers } = await new Promise<IncomingMessage>((resolve) => {
    httpRequest({ port, host: '127.0.0.1', path: '/api/v1/pods' }, resolve).end();
  });
  expect(headers['set-cookie']).toBeUndefined();
  // Node reads a byte of a header as a character.
  expect(Buffer.from(headers.warning ?? '', 'latin1').toString('utf8')).toBe(
    '299 - "spec.x: \\"a\\"\\\\b  Set-Cookie: c", 299 - "zweite: \u00fc"',
  );
});

test('a method that the API has no verb for is not allowed, a health check takes any', async () => {
  const { url } = await listen({ request: async () => ({ code: 200, body: 'ok' }) });
  expect((await fetch(`${url}/api/v1/pods`, { method: 'OPTIONS' })).status).toBe(405);
  expect((await fetch(`${url}/api/v1/pods`, { method: 'HEAD' })).status).toBe(405);
  expect((await fetch(`${url}/healthz`, { method: 'HEAD' })).status).toBe(200);
});

test('who speaks for a group but for nobody in it is refused', async () => {
  const { url } = await listen({});
  const answer = await fetch(`${url}/api/v1/nodes`, { headers: { 'impersonate-group': 'g' } });
  expect(answer.status).toBe(400);
  expect(((await answer.json()) as { message: string }).message).toBe(
    'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"g"}, Extra:map[string][]string(nil)} without impersonating a user name',
  );
});

const status = (code: number) => ({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code }) as const;

test('a watch that is refused is answered with the code; one whose revision is too old with a line that says so', async () => {
  const { url } = await listen({
    watch: ({ query }, onEvent) => {
      onEvent({ type: 'ERROR', object: status(Number(query?.code)) });
      return () => {};
    },
  });
  expect((await fetch(`${url}/api/v1/pods?watch=1&code=403`)).status).toBe(403);
  const old = await fetch(`${url}/api/v1/pods?watch=1&code=410`);
  expect(old.status).toBe(200);
  expect(JSON.parse(await old.text())).toMatchObject({ type: 'ERROR', object: { code: 410 } });
});

test('a watcher that reads nothing is cut off, and its watch is let go of', async () => {
  const watching: ((event: WatchEvent) => void)[] = [];
  let isStopped = false;
  const { port } = await listen({
    watch: (_request, onEvent) => {
      watching.push(onEvent);
      return () => {
        isStopped = true;
      };
    },
  });
  const client = httpRequest({ port, host: '127.0.0.1', path: '/api/v1/pods?watch=1' });
  client.on('error', () => {});
  client.end();
  await new Promise<void>((resolve) => void client.once('response', (incoming) => resolve(void incoming.pause())));
  const metadata = { name: 'x'.repeat(2_000) };
  for (let sent = 0; sent < 200_000 && !isStopped; sent += 1) {
    watching[0]?.({ type: 'ADDED', object: { kind: 'Pod', apiVersion: 'v1', metadata } as never });
    if (sent % 1_000 === 0) await new Promise((resolve) => void setImmediate(resolve));
  }
  expect(isStopped).toBe(true);
  client.destroy();
});

test('a watch ends when its time is over', async () => {
  const { url } = await listen({ watch: () => () => {} });
  expect(await (await fetch(`${url}/api/v1/pods?watch=1&timeoutSeconds=1`)).text()).toBe('');
});
