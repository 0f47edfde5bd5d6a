/** Names of a cluster and what CoreDNS answers for them, as the real one did. */
import { expect, test } from 'vitest';
import type { EndpointSlice } from '../api/discovery/endpointSlice';
import type { Service } from '../api/core/service';
import type { ClusterView } from '../client/clusterView';
import type { RecordType } from '../client/network';
import { answer, type KubernetesZones, USUAL_ZONES } from './answers';
import { questionSize, replySize } from './messageSize';
import { outsideReply } from './outsideNames';

const service = (name: string, spec: object, namespace = 'default') =>
  ({ metadata: { name, namespace }, spec }) as Service; // No more is looked at.
const slice = (name: string, endpoints: object[], ports: object[] | null, namespace = 'default') =>
  ({
    metadata: { name: `${name}-x`, namespace, labels: { 'kubernetes.io/service-name': name } },
    endpoints,
    ports,
  }) as never as EndpointSlice; // As above.

const clusterIP = (ip: string, ports: object[] = [{ port: 80, protocol: 'TCP' }]) => ({
  clusterIP: ip,
  clusterIPs: [ip],
  ports,
});
const headless = { clusterIP: 'None', clusterIPs: ['None'], ports: [{ name: 'http', port: 80, protocol: 'TCP' }] };
const external = (externalName: string) => ({ type: 'ExternalName', externalName });

const services = [
  service('kubia', clusterIP('10.96.111.10')),
  service('no-pods', clusterIP('10.96.111.12')),
  service(
    'named',
    clusterIP('10.96.111.15', [
      { name: 'http', port: 80, protocol: 'TCP' },
      { name: 'admin', port: 8081, protocol: 'TCP' },
    ]),
  ),
  service('kubia-headless', headless),
  service('headless-unready', headless),
  service('web', headless),
  service('shop', clusterIP('10.96.111.23'), 'other'),
  service('ext', external('api.example.com')),
  service('ext-broken', external('no-such.example.com')),
  service('ext-shop', external('shop.other.svc.cluster.local')),
  service('ext-ip', external('10.244.0.2')),
  service('ext-self', external('ext-self.default.svc.cluster.local')),
  service('kube-dns', clusterIP('10.96.0.10'), 'kube-system'),
];
const http = [{ name: 'http', port: 8080, protocol: 'TCP' }];
const slices = [
  slice('kubia', [{ addresses: ['10.244.0.2'] }], [{ name: '', port: 8080, protocol: 'TCP' }]),
  slice(
    'kubia-headless',
    [{ addresses: ['10.244.0.2'] }, { addresses: ['10.244.1.2'] }, { addresses: ['10.244.2.2'] }],
    http,
  ),
  slice('headless-unready', [{ addresses: ['10.244.0.4'], conditions: { ready: false } }], http),
  slice(
    'web',
    [
      { addresses: ['10.244.2.4'], hostname: 'web-0' },
      { addresses: ['10.244.1.5'], hostname: 'web-1' },
    ],
    http,
  ),
  slice('kube-dns', [{ addresses: ['10.244.0.9'] }], [{ name: 'dns', port: 53, protocol: 'UDP' }], 'kube-system'),
];
const cluster: ClusterView = {
  get: (kind, { namespace, name }) => {
    if (kind === 'Namespace') return ['default', 'other', 'kube-system'].includes(name) ? ({} as never) : undefined; // That it is there.
    return services.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace) as never; // Services alone are asked for.
  },
  list: () => [],
  slicesOf: (namespace, name) =>
    slices.filter(({ metadata }) => metadata.namespace === namespace && metadata.name === `${name}-x`),
  serviceAt: (ip) => services.find(({ spec }) => spec.clusterIP === ip),
  slicesWith: (ip) => slices.filter(({ endpoints }) => endpoints?.some(({ addresses }) => addresses.includes(ip))),
};

