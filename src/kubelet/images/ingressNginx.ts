/**
 * The controller of ingress-nginx: it follows Ingresses, Services, EndpointSlices and Secrets, and answers for them on 80
 * and 443 by asking the pods themselves.
 * Models rootfs/etc/nginx/template/nginx.tmpl and rootfs/etc/nginx/lua of ingress-nginx 1.14 with nginx 1.27.
 * Left out: the second that nginx may lag behind the API, the admission webhook, keep-alive to upstreams, and what
 * nginxAnnotations leaves out.
 */
import type { Ingress } from '../../api/networking/ingress';
import { type ClassOptions, flagOf, isMine, nginxClass } from '../../api/networking/ingressControllers';
import { sha256 } from '../../api/meta/sha256';
import type { Certificate } from '../../client/network';
import { configOf, type NginxConfig } from '../../ingress/nginxAnnotations';
import { type Passage, plainOnTls } from '../../ingress/nginxAnswers';
import { hostCertificate } from '../../ingress/nginxCertificates';
import { hostName } from '../../ingress/nginxMatch';
import { serveRequest } from '../../ingress/nginxProxy';
import { type NginxServers, nginxServers } from '../../ingress/nginxServers';
import { formatDate } from '../runtime/calendar';
import {
  type HttpRequest,
  type HttpResponse,
  type ImageBehaviour,
  MI,
  type Process,
  type Program,
} from '../runtime/process';
import { refusedBy } from './handshake';
import { pathOf } from './server';

/** What its arguments say, requests so far, and for each upstream the one whose turn it is. */
interface Memory {
  readonly setup: Setup;
  readonly requests: number;
  readonly turns: Readonly<Record<string, number>>;
}
type Controller = Process<Memory>;

/** Of one controller; the same object as long as it runs. */
interface Setup {
  readonly classes: ClassOptions;
  readonly configMap: { readonly namespace: string; readonly name: string };
  /** Of its annotations. */
  readonly prefix: string;
}

const HTTP = 80;
const HTTPS = 443;
const HEALTH = 10_254;
const WEBHOOK = 8443;
const STARTUP_MS = 1_000;
/** Turns begin anew before numbers grow without end; all small numbers of pods divide it. */
const TURNS = 720_720;

/** What was made of the Ingresses the last time, as long as they are the same ones. Derived; no state. */
interface Built {
  readonly ingresses: readonly Ingress[];
  readonly config: Readonly<Record<string, string>> | undefined;
  readonly made: { readonly servers: NginxServers; readonly config: NginxConfig };
}
const built = new WeakMap<Setup, Built>();

/** The servers for this controller's Ingresses. */
function serversOf({ cluster, memory: { setup } }: Controller): Built['made'] {
  const config = cluster.get('ConfigMap', setup.configMap)?.data;
  const ingresses = cluster.list('Ingress').filter((each) => isMine(each, setup.classes, cluster));
  const last = built.get(setup);
  const isSame =
    last?.config === config &&
    last?.ingresses.length === ingresses.length &&
    last.ingresses.every((each, at) => each === ingresses[at]);
  if (last !== undefined && isSame) return last.made;
  const read = configOf(config);
  const made = { servers: nginxServers(ingresses, setup.prefix, read), config: read };
  built.set(setup, { ingresses, config, made });
  return made;
}

function setupOf({ argv, namespace }: Controller): Setup {
  const [mapNamespace = namespace, name = ''] = (flagOf(argv, 'configmap') ?? '').split('/');
  return {
    classes: nginxClass(argv),
    configMap: { namespace: mapNamespace, name },
    prefix: flagOf(argv, 'annotations-prefix') ?? 'nginx.ingress.kubernetes.io',
  };
}

