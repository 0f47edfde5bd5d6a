/** The controller of ingress-nginx in a cluster: what comes back, which pod was asked, what it is told and what is logged. */
import { expect, test } from 'vitest';
import { type TestCluster, testCluster } from '../../../tests/testCluster';
import { testKubectl } from '../../../tests/testKubectl';
import { encodeBase64 } from '../../api/meta/base64';
import { ingress as addon } from '../../addons/ingress';
import { USUAL_ADDONS } from '../../addons/usualAddons';
import type { HttpAnswer, HttpAsk } from '../../client/network';

const NODE = '192.168.49.3';

async function enable({ cluster }: TestCluster, replicas = 1): Promise<void> {
  for (const { path, object } of addon.objects) {
    const { code, body } = await cluster.request({ method: 'POST', path, body: object });
    if (code >= 300) throw new Error(JSON.stringify(body));
  }
  const scale = '/apis/apps/v1/namespaces/ingress-nginx/deployments/ingress-nginx-controller/scale';
  const body = { metadata: { name: 'ingress-nginx-controller', namespace: 'ingress-nginx' }, spec: { replicas } };
  await cluster.request({ method: 'PUT', path: scale, body });
}

interface Asked {
  readonly path?: string;
  readonly host?: string;
  readonly tls?: HttpAsk['tls'];
  readonly headers?: HttpAsk['headers'];
  readonly to?: string;
  readonly port?: number;
}

/** A request from the learner's machine; how it ended where there is no answer. */
async function ask(cluster: TestCluster, { path = '/', host, tls, headers = [], to, port }: Asked) {
  const own = port ?? (tls === undefined ? 80 : 443);
  const ip = to ?? (await controllerPod(cluster))?.status.hostIP ?? NODE;
  const given: HttpAsk['headers'] = [
    ['Host', host ?? ip],
    ['User-Agent', 'curl/7.88.1'],
    ['Accept', '*/*'],
    ...headers,
  ];
  const request = { method: 'GET', path, headers: given, url: `http://${host ?? ip}${path}`, ...(tls && { tls }) };
  return cluster.cluster.send({ type: 'http', tool: 'curl', to: { ip, port: own }, requests: [request] });
}

async function controllerPod({ client }: Pick<TestCluster, 'client'>) {
  return (await client.list('Pod', { namespace: 'ingress-nginx' })).items[0];
}

async function answer(cluster: TestCluster, asked: Asked): Promise<HttpAnswer> {
  const { exchanged, dialled } = await ask(cluster, asked);
  const first = exchanged?.[0];
  if (first?.type !== 'response') throw new Error(`${dialled?.type} ${first?.type}`);
  return first.response;
}

const web = (name: string, replicas = 2) => ({
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'kubia', image: 'luksa/kubia', ports: [{ containerPort: 8080 }] }] },
    },
  },
});
const service = (name: string, app = name, targetPort = 8080) => ({
  metadata: { name },
  spec: { selector: { app }, ports: [{ port: 80, targetPort }] },
});
const path = (pathType: string, value: string, name: string) => ({
  pathType,
  path: value,
  backend: { service: { name, port: { number: 80 } } },
});