const ask = (name: string, type: RecordType, zones: KubernetesZones = USUAL_ZONES) =>
  answer({ name, type }, { cluster, zones, ownIP: '10.244.0.9', serial: 1_795_249_691, ask: outsideReply });

const HERE = 'default.svc.cluster.local';

test.each<[name: string, type: RecordType, rcode: string, data: readonly string[]]>([
  [`kubia.${HERE}`, 'A', 'NOERROR', ['10.96.111.10']],
  [`KUBIA.${HERE}`, 'A', 'NOERROR', ['10.96.111.10']],
  [`kubia.${HERE}`, 'AAAA', 'NOERROR', []],
  [`kubia.${HERE}`, 'MX', 'NOERROR', []],
  [`kubia.${HERE}`, 'ANY', 'NOERROR', []],
  [`no-pods.${HERE}`, 'A', 'NOERROR', ['10.96.111.12']],
  [`nope.${HERE}`, 'A', 'NXDOMAIN', []],
  [`nope.${HERE}`, 'MX', 'NXDOMAIN', []],
  ['kubia.nope.svc.cluster.local', 'A', 'NXDOMAIN', []],
  ['kubia.svc.cluster.local', 'A', 'NXDOMAIN', []],
  ['kubia.cluster.local', 'A', 'NXDOMAIN', []],
  // What lies above names is there, but empty.
  ['cluster.local', 'A', 'NOERROR', []],
  ['svc.cluster.local', 'A', 'NOERROR', []],
  ['pod.cluster.local', 'A', 'NOERROR', []],
  [HERE, 'A', 'NOERROR', []],
  ['nope.svc.cluster.local', 'A', 'NXDOMAIN', []],
  // Endpoints.
  [`10-244-0-2.kubia.${HERE}`, 'A', 'NOERROR', ['10.244.0.2']],
  [`10-244-0-3.kubia.${HERE}`, 'A', 'NXDOMAIN', []],
  [`kubia-headless.${HERE}`, 'A', 'NOERROR', ['10.244.0.2', '10.244.1.2', '10.244.2.2']],
  [`10-244-1-2.kubia-headless.${HERE}`, 'A', 'NOERROR', ['10.244.1.2']],
  [`headless-unready.${HERE}`, 'A', 'NXDOMAIN', []],
  [`web-0.web.${HERE}`, 'A', 'NOERROR', ['10.244.2.4']],
  [`web-7.web.${HERE}`, 'A', 'NXDOMAIN', []],
  // Ports.
  [`_http._tcp.named.${HERE}`, 'SRV', 'NOERROR', [`0 100 80 named.${HERE}.`]],
  [`_http._udp.named.${HERE}`, 'SRV', 'NXDOMAIN', []],
  [`_http._tcp.kubia.${HERE}`, 'SRV', 'NXDOMAIN', []],
  [`kubia.${HERE}`, 'SRV', 'NOERROR', [`0 100 80 kubia.${HERE}.`]],
  [`named.${HERE}`, 'SRV', 'NOERROR', [`0 50 80 named.${HERE}.`, `0 50 8081 named.${HERE}.`]],
  [`_http._tcp.web.${HERE}`, 'SRV', 'NOERROR', [`0 50 8080 web-0.web.${HERE}.`, `0 50 8080 web-1.web.${HERE}.`]],
  [
    `_http._tcp.kubia-headless.${HERE}`,
    'SRV',
    'NOERROR',
    ['10-244-0-2', '10-244-1-2', '10-244-2-2'].map((name) => `0 33 8080 ${name}.kubia-headless.${HERE}.`),
  ],
  // Aliases.
  [`ext.${HERE}`, 'A', 'NOERROR', ['api.example.com.', '192.0.2.81']],
  [`ext.${HERE}`, 'AAAA', 'NOERROR', ['api.example.com.']],
  [`ext.${HERE}`, 'CNAME', 'NOERROR', ['api.example.com.']],
  [`ext-broken.${HERE}`, 'A', 'NOERROR', ['no-such.example.com.']],
  [`ext-shop.${HERE}`, 'A', 'NOERROR', ['shop.other.svc.cluster.local.', '10.96.111.23']],
  [`ext-ip.${HERE}`, 'A', 'NXDOMAIN', []],
  [`ext-self.${HERE}`, 'A', 'NOERROR', []],
  // Pods: any address, if there is such a namespace.
  ['10-244-0-2.default.pod.cluster.local', 'A', 'NOERROR', ['10.244.0.2']],
  ['1-2-3-4.default.pod.cluster.local', 'A', 'NOERROR', ['1.2.3.4']],
  ['1-2-3-4.nope.pod.cluster.local', 'A', 'NXDOMAIN', []],
  ['kubia-4ncp7.default.pod.cluster.local', 'A', 'NXDOMAIN', []],
  // The way back.
  ['10.111.96.10.in-addr.arpa', 'PTR', 'NOERROR', [`kubia.${HERE}.`]],
  ['2.0.244.10.in-addr.arpa', 'PTR', 'NOERROR', [`10-244-0-2.kubia.${HERE}.`, `10-244-0-2.kubia-headless.${HERE}.`]],
  ['4.2.244.10.in-addr.arpa', 'PTR', 'NOERROR', [`web-0.web.${HERE}.`]],
  // The zone itself.
  ['dns-version.cluster.local', 'TXT', 'NOERROR', ['"1.1.0"']],
  [`nope.${HERE}`, 'TXT', 'NOERROR', []],
  ['cluster.local', 'NS', 'NOERROR', ['kube-dns.kube-system.svc.cluster.local.']],
  ['ns.dns.cluster.local', 'A', 'NOERROR', ['10.96.0.10']],
  [
    'cluster.local',
    'SOA',
    'NOERROR',
    ['ns.dns.cluster.local. hostmaster.cluster.local. 1795249691 7200 1800 86400 30'],
  ],
])('%s %s is %s %j', (name, type, rcode, data) => {
  const reply = ask(name, type);
  expect([reply?.rcode, reply?.answers.map((record) => record.data)]).toEqual([rcode, data]);
  const isBare = data.length === 0;
  expect(reply?.authority?.map((record) => record.type)).toEqual(isBare ? ['SOA'] : undefined);
});

