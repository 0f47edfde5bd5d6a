import { expect, test } from 'vitest';
import type { Service } from '../../api/core/service';
import type { EndpointSlice } from '../../api/discovery/endpointSlice';
import type { Ingress, IngressClass } from '../../api/networking/ingress';
import { trafficModel, type TrafficObjects } from './model';

const meta = (name: string, created = 0) => ({
  name,
  namespace: 'default',
  uid: name,
  resourceVersion: '1',
  creationTimestamp: new Date(created * 1000).toISOString(),
});
const service = (name: string, spec: Partial<Service['spec']> = {}, created = 0): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta(name, created),
  spec: {
    type: 'ClusterIP',
    clusterIP: '10.96.0.7',
    sessionAffinity: 'None',
    ports: [{ port: 80, protocol: 'TCP', targetPort: 8080 }],
    ...spec,
  },
  status: { loadBalancer: {} },
});
const slice = (of: string, endpoints: EndpointSlice['endpoints']): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { ...meta(`${of}-abc`), labels: { 'kubernetes.io/service-name': of } },
  addressType: 'IPv4',
  endpoints: endpoints ?? [],
});
const ingress = (spec: Ingress['spec'], address?: string): Ingress => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: meta('web'),
  spec,
  status: { loadBalancer: address === undefined ? {} : { ingress: [{ ip: address }] } },
});
const path = (where: string, name: string, number: number) => ({
  path: where,
  pathType: 'Prefix' as const,
  backend: { service: { name, port: { number } } },
});
const read = (part: Partial<TrafficObjects>) =>
  trafficModel({ services: [], slices: [], ingresses: [], classes: [], ...part });

test('endpoints stand in the order of their addresses, and say whether they are ready or end', () => {
  const endpoint = (ip: string, pod: string, conditions?: object) => ({
    addresses: [ip],
    targetRef: { kind: 'Pod', name: pod, namespace: 'default' },
    ...(conditions === undefined ? {} : { conditions }),
  });
  const { services } = read({
    services: [service('kubia')],
    slices: [
      slice('kubia', [
        endpoint('10.244.1.10', 'b', { ready: false, terminating: true }),
        endpoint('10.244.1.9', 'a'),
        endpoint('10.244.2.1', 'c', { ready: false }),
        { addresses: ['10.244.9.9'] },
      ]),
      slice('other', [endpoint('10.244.3.3', 'z')]),
    ],
  });
  expect(services[0]?.endpoints).toEqual([
    { address: '10.244.1.9', state: 'ready', pod: 'default/a' },
    { address: '10.244.1.10', state: 'terminating', pod: 'default/b' },
    { address: '10.244.2.1', state: 'notReady', pod: 'default/c' },
    { address: '10.244.9.9', state: 'ready' },
  ]);
  expect(services[0]?.ready).toBe(2);
});

test('each type of Service says what it is: node ports, headless, a name for a name, a balancer without an address', () => {
  const { services } = read({
    services: [
      service(
        'a',
        { type: 'NodePort', ports: [{ port: 80, protocol: 'TCP', targetPort: 'http', nodePort: 30123 }] },
        1,
      ),
      service('b', { clusterIP: 'None' }, 2),
      service('c', { type: 'ExternalName', externalName: 'api.example.com', ports: [] }, 3),
      service('d', { type: 'LoadBalancer' }, 4),
      service('kubernetes', {}, 0),
    ],
  });
  expect(services.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  expect(services[0]?.ports).toBe('80:30123 → http');
  expect(services[1]?.isHeadless).toBe(true);
  expect(services[2]?.externalName).toBe('api.example.com');
  expect(services[3]?.balancer).toEqual({ addresses: [] });
});

test('a rule whose Service or port is not there is marked', () => {
  const { ingresses } = read({
    services: [service('kubia')],
    ingresses: [
      ingress({
        ingressClassName: 'nginx',
        rules: [
          {
            host: 'kubia.example.com',
            http: { paths: [path('/', 'kubia', 80), path('/old', 'gone', 80), path('/api', 'kubia', 81)] },
          },
        ],
      }),
    ],
  });
  expect(ingresses[0]?.title).toBe('kubia.example.com');
  expect(ingresses[0]?.paths.map(({ backend, isMissing }) => [backend, isMissing])).toEqual([
    ['kubia:80', false],
    ['gone:80', true],
    ['kubia:81', true],
  ]);
});

test('an Ingress that no controller serves says why', () => {
  const nginx: IngressClass = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { ...meta('nginx'), annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
    spec: { controller: 'k8s.io/ingress-nginx' },
  };
  const lack = (spec: Ingress['spec'], classes: readonly IngressClass[], address?: string) =>
    read({ ingresses: [ingress(spec, address)], classes }).ingresses[0]?.lack;
  expect(lack({}, [])).toBe('noClass');
  expect(lack({ ingressClassName: 'traefik' }, [nginx])).toBe('unknownClass');
  expect(lack({}, [nginx])).toBe('noAddress');
  expect(lack({ ingressClassName: 'nginx' }, [nginx], '192.168.49.2')).toBeUndefined();
});
