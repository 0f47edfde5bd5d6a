import { expect, test } from 'vitest';
import type { Service, ServicePort } from '../../api/core/service';
import type { Endpoint, EndpointSlice } from '../../api/discovery/endpointSlice';
import { EndpointChooser, backendsOf } from './endpointChoice';

const http: ServicePort = { name: 'http', protocol: 'TCP', port: 80, targetPort: 'web', nodePort: 30_080 };

function endpoint(address: string, conditions: Endpoint['conditions'] = {}): Endpoint {
  return { addresses: [address], conditions, targetRef: { kind: 'Pod', namespace: 'default', name: `pod-${address}` } };
}
function slice(endpoints: readonly Endpoint[], changes: Partial<EndpointSlice> = {}): EndpointSlice {
  const ports = [{ name: 'http', protocol: 'TCP', port: 8080 } as const];
  return { addressType: 'IPv4', endpoints, ports, ...changes } as EndpointSlice; // What is read of one.
}
const addresses = (slices: readonly EndpointSlice[], port = http) =>
  backendsOf(port, slices).map(({ address }) => address);
const service = (spec: object) => ({ spec: { sessionAffinity: 'None', ...spec } }) as Service; // What is read of one.

test('ready endpoints of all slices with the port are taken, each with its pod', () => {
  const slices = [
    slice([endpoint('a'), endpoint('b', { ready: false })]),
    slice([endpoint('c', { ready: true })]),
    slice([endpoint('d')], { ports: [{ name: 'metrics', protocol: 'TCP', port: 9090 }] }),
    slice([endpoint('e')], { addressType: 'IPv6' }),
  ];
  expect(backendsOf(http, slices)).toEqual([
    { address: 'a', port: 8080, pod: { namespace: 'default', name: 'pod-a' } },
    { address: 'c', port: 8080, pod: { namespace: 'default', name: 'pod-c' } },
  ]);
});

test('endpoints that terminate and still serve are the last resort', () => {
  const ending = endpoint('ending', { ready: false, serving: true, terminating: true });
  const ended = endpoint('ended', { ready: false, serving: false, terminating: true });
  expect(addresses([slice([endpoint('ready'), ending])])).toEqual(['ready']);
  expect(addresses([slice([ending, ended, endpoint('starting', { ready: false, serving: false })])])).toEqual([
    'ending',
  ]);
});

test('an address without a pod is one that somebody wrote by hand', () => {
  expect(backendsOf(http, [slice([{ addresses: ['10.244.0.9'] }])])).toEqual([{ address: '10.244.0.9', port: 8080 }]);
});

test('chance decides, and session affinity holds as long as the endpoint is there and the time is not over', () => {
  const backends = backendsOf(http, [slice([endpoint('a'), endpoint('b')])]);
  const chooser = new EndpointChooser();
  const plain = service({});
  expect([0, 0.5, 0.99].map((random) => chooser.choose(plain, backends, 0, random)?.address)).toEqual(['a', 'b', 'b']);
  const sticky = service({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 10 } } });
  expect(chooser.choose(sticky, backends, 0, 0)?.address).toBe('a');
  expect(chooser.choose(sticky, backends, 9_000, 0.9)?.address).toBe('a');
  // Each connection renews it.
  expect(chooser.choose(sticky, backends, 18_000, 0.9)?.address).toBe('a');
  expect(chooser.choose(sticky, backends, 28_000, 0.9)?.address).toBe('b');
  expect(chooser.choose(sticky, backends.slice(0, 1), 28_001, 0.9)?.address).toBe('a');
  expect(chooser.choose(sticky, [], 28_002, 0.9)).toBeUndefined();
});
