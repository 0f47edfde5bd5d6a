/** CoreDNS in a cluster: what it logs, what a changed Corefile does, and what is left when it is away. */
import { expect, test } from 'vitest';
import { type TestCluster, testCluster } from '../../../tests/testCluster';
import { USUAL_ADDONS } from '../../addons/usualAddons';
import type { ClientNetwork, DnsReply, RecordType } from '../../client/network';
import { resolveHost } from '../../tools/resolver';

const DNS = '10.96.0.10';
const files = {
  hosts: '',
  resolvConf: `search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver ${DNS}\noptions ndots:5\n`,
};
/** What the real CoreDNS 1.14 logs of kubeadm's Corefile. */
const KUBEADMS =
  '1b226df79860026c6a52e67daa10d7f0d57ec5b023288ec00c5e05f93523c894564e15b91770d3a07ae1cfbe861d15b37d4a0027e69c546ab112970993a3b03b';
const COREFILE = '/api/v1/namespaces/kube-system/configmaps/coredns';

async function withNames(): Promise<TestCluster & { readonly network: ClientNetwork }> {
  const run = await testCluster({ addons: USUAL_ADDONS });
  await run.advance({ seconds: 30 });
  return { ...run, network: run.cluster.traffic.clientAt('192.168.49.3') };
}

function ask(network: ClientNetwork, name: string, type: RecordType = 'A'): DnsReply | string {
  const got = network.lookup(DNS, { name, type });
  return got.type === 'reply' ? got.reply : got.type;
}

async function coreDnsPods({ client }: TestCluster) {
  return (await client.list('Pod', { namespace: 'kube-system', labelSelector: 'k8s-app=kube-dns' })).items;
}

async function logs(run: TestCluster, previous = false): Promise<string> {
  const texts = [];
  for (const { metadata } of await coreDnsPods(run)) {
    const path = `/api/v1/namespaces/kube-system/pods/${metadata.name}/log${previous ? '?previous=true' : ''}`;
    texts.push((await run.cluster.request({ method: 'GET', path })).body);
  }
  return texts.join('');
}

async function edit(run: TestCluster, change: (corefile: string) => string): Promise<void> {
  const { body } = await run.cluster.request({ method: 'GET', path: COREFILE });
  const map = body as { data: { Corefile: string } }; // As the add-on has it.
  const data = { Corefile: change(map.data.Corefile) };
  await run.cluster.request({ method: 'PUT', path: COREFILE, body: { ...map, data } });
}

async function scale(run: TestCluster, replicas: number): Promise<void> {
  const path = '/apis/apps/v1/namespaces/kube-system/deployments/coredns/scale';
  const { body } = await run.cluster.request({ method: 'GET', path });
  await run.cluster.request({ method: 'PUT', path, body: { ...(body as object), spec: { replicas } } }); // A Scale.
}

test('it says which configuration it runs, then answers; the pods are the endpoints of kube-dns', async () => {
  const run = await withNames();
  const [first = ''] = (await logs(run)).split('maxprocs: ').slice(1);
  expect(first.split('\n')).toEqual([
    'Leaving GOMAXPROCS=2: CPU quota undefined',
    '.:53',
    `[INFO] plugin/reload: Running configuration SHA512 = ${KUBEADMS}`,
    'CoreDNS-1.14.2',
    'linux/amd64, go1.26.1, dd1df4f',
    '',
  ]);
  expect(ask(run.network, 'kubernetes.default.svc.cluster.local')).toMatchObject({
    rcode: 'NOERROR',
    authoritative: true,
    recursionAvailable: false,
    answers: [{ name: 'kubernetes.default.svc.cluster.local', ttl: 30, type: 'A', data: '10.96.0.1' }],
  });
});

