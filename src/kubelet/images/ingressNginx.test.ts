/** The controller of ingress-nginx in a cluster: what comes back, which pod was asked, what it is told and what is logged. */
import { expect, test } from 'vitest';
import { type TestCluster, testCluster } from '../../../tests/testCluster';
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
async function ask({ cluster }: TestCluster, { path = '/', host, tls, headers = [], to, port }: Asked) {
  const own = port ?? (tls === undefined ? 80 : 443);
  const ip = to ?? (await nodeIP(cluster));
  const given: HttpAsk['headers'] = [
    ['Host', host ?? ip],
    ['User-Agent', 'curl/7.88.1'],
    ['Accept', '*/*'],
    ...headers,
  ];
  const request = { method: 'GET', path, headers: given, url: `http://${host ?? ip}${path}`, ...(tls && { tls }) };
  return cluster.send({ type: 'http', tool: 'curl', to: { ip, port: own }, requests: [request] });
}

async function nodeIP(cluster: TestCluster['cluster']): Promise<string> {
  const { body } = await cluster.request({ method: 'GET', path: '/api/v1/namespaces/ingress-nginx/pods' });
  return (body as { items: { status: { hostIP?: string } }[] }).items[0]?.status.hostIP ?? NODE; // As the API answers.
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
const service = (name: string, targetPort = 8080) => ({
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80, targetPort }] },
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
