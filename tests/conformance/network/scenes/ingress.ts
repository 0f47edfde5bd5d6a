/** Ingress over HTTP and TLS: recordings 20 and 21, of an nginx that was configured by hand as ingress-nginx would be. */
import type { Scene } from '../scene';
import type { NetworkStage } from '../stage';
import { INGRESS_HOSTS, type Manifest, service } from '../world';

/** Self-signed for CN=kubia.example.com alone, from December 2025 on; made for this test. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBVjCB/6ADAgECAgEBMAoGCCqGSM49BAMCMBwxGjAYBgNVBAMMEWt1YmlhLmV4
YW1wbGUuY29tMB4XDTI1MTIwMTAwMDAwMFoXDTM2MTIwMTAwMDAwMFowHDEaMBgG
A1UEAwwRa3ViaWEuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AARxa/r6AIojjFl3Lu6/xFAc3ZhbwPQwreNW1rf5rD/AAYcHmBuWUUwNWE5ClvF4
YMOCds1w0HySNu9bIumdaOKDozIwMDAdBgNVHQ4EFgQUVYkDUDSi7OpsTuAT+2bL
BrnsShUwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNGADBDAiAF0NLMeNBB
mGnOwMlRMfC/t06MuTIgkLi5yOOgMjGI3AIfZhcVs55BMxsXVzKSqKVzrlE2lZzp
7wA34d/s8KXXfQ==
-----END CERTIFICATE-----
`;
/** The same with a second name, secure.example.com: ingress-nginx serves nobody a certificate that is not for the host. */
const WITH_HOST = `-----BEGIN CERTIFICATE-----
MIIBeDCCAR6gAwIBAgIBAjAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFrdWJpYS5l
eGFtcGxlLmNvbTAeFw0yNTEyMDEwMDAwMDBaFw0zNjEyMDEwMDAwMDBaMBwxGjAY
BgNVBAMMEWt1YmlhLmV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
QgAEcWv6+gCKI4xZdy7uv8RQHN2YW8D0MK3jVta3+aw/wAGHB5gbllFMDVhOQpbx
eGDDgnbNcNB8kjbvWyLpnWjig6NRME8wHQYDVR0OBBYEFFWJA1A0ouzqbE7gE/tm
ywa57EoVMA8GA1UdEwEB/wQFMAMBAf8wHQYDVR0RBBYwFIISc2VjdXJlLmV4YW1w
bGUuY29tMAoGCCqGSM49BAMCA0gAMEUCIQCu1QVmLORnTxiFm4KrsPBuCAI36h1m
+hoF7xUrGuaz1wIgC1z41D9vxGW/y7tqqaldq1C18hfZLrwcK5ztz9wQLRo=
-----END CERTIFICATE-----
`;
const KEY = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIIrGKiHUQNoljAT/4YJZFdpzKi9yE5wDn2rJHSretGrWoAoGCCqGSM49
AwEHoUQDQgAEcWv6+gCKI4xZdy7uv8RQHN2YW8D0MK3jVta3+aw/wAGHB5gbllFM
DVhOQpbxeGDDgnbNcNB8kjbvWyLpnWjigw==
-----END EC PRIVATE KEY-----
`;

interface Rule {
  readonly host: string;
  readonly paths?: readonly (readonly [path: string, pathType: string, service: string])[];
  readonly to?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly secret?: string;
}

function ingress({ host, paths, to = 'kubia', annotations = {}, secret }: Rule): Manifest {
  const named = (name: string) => ({ service: { name, port: { number: 80 } } });
  const prefixed = Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: host.split('.').at(-3),
      namespace: 'default',
      annotations: Object.fromEntries(prefixed),
    },
    spec: {
      ingressClassName: 'nginx',
      ...(secret === undefined ? {} : { tls: [{ hosts: [host], secretName: secret }] }),
      rules: [
        {
          host,
          http: {
            paths: (paths ?? [['/', 'Prefix', to] as const]).map(([path, pathType, name]) => ({
              path,
              pathType,
              backend: named(name),
            })),
          },
        },
      ],
    },
  };
}

const ONCE = { 'proxy-next-upstream-tries': '1' };

const rules: readonly Rule[] = [
  { host: 'kubia.example.com' },
  {
    host: 'paths.example.com',
    paths: [
      ['/kubia', 'Prefix', 'kubia'],
      ['/foo', 'Exact', 'kubia-local'],
    ],
  },
  {
    host: 'rewrite.example.com',
    paths: [['/something(/|$)(.*)', 'ImplementationSpecific', 'kubia']],
    annotations: { 'rewrite-target': '/$2' },
  },
  { host: 'root.example.com', annotations: { 'app-root': '/app' } },
  { host: '*.wild.example.com', to: 'kubia-local' },
  { host: 'noendpoints.example.com', to: 'no-pods' },
  { host: 'refused.example.com', to: 'wrong-target' },
  // The recorded nginx had one upstream for these, and so no other to try.
  { host: 'gone.example.com', to: 'gone', annotations: ONCE },
  { host: 'slow.example.com', annotations: { 'proxy-read-timeout': '2', ...ONCE } },
  { host: 'secure.example.com', secret: 'kubia-tls' },
  { host: 'nosecret.example.com', secret: 'nowhere' },
];

/** A Service whose only endpoint is an address that nobody has. */
const gone: readonly Manifest[] = [
  service('gone', { spec: { selector: undefined } }),
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'gone-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'gone' } },
    addressType: 'IPv4',
    ports: [{ port: 8080 }],
    endpoints: [{ addresses: ['10.244.1.99'] }],
  },
];

const secretOf = (certificate: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'kubia-tls', namespace: 'default' },
  type: 'kubernetes.io/tls',
  stringData: { 'tls.crt': certificate, 'tls.key': KEY },
});

const serving = (certificate: string) => async (stage: NetworkStage) => {
  await stage.kubectl('delete secret kubia-tls');
  await stage.create(secretOf(certificate));
  await stage.pass(5_000);
};

async function withIngresses(stage: NetworkStage): Promise<void> {
  const answered = INGRESS_HOSTS.join(' ');
  await stage.type(`echo '192.168.49.2 ${answered}' >> /etc/hosts; cat > tls.crt <<END\n${CERTIFICATE}END`);
  await stage.create(secretOf(CERTIFICATE), ...gone, ...rules.map(ingress));
  await stage.type('minikube addons enable ingress');
  // One controller, on the node that the names lead to.
  const there = { replicas: 1, template: { spec: { nodeSelector: { 'kubernetes.io/hostname': 'minikube' } } } };
  await stage.kubectl(
    `-n ingress-nginx patch deployment ingress-nginx-controller -p '${JSON.stringify({ spec: there })}'`,
  );
  // minikube turns it off.
  await stage.kubectl(`-n ingress-nginx patch configmap ingress-nginx-controller -p '{"data":{"hsts":"true"}}'`);
  await stage.pass(60_000);
}

const addresses = { 'ingress-nginx-controller': '10.244.0.50' };

export const ingressHttp: Scene = {
  addresses,
  start: withIngresses,
  from: { 1: 'outside' },
  // The learner's machine has no busybox: the same is asked from a pod, whose /etc/hosts knows the names, too.
  at: { 79: 'pod', 225: 'pod' },
  inTurn: [7],
  before: {
    314: async (stage) => {
      await stage.kubectl('-n ingress-nginx scale deployment ingress-nginx-controller --replicas=0');
      await stage.pass(90_000);
    },
  },
};

export const ingressTls: Scene = {
  addresses,
  start: withIngresses,
  from: { 1: 'outside' },
  at: { 44: 'pod', 47: 'pod' },
  before: { 80: serving(WITH_HOST), 150: serving(CERTIFICATE) },
};