function serve(process: Controller, port: number, request: HttpRequest): HttpResponse {
  const { servers, config } = serversOf(process);
  const { requests } = process.memory;
  process.memory = { ...process.memory, requests: requests + 1 };
  const host = request.headers.host ?? '';
  const isTls = port === HTTPS;
  const passage: Passage = {
    cluster: process.cluster,
    network: process.network,
    dnsServer: () => /nameserver (\S+)/.exec(process.files.read('/etc/resolv.conf') ?? '')?.[1] ?? '',
    request,
    host,
    isTls,
    hasTls: hostCertificate(servers, hostName(host)) !== undefined,
    config,
    id: sha256(`${process.id}/${requests}`).slice(0, 32),
    format: (pattern) => formatDate(process.now, pattern),
    log: (line, stream) => process.log(line, stream),
    takeTurn: (upstream) => takeTurn(process, upstream),
    hops: [],
    ms: 0,
  };
  if (!isTls) return serveRequest(passage, servers);
  if (request.tls === undefined) return plainOnTls(passage);
  const found = hostCertificate(servers, hostName(request.tls.serverName), process.cluster);
  const certificate = found === undefined || found === 'default' ? fakeCertificate(process) : found;
  return refusedBy(request.tls, certificate) ?? { ...serveRequest(passage, servers), certificate };
}

function takeTurn(process: Controller, upstream: string): number {
  const { turns } = process.memory;
  const turn = turns[upstream] ?? 0;
  process.memory = { ...process.memory, turns: { ...turns, [upstream]: (turn + 1) % TURNS } };
  return turn;
}

/** Made by the controller when it starts, for a year. */
function fakeCertificate({ startedAt }: Controller): Certificate {
  const subject = 'O=Acme Co; CN=Kubernetes Ingress Controller Fake Certificate';
  const time = (ms: number) => formatDate(ms, '%b %e %H:%M:%S %Y GMT');
  const year = 365 * 86_400_000;
  return {
    subject,
    issuer: subject,
    names: ['ingress.local'],
    validFrom: time(startedAt),
    validTo: time(startedAt + year),
    pem: FAKE_PEM,
  };
}

const FAKE_PEM = `-----BEGIN CERTIFICATE-----
MIICJjCCAcygAwIBAgIUD5ccSx7mTjmQUYE8w1B17vXa2igwCgYIKoZIzj0EAwIw
SzEQMA4GA1UECgwHQWNtZSBDbzE3MDUGA1UEAwwuS3ViZXJuZXRlcyBJbmdyZXNz
IENvbnRyb2xsZXIgRmFrZSBDZXJ0aWZpY2F0ZTAeFw0yNjExMjEyMjIwMDFaFw0y
NzExMjEyMjIwMDFaMEsxEDAOBgNVBAoMB0FjbWUgQ28xNzA1BgNVBAMMLkt1YmVy
bmV0ZXMgSW5ncmVzcyBDb250cm9sbGVyIEZha2UgQ2VydGlmaWNhdGUwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAASV4B8YOnOTFYQqMWiIxY0p01J/x2pu0xy6hisB
wwKgSRRvkYEXUqDpTQ5dQ2U/KBgVwTrns4Zb39XFWv9A6Onro4GNMIGKMB0GA1Ud
DgQWBBS3dnxjHKm4rNz19RKqOhkcvMyDGDAfBgNVHSMEGDAWgBS3dnxjHKm4rNz1
9RKqOhkcvMyDGDAYBgNVHREEETAPgg1pbmdyZXNzLmxvY2FsMAsGA1UdDwQEAwIF
oDATBgNVHSUEDDAKBggrBgEFBQcDATAMBgNVHRMBAf8EAjAAMAoGCCqGSM49BAMC
A0gAMEUCIC9eX2iUUyXgh+ORjRyWVnfxVtr72c7CZ4JjiHaqprQ0AiEAnu+Hvrtc
yXjDSSQb4DCCAaFVg+OnyCKcrqFgYv7i8Ew=
-----END CERTIFICATE-----
`;

const RULE = '-'.repeat(79);

