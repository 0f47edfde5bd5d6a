/**
 * Requests that ask to upgrade their connection: exec, attach, port-forward, logs and watches over WebSocket. SPDY, which
 * older kubectls speak, is refused in words.
 * Models pkg/registry/core/pod/rest/subresources.go and staging/src/k8s.io/apiserver/pkg/util/proxy (v1.36.3).
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { failure } from '../../api/meta/status';
import type { ApiRequest, ApiResponse, Transport } from '../../client/transport';
import { headersOf, targetOf } from '../http/apiRequest';
import type { Authenticate } from '../http/authentication';
import { shapeOf } from '../http/requestShape';
import { portForwardProtocols, portsOf, serveForwardedPorts } from './forwardedPorts';
import { type Offer, type Upgrade, accept, chosenProtocol, offerOf, refuse } from './handshake';
import { logProtocols, serveFollowedLog, serveLogText } from './logSocket';
import {
  remoteCommandOptions,
  remoteCommandProtocols,
  remoteCommandRequest,
  serveRemoteCommand,
} from './remoteCommand';
import { TUNNEL, serveTunnel } from './tunnel';
import { beginWatch } from './watchSocket';

export interface UpgradeOptions {
  readonly transport: Transport;
  readonly authenticate: Authenticate;
  /** Resolves once what was asked of the transport before has begun or was refused. */
  readonly settled: () => Promise<unknown>;
  /** Has every watch that takes bookmarks sent one. */
  readonly bookmark: () => void;
  /** Told of our own mistakes; the client hears of an internal error alone. */
  readonly onMistake: (error: unknown) => void;
}

/** The listener of a server's `upgrade`. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Serves every stream of the API that begins with an upgrade. */
export function createUpgradeHandler(options: UpgradeOptions): UpgradeHandler {
  return (request, socket, head) => {
    // `close` tells the same.
    socket.on('error', () => {});
    answer(options, { request, socket, head }).catch((error: unknown) => {
      options.onMistake(error);
      if (socket.writable) refuse(socket, INTERNAL);
    });
  };
}

const INTERNAL: ApiResponse = { code: 500, body: failure(500, 'InternalError', 'Internal Server Error') };
const UNAUTHORIZED: ApiResponse = { code: 401, body: failure(401, 'Unauthorized', 'Unauthorized') };
const BAD_PATH: ApiResponse = { code: 400, body: failure(400, 'BadRequest', 'invalid path') };
const NO_UPGRADE: ApiResponse = { code: 400, body: failure(400, 'BadRequest', 'nothing to upgrade to here') };
/** What golang.org/x/net/websocket answers: nobody says which subprotocols there are. */
const WRONG_PROTOCOL: ApiResponse = { code: 403, body: '' };

const PLACE = /^\/api\/v1\/namespaces\/[^/]+\/pods\/[^/]+\/(exec|attach|portforward)$/;

/** One request on its way. */
interface Asked extends Pick<UpgradeOptions, 'transport' | 'settled' | 'bookmark'> {
  readonly upgrade: Upgrade;
  readonly offer: Offer;
  /** As the API sees it. */
  readonly request: ApiRequest;
}

async function answer(options: UpgradeOptions, upgrade: Upgrade): Promise<void> {
  const { transport, authenticate } = options;
  const { request, socket } = upgrade;
  const target = targetOf(request.url ?? '');
  if (target === undefined) return refuse(socket, BAD_PATH);
  const wanted = (request.headers.upgrade ?? '').toLowerCase();
  const offer = wanted === 'websocket' ? offerOf(request) : { protocols: [] };
  const headers = offer && authenticate(withToken(headersOf(request), offer), target.path);
  if (offer === undefined || headers === undefined) return refuse(socket, UNAUTHORIZED);
  const [, place] = PLACE.exec(target.path) ?? [];
  // A body would have to be read first; no client of Kubernetes sends one.
  if (place === undefined && request.method !== 'GET') return refuse(socket, NO_UPGRADE);
  const method = place === undefined ? 'GET' : 'POST';
  const asked: Asked = { ...options, upgrade, offer, request: { method, ...target, headers } };
  if (place === undefined) return wanted === 'websocket' ? answerRead(asked) : answerPlainly(asked);
  // Who may not, or names no such pod, learns that and nothing of protocols.
  const refusal = await transport.request(asked.request);
  if (!isUpgradeRequired(refusal)) return refuse(socket, refusal);
  if (wanted.startsWith('spdy/')) return refuse(socket, spdyRefusal(place));
  if (wanted !== 'websocket') return refuse(socket, refusal);
  if (place === 'portforward') return answerPortForward(asked);
  return answerRemoteCommand(asked);
}