test('names of other zones, and addresses that nobody has, are left to the next plugin', () => {
  expect(ask('www.example.com', 'A')).toBeUndefined();
  expect(ask('1.200.244.10.in-addr.arpa', 'PTR')).toBeUndefined();
});

test('pods can have no names, or only the addresses that exist', () => {
  const name = '10-244-0-2.default.pod.cluster.local';
  expect(ask(name, 'A', { ...USUAL_ZONES, pods: 'disabled' })?.rcode).toBe('NXDOMAIN');
  expect(ask(name, 'A', { ...USUAL_ZONES, pods: 'verified' })?.rcode).toBe('NXDOMAIN');
});

test.each<[name: string, type: RecordType, asked: number, replied: number]>([
  [`kubia.${HERE}`, 'A', 49, 96],
  [`kubia.${HERE}`, 'AAAA', 49, 142],
  [`nope.${HERE}`, 'A', 48, 141],
  [`kubia-headless.${HERE}`, 'A', 58, 226],
  [`ext.${HERE}`, 'A', 47, 136],
  [`ext.${HERE}`, 'AAAA', 47, 105],
])('the messages for %s %s have %d and %d bytes', (name, type, asked, replied) => {
  const reply = ask(name, type);
  expect([questionSize({ name, type }), reply && replySize({ name, type }, reply)]).toEqual([asked, replied]);
});

test('a client with EDNS gets what it adds, too', () => {
  const question = { name: `web.${HERE}`, type: 'SRV', bufferSize: 1232 } as const;
  const reply = ask(question.name, question.type);
  expect(reply && replySize(question, reply, true)).toBe(340);
});
