/** The real API server: requests and upgrades are passed on to it with the credentials of the kubeconfig, and with nothing of the browser's. */
import { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders, request as httpRequest } from 'node:http';
import { Agent, request as httpsRequest, type RequestOptions } from 'node:https';
import { type Credentials, credentialsOf, type Shown } from './credentials';
import type { Target } from './kubeconfigTarget';

/** What of a browser's request concerns the API server. Cookies, origins and the browser's name do not. */
const PASSED: readonly string[] = [
  'accept',
  'accept-encoding',
  'authorization',
  'content-type',
  'content-length',
  'if-match',
  'if-none-match',
];
const PASSED_OF_UPGRADES: readonly string[] = [
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-protocol',
  'sec-websocket-extensions',
];

/** A request on its way to the API server. */
export interface Passed {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
}

export interface Upstream {
  /** Begins a request; whoever asks writes its body and ends it. Rejects where no credentials can be had. */
  begin(passed: Passed, isUpgrade: boolean): Promise<ClientRequest>;
  readonly credentials: Credentials;
  close(): void;
}

/** The way to the server of `target`. */
export function upstreamOf(target: Target): Upstream {
  const { server } = target;
  const isSecure = server.protocol === 'https:';
  const base = server.pathname.replace(/\/$/, '');
  const credentials = credentialsOf(target);
  const agents = new Map<string, Agent>();
  // One pool of connections for each certificate: programs hand out new ones.
  const agentOf = ({ certificate, key }: Shown): Agent => {
    const name = `${certificate ?? ''}${key ?? ''}`;
    const agent = agents.get(name) ?? new Agent({ keepAlive: true, ...tlsOf(target, certificate, key) });
    agents.set(name, agent);
    return agent;
  };
  return {
    credentials,
    begin: async ({ method, target: path, headers }, isUpgrade) => {
      const shown = await credentials.show();
      const options: RequestOptions = {
        method,
        host: server.hostname.replace(/^\[|\]$/g, ''),
        port: server.port === '' ? (isSecure ? 443 : 80) : Number(server.port),
        path: base + path,
        headers: {
          host: server.host,
          ...headersOf(headers, isUpgrade),
          // A watch over a WebSocket is refused without one; whose it is nobody checks.
          ...(isUpgrade ? { origin: server.origin } : {}),
          ...authorized(headers, shown),
        },
      };
      if (!isSecure) return httpRequest(options);
      const tls = isUpgrade ? tlsOf(target, shown.certificate, shown.key) : { agent: agentOf(shown) };
      return httpsRequest({ ...options, ...tls });
    },
    close: () => {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

function tlsOf(target: Target, certificate: string | undefined, key: string | undefined) {
  const { authority, serverName, insecure } = target;
  return {
    rejectUnauthorized: !insecure,
    ...(authority === undefined ? {} : { ca: authority }),
    ...(serverName === undefined ? {} : { servername: serverName }),
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
  };
}

function headersOf(headers: Passed['headers'], isUpgrade: boolean): OutgoingHttpHeaders {
  const names = isUpgrade ? [...PASSED, ...PASSED_OF_UPGRADES] : PASSED;
  const passed = Object.entries(headers).filter(([name]) => names.includes(name));
  // Several groups or extras are one text with commas here and a header each to the API server.
  const impersonated = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('impersonate-')
      ? [[name, /^impersonate-(group$|extra-)/.test(name) ? String(value).split(/,\s*/) : value] as const]
      : [],
  );
  return {
    ...Object.fromEntries([...passed, ...impersonated]),
    'user-agent': 'kubectl/v1.36 (kubeloop connect)',
    ...(isUpgrade ? { connection: 'Upgrade', upgrade: 'websocket' } : {}),
  };
}

/** What a terminal shows of its own (kubectl --token) wins, as it does over a kubeconfig. */
function authorized(headers: Passed['headers'], { authorization }: Shown): OutgoingHttpHeaders {
  const own = headers.authorization;
  if (own !== undefined && own !== '') return { authorization: own };
  return authorization === undefined ? {} : { authorization };
}