const controller: Program<Memory> = {
  start(process) {
    process.memory = { setup: setupOf(process), requests: 0, turns: {} };
    process.useMemory(100 * MI);
    process.useCpu(2);
    const nginx = ['NGINX Ingress controller', '  Release:       v1.14.0', '  nginx version: nginx/1.27.1', ''];
    for (const line of [RULE, ...nginx, RULE, '']) process.log(line);
    klog(process, 'main.go:205', '"Creating API client" host="https://10.96.0.1:443"');
    const file = '/etc/ingress-controller/ssl/default-fake-certificate.pem';
    klog(process, 'main.go:101', `"SSL fake certificate created" file="${file}"`);
    klog(process, 'nginx.go:273', '"Starting NGINX Ingress controller"');
    process.wakeAfter(STARTUP_MS, 'listen');
  },
  wake(process, reason) {
    if (reason !== 'listen') return;
    klog(process, 'nginx.go:319', '"Starting NGINX process"');
    const lease = `${process.namespace}/${flagOf(process.argv, 'election-id') ?? 'ingress-controller-leader'}`;
    klog(process, 'leaderelection.go:257', `attempting to acquire leader lease ${lease}...`);
    klog(process, 'controller.go:214', '"Configuration changes detected, backend reload required"');
    for (const port of [HTTP, HTTPS, HEALTH, WEBHOOK]) {
      if (process.listen(port)) continue;
      process.log(`nginx: [emerg] bind() to 0.0.0.0:${port} failed (98: Address in use)`, 'stderr');
      process.exit(1);
      return;
    }
    klog(process, 'controller.go:228', '"Backend successfully reloaded"');
  },
  http(process, port, request) {
    if (port === HTTP || port === HTTPS) return serve(process, port, request);
    if (port === HEALTH && pathOf(request) === '/healthz') return { status: 200, body: 'ok' };
    return { status: 404, body: '404 page not found\n' };
  },
  tls: (_process, port) => port === HTTPS || port === WEBHOOK,
  // The hook before a stop: it waits for nginx, which is quick here.
  exec: (_process, argv) => (argv[0] === '/wait-shutdown' ? { exitCode: 0, output: '' } : undefined),
  terminate(process) {
    klog(process, 'main.go:177', '"Received SIGTERM, shutting down"');
    klog(process, 'nginx.go:395', '"Shutting down controller queues"');
    klog(process, 'nginx.go:411', '"Stopping NGINX process"');
    klog(process, 'nginx.go:424', '"NGINX process has stopped"');
    process.exit(0);
  },
};

function klog(process: Process, place: string, text: string): void {
  process.log(`I${formatDate(process.now, '%m%d %H:%M:%S')}.000000       7 ${place}] ${text}`, 'stderr');
}

/** Makes the certificate of the admission webhook and ends; what it writes is in src/controllers/ingress. */
export const webhookCertgen: ImageBehaviour = {
  image: 'registry.k8s.io/ingress-nginx/kube-webhook-certgen',
  sizeMB: 25,
  tags: /^v\d[\w.-]*$/,
  entrypoint: ['/kube-webhook-certgen'],
  userland: 'none',
  programs: {
    'kube-webhook-certgen': {
      start(process) {
        process.useMemory(10 * MI);
        process.wakeAfter(STARTUP_MS, 'done');
      },
      wake: (process) => process.exit(0),
    },
  },
};

export const ingressNginx: ImageBehaviour = {
  image: 'registry.k8s.io/ingress-nginx/controller',
  sizeMB: 100,
  tags: /^v?\d+\.\d+(\.\d+)?([-.]\w+)*$/,
  entrypoint: ['/usr/bin/dumb-init', '--'],
  cmd: ['/nginx-ingress-controller'],
  uid: 101,
  userland: 'busybox',
  tools: ['curl'],
  programs: { 'dumb-init': controller, 'nginx-ingress-controller': controller },
};
