import { expect, test } from 'vitest';
import type { RequestRecord } from '../../client/traffic';
import type { EndpointView, ServiceView, TrafficModel } from './model';
import { Motion, MOST_DOTS } from './motion';
import { routeOf } from './route';
import { CLIENT, trafficLayout, type TrafficLayoutInput } from './trafficLayout';

const endpoints = (count: number, from = 0): readonly EndpointView[] =>
  Array.from({ length: count }, (_, index) => ({
    address: `10.244.0.${from + index}`,
    state: 'ready',
    pod: `default/p${from + index}`,
  }));
const service = (name: string, own: readonly EndpointView[]): ServiceView => ({
  id: `Service default/${name}`,
  key: `default/${name}`,
  namespace: 'default',
  name,
  type: 'ClusterIP',
  isHeadless: false,
  ports: '80 → 8080',
  endpoints: own,
  ready: own.filter(({ state }) => state === 'ready').length,
});
const laidOut = (services: readonly ServiceView[], more: Partial<TrafficLayoutInput> = {}) => {
  const model: TrafficModel = { services, ingresses: [] };
  const input = { clients: [CLIENT], width: 900, mid: false, stacked: false, hasCounts: true, above: 0 };
  return trafficLayout({ model, ...input, ...more });
};
const record = (part: Partial<RequestRecord>): RequestRecord => ({
  id: 1,
  at: 0,
  tool: 'curl',
  method: 'GET',
  url: 'http://kubia/',
  client: '192.168.49.1',
  status: 200,
  ms: 3,
  hops: [],
  ...part,
});

test('of 300 endpoints a few are drawn, and those that are not ready among them', () => {
  const lame: EndpointView = { address: '10.244.9.200', state: 'notReady', pod: 'default/lame' };
  const layout = laidOut([service('kubia', [...endpoints(299), lame])]);
  const box = layout.services.get('Service default/kubia');
  expect(box?.rows).toHaveLength(6);
  expect(box?.rows).toContain(lame);
  expect(box?.more).toEqual({ ready: 294, notReady: 0 });
  expect(layout.pods.size).toBe(6);
  expect(layout.edges.length).toBeLessThan(10);
});

test('a hundred Services draw no more than three endpoints each, and none covers another', () => {
  const many = Array.from({ length: 100 }, (_, index) => service(`s${index}`, endpoints(10, index * 10)));
  const layout = laidOut(many);
  const boxes = [...layout.services.values()].map(({ box }) => box).sort((a, b) => a.y - b.y);
  expect(layout.pods.size).toBe(300);
  for (const [index, box] of boxes.entries()) {
    const next = boxes[index + 1];
    if (next !== undefined) expect(next.y).toBeGreaterThanOrEqual(box.y + box.height);
  }
});

test('a pod behind two Services is drawn once, and both have a line to it', () => {
  const layout = laidOut([service('a', endpoints(2)), service('b', endpoints(2))]);
  expect(layout.pods.size).toBe(2);
  expect(layout.edges.filter(({ to }) => to === 'Pod default/p0')).toHaveLength(2);
});

test('the picture fits the canvas that it is made for', () => {
  for (const width of [780, 812, 1028])
    expect(laidOut([service('a', endpoints(2))], { width }).bounds.width).toBeLessThanOrEqual(width - 20);
  const phone = laidOut([service('a', endpoints(2))], { width: 390, mid: true, stacked: true });
  expect(phone.bounds.width).toBeLessThanOrEqual(370);
  expect(phone.pods.size).toBe(0);
});

