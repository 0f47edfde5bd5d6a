import { expect, test } from 'vitest';
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import type { Service } from '../../api/core/service';
import { fixtureObjects } from '../cluster/fixtureCluster';
import { type Controller, controllerKinds } from '../graph/controllerKinds';
import { ANNOUNCE_MS, Announcer, nodeNews, podNews } from './announce';
import { rowsOf, type TreeSource, treeMove, treeOf, type TreeWords } from './model';

const words: TreeWords = {
  nodes: 'Nodes',
  waiting: 'Pending',
  controllers: 'Controllers',
  services: 'Services',
  podLabel: (name, { status, ready }) => `pod ${name}, ${status}, READY ${ready}`,
};

function source(): TreeSource {
  const objects = fixtureObjects();
  // The fixture names the kinds itself.
  const ofKind = <T>(kind: string) => objects.filter((object) => object.kind === kind) as unknown as readonly T[];
  const controllers = controllerKinds.flatMap((kind) => ofKind<Controller>(kind));
  return { nodes: ofKind<Node>('Node'), pods: ofKind<Pod>('Pod'), controllers, services: [], slices: [] };
}

test('the tree holds every pod of the graph once under its node or among those that wait', () => {
  const given = source();
  const [nodes, waiting] = treeOf(given, words);
  const pods = [...(nodes?.children ?? []).flatMap(({ children }) => children), ...(waiting?.children ?? [])];
  expect(pods.map(({ ref }) => ref?.name).sort()).toEqual(given.pods.map(({ metadata }) => metadata.name).sort());
});

test('nodes and controllers are named as in the graph', () => {
  const labels = rowsOf(treeOf(source(), words), () => true).map(({ item }) => item.label());
  expect(labels).toContain('node worker-1, Ready');
  expect(labels).toContain('node worker-2, NotReady');
  expect(labels.some((label) => /^replicationcontroller kubia, \d\/3$/.test(label))).toBe(true);
});

test('a Service stands with the pods that its selector matches', () => {
  const given = source();
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kubia', namespace: 'default', uid: 's1', resourceVersion: '1', creationTimestamp: '' },
    spec: { type: 'ClusterIP', selector: { app: 'kubia' }, sessionAffinity: 'None' },
    status: { loadBalancer: {} },
  };
  const group = treeOf({ ...given, services: [service] }, words).at(-1);
  expect(group?.label()).toBe('Services');
  expect(group?.children.map((item) => item.label())).toEqual(['service kubia, ClusterIP , 0/0']);
  const matched = given.pods.filter(({ metadata }) => metadata.labels?.app === 'kubia');
  expect(matched.length).toBeGreaterThan(0);
  expect(group?.children[0]?.children.map(({ ref }) => ref?.name)).toEqual(
    matched.map(({ metadata }) => metadata.name),
  );
});

test('arrow keys walk the visible rows, right unfolds, left folds and then goes to the parent', () => {
  const items = [
    {
      id: 'a',
      label: () => 'a',
      children: [
        { id: 'a1', label: () => 'a1', children: [] },
        { id: 'a2', label: () => 'a2', children: [] },
      ],
    },
    { id: 'b', label: () => 'b', children: [] },
  ];
  const open = rowsOf(items, () => true);
  const closed = rowsOf(items, () => false);
  expect(open.map(({ item, level, position, siblings }) => [item.id, level, position, siblings])).toEqual([
    ['a', 1, 1, 2],
    ['a1', 2, 1, 2],
    ['a2', 2, 2, 2],
    ['b', 1, 2, 2],
  ]);
  expect(closed.map(({ item }) => item.id)).toEqual(['a', 'b']);
  expect(treeMove('ArrowDown', open, 'a2')).toEqual({ type: 'focus', id: 'b' });
  expect(treeMove('ArrowDown', open, 'b')).toBeUndefined();
  expect(treeMove('ArrowRight', closed, 'a')).toEqual({ type: 'open', id: 'a' });
  expect(treeMove('ArrowRight', open, 'a')).toEqual({ type: 'focus', id: 'a1' });
  expect(treeMove('ArrowLeft', open, 'a2')).toEqual({ type: 'focus', id: 'a' });
  expect(treeMove('ArrowLeft', open, 'a')).toEqual({ type: 'close', id: 'a' });
  expect(treeMove('End', open, 'a')).toEqual({ type: 'focus', id: 'b' });
  expect(treeMove('ArrowDown', open, 'gone')).toEqual({ type: 'focus', id: 'a' });
});

test('a pod is announced when its status changes, not at every write', () => {
  const [pod] = source().pods;
  if (pod === undefined) throw new Error('the fixture has no pods');
  expect(podNews(pod, undefined, 'deleted')).toMatch(new RegExp(`^pod ${pod.metadata.name}: `));
  expect(podNews({ ...pod, metadata: { ...pod.metadata, resourceVersion: '99' } }, pod, 'deleted')).toBeUndefined();
  expect(podNews(undefined, pod, 'deleted')).toBe(`pod ${pod.metadata.name}: deleted`);
});

test('a node that goes silent is announced', () => {
  const [ready, lost] = source().nodes;
  if (ready === undefined || lost === undefined) throw new Error('the fixture has no nodes');
  expect(nodeNews({ ...lost, metadata: ready.metadata }, ready, 'deleted')).toBe('node worker-1: NotReady');
  expect(nodeNews(ready, ready, 'deleted')).toBeUndefined();
});

test('however fast the cluster moves, one announcement comes in three seconds and tells the newest', () => {
  const announcer = new Announcer();
  const more = (count: number) => `${count} more`;
  let spoken = 0;
  for (let now = 0; now < 30_000; now += 20) {
    announcer.add(`pod ${now % 200}`, `pod ${now % 200}: Running`);
    const sentence = announcer.take(now, more);
    if (sentence !== undefined) {
      spoken += 1;
      expect(sentence.split('. ').length).toBeLessThanOrEqual(5);
    }
  }
  expect(spoken).toBe(30_000 / ANNOUNCE_MS);
});

test('the last word on an object is the one that is told', () => {
  const announcer = new Announcer();
  announcer.add('a', 'a: Pending');
  announcer.add('b', 'b: Pending');
  announcer.add('a', 'a: Running');
  expect(announcer.take(0, String)).toBe('b: Pending. a: Running');
  expect(announcer.dueInMs(1)).toBeUndefined();
  announcer.add('a', 'a: Error');
  expect(announcer.dueInMs(1_000)).toBe(ANNOUNCE_MS - 1_000);
  expect(announcer.take(1_000, String)).toBeUndefined();
});
