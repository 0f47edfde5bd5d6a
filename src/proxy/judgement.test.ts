import { beforeEach, expect, test } from 'vitest';
import type { Service } from '../api/core/service';
import type { Endpoint, EndpointSlice } from '../api/discovery/endpointSlice';
import type { Instant } from '../sim/clock';
import { Kernel } from '../sim/kernel';
import { Affinity, type Remembered } from './affinity';
import { type NodeRules, judge } from './judgement';
import type { Packet, Verdict } from './packet';
import { RuleTable } from './ruleTable';
import { rulesOf } from './serviceRules';

const NODE = { name: 'minikube', ip: '192.168.49.2' };
const OUTSIDE = '203.0.113.10';
const POD = '10.244.0.50';

let kernel: Kernel;
let affinity: Affinity;
beforeEach(() => {
  kernel = new Kernel({ startAt: 0 as Instant, seed: 1 });
  affinity = new Affinity(kernel.state.map<Remembered>('affinity'));
});

const ready = (ip: string, node: string, hints?: Endpoint['hints']): Endpoint => ({
  addresses: [ip],
  nodeName: node,
  conditions: { ready: true, serving: true, terminating: false },
  ...(hints === undefined ? {} : { hints }),
});
const draining = (ip: string, node: string): Endpoint => ({
  addresses: [ip],
  nodeName: node,
  conditions: { ready: false, serving: true, terminating: true },
});
const unready = (ip: string, node: string): Endpoint => ({
  addresses: [ip],
  nodeName: node,
  conditions: { ready: false, serving: false, terminating: false },
});

const three = [ready('10.244.0.2', 'minikube'), ready('10.244.1.2', 'm02'), ready('10.244.2.2', 'm03')];
const faraway = [ready('10.244.1.2', 'm02')];

function rules(
  spec: Partial<Service['spec']>,
  endpoints: readonly Endpoint[] = three,
  {
    mode = 'iptables',
    zone = '',
    status = {},
    addresses = mode === 'iptables' ? [] : ['primary'],
  }: { mode?: NodeRules['mode']; zone?: string; status?: object; addresses?: readonly string[] } = {},
): NodeRules {
  const service = {
    metadata: { name: 'kubia', namespace: 'default' },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.111.10',
      sessionAffinity: 'None',
      ports: [{ protocol: 'TCP', port: 80, targetPort: 8080 }],
      ...spec,
    },
    status: { loadBalancer: {}, ...status },
  } as unknown as Service; // The parts that matter.
  const slice = { addressType: 'IPv4', ports: [{ name: '', protocol: 'TCP', port: 8080 }], endpoints };
  const table = new RuleTable();
  table.set('default/kubia', rulesOf(service, [slice as unknown as EndpointSlice]));
  return { mode, zone, table, nodePortAddresses: addresses, localhostNodePorts: mode === 'iptables' };
}

const nodePort = {
  type: 'NodePort',
  externalTrafficPolicy: 'Cluster',
  ports: [{ protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30_123 }],
} as const;
const nodePortLocal = { ...nodePort, externalTrafficPolicy: 'Local' } as const;

function send(node: NodeRules, ip: string, port: number, packet: Partial<Packet> = {}): Verdict {
  const from = { protocol: 'TCP', from: POD, origin: 'pod', node: NODE.name, nodeIP: NODE.ip } as const;
  return judge({ ...from, ...packet, to: { ip, port } }, node, { clock: kernel.clock, affinity });
}
/** Where so many connections go, sorted, each once. */
function spread(node: NodeRules, ip: string, port: number, packet: Partial<Packet> = {}): readonly string[] {
  const seen = Array.from({ length: 60 }, () => {
    const verdict = send(node, ip, port, packet);
    return verdict.type === 'endpoint' ? verdict.to.ip : verdict.type;
  });
  return [...new Set(seen)].sort();
}
const outside = { from: OUTSIDE, origin: 'outside' } as const;
const itself = { from: NODE.ip, origin: 'node' } as const;

test('connections to a cluster address are spread over the ready endpoints, and keep the pod as their source', () => {
  const node = rules({}, [...three, unready('10.244.0.9', 'minikube'), draining('10.244.0.8', 'minikube')]);
  expect(spread(node, '10.96.111.10', 80)).toEqual(['10.244.0.2', '10.244.1.2', '10.244.2.2']);
  const verdict = send(node, '10.96.111.10', 80);
  expect(verdict).toMatchObject({ to: { port: 8080 }, rule: { key: 'serviceEndpoint', params: { of: 3 } } });
  expect(verdict).not.toHaveProperty('source');
});

test('a node that asks for a cluster address, and a pod that reaches itself, are masqueraded', () => {
  expect(send(rules({}), '10.96.111.10', 80, { from: '192.168.49.3', origin: 'node' })).toHaveProperty(
    'source',
    NODE.ip,
  );
  const alone = rules({}, [ready(POD, 'minikube')]);
  expect(send(alone, '10.96.111.10', 80)).toHaveProperty('source', NODE.ip);
});

