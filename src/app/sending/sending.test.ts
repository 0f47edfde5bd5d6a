import { expect, test } from 'vitest';
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import type { Service } from '../../api/core/service';
import type { Ingress } from '../../api/networking/ingress';
import { loadOf, OUTSIDE, type SendScene, sendingTo, sendLine, usualSender } from './sending';

const meta = (name: string, namespace = 'default') => ({
  name,
  namespace,
  uid: `${namespace}/${name}`,
  resourceVersion: '1',
  creationTimestamp: '2026-01-01T00:00:00Z',
});
const service = (spec: Partial<Service['spec']>, ip?: string): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta('kubia'),
  spec: {
    type: 'ClusterIP',
    clusterIP: '10.96.0.7',
    sessionAffinity: 'None',
    selector: { app: 'kubia' },
    ports: [{ port: 80, protocol: 'TCP', targetPort: 8080 }],
    ...spec,
  },
  status: { loadBalancer: ip === undefined ? {} : { ingress: [{ ip }] } },
});
// What a test does not look at is left out of these two.
const pod = (name: string, image: string, labels = {}, namespace = 'default') =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...meta(name, namespace), labels },
    spec: { containers: [{ name: 'main', image, ports: [{ containerPort: 8080 }] }] },
    status: { phase: 'Running', podIP: '10.244.1.5' },
  }) as unknown as Pod;
const node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'worker-1' },
  spec: {},
  status: {
    conditions: [{ type: 'Ready', status: 'True' }],
    addresses: [{ type: 'InternalIP', address: '192.168.49.2' }],
  },
} as unknown as Node;
const scene = (part: Partial<SendScene> = {}): SendScene => ({ services: [], nodes: [node], pods: [], ...part });
const lineTo = (target: Parameters<typeof usualSender>[0], place: SendScene, times = 1) => {
  const sender = usualSender(target, place);
  const sending = sender && sendingTo(target, sender, place);
  return sending && sendLine(sending, times);
};

test('a NodePort is asked from the learner’s machine, on a node that is ready', () => {
  const ports = [{ port: 80, protocol: 'TCP', targetPort: 8080, nodePort: 30123 }] as const;
  const target = { kind: 'Service', object: service({ type: 'NodePort', ports }) } as const;
  expect(lineTo(target, scene())).toBe('curl -m 5 http://192.168.49.2:30123/');
  expect(lineTo(target, scene(), 10)).toBe('for i in $(seq 10); do curl -m 5 http://192.168.49.2:30123/; done');
});

test('a load balancer is asked at its address once it has one', () => {
  const object = service({ type: 'LoadBalancer' }, '192.168.49.100');
  expect(lineTo({ kind: 'Service', object }, scene())).toBe('curl -m 5 http://192.168.49.100/');
});

test('a ClusterIP can be asked from a pod only, and rather from one that is not behind it', () => {
  const target = { kind: 'Service', object: service({}) } as const;
  expect(lineTo(target, scene())).toBeUndefined();
  const pods = [pod('kubia-x', 'luksa/kubia', { app: 'kubia' }), pod('box', 'busybox:1.36')];
  expect(lineTo(target, scene({ pods }))).toBe('kubectl exec box -- wget -qO- -T 5 http://kubia/');
  const far = [pod('client', 'nginx', {}, 'other')];
  expect(lineTo(target, scene({ pods: far }))).toBe(
    'kubectl exec client -n other -- curl -sS -m 5 http://kubia.default/',
  );
});

test('behind a headless Service the pods’ own port is asked', () => {
  const target = { kind: 'Service', object: service({ clusterIP: 'None' }) } as const;
  expect(lineTo(target, scene({ pods: [pod('box', 'nginx')] }))).toContain('http://kubia:8080/');
});

test('an Ingress is asked at its address with the host in a header, with TLS by its name', () => {
  const ingress = (spec: Ingress['spec'], ip?: string): Ingress => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: meta('web'),
    spec,
    status: { loadBalancer: ip === undefined ? {} : { ingress: [{ ip }] } },
  });
  const rules = [{ host: 'kubia.example.com', http: { paths: [{ path: '/api(/|$)(.*)', backend: {} }] } }];
  const plain = { kind: 'Ingress', object: ingress({ rules }, '192.168.49.2') } as const;
  expect(lineTo(plain, scene())).toBe("curl -m 5 -H 'Host: kubia.example.com' http://192.168.49.2/api");
  const tls = {
    kind: 'Ingress',
    object: ingress({ rules, tls: [{ hosts: ['kubia.example.com'] }] }, '192.168.49.2'),
  } as const;
  expect(lineTo(tls, scene())).toBe(
    'curl -m 5 -k --resolve kubia.example.com:443:192.168.49.2 https://kubia.example.com/api',
  );
  expect(lineTo({ kind: 'Ingress', object: ingress({ rules }) }, scene())).toBeUndefined();
});

test('words of a line are quoted where a shell would take them apart', () => {
  const sending = { sender: OUTSIDE, url: 'http://a/?x=1&y=2', method: 'POST', headers: ["X-Name: it's"] };
  expect(sendLine(sending)).toBe(`curl -m 5 -X POST -H 'X-Name: it'\\''s' 'http://a/?x=1&y=2'`);
  expect(loadOf(sending, 'l', 5)).toEqual({
    name: 'l',
    sources: [{ type: 'outside' }],
    url: 'http://a/?x=1&y=2',
    method: 'POST',
    headers: [['X-Name', "it's"]],
    perSecond: 5,
  });
});
