import { expect, test } from 'vitest';
import type { Service } from '../../api/core/service';
import type { EndpointSlice } from '../../api/discovery/endpointSlice';
import { fixturePod } from '../cluster/fixtureCluster';
import { nodesLayout } from './nodesLayout';
import { ownersLayout } from './ownersLayout';
import { endpointRows, isSelected, isSliceOf, portsText, readyText, serviceLabel, serviceRows } from './services';

const meta = (name: string, more: object = {}) => ({
  name,
  namespace: 'default',
  uid: name,
  resourceVersion: '1',
  creationTimestamp: '2026-01-01T00:00:00Z',
  ...more,
});
const service = (name: string, spec: Partial<Service['spec']> = {}): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta(name),
  spec: {
    type: 'ClusterIP',
    selector: { app: 'kubia' },
    ports: [{ protocol: 'TCP', port: 80, targetPort: 8080 }],
    sessionAffinity: 'None',
    ...spec,
  },
  status: { loadBalancer: {} },
});
const slice = (name: string, endpoints: EndpointSlice['endpoints']): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: meta(`${name}-abc12`, { labels: { 'kubernetes.io/service-name': name } }),
  addressType: 'IPv4',
  endpoints,
});
const endpoint = (address: string, pod: string, ready?: boolean) => ({
  addresses: [address],
  ...(ready === undefined ? {} : { conditions: { ready } }),
  targetRef: { kind: 'Pod', namespace: 'default', name: pod },
});

test('endpoints stand in the order of their addresses, and an absent condition counts as ready', () => {
  const rows = endpointRows([
    slice('kubia', [endpoint('10.244.1.10', 'b', false), endpoint('10.244.1.9', 'a')]),
    slice('kubia', [endpoint('10.244.1.9', 'a')]),
  ]);
  expect(rows).toEqual([
    { address: '10.244.1.9', ready: true, pod: 'a' },
    { address: '10.244.1.10', ready: false, pod: 'b' },
  ]);
  expect(readyText(rows)).toBe('1/2');
  expect(serviceLabel(service('kubia'), rows)).toBe('service kubia, ClusterIP 80, 1/2');
});

test('a slice belongs to the Service that its label names, in its own namespace', () => {
  expect(isSliceOf(slice('kubia', []), 'default/kubia')).toBe(true);
  expect(isSliceOf(slice('kubia', []), 'demo/kubia')).toBe(false);
  expect(isSliceOf(slice('kubia', []), 'default/web')).toBe(false);
});

test('a Service matches pods by labels in its namespace, without a selector none', () => {
  const plain = fixturePod({ name: 'a', node: 'worker-1' });
  const pod = { ...plain, metadata: { ...plain.metadata, namespace: 'default', labels: { app: 'kubia', tier: 'x' } } };
  expect(isSelected(service('kubia'), pod)).toBe(true);
  expect(isSelected(service('kubia', { selector: { app: 'web' } }), pod)).toBe(false);
  expect(isSelected(service('kubia', { selector: {} }), pod)).toBe(false);
  expect(isSelected(service('kubia'), { ...pod, metadata: { ...pod.metadata, namespace: 'demo' } })).toBe(false);
});

test('ports are written with their node ports, an ExternalName with the name that it stands for', () => {
  const port = { protocol: 'TCP' as const, targetPort: 8080 };
  const ports = [
    { ...port, port: 80, nodePort: 30123 },
    { ...port, port: 443 },
  ];
  expect(portsText(service('kubia', { type: 'NodePort', ports }))).toBe('80:30123,443');
  const external = service('db', { type: 'ExternalName', externalName: 'db.example.com' });
  expect(serviceLabel(external, [])).toBe('service db, ExternalName db.example.com');
});

test("the API server's own Service has no pill", () => {
  expect(serviceRows([service('kubernetes'), service('kubia')]).map(({ name }) => name)).toEqual(['kubia']);
});

test('Services end the row of the controllers where they fit, and follow in further rows where not', () => {
  const layoutOf = (count: number) =>
    nodesLayout({
      density: 'full',
      width: 812,
      height: 600,
      nodes: [{ name: 'worker-1', pods: 1, banner: false }],
      controllers: Array.from({ length: count }, (_, index) => ({ id: `rc${index}`, name: 'kubia', room: 3 })),
      services: [{ id: 'svc', name: 'kubia', room: 4 }],
      pending: 0,
      stacked: false,
    });
  const beside = layoutOf(2);
  expect(beside.pills.get('svc')?.y).toBe(beside.pills.get('rc0')?.y);
  expect(beside.servicesCaption?.x).toBeGreaterThan(500);
  const below = layoutOf(5);
  expect(below.pills.get('svc')?.y).toBeGreaterThan(below.pills.get('rc0')?.y ?? 0);
  expect(below.servicesCaption).toBeUndefined();
});

test('in the owners view Services stand below everything', () => {
  const services = [{ id: 'svc', name: 'kubia', room: 4 }];
  const layout = ownersLayout({ density: 'full', width: 1064, rows: [], services, pods: new Map([['', 2]]) });
  const orphans = layout.groups.get('')?.box;
  expect(layout.pills.get('svc')?.y).toBeGreaterThan((orphans?.y ?? 0) + (orphans?.height ?? 0));
});
