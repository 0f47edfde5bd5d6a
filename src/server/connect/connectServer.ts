/**
 * The page on a real cluster: the built page and the API at one origin of this machine, for the one browser that opened
 * the printed address.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { failure } from '../../api/meta/status';
import { cookieName, judge, type Keys } from './door';
import type { Target } from './kubeconfigTarget';
import { type PageFiles, sendFile } from './pageFiles';
import { type PassOn, passRequest, passUpgrade, sendStatus } from './passOn';
import { apiParts } from './readOnly';
import { upstreamOf } from './upstream';

export interface ConnectOptions {
  readonly target: Target;
  readonly page: PageFiles;
  /** 0: any that is free. */
  readonly port: number;
  readonly isReadOnly: boolean;
}

export interface ConnectServer {
  /** To be opened in a browser: it works once. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const secret = () => randomBytes(24).toString('base64url');

/** Starts to listen on 127.0.0.1. Rejects with Node's error if the port cannot be had. */
export async function startConnect(options: ConnectOptions): Promise<ConnectServer> {
  const { target, page, isReadOnly } = options;
  const upstream = upstreamOf(target);
  const pass: PassOn = {
    upstream,
    isReadOnly,
    way: { server: target.server.href, context: target.context, namespace: target.namespace, isReadOnly },
  };
  let keys: Keys = { port: options.port, session: secret(), token: secret() };
  const sockets = new Set<Duplex>();

  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { method = 'GET', url = '/', headers } = incoming;
    const verdict = judge({ method, target: url, headers, isUpgrade: false }, keys);
    if (verdict.type === 'refused') {
      if (wantsPage(headers)) return sendWords(outgoing, verdict.code, verdict.why);
      return sendStatus(outgoing, failure(verdict.code, REASONS[verdict.code], verdict.why));
    }
    if (verdict.type === 'welcome') {
      keys = { ...keys, token: undefined };
      outgoing.setHeader('set-cookie', `${cookieName(keys.port)}=${keys.session}; Path=/; HttpOnly; SameSite=Strict`);
      return redirect(outgoing, '/?api=/');
    }
    if (isApi(url)) return void passRequest(incoming, outgoing, pass);
    const { pathname, searchParams } = new URL(url, 'http://here');
    if (method !== 'GET' && method !== 'HEAD') return sendStatus(outgoing, failure(405, 'MethodNotAllowed', method));
    // Whoever types the bare address means the cluster, not the simulation.
    if (pathname === '/' && searchParams.get('api') === null) {
      searchParams.delete('token');
      return redirect(
        outgoing,
        `/?${new URLSearchParams([['api', '/'], ...searchParams])}`.replace('api=%2F', 'api=/'),
      );
    }
    sendFile(page, pathname.slice(1), method === 'HEAD', outgoing);
  };
  const server = createServer((incoming, outgoing) => {
    try {
      answer(incoming, outgoing);
    } catch {
      sendStatus(outgoing, failure(400, 'BadRequest', 'the request cannot be read'));
    }
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (incoming, socket, head) => {
    const { url = '/', headers } = incoming;
    const verdict = judge({ method: 'GET', target: url, headers, isUpgrade: true }, keys);
    if (verdict.type !== 'in' || !isApi(url)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    void passUpgrade(incoming, socket, head, pass);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  keys = { ...keys, port };
  return {
    url: `http://127.0.0.1:${port}/?token=${keys.token}`,
    port,
    close: () =>
      new Promise((resolve) => {
        upstream.close();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const REASONS = { 401: 'Unauthorized', 403: 'Forbidden', 421: 'MisdirectedRequest' } as const;

/** Somebody reads it in a browser's window. */
function wantsPage({ accept = '' }: IncomingMessage['headers']): boolean {
  return accept.includes('text/html');
}

function sendWords(outgoing: ServerResponse, code: number, words: string): void {
  outgoing.writeHead(code, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  outgoing.end(`kubeloop: ${words}.\n`);
}

/** A path that can be read in two ways is the API's business, which refuses it. */
function isApi(url: string): boolean {
  try {
    return apiParts(url) !== undefined;
  } catch {
    return true;
  }
}

function redirect(outgoing: ServerResponse, location: string): void {
  outgoing.writeHead(302, { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end();
}
