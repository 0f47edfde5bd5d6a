/** A simulated cluster that lives by the wall clock and answers over HTTPS on the loopback address. */
import { randomBytes } from 'node:crypto';
import { loadColumnDescriptions } from '../../apiserver/tables/columnDescriptions';
import { yamlCodec } from '../../apiserver/yamlCodec';
import type { Transport } from '../../client/transport';
import type { NodeSpec } from '../../client/simulation';
import { Session } from '../../cluster/session';
import { createApiListener } from '../http/apiListener';
import { tokenAuthentication } from '../http/authentication';
import { listenTls } from '../http/tlsServer';
import { createUpgradeHandler } from '../streams/upgrade';
import { makeCertificates } from './certificate';
import { type Access, kubeconfigText } from './kubeconfig';
import { runLive } from './liveLoop';

export interface ServeOptions {
  /** 0, the default: any that is free. */
  readonly port?: number;
  readonly nodes?: readonly NodeSpec[];
  /** Virtual seconds per second; default 1. */
  readonly speed?: number;
  readonly profile?: string;
  readonly seed?: number;
  /** Told of our own mistakes, for a person to read; default: standard error. */
  readonly onMistake?: (error: unknown) => void;
}

export interface ServedCluster extends Access {
  /** The text of a kubeconfig. */
  readonly kubeconfig: string;
  readonly session: Session;
  /** Hangs up on every client and stops the clock. */
  close(): Promise<void>;
}

/** Starts a cluster and its server. Rejects for options that do not fit, and with Node's error for a port that is taken. */
export async function serveCluster(options: ServeOptions = {}): Promise<ServedCluster> {
  const { port = 0, speed = 1, onMistake = (error) => console.error(error) } = options;
  const certificates = await makeCertificates();
  await loadColumnDescriptions();
  const session = await openSession(options);
  const token = randomBytes(32).toString('base64url');
  const shared = { transport: transportOf(session), authenticate: tokenAuthentication(token), onMistake };
  const server = await listenTls({
    ...certificates,
    port,
    onRequest: createApiListener({ ...shared, settled: () => session.cluster.advance(0) }),
    onUpgrade: createUpgradeHandler(shared),
  });
  await session.ask({ type: 'setSpeed', speed });
  await session.ask({ type: 'play' });
  const stop = runLive(session, onMistake);
  const access: Access = {
    url: `https://127.0.0.1:${server.port}`,
    token,
    certificateAuthority: certificates.authority,
  };
  return {
    ...access,
    kubeconfig: kubeconfigText(access),
    session,
    close: async () => {
      await server.close();
      await stop();
    },
  };
}

function openSession({ profile, seed, nodes }: ServeOptions): Promise<Session> {
  const options = {
    ...(profile === undefined ? {} : { profile }),
    ...(seed === undefined ? {} : { seed }),
    ...(nodes === undefined ? {} : { nodes }),
    startedAt: Date.now(),
  };
  return Session.create(options, () => performance.now(), { yaml: yamlCodec });
}

/** What a request that breaks leaves behind is the client's 500: the clock goes on. */
function transportOf(session: Session): Transport {
  return {
    request: (request) => session.cluster.request(request),
    watch: (request, onEvent) => session.cluster.api.watch(request, onEvent),
    stream: (request, handlers) => session.cluster.stream(request, handlers),
  };
}
