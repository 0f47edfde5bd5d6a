/**
 * Traefik as an ingress controller: routers from Ingresses, answers in the words of Go's HTTP server.
 * Models pkg/proxy/httputil, pkg/server and pkg/tls (Traefik 3.6). Left out: the dashboard, metrics, middlewares, access
 * logs, keep-alive, the redirection between entry points.
 */
import { utf8 } from '../../api/meta/sha256';
import { decodeBase64 } from '../../api/meta/base64';
import { flagOf, isMine, traefikClass } from '../../api/networking/ingressControllers';
import type { Ingress } from '../../api/networking/ingress';
import type { Certificate, Headers, HttpAnswer } from '../../client/network';
import type { Hop, HopObject, HopRule } from '../../client/traffic';
import { certificateOf, isForHost } from '../../ingress/certificates';
import { type ProxiedRequest, type Tried, tryTarget } from '../../ingress/gateway';
import { hostName, normalized } from '../../ingress/nginxMatch';
import { type EntryPoint, type Router, routerFor, traefikRouters } from '../../ingress/traefikRouters';
import { type Target, targetsOf } from '../../ingress/upstreams';
import { formatDate } from '../runtime/calendar';
import { type HttpResponse, type ImageBehaviour, MI, type Process, type Program } from '../runtime/process';
import { refusedBy } from './handshake';
import { pathOf } from './server';

/** For each Service the pod whose turn it is. */
type Turns = Readonly<Record<string, number>>;
type Traefik = Process<Turns>;

const STARTUP_MS = 500;
const DIAL_MS = 30_000;
/** Of the API and of `/ping`. */
const INTERNAL = 8080;
const PROVIDER = 'providers.kubernetesingress';
const TURNS = 720_720;

/** `--entrypoints.web.address=:80`; without any of them there is one. */
function entryPointsOf({ argv }: Traefik): readonly EntryPoint[] {
  const named = argv.flatMap((word): EntryPoint[] => {
    const [, name, port] = /^--entrypoints\.(\w+)\.address=[^:]*:(\d+)/i.exec(word) ?? [];
    if (name === undefined) return [];
    const flag = `entrypoints.${name.toLowerCase()}.http.tls`;
    const isTls = flagOf(argv, flag) === 'true' || argv.some((each) => each.toLowerCase().startsWith(`--${flag}.`));
    return [{ name, port: Number(port), isTls }];
  });
  return named.length > 0 ? named : [{ name: 'http', port: 80, isTls: false }];
}

function ingressesOf({ cluster, argv }: Traefik): readonly Ingress[] {
  if (flagOf(argv, PROVIDER) !== 'true' && !argv.some((word) => word.toLowerCase().startsWith(`--${PROVIDER}.`)))
    return [];
  const options = traefikClass(argv);
  return cluster.list('Ingress').filter((each) => isMine(each, options, cluster));
}

/** Routers whose Service is there. */
function routersOf(process: Traefik): readonly Router[] {
  const { cluster, argv } = process;
  const takesEmpty = flagOf(argv, `${PROVIDER}.allowemptyservices`) === 'true';
  const strictPrefixes = flagOf(argv, `${PROVIDER}.strictprefixmatching`) === 'true';
  const all = traefikRouters(ingressesOf(process), { strictPrefixes });
  return all.filter(({ backend }) => {
    const found = targetsOf(cluster, backend);
    if (found.type !== 'none') return found.type === 'targets';
    return takesEmpty && found.why === 'noEndpoint' && cluster.slicesOf(backend.namespace, backend.service).length > 0;
  });
}

interface Passage {
  readonly process: Traefik;
  readonly request: ProxiedRequest;
  readonly hops: Hop[];
}

