/** A simulated cluster that lives by the wall clock and answers over HTTPS on the loopback address. */
import { randomBytes } from 'node:crypto';
import { loadColumnDescriptions } from '../../apiserver/tables/columnDescriptions';
import { yamlCodec } from '../../apiserver/yamlCodec';
import type { NodeSpec } from '../../client/simulation';
import type { Session } from '../../cluster/session';
import { createApiListener } from '../http/apiListener';
import { tokenAuthentication } from '../http/authentication';
import { listenTls } from '../http/tlsServer';
import { ServerMetrics } from '../metrics/serverMetrics';
import { createUpgradeHandler } from '../streams/upgrade';
import { makeCertificates } from './certificate';
import { dialNodePort } from './dialNodePort';
import { addonOf, enableAddons } from './enableAddons';
import { fairnessOf } from './fairness';
import { type Access, kubeconfigText } from './kubeconfig';
import { runLive } from './liveLoop';
import { loadOpenApi } from '../openapi/loadOpenApi';
import { serveNodePorts } from './nodePorts';
import { openSession } from './openSession';

export interface ServeOptions {
  /** 0, the default: any that is free. */
  readonly port?: number;
  readonly nodes?: readonly NodeSpec[];
  /** Virtual seconds per second; default 1. */
  readonly speed?: number;
  readonly profile?: string;
  readonly seed?: number;
  /** Which controllers run, as `--controllers` of kube-controller-manager; default: all. */
  readonly controllers?: readonly string[];
  /** When a new cluster begins, in milliseconds since the epoch; default: now. Time since then is lived through. */
  readonly startedAt?: number;
  /** File that keeps the cluster; absent: it is gone when the server ends. */
  readonly state?: string;
  /** Names the code that runs, see `engineStamp`: what other code has left behind is played again. */
  readonly engine?: string;
  /** Names of addons to enable: `metrics-server` for `kubectl top`. */
  readonly addons?: readonly string[];
  /** What a new cluster comes up with, as kubeadm installs it: USUAL_ADDONS for Services that answer; default: nothing. */
  readonly system?: readonly string[];
  /** Told of our own mistakes, for a person to read; default: standard error. */
  readonly onMistake?: (error: unknown) => void;
  /** Told of the node ports that open, or cannot: a sentence each. */
  readonly onWords?: (sentence: string) => void;
}

export interface ServedCluster extends Access {
  /** The text of a kubeconfig. */
  readonly kubeconfig: string;
  readonly session: Session;
  /** How it began, in sentences for a person. */
  readonly words: readonly string[];
  /** Resolves if the engine breaks: the clock stands still then. The sentence says why. */
  readonly broken: Promise<string>;
  /** Hangs up on every client and stops the clock. */
  close(): Promise<void>;
}

/** Starts a cluster and its server. Rejects for options that do not fit, and with Node's error for a port that is taken. */
export async function serveCluster(options: ServeOptions = {}): Promise<ServedCluster> {
  const { port = 0, onMistake = (error) => console.error(error), onWords = () => {} } = options;
  const enabled = (options.addons ?? []).map(addonOf);
  const certificates = await makeCertificates();
  await loadColumnDescriptions();
  const metrics = new ServerMetrics(Date.now() - performance.now());
  const opened = await openSession({
    ...options,
    parts: { yaml: yamlCodec, openApi: await loadOpenApi(), metrics },
    onFailure: onMistake,
    keepsCommands: false,
  });
  const { session, transport, settled, words } = opened;
  const token = randomBytes(32).toString('base64url');
  const shared = {
    transport: metrics.counted(transport),
    authenticate: tokenAuthentication(token),
    settled,
    bookmark: () => session.cluster.api.bookmark(),
    onMistake,
  };
  const server = await listenTls({
    ...certificates,
    port,
    onRequest: createApiListener({ ...shared, fairness: fairnessOf(session) }),
    onUpgrade: createUpgradeHandler(shared),
  }).catch(async (error: unknown) => {
    await opened.close();
    throw error;
  });
  let stop: () => Promise<void> = () => Promise.resolve();
  const broken = new Promise<string>((resolve) => {
    stop = runLive(session, resolve);
  });
  await enableAddons(enabled, transport);
  const dial = (to: number, nodes: readonly string[]) => dialNodePort(session.cluster, to, nodes);
  const closePorts = serveNodePorts({ transport, dial, onLine: onWords });
  const access: Access = {
    url: `https://127.0.0.1:${server.port}`,
    token,
    certificateAuthority: certificates.authority,
  };
  return {
    ...access,
    kubeconfig: kubeconfigText(access),
    session,
    words,
    broken,
    close: async () => {
      closePorts();
      await server.close();
      await stop();
      await opened.close();
    },
  };
}
