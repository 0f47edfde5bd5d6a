/**
 * The cluster that real clients talk to over HTTPS: one of ours in this process or, where CLIENTS_KUBECONFIG names a
 * kubeconfig, a real one. What the suite expects can so be held against Kubernetes itself.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type RequestOptions, request } from 'node:https';
import { ApiException, CoreV1Api, KubeConfig, type V1Pod } from 'client-node-1';
import { serveCluster } from '../../src/server/serve/servedCluster';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly code: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

export interface RawRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** False: without the token. */
  readonly isAuthenticated?: boolean;
}

export interface ServedClient {
  readonly config: KubeConfig;
  readonly core: CoreV1Api;
  /** A namespace of this suite alone. */
  readonly namespace: string;
  /** Some things only a simulation has: programs in pods, a metrics server at once. */
  readonly isSimulated: boolean;
  /** A request below the typed client. */
  raw(path: string, request?: RawRequest): Promise<RawAnswer>;
  /** Lets time pass until `holds`: virtual time where there is one. Throws when it never does. */
  until(holds: () => Promise<boolean>): Promise<void>;
  /** Lets so much time pass. */
  pass(seconds: number): Promise<void>;
  /** The pod once it runs. */
  running(name: string): Promise<V1Pod>;
  close(): Promise<void>;
}

/** A served cluster (or the real one), with a fresh namespace. */
export async function servedClient(): Promise<ServedClient> {
  const kubeconfig = process.env.CLIENTS_KUBECONFIG;
  const served = kubeconfig === undefined ? await serveCluster({ port: 0 }) : undefined;
  const config = new KubeConfig();
  config.loadFromString(served?.kubeconfig ?? readFileSync(kubeconfig ?? '', 'utf8'));
  const core = config.makeApiClient(CoreV1Api);
  const namespace = `clients-${randomBytes(3).toString('hex')}`;
  await core.createNamespace({ body: { metadata: { name: namespace } } });
  const pass = (seconds: number): Promise<void> =>
    served === undefined
      ? new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
      : served.session.cluster.advance(seconds * 1_000);
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    for (let seconds = 0; seconds < 120; seconds++) {
      if (await holds()) return;
      await pass(1);
      await new Promise((resolve) => setTimeout(resolve, 5)); // What was written reaches the sockets.
    }
    throw new Error('it did not come to hold within two minutes');
  };
  const running = async (name: string): Promise<V1Pod> => {
    await until(async () => (await core.readNamespacedPod({ namespace, name })).status?.phase === 'Running');
    return core.readNamespacedPod({ namespace, name });
  };
  await until(async () => (await core.listNamespacedServiceAccount({ namespace })).items.length > 0);
  return {
    config,
    core,
    namespace,
    isSimulated: served !== undefined,
    raw: (path, options) => rawRequest(config, path, options),
    until,
    pass,
    running,
    close: async () => {
      if (served === undefined) await core.deleteNamespace({ name: namespace });
      else await served.close();
    },
  };
}

async function rawRequest(
  config: KubeConfig,
  path: string,
  { method = 'GET', headers = {}, body, isAuthenticated = true }: RawRequest = {},
): Promise<RawAnswer> {
  const options: RequestOptions = { method, headers: { ...headers } };
  if (isAuthenticated) await config.applyToHTTPSOptions(options);
  else options.rejectUnauthorized = false;
  return new Promise((resolve, reject) => {
    const call = request(new URL(path, config.getCurrentCluster()?.server), options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => resolve({ code: response.statusCode ?? 0, headers: response.headers, text }));
    });
    call.on('error', reject);
    call.end(body);
  });
}

/** What the client threw: the code and the Status that came with it. Throws if it went well. */
export async function refusal(call: Promise<unknown>): Promise<{
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details: { readonly causes?: readonly { readonly field?: string; readonly reason?: string }[] };
}> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ApiException)) throw error;
    const { reason, message, details = {} } = JSON.parse(String(error.body)); // The client hands out the text it got.
    return { code: error.code, reason, message, details };
  }
  throw new Error('it was not refused');
}

/** A pod of one container, and what is given beside it. */
export function podOf(name: string, image = 'nginx', more: Partial<V1Pod> = {}): V1Pod {
  return {
    ...more,
    metadata: { name, ...more.metadata },
    spec: { ...more.spec, containers: more.spec?.containers ?? [{ name: 'web', image }] },
  };
}