function serve(process: Traefik, entry: EntryPoint, request: ProxiedRequest): HttpResponse | 'hang' {
  const isTls = request.tls !== undefined;
  const refused = request.tls && refusedBy(request.tls, certificateFor(process, request.tls.serverName));
  if (refused !== undefined) return refused;
  const host = hostName(request.headers.host ?? '');
  const path = normalized(request.path);
  const passage: Passage = { process, request, hops: [] };
  const router = routerFor(routersOf(process), entry, isTls, host, path);
  if (router === undefined) {
    told(passage, 0, { key: 'ingressDefault', params: { host, path } });
    return said(passage, 404, '404 page not found\n', 0, NOSNIFF);
  }
  const { ingress, backend, type } = router;
  const { namespace = '', name } = ingress.metadata;
  const params = { host, path: router.path, type, service: backend.service };
  told(passage, 0, { key: 'ingressRule', params }, { kind: 'Ingress', namespace, name });
  const service: HopObject = { kind: 'Service', namespace: backend.namespace, name: backend.service };
  const found = targetsOf(process.cluster, backend);
  const target = found.type === 'targets' ? inTurn(process, backend, found.targets) : undefined;
  if (target === undefined) {
    told(passage, 0, { key: 'ingressNoEndpoint', params: { service: backend.service } }, service);
    return said(passage, 503, 'no available server\n', 0, NOSNIFF);
  }
  told(passage, 0, { key: 'ingressUpstream', params: { pod: target.pod?.name ?? target.ip } }, service, target);
  const ask = { method: request.method, path: request.path, headers: forwarded(passage, isTls, entry) };
  const body = request.body === undefined ? {} : { body: request.body };
  const stands = request.stands === undefined ? {} : { stands: request.stands };
  const limits = { connectMs: DIAL_MS, readMs: Number.MAX_SAFE_INTEGER };
  const tried = tryTarget(process.network, target, { ...ask, ...body, ...stands }, limits, 0);
  passage.hops.push(...tried.hops);
  return outcome(passage, tried, service);
}

function outcome(passage: Passage, tried: Tried, service: HopObject): HttpResponse | 'hang' {
  const { ms } = tried;
  switch (tried.type) {
    case 'response': {
      const { status, body, reason, headers, ending } = tried.response;
      const kept = headers.filter(([name]) => !/^(connection|keep-alive|transfer-encoding)$/i.test(name));
      return answer(passage, { status, body, reason, given: kept, ms, ...(ending && { ending }) });
    }
    // It waits as long as its client does.
    case 'readTimeout':
      return 'hang';
    case 'connectTimeout':
      told(passage, ms, { key: 'ingressTimeout', params: { tries: 1, seconds: Math.floor(ms / 1000) } }, service);
      return said(passage, 504, 'Gateway Timeout', ms);
    default:
      told(passage, ms, { key: 'ingressBadGateway', params: { tries: 1 } }, service);
      return said(passage, 502, 'Bad Gateway', ms);
  }
}

function told({ hops }: Passage, atMs: number, rule: HopRule, object?: HopObject, to?: Target): void {
  const toAfter = to && { toAfter: { ip: to.ip, port: to.port } };
  hops.push({ atMs, place: 'ingress', rule, ...(object && { object }), ...toAfter });
}

function inTurn(process: Traefik, { namespace, service }: Router['backend'], among: readonly Target[]) {
  const key = `${namespace}/${service}`;
  const turn = process.memory[key] ?? 0;
  process.memory = { ...process.memory, [key]: (turn + 1) % TURNS };
  return among[turn % among.length];
}

/** As Go's client writes them: Host and User-Agent, the others by name. */
function forwarded({ process, request }: Passage, isTls: boolean, { port }: EntryPoint): Headers {
  const sent = (request.sentHeaders ?? Object.entries(request.headers)).filter(
    ([name]) => !/^(host|user-agent|connection|keep-alive|te|x-forwarded-.*|x-real-ip)$/i.test(name),
  );
  const host = request.headers.host ?? '';
  const agent = request.headers['user-agent'];
  const own: Headers = [
    ['X-Forwarded-For', request.from],
    ['X-Forwarded-Host', host],
    ['X-Forwarded-Port', /:(\d+)$/.exec(host)?.[1] ?? (isTls ? '443' : String(port === INTERNAL ? port : 80))],
    ['X-Forwarded-Proto', isTls ? 'https' : 'http'],
    ['X-Forwarded-Server', process.hostname],
    ['X-Real-Ip', request.from],
  ];
  const rest = [...sent.map(([name, value]) => [canonical(name), value] as const), ...own];
  return [['Host', host], ...(agent === undefined ? [] : [['User-Agent', agent] as const]), ...byName(rest)];
}