function withToken(headers: Readonly<Record<string, string>>, { token }: Offer): Readonly<Record<string, string>> {
  return token === undefined || headers.authorization !== undefined
    ? headers
    : { ...headers, authorization: `Bearer ${token}` };
}

function isUpgradeRequired({ code, body }: ApiResponse): boolean {
  return code === 400 && (body as { readonly message?: string }).message === 'Upgrade request required'; // A refusal is a Status.
}

function spdyRefusal(place: string): ApiResponse {
  const [what, since, variable, before] =
    place === 'portforward'
      ? ['port-forward', '1.31', 'KUBECTL_PORT_FORWARD_WEBSOCKETS', '1.30']
      : [place, '1.30', 'KUBECTL_REMOTE_COMMAND_WEBSOCKETS', '1.29'];
  const message =
    `kubeloop: this server speaks WebSocket for ${what}, not SPDY: ` +
    `use kubectl ${since} or newer, or set ${variable}=true with kubectl ${before}`;
  return { code: 400, body: failure(400, 'BadRequest', message) };
}

function answerRemoteCommand({ transport, settled, upgrade, offer, request }: Asked): void {
  const protocol = chosenProtocol(offer.protocols, remoteCommandProtocols);
  if (protocol === undefined) return refuse(upgrade.socket, WRONG_PROTOCOL);
  const options = remoteCommandOptions(request);
  if (!options.stdin && !options.stdout && !options.stderr) {
    return refuse(upgrade.socket, { code: 400, body: 'you must specify at least 1 of stdin, stdout, stderr' });
  }
  const asked = remoteCommandRequest(request, options);
  accept(upgrade, protocol, (socket) => serveRemoteCommand(socket, protocol, { transport, settled }, asked));
}

function answerPortForward({ transport, upgrade, offer, request }: Asked): void {
  if (offer.protocols.includes(TUNNEL)) {
    return accept(upgrade, TUNNEL, (socket) => serveTunnel(socket, transport, request));
  }
  const ports = portsOf(request);
  if (typeof ports === 'string') return refuse(upgrade.socket, { code: 400, body: ports });
  const protocol = chosenProtocol(offer.protocols, portForwardProtocols);
  if (protocol === undefined) return refuse(upgrade.socket, WRONG_PROTOCOL);
  accept(upgrade, protocol, (socket) => serveForwardedPorts(socket, protocol, transport, request, ports));
}

/** Watches and logs; everything else is answered as if nobody had asked for an upgrade. */
async function answerRead(asked: Asked): Promise<void> {
  const { transport, upgrade, request } = asked;
  if (shapeOf(request) === 'watch') return answerWatch(asked);
  const isLog = /^\/api\/v1\/namespaces\/[^/]+\/pods\/[^/]+\/log$/.test(request.path);
  if (!isLog) return answerPlainly(asked);
  const protocol = chosenProtocol(asked.offer.protocols, logProtocols);
  if (protocol === undefined) return refuse(upgrade.socket, WRONG_PROTOCOL);
  const { follow: _follow, ...query } = request.query ?? {};
  const present = await transport.request({ ...request, query });
  if (present.code >= 300) return refuse(upgrade.socket, present);
  accept(upgrade, protocol, (socket: WebSocket) => {
    if (shapeOf(request) === 'log') serveFollowedLog(socket, protocol, transport, request);
    else serveLogText(socket, protocol, String(present.body));
  });
}

/** Go's server wants an Origin, and takes one subprotocol at most, whichever it is. */
function answerWatch({ transport, bookmark, upgrade, offer, request }: Asked): void {
  if (upgrade.request.headers.origin === undefined) return refuse(upgrade.socket, WRONG_PROTOCOL);
  if (offer.protocols.length > 1) return refuse(upgrade.socket, { code: 400, body: '' });
  const watch = beginWatch(transport, request, bookmark);
  if (watch.type === 'refused') return refuse(upgrade.socket, { code: watch.status.code ?? 500, body: watch.status });
  upgrade.socket.once('close', watch.stop);
  accept(upgrade, offer.protocols[0] ?? '', (socket) => watch.serve(socket));
}

async function answerPlainly({ transport, upgrade, request }: Asked): Promise<void> {
  refuse(upgrade.socket, await transport.request(request));
}