test.each([
  ['no endpoint', []],
  ['only unready ones', [unready('10.244.0.2', 'minikube')]],
])('with %s a Service refuses, at its cluster address and at its node port', (_name, endpoints) => {
  const refused = { type: 'reject', rule: { key: 'serviceNoEndpoint' } };
  for (const spec of [nodePort, nodePortLocal, { ...nodePort, internalTrafficPolicy: 'Local' as const }]) {
    const node = rules(spec, endpoints);
    expect(send(node, '10.96.111.10', 80)).toMatchObject(refused);
    expect(send(node, NODE.ip, 30_123, outside)).toMatchObject(refused);
    expect(send(node, NODE.ip, 30_123, itself)).toMatchObject(refused);
  }
});

test('endpoints that end and still serve take over when none is ready, for each policy by itself', () => {
  const node = rules({ ...nodePortLocal }, [draining('10.244.0.8', 'minikube'), ready('10.244.1.2', 'm02')]);
  expect(spread(node, '10.96.111.10', 80)).toEqual(['10.244.1.2']);
  expect(send(node, NODE.ip, 30_123, outside)).toMatchObject({
    to: { ip: '10.244.0.8' },
    rule: { key: 'serviceTerminating' },
  });
});

test('a port that the Service does not have is lost with iptables and refused with nftables', () => {
  for (const port of [8080, 81, 30_123]) {
    expect(send(rules(nodePort), '10.96.111.10', port)).toMatchObject({
      type: 'drop',
      rule: { key: 'serviceOtherPort' },
    });
    expect(send(rules(nodePort, three, { mode: 'nftables' }), '10.96.111.10', port)).toMatchObject({
      type: 'reject',
      rule: { key: 'serviceOtherPortRefused' },
    });
  }
  const ping = { protocol: 'ICMP' } as const;
  expect(send(rules({}), '10.96.111.10', 0, ping).type).toBe('drop');
  expect(send(rules({}, three, { mode: 'nftables' }), '10.96.111.10', 0, ping).type).toBe('reject');
});

test('an address that no Service has is lost with both, and an address outside of the range is nobody’s business', () => {
  for (const mode of ['iptables', 'nftables'] as const) {
    expect(send(rules({}, three, { mode }), '10.96.200.200', 80)).toMatchObject({ type: 'drop' });
    expect(send(rules({}, three, { mode }), '10.244.1.2', 8080)).toEqual({ type: 'pass' });
    expect(send(rules({}, three, { mode }), NODE.ip, 80)).toEqual({ type: 'pass' });
  }
});

test('a node port leads to all endpoints and hides the client, whoever it is', () => {
  const node = rules(nodePort);
  for (const who of [outside, itself, {}]) {
    expect(spread(node, NODE.ip, 30_123, who)).toHaveLength(3);
    const { source = 'its own' } = send(node, NODE.ip, 30_123, who) as { readonly source?: string }; // Where one is set.
    expect(source).toBe(who === itself ? 'its own' : NODE.ip);
  }
  expect(send(node, '127.0.0.1', 30_123, { from: '127.0.0.1', origin: 'node' })).toHaveProperty('source', NODE.ip);
  const nftables = rules(nodePort, three, { mode: 'nftables' });
  expect(send(nftables, '127.0.0.1', 30_123, { from: '127.0.0.1', origin: 'node' })).toEqual({ type: 'pass' });
});

test('node ports answer at the addresses that kube-proxy was told', () => {
  const local = { from: '127.0.0.1', origin: 'node' } as const;
  for (const [addresses, at] of [
    [['primary'], [true, false]],
    [['127.0.0.0/8'], [false, true]],
    [['10.0.0.0/8'], [false, false]],
    [
      ['192.168.49.0/24', '127.0.0.0/8'],
      [true, true],
    ],
  ] as const) {
    const node = rules(nodePort, three, { addresses });
    const found = [send(node, NODE.ip, 30_123, outside), send(node, '127.0.0.1', 30_123, local)];
    expect(found.map(({ type }) => type === 'endpoint')).toEqual(at);
  }
});

test('with the policy Local a node port leads to the own pods and shows the client; without one it is dropped', () => {
  const node = rules(nodePortLocal);
  expect(spread(node, NODE.ip, 30_123, outside)).toEqual(['10.244.0.2']);
  const verdict = send(node, NODE.ip, 30_123, outside);
  expect(verdict).toMatchObject({ rule: { key: 'externalLocal' } });
  expect(verdict).not.toHaveProperty('source');
  expect(send(rules(nodePortLocal, faraway), NODE.ip, 30_123, outside)).toMatchObject({
    type: 'drop',
    rule: { key: 'serviceNoLocalEndpoint', params: { node: 'minikube' } },
  });
});