const canonical = (name: string) => name.toLowerCase().replaceAll(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
const byName = (headers: Headers): Headers => [...headers].sort(([x], [y]) => (x < y ? -1 : x > y ? 1 : 0));

const TEXT = 'text/plain; charset=utf-8';
const NOSNIFF: Headers = [
  ['Content-Type', TEXT],
  ['X-Content-Type-Options', 'nosniff'],
];
const REASONS: Readonly<Record<number, string>> = {
  404: 'Not Found',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

function said(passage: Passage, status: number, body: string, ms: number, given: Headers = []): HttpResponse {
  return answer(passage, { status, body, reason: REASONS[status] ?? '', given, ms, length: utf8(body).length });
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly reason: string;
  readonly given: Headers;
  readonly ms: number;
  readonly length?: number;
  readonly ending?: HttpAnswer['ending'];
}

/** The headers that were set by name, then what the server adds. */
function answer({ process, request, hops }: Passage, { status, body, reason, given, ms, length, ending }: Answer) {
  const has = (name: string) => given.some(([each]) => each.toLowerCase() === name);
  const date = formatDate(process.now, '%a, %d %b %Y %H:%M:%S GMT');
  const added: Headers = [
    ...(has('date') ? [] : [['Date', date] as const]),
    ...(length === undefined ? [] : [['Content-Length', String(length)] as const]),
    ...(has('content-type') || length === undefined ? [] : [['Content-Type', TEXT] as const]),
    ...(length === undefined && !has('content-length') ? [['Transfer-Encoding', 'chunked'] as const] : []),
  ];
  const headers = [...byName(given.map(([name, value]) => [canonical(name), value] as const)), ...added];
  const isTls = request.tls !== undefined;
  const lower = headers
    .filter(([name]) => name !== 'Transfer-Encoding')
    .map(([name, value]) => [name.toLowerCase(), value] as const);
  const head = isTls
    ? ({ version: 'HTTP/2', reason: '', headers: byName(lower) } as const)
    : ({ version: 'HTTP/1.1', reason, headers } as const);
  return {
    status,
    body: request.method === 'HEAD' ? '' : body,
    head: { ...head, ...(ending && { ending }) },
    durationMs: ms,
    hops,
    ...(isTls && { certificate: certificateFor(process, request.tls?.serverName ?? '') }),
  };
}

/** Any certificate of its Ingresses that is for the name, or its own. */
function certificateFor(process: Traefik, name: string): Certificate {
  for (const { metadata, spec } of ingressesOf(process)) {
    for (const { secretName } of spec.tls ?? []) {
      const key = { namespace: metadata.namespace ?? '', name: secretName ?? '' };
      const { 'tls.crt': pem = '', 'tls.key': own = '' } = process.cluster.get('Secret', key)?.data ?? {};
      const read = own === '' ? undefined : certificateOf(decodeBase64(pem) ?? '');
      if (read !== undefined && isForHost(read, hostName(name))) return read;
    }
  }
  return { subject: DEFAULT_NAME, issuer: DEFAULT_NAME, names: ['traefik.default'], pem: '' };
}
const DEFAULT_NAME = 'CN=TRAEFIK DEFAULT CERT';

const traefik: Program<Turns> = {
  start(process) {
    process.memory = {};
    process.useMemory(60 * MI);
    process.useCpu(2);
    const say = (text: string) => process.log(`${formatDate(process.now, '%Y-%m-%dT%H:%M:%SZ')} INF ${text}`);
    say(`Traefik version ${process.tag.replace(/^v/, '')} built on 2025-11-20T09:00:00Z version=${process.tag}`);
    say('Starting provider aggregator *aggregator.ProviderAggregator');
    if (flagOf(process.argv, PROVIDER) === 'true') say('Starting provider *ingress.Provider');
    process.wakeAfter(STARTUP_MS, 'listen');
  },
  wake(process, reason) {
    if (reason !== 'listen') return;
    for (const port of new Set([...entryPointsOf(process).map((entry) => entry.port), INTERNAL])) {
      if (process.listen(port)) continue;
      process.log(
        `${formatDate(process.now, '%Y-%m-%dT%H:%M:%SZ')} ERR Command error error="listen tcp :${port}: bind: address already in use"`,
      );
      process.exit(1);
      return;
    }
  },
  http(process, port, request) {
    const entry = entryPointsOf(process).find((each) => each.port === port);
    if (entry !== undefined) return serve(process, entry, request);
    const isPing = pathOf(request) === '/ping' && flagOf(process.argv, 'ping') === 'true';
    return isPing ? { status: 200, body: 'OK' } : { status: 404, body: '404 page not found\n' };
  },
  tls: (process, port) =>
    entryPointsOf(process).some((entry) => entry.port === port && (entry.isTls || port % 1000 === 443)),
  terminate(process) {
    process.log(`${formatDate(process.now, '%Y-%m-%dT%H:%M:%SZ')} INF I have to go...`);
    process.exit(0);
  },
};

export const traefikImage: ImageBehaviour = {
  image: 'docker.io/library/traefik',
  aliases: ['ghcr.io/traefik/traefik'],
  sizeMB: 50,
  tags: /^v?\d+\.\d+(\.\d+)?([-.]\w+)*$/,
  entrypoint: ['/entrypoint.sh'],
  cmd: ['traefik'],
  userland: 'busybox',
  programs: { traefik, 'entrypoint.sh': traefik },
};