test('a request goes from its client over the Service to the pod, and every hop has its place', () => {
  const layout = laidOut([service('kubia', endpoints(3))]);
  const kubia = { kind: 'Service', namespace: 'default', name: 'kubia' } as const;
  const pod = { kind: 'Pod', namespace: 'default', name: 'p1' } as const;
  const route = routeOf(
    record({
      hops: [
        { atMs: 0, place: 'client', rule: { key: 'asks' } },
        {
          atMs: 1,
          place: 'proxy',
          rule: { key: 'serviceEndpoint' },
          object: kubia,
          toAfter: { ip: '10.244.0.1', port: 8080 },
        },
        { atMs: 2, place: 'pod', rule: { key: 'answers' }, object: pod },
      ],
    }),
    layout,
  );
  expect(route?.legs).toEqual([
    { from: layout.anchors.get(CLIENT)?.out, to: layout.anchors.get(kubiaId)?.in },
    { from: layout.anchors.get(`${kubiaId}@10.244.0.1`)?.out, to: layout.anchors.get('Pod default/p1')?.in },
  ]);
  expect(route?.end).toEqual(layout.anchors.get('Pod default/p1')?.in);
  expect(route?.places).toHaveLength(3);
});
const kubiaId = 'Service default/kubia';

test('a pod that asks stands at its own box, also where it is an endpoint of somebody', () => {
  const from = 'from default/p0';
  const layout = laidOut([service('kubia', endpoints(3))], { clients: [CLIENT, from] });
  const source = { kind: 'Pod', namespace: 'default', name: 'p0' } as const;
  const kubia = { kind: 'Service', namespace: 'default', name: 'kubia' } as const;
  const route = routeOf(
    record({
      source,
      hops: [
        { atMs: 0, place: 'client', rule: { key: 'asks' }, object: source },
        { atMs: 1, place: 'proxy', rule: { key: 'serviceNoEndpoint' }, object: kubia },
      ],
    }),
    layout,
  );
  expect(route?.legs).toEqual([{ from: layout.anchors.get(from)?.out, to: layout.anchors.get(kubiaId)?.in }]);
});

test('a request that no endpoint takes ends at the Service', () => {
  const layout = laidOut([service('kubia', [])]);
  const hop = {
    atMs: 1,
    place: 'proxy',
    rule: { key: 'serviceNoEndpoint' },
    object: { kind: 'Service', namespace: 'default', name: 'kubia' },
  } as const;
  const { status: _, ...unanswered } = record({ error: 'refused', hops: [hop] });
  expect(routeOf(unanswered, layout)?.end).toEqual(layout.anchors.get(kubiaId)?.in);
});

test('of many requests a bounded number travels, the others are counted on their line', () => {
  const layout = laidOut([service('kubia', endpoints(1))]);
  const hop = {
    atMs: 1,
    place: 'proxy',
    rule: { key: 'serviceEndpoint' },
    object: { kind: 'Service', namespace: 'default', name: 'kubia' },
  } as const;
  const sent = record({ hops: [hop] });
  const route = routeOf(sent, layout);
  if (route === undefined) throw new Error('no route');
  const motion = new Motion();
  for (let count = 0; count < 250; count += 1) motion.add(sent, route, { word: '200', still: false, delay: 0 });
  expect(motion.dots).toHaveLength(MOST_DOTS);
  expect([...motion.crowds.values()].map(({ count }) => count)).toEqual([50]);
  motion.step(500, 1);
  expect(motion.dots).toHaveLength(0);
  expect([...motion.ends.values()].map(({ word, count }) => `${word} ×${count}`)).toEqual(['200 ×200']);
  motion.step(5_000, 1);
  expect(motion.isEmpty).toBe(true);
});

test('without motion nothing travels: the line and the end are shown', () => {
  const layout = laidOut([service('kubia', endpoints(1))]);
  const motion = new Motion();
  const hop = {
    atMs: 1,
    place: 'proxy',
    rule: { key: 'serviceEndpoint' },
    object: { kind: 'Service', namespace: 'default', name: 'kubia' },
  } as const;
  const sent = record({ hops: [hop] });
  const route = routeOf(sent, layout);
  if (route !== undefined) motion.add(sent, route, { word: '200', still: true, delay: 0 });
  expect(motion.dots).toHaveLength(0);
  expect(motion.crowds.size).toBe(1);
  expect(motion.ends.size).toBe(1);
});