test('with the log plugin each query is a line of its log, from about a minute after the change', async () => {
  const run = await withNames();
  await edit(run, (corefile) => corefile.replace('errors', 'errors\n    log'));
  await run.advance({ seconds: 130 });
  expect(resolveHost(run.network, files, 'www.example.com')).toMatchObject({ addresses: ['192.0.2.80'] });
  const lines = (await logs(run)).split('\n').filter((line) => line.startsWith('[INFO] 19'));
  expect(await logs(run)).toMatch(
    /\n\[INFO\] Reloading complete\n\[INFO\] 127\.0\.0\.1:\d+ - \d+ "HINFO IN \d{19}\.\d{19}\. udp 57 false 512" NXDOMAIN qr,rd,ra 121 0\.\d+s\n/,
  );
  const told = lines.map((line) => line.replace(/^.*? - \d+ /, '').replace(/ [\d.]+s$/, ''));
  expect(told.sort()).toEqual(
    [
      '"A IN www.example.com.default.svc.cluster.local. udp 59 false 512" NXDOMAIN qr,aa,rd 152',
      '"AAAA IN www.example.com.default.svc.cluster.local. udp 59 false 512" NXDOMAIN qr,aa,rd 152',
      '"A IN www.example.com.svc.cluster.local. udp 51 false 512" NXDOMAIN qr,aa,rd 144',
      '"AAAA IN www.example.com.svc.cluster.local. udp 51 false 512" NXDOMAIN qr,aa,rd 144',
      '"A IN www.example.com.cluster.local. udp 47 false 512" NXDOMAIN qr,aa,rd 140',
      '"AAAA IN www.example.com.cluster.local. udp 47 false 512" NXDOMAIN qr,aa,rd 140',
      '"A IN www.example.com. udp 33 false 512" NOERROR qr,rd,ra 64',
      '"AAAA IN www.example.com. udp 33 false 512" NOERROR qr,rd,ra 109',
    ].sort(),
  );
  expect(lines[0]).toMatch(/^\[INFO\] 192\.168\.49\.3:\d{5} - \d+ ".*s$/);
});

test('a broken Corefile changes nothing until a pod starts anew, and then it crashes with the reason', async () => {
  const run = await withNames();
  await edit(run, (corefile) => corefile.replace('ready', 'redy'));
  await run.advance({ seconds: 130 });
  const why = "/etc/coredns/Corefile:6 - Error during parsing: Unknown directive 'redy'";
  expect(await logs(run)).toContain(
    `[INFO] Reloading\n[ERROR] Restart failed: ${why}\n[ERROR] plugin/reload: Corefile changed but reload failed: starting with listener file descriptors: ${why}\n`,
  );
  expect(ask(run.network, 'kubernetes.default.svc.cluster.local')).toMatchObject({ rcode: 'NOERROR' });
  await scale(run, 0);
  await run.advance({ seconds: 20 });
  await scale(run, 1);
  await run.advance({ seconds: 30 });
  expect(await logs(run)).toBe(`maxprocs: Leaving GOMAXPROCS=2: CPU quota undefined\n${why}\n`);
  const [pod] = await coreDnsPods(run);
  expect(pod?.status.containerStatuses?.[0]?.state?.waiting?.reason).toBe('CrashLoopBackOff');
});

test('without its pods queries are refused at once; with hung ones they cost 20 seconds; names come back by themselves', async () => {
  const run = await withNames();
  const resolve = () => resolveHost(run.network, files, 'kubernetes');
  for (const { metadata } of await coreDnsPods(run)) {
    await run.fault({ type: 'hangContainer', namespace: 'kube-system', pod: metadata.name, container: 'coredns' });
  }
  expect(resolve()).toMatchObject({ type: 'noServer', ms: 20_000 });
  await scale(run, 0);
  await run.advance({ seconds: 40 });
  const refused = resolve();
  expect(refused.type).toBe('noServer');
  expect(refused.ms).toBeLessThan(10);
  await scale(run, 2);
  await run.advance({ seconds: 30 });
  expect(resolve()).toMatchObject({ type: 'found', addresses: ['10.96.0.1'] });
});

test('a pod that ends answers on for five seconds, and is not ready any more', async () => {
  const run = await withNames();
  const [pod] = await coreDnsPods(run);
  const { name } = pod?.metadata ?? { name: '' };
  const ip = pod?.status.podIP ?? '';
  await run.client.delete('Pod', { namespace: 'kube-system', name });
  await run.advance({ seconds: 2 });
  const direct = () => run.network.lookup(ip, { name: 'kubernetes.default.svc.cluster.local', type: 'A' }).type;
  expect(direct()).toBe('reply');
  expect(run.network.dial({ ip, port: 8181 }).type).toBe('refused');
  expect(await logs(run)).toContain(
    '[INFO] SIGTERM: Shutting down servers then terminating\n[INFO] plugin/health: Going into lameduck mode for 5s\n',
  );
  await run.advance({ seconds: 10 });
  expect(direct()).not.toBe('reply');
});

test('without the server outside, cluster names work and others are a failure of the server', async () => {
  const run = await withNames();
  await run.fault({ type: 'stopUpstreamDns' });
  expect(ask(run.network, 'kubernetes.default.svc.cluster.local')).toMatchObject({ rcode: 'NOERROR' });
  expect(ask(run.network, 'api.example.com')).toMatchObject({
    rcode: 'SERVFAIL',
    authoritative: false,
    recursionAvailable: false,
  });
  expect(await logs(run)).toMatch(
    /\[ERROR\] plugin\/errors: 2 api\.example\.com\. A: read udp 10\.244\.\d\.\d+:\d+->192\.168\.49\.1:53: read: connection refused\n/,
  );
  await run.fault({ type: 'startUpstreamDns' });
  expect(ask(run.network, 'api.example.com')).toMatchObject({ rcode: 'NOERROR' });
});

test('an answer from outside is kept for thirty seconds, and then says so', async () => {
  const run = await withNames();
  await scale(run, 1);
  await run.advance({ seconds: 20 });
  const ttl = (reply: DnsReply | string) =>
    typeof reply === 'string' ? reply : [reply.answers[0]?.ttl, reply.authoritative];
  expect(ttl(ask(run.network, 'api.example.com'))).toEqual([30, false]);
  await run.advance({ seconds: 10 });
  expect(ttl(ask(run.network, 'api.example.com'))).toEqual([20, true]);
  await run.advance({ seconds: 21 });
  expect(ttl(ask(run.network, 'api.example.com'))).toEqual([30, false]);
});

test('a server that forwards to itself ends with the reason', async () => {
  const run = await withNames();
  await edit(run, (corefile) => corefile.replace('/etc/resolv.conf', DNS));
  await scale(run, 0);
  await run.advance({ seconds: 20 });
  await scale(run, 1);
  await run.advance({ seconds: 20 });
  expect(await logs(run)).toMatch(
    /\[FATAL\] plugin\/loop: Loop \(127\.0\.0\.1:\d+ -> :53\) detected for zone "\.", see https:\/\/coredns\.io\/plugins\/loop#troubleshooting\. Query: "HINFO \d+\.\d+\."\n$/,
  );
});

test('a headless name has the ready pods in changing order, and unready ones where the Service says so', async () => {
  const run = await withNames();
  const labels = { app: 'web' };
  const readinessProbe = { exec: { command: ['ls', '/tmp/ready'] } };
  const container = { name: 'main', image: 'busybox', command: ['sleep', '100000'] };
  for (const name of ['a', 'b', 'c']) {
    await run.create('Pod', { metadata: { name, labels }, spec: { containers: [container] } });
  }
  await run.create('Pod', {
    metadata: { name: 'd', labels },
    spec: { containers: [{ ...container, readinessProbe }] },
  });
  const spec = { clusterIP: 'None', selector: labels, ports: [{ port: 80 }] };
  await run.create('Service', { metadata: { name: 'web' }, spec });
  await run.create('Service', { metadata: { name: 'all' }, spec: { ...spec, publishNotReadyAddresses: true } });
  await run.advance({ seconds: 20 });
  const addresses = (service: string) => {
    const reply = ask(run.network, `${service}.default.svc.cluster.local`);
    return typeof reply === 'string' ? [reply] : reply.answers.map(({ data }) => data);
  };
  const orders = new Set(Array.from({ length: 30 }, () => addresses('web').join(' ')));
  expect(orders.size).toBeGreaterThan(3);
  expect([...orders].map((order) => order.split(' ').sort().join(' '))).toEqual(
    [...orders].map(() => addresses('web').sort().join(' ')),
  );
  expect([addresses('web').length, addresses('all').length]).toEqual([3, 4]);
});