test('requests go to the pods of the rule in turn, with the headers of the controller', async () => {
  const cluster = await testCluster({ addons: USUAL_ADDONS });
  await enable(cluster);
  await cluster.create('ReplicaSet', web('s1'));
  await cluster.create('Service', service('s1'));
  await cluster.create('Ingress', {
    metadata: { name: 'web' },
    spec: { rules: [{ host: 'a.example.com', http: { paths: [path('Prefix', '/', 's1')] } }] },
  });
  await cluster.advance({ seconds: 40 });
  const bodies: string[] = [];
  for (let i = 0; i < 4; i++) bodies.push((await answer(cluster, { host: 'a.example.com' })).body);
  expect(new Set(bodies.slice(0, 2)).size).toBe(2);
  expect(bodies.slice(2)).toEqual(bodies.slice(0, 2));
  expect(bodies[0]).toMatch(/^You've hit s1-/);

  const none = await answer(cluster, { host: 'unknown.example.com' });
  expect(none).toMatchObject({ version: 'HTTP/1.1', status: 404, reason: 'Not Found' });
  expect(none.headers.slice(1)).toEqual([
    ['Content-Type', 'text/html'],
    ['Content-Length', '146'],
    ['Connection', 'keep-alive'],
  ]);
  expect(none.body.replaceAll('\r', '')).toContain(
    '<center><h1>404 Not Found</h1></center>\n<hr><center>nginx</center>',
  );
});

test('each failure of the pods has its page, and the log says which pods were asked', async () => {
  const cluster = await testCluster({ addons: USUAL_ADDONS });
  await enable(cluster);
  await cluster.create('ReplicaSet', web('s1', 1));
  await cluster.create('Service', service('s1'));
  await cluster.create('Service', service('wrong', 's1', 9999));
  await cluster.create('Service', service('nobody'));
  await cluster.create('Ingress', {
    metadata: {
      name: 'web',
      annotations: { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '2' },
    },
    spec: {
      rules: [
        {
          host: 'a.example.com',
          http: {
            paths: [
              path('Prefix', '/', 's1'),
              path('Prefix', '/wrong', 'wrong'),
              path('Prefix', '/missing', 'missing'),
              path('Exact', '/nobody', 'nobody'),
              path('Prefix', '/slash/', 's1'),
            ],
          },
        },
      ],
    },
  });
  await cluster.advance({ seconds: 40 });
  const statusOf = async (to: string) => {
    const { status, reason } = await answer(cluster, { host: 'a.example.com', path: to });
    return `${status} ${reason}`;
  };
  expect(await statusOf('/')).toBe('200 OK');
  expect(await statusOf('/wrong')).toBe('502 Bad Gateway');
  expect(await statusOf('/missing')).toBe('503 Service Temporarily Unavailable');
  expect(await statusOf('/nobody')).toBe('503 Service Temporarily Unavailable');
  const slash = await answer(cluster, { host: 'a.example.com', path: '/slash' });
  expect([slash.status, slash.headers.at(-1)]).toEqual([301, ['Location', 'http://a.example.com/slash/']]);

  const [pod] = await cluster.pods('app=s1');
  await cluster.fault({
    type: 'breakEndpoint',
    namespace: 'default',
    pod: pod?.metadata.name ?? '',
    container: 'kubia',
    port: 8080,
    mode: 'hang',
  });
  const { exchanged } = await ask(cluster, { host: 'a.example.com', path: '/' });
  const [late] = exchanged ?? [];
  expect(late).toMatchObject({ type: 'response', response: { status: 504, reason: 'Gateway Time-out' } });
  // One pod, asked three times, two seconds each.
  expect(Math.floor((late?.type === 'response' ? late.ms : 0) / 1000)).toBe(6);
  expect(late?.hops.filter(({ place }) => place === 'ingress').map(({ rule }) => rule.key)).toEqual([
    'ingressRule',
    'ingressUpstream',
    'ingressUpstream',
    'ingressUpstream',
    'ingressTimeout',
  ]);
  const nodes = late?.hops.filter(({ place }) => place === 'ingress').map(({ node }) => node);
  expect(new Set(nodes)).toEqual(new Set([(await controllerPod(cluster))?.spec.nodeName]));
  const lines = (await logOf(cluster)).split('\n');
  const tried = lines.find((line) => line.includes('GET /wrong'));
  expect(tried).toMatch(/connect\(\) failed \(111: Connection refused\) while connecting to upstream/);
  const access = lines.find((line) => line.includes('"GET /wrong HTTP/1.1" 502 150'));
  const ip = pod?.status.podIP ?? '';
  expect(access).toContain(`[default-wrong-80] [] ${[ip, ip, ip].map((each) => `${each}:9999`).join(', ')} 0, 0, 0 `);
  expect(access).toMatch(/ 502, 502, 502 [0-9a-f]{32}$/);
});

async function logOf(cluster: TestCluster): Promise<string> {
  const name = (await controllerPod(cluster))?.metadata.name ?? '';
  const path = `/api/v1/namespaces/ingress-nginx/pods/${name}/log`;
  return String((await cluster.cluster.request({ method: 'GET', path })).body);
}

/** `openssl req -x509 -subj /CN=kubia.example.com`; the simulation does not look at keys. */
const OWN_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBjjCCATOgAwIBAgIUKuq6KYovf4SymzQ+ynglIaZIeGUwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRa3ViaWEuZXhhbXBsZS5jb20wHhcNMjYxMTIxMjI0MTM2WhcN
MzYxMTE4MjI0MTM2WjAcMRowGAYDVQQDDBFrdWJpYS5leGFtcGxlLmNvbTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABLixdTtlEhDEXlb7cBM8+TlEmn8kDDcTM09Y
3Q3h42SJt7PYcs1dyl51KoFEdYAos3AYmn1SR+mUXehFygUpMK+jUzBRMB0GA1Ud
DgQWBBTm8CanKRvzqxBv/sB9rPHlGPpjgDAfBgNVHSMEGDAWgBTm8CanKRvzqxBv
/sB9rPHlGPpjgDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQDZ
kd3d59ZEsNAybGiJNuOqjXkdNIN/n/vIaEFKJP8KhAIhAJzmvFXr1zCr/66CAM7I
NPHkyeXm8QgJAR3YnnACDzsP
-----END CERTIFICATE-----
`;

test('a host with a certificate is redirected to it, and every other one gets the fake one', async () => {
  const cluster = await testCluster({ addons: USUAL_ADDONS });
  await enable(cluster);
  await cluster.create('ReplicaSet', web('s1'));
  await cluster.create('Service', service('s1'));
  await cluster.create('Secret', {
    metadata: { name: 'own' },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': encodeBase64(OWN_CERTIFICATE), 'tls.key': encodeBase64('key') },
  });
  const rule = (host: string) => ({ host, http: { paths: [path('Prefix', '/', 's1')] } });
  await cluster.create('Ingress', {
    metadata: { name: 'web' },
    spec: {
      tls: [
        { hosts: ['kubia.example.com'], secretName: 'own' },
        { hosts: ['nosecret.example.com'], secretName: 'missing' },
      ],
      rules: [rule('kubia.example.com'), rule('nosecret.example.com')],
    },
  });
  await cluster.create('Ingress', { metadata: { name: 'plain' }, spec: { rules: [rule('plain.example.com')] } });
  await cluster.advance({ seconds: 40 });
  const redirect = await answer(cluster, { host: 'kubia.example.com', path: '/a/b?c=d' });
  expect([redirect.status, redirect.headers.at(-1)]).toEqual([308, ['Location', 'https://kubia.example.com/a/b?c=d']]);
  expect((await answer(cluster, { host: 'nosecret.example.com' })).status).toBe(308);
  expect((await answer(cluster, { host: 'plain.example.com' })).status).toBe(200);
  const subjects = [];
  for (const host of ['kubia.example.com', 'nosecret.example.com', 'plain.example.com', 'unknown.example.com']) {
    const { exchanged } = await ask(cluster, { host, tls: { serverName: host } });
    const [got] = exchanged ?? [];
    if (got?.type !== 'response') throw new Error(host);
    expect(got.response).toMatchObject({ version: 'HTTP/2', reason: '' });
    subjects.push([got.certificate?.subject, got.response.status]);
  }
  const fake = 'O=Acme Co; CN=Kubernetes Ingress Controller Fake Certificate';
  expect(subjects).toEqual([
    ['CN=kubia.example.com', 200],
    [fake, 200],
    [fake, 200],
    [fake, 404],
  ]);
  const secure = { host: 'kubia.example.com', tls: { serverName: 'kubia.example.com' } };
  const names = async () => (await answer(cluster, secure)).headers.map(([name]) => name);
  // The add-on turns it off.
  expect(await names()).not.toContain('strict-transport-security');
  await cluster.client.delete('ConfigMap', { namespace: 'ingress-nginx', name: 'ingress-nginx-controller' });
  expect(await names()).toContain('strict-transport-security');
  const plain = await answer(cluster, { host: 'kubia.example.com', port: 443 });
  expect([plain.status, plain.headers.slice(1)]).toEqual([
    400,
    [
      ['Content-Type', 'text/html'],
      ['Content-Length', '248'],
      ['Connection', 'close'],
    ],
  ]);
  // Who does not take the certificate has asked nothing.
  const before = await logOf(cluster);
  const { exchanged } = await ask(cluster, { ...secure, tls: { serverName: 'kubia.example.com', trusted: '' } });
  expect(exchanged?.[0]).toMatchObject({ response: { status: 0 }, certificate: { subject: 'CN=kubia.example.com' } });
  expect(await logOf(cluster)).toBe(before);
  expect([...cluster.cluster.traffic.requests.from(0)].at(-1)).toMatchObject({ error: 'tls' });
  const knows = { serverName: 'kubia.example.com', trusted: OWN_CERTIFICATE };
  expect((await answer(cluster, { ...secure, tls: knows })).status).toBe(200);
  expect((await ask(cluster, { tls: { serverName: 'kubia.example.com' }, port: 80 })).exchanged?.[0]?.type).toBe(
    'notTls',
  );
});

test('a canary gets its share of the requests, and those that ask for it', async () => {
  const cluster = await testCluster({ addons: USUAL_ADDONS });
  await enable(cluster);
  for (const name of ['main', 'beta']) {
    await cluster.create('ReplicaSet', web(name, 1));
    await cluster.create('Service', service(name));
  }
  const ingress = (name: string, annotations: Readonly<Record<string, string>>) => ({
    metadata: {
      name,
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
      ),
    },
    spec: { rules: [{ host: 'a.example.com', http: { paths: [path('Prefix', '/', name)] } }] },
  });
  await cluster.create('Ingress', ingress('main', {}));
  await cluster.create(
    'Ingress',
    ingress('beta', { canary: 'true', 'canary-weight': '30', 'canary-by-header': 'X-Beta' }),
  );
  await cluster.advance({ seconds: 40 });
  let canaries = 0;
  for (let i = 0; i < 200; i++) {
    if ((await answer(cluster, { host: 'a.example.com' })).body.includes('beta-')) canaries += 1;
  }
  expect(canaries).toBeGreaterThan(40);
  expect(canaries).toBeLessThan(80);
  const asked = (value: string) => answer(cluster, { host: 'a.example.com', headers: [['X-Beta', value]] });
  expect((await asked('always')).body).toContain('beta-');
  expect((await asked('never')).body).toContain('main-');
});

test('annotations bind clients to pods, keep networks out and send elsewhere', async () => {
  const cluster = await testCluster({ addons: USUAL_ADDONS });
  await enable(cluster);
  await cluster.create('ReplicaSet', web('s1', 3));
  await cluster.create('Service', service('s1'));
  await cluster.create('Service', {
    metadata: { name: 'outside' },
    spec: { type: 'ExternalName', externalName: 's1.default.svc.cluster.local', ports: [{ port: 80 }] },
  });
  const ingress = async (name: string, annotation: string, value: string, to = 's1') =>
    cluster.create('Ingress', {
      metadata: { name, annotations: { [`nginx.ingress.kubernetes.io/${annotation}`]: value } },
      spec: { rules: [{ host: `${name}.io`, http: { paths: [path('Prefix', '/', to)] } }] },
    });
  await ingress('sticky', 'affinity', 'cookie');
  await ingress('closed', 'whitelist-source-range', '10.0.0.0/8');
  await ingress('moved', 'permanent-redirect', 'https://example.com/new');
  await ingress('secure', 'force-ssl-redirect', 'true');
  await ingress('outside', 'upstream-vhost', 'other.io', 'outside');
  await cluster.advance({ seconds: 40 });
  const first = await answer(cluster, { host: 'sticky.io' });
  const cookie = first.headers.find(([name]) => name === 'Set-Cookie')?.[1].split(';')[0] ?? '';
  expect(cookie).toMatch(/^INGRESSCOOKIE=/);
  for (let i = 0; i < 4; i++) {
    const again = await answer(cluster, { host: 'sticky.io', headers: [['Cookie', cookie]] });
    expect([again.body, again.headers.some(([name]) => name === 'Set-Cookie')]).toEqual([first.body, false]);
  }
  const closed = await answer(cluster, { host: 'closed.io' });
  expect([closed.status, closed.headers.some(([name]) => name === 'Set-Cookie')]).toEqual([403, false]);
  const moved = await answer(cluster, { host: 'moved.io' });
  expect([moved.status, moved.headers.at(-1)]).toEqual([301, ['Location', 'https://example.com/new']]);
  expect((await answer(cluster, { host: 'secure.io' })).headers.at(-1)).toEqual(['Location', 'https://secure.io/']);
  expect((await answer(cluster, { host: 'outside.io' })).body).toMatch(/^You've hit s1-/);
});

const LAB = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: test, annotations: {nginx.ingress.kubernetes.io/rewrite-target: /}}
spec:
  rules:
  - host: foo.bar.com
    http:
      paths:
      - {pathType: Prefix, path: /foos1, backend: {service: {name: s1, port: {number: 80}}}}
      - {pathType: Prefix, path: /bars2, backend: {service: {name: s2, port: {number: 80}}}}
  - host: "*.foo.com"
    http:
      paths:
      - {pathType: Prefix, path: /, backend: {service: {name: s2, port: {number: 80}}}}`;

test('a person applies an Ingress, turns the controller on, asks it, and loses its pods', async () => {
  const run = await testKubectl({ addons: USUAL_ADDONS });
  for (const name of ['s1', 's2']) {
    await run(
      `kubectl create deployment ${name} --image=luksa/kubia --replicas=2; kubectl expose deployment ${name} --port=80 --target-port=8080`,
    );
  }
  await run(`kubectl apply -f - <<'E'\n${LAB}\nE`);
  await run('sleep 20');
  expect(await run('kubectl get ingress -o jsonpath={.items[0].status}')).toBe('{"loadBalancer":{}}');
  await run('minikube addons enable ingress');
  await run('sleep 75');
  expect(await run('kubectl get ingress --no-headers')).toMatch(/192\.168\.49\.\d+,192\.168\.49\.\d+ +80 /);
  await run('ADDR=$(kubectl get ingress test -o jsonpath={.status.loadBalancer.ingress[0].ip})');
  const asked = (host: string, at: string) => run(`curl -s -H "Host: ${host}" $ADDR${at}`);
  expect(await asked('foo.bar.com', '/foos1')).toMatch(/^You've hit s1-/);
  expect(await asked('foo.bar.com', '/bars2')).toMatch(/^You've hit s2-/);
  expect(await asked('foo.bar.com', '/bars')).toContain('404 Not Found');
  expect(await asked('a.foo.com', '/')).toMatch(/^You've hit s2-/);
  expect(await asked('foo.com', '/')).toContain('404 Not Found');
  expect(await asked('a.b.foo.com', '/')).toContain('404 Not Found');
  await run('kubectl delete pods -n ingress-nginx --all');
  expect(await asked('foo.bar.com', '/foos1')).toBe('[exit 7]');
  await run('sleep 15');
  expect(await asked('foo.bar.com', '/foos1')).toMatch(/^You've hit s1-/);
  await run('minikube addons disable ingress; sleep 5');
  expect(await asked('foo.bar.com', '/foos1')).toBe('[exit 7]');
  expect(await run('kubectl get ingress -o jsonpath={.items[0].status}')).toBe('{"loadBalancer":{}}');
});
