import { expect, test } from 'vitest';
import type { Service } from '../api/core/service';
import type { Endpoint, EndpointSlice } from '../api/discovery/endpointSlice';
import { rulesOf } from './serviceRules';

const ports = [
  { name: 'http', protocol: 'TCP', port: 80, targetPort: 'web', nodePort: 30_080 },
  { name: 'admin', protocol: 'TCP', port: 8081, targetPort: 'admin' },
];
const service = (spec: object = {}, metadata: object = {}) =>
  ({
    metadata: { namespace: 'default', name: 'kubia', ...metadata },
    spec: { type: 'NodePort', clusterIP: '10.96.0.9', sessionAffinity: 'None', ports, ...spec },
    status: { loadBalancer: {} },
  }) as unknown as Service; // What is read of one.
const slice = (endpoints: readonly Endpoint[], own: EndpointSlice['ports'], addressType = 'IPv4') =>
  ({ addressType, endpoints, ports: own }) as unknown as EndpointSlice; // What is read of one.
const at = (ip: string, conditions: Endpoint['conditions'] = {}): Endpoint => ({ addresses: [ip], conditions });
const http = [{ name: 'http', protocol: 'TCP', port: 8080 }] as const;

const addresses = (slices: readonly EndpointSlice[], spec?: object) =>
  rulesOf(service(spec), slices).map(({ portName, endpoints }) => [
    portName,
    endpoints.map(({ ip, port }) => `${ip}:${port}`),
  ]);

test('pods that give a port other numbers are in other slices: each is reached at its own', () => {
  const slices = [
    slice([at('10.244.0.2')], [...http, { name: 'admin', protocol: 'TCP', port: 8081 }]),
    slice([at('10.244.0.3')], [{ name: 'http', protocol: 'TCP', port: 9090 }]),
    slice([at('fd00::2')], http, 'IPv6'),
    slice([at('10.244.0.4')], [{ name: 'http', protocol: 'UDP', port: 8080 }]),
    slice([at('10.244.0.5')], [{ name: 'http', protocol: 'TCP' }]),
    slice([at('10.244.0.6')], null),
  ];
  expect(addresses(slices)).toEqual([
    ['http', ['10.244.0.2:8080', '10.244.0.3:9090']],
    ['admin', ['10.244.0.2:8081']],
  ]);
});

test('of two pods with one address the one that does not end counts', () => {
  const ending = at('10.244.0.2', { ready: false, serving: true, terminating: true });
  for (const endpoints of [
    [at('10.244.0.2'), ending],
    [ending, at('10.244.0.2')],
  ]) {
    const [rules] = rulesOf(service(), [slice(endpoints, http)]);
    expect(rules?.endpoints).toMatchObject([{ ip: '10.244.0.2', ready: true, terminating: false }]);
  }
});

test('conditions that a hand-made slice leaves out count as ready', () => {
  const [rules] = rulesOf(service(), [slice([{ addresses: ['1.2.3.4'] }], http)]);
  expect(rules?.endpoints).toEqual([{ ip: '1.2.3.4', port: 8080, ready: true, serving: true, terminating: false }]);
});

test('a headless Service, an ExternalName and one with a proxy of its own have no rules', () => {
  const slices = [slice([at('10.244.0.2')], http)];
  expect(rulesOf(service({ clusterIP: 'None', type: 'ClusterIP' }), slices)).toEqual([]);
  expect(rulesOf(service({ clusterIP: undefined, type: 'ExternalName' }), slices)).toEqual([]);
  expect(rulesOf(service({}, { labels: { 'service.kubernetes.io/service-proxy-name': 'other' } }), slices)).toEqual([]);
});