test('pods and the node itself are inside: a Local node port gives them all endpoints; another node is outside', () => {
  const node = rules(nodePortLocal, faraway);
  const fromPod = send(node, NODE.ip, 30_123);
  expect(fromPod).toMatchObject({ to: { ip: '10.244.1.2' }, rule: { key: 'externalFromInside' } });
  expect(fromPod).not.toHaveProperty('source');
  expect(send(node, NODE.ip, 30_123, itself)).toMatchObject({ to: { ip: '10.244.1.2' } });
  expect(send(node, NODE.ip, 30_123, { from: '192.168.49.3', origin: 'node' })).toMatchObject({ type: 'drop' });
});

test('internalTrafficPolicy Local keeps to the own node, or drops', () => {
  const spec = { internalTrafficPolicy: 'Local' } as const;
  expect(spread(rules(spec), '10.96.111.10', 80)).toEqual(['10.244.0.2']);
  expect(send(rules(spec), '10.96.111.10', 80)).toMatchObject({ rule: { key: 'serviceLocal' } });
  expect(send(rules(spec, faraway), '10.96.111.10', 80)).toMatchObject({ type: 'drop' });
  // Its node port, if it has one, follows the other policy.
  expect(send(rules({ ...nodePort, ...spec }, faraway), NODE.ip, 30_123, outside)).toMatchObject({ type: 'endpoint' });
});

test('addresses of a load balancer and external addresses are answered for, unless the balancer is a proxy', () => {
  const at = (ipMode?: string) => ({ status: { loadBalancer: { ingress: [{ ip: '198.51.100.20', ipMode }] } } });
  const spec = { ...nodePort, type: 'LoadBalancer', externalIPs: ['198.51.100.30'] } as const;
  for (const ip of ['198.51.100.20', '198.51.100.30']) {
    expect(send(rules(spec, three, at()), ip, 80)).toMatchObject({ type: 'endpoint', source: NODE.ip });
    expect(send(rules(spec, three, at()), ip, 8080)).toEqual({ type: 'pass' });
  }
  expect(send(rules(spec, three, at('Proxy')), '198.51.100.20', 80)).toEqual({ type: 'pass' });
});

test('source ranges stand before the address of a load balancer, not before the node port', () => {
  const status = { loadBalancer: { ingress: [{ ip: '198.51.100.20', ipMode: 'VIP' }] } };
  const spec = { ...nodePort, type: 'LoadBalancer', loadBalancerSourceRanges: ['203.0.113.0/24'] } as const;
  const node = rules(spec, three, { status });
  expect(send(node, '198.51.100.20', 80, outside).type).toBe('endpoint');
  expect(send(node, '198.51.100.20', 80)).toMatchObject({ type: 'drop', rule: { key: 'loadBalancerSourceRange' } });
  expect(send(node, NODE.ip, 30_123, { ...outside, from: '8.8.8.8' }).type).toBe('endpoint');
});

test('hints keep traffic near only where every ready endpoint has one and some are for this place', () => {
  const zoned = (zone: string, node: string, ip: string) => ready(ip, node, { forZones: [{ name: zone }] });
  const hinted = [zoned('a', 'minikube', '10.244.0.2'), zoned('b', 'm02', '10.244.1.2')];
  expect(spread(rules({}, hinted, { zone: 'a' }), '10.96.111.10', 80)).toEqual(['10.244.0.2']);
  expect(send(rules({}, hinted, { zone: 'b' }), '10.96.111.10', 80)).toMatchObject({
    rule: { key: 'serviceSameZone' },
  });
  expect(spread(rules({}, hinted, { zone: 'c' }), '10.96.111.10', 80)).toHaveLength(2);
  const oneWithout = [...hinted, ready('10.244.2.2', 'm03')];
  expect(spread(rules({}, oneWithout, { zone: 'a' }), '10.96.111.10', 80)).toHaveLength(3);
  const forNodes = three.map((each) => ({ ...each, hints: { forNodes: [{ name: each.nodeName ?? '' }] } }));
  expect(spread(rules({}, forNodes), '10.96.111.10', 80)).toEqual(['10.244.0.2']);
});

test('session affinity holds for so long after the last connection, for each client by itself', async () => {
  const seconds = 10;
  const node = rules({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: seconds } } });
  const first = spread(node, '10.96.111.10', 80);
  expect(first).toHaveLength(1);
  expect(send(node, '10.96.111.10', 80)).toMatchObject({ rule: { key: 'serviceAffinity', params: { seconds } } });
  const others = Array.from({ length: 20 }, (_, i) =>
    spread(node, '10.96.111.10', 80, { from: `10.244.0.${100 + i}` }),
  );
  expect(new Set(others.flat()).size).toBe(3);
  // Every connection begins the time anew.
  for (let i = 0; i < 3; i++) {
    await kernel.advanceTo((kernel.clock.now() + 9_000) as Instant);
    expect(spread(node, '10.96.111.10', 80)).toEqual(first);
  }
  await kernel.advanceTo((kernel.clock.now() + 11_000) as Instant);
  expect(send(node, '10.96.111.10', 80)).toMatchObject({ rule: { key: 'serviceEndpoint' } });
});
