import { expect, test } from 'vitest';
import type { Node } from '../../api/core/node';
import { fixtureNode, fixtureObjects, fixturePod } from '../cluster/fixtureCluster';
import type { Controller } from './controllerKinds';
import { controllerLabel, controllerRows } from './controllers';
import { nodeState, requestedOf } from './nodeState';
import { ownersLayout } from './ownersLayout';

const controllers = fixtureObjects().filter(({ kind }) =>
  ['Deployment', 'ReplicaSet', 'ReplicationController'].includes(kind),
) as unknown as readonly Controller[]; // Filtered on the line above.

test('a lost node is NotReady, and each taint is one tab with its hardest effect', () => {
  expect(nodeState(fixtureNode('worker-2', 70))).toEqual({
    status: 'NotReady',
    lost: true,
    cordoned: false,
    taints: ['unreachable:NoExecute'],
  });
});

test('a cordoned node stays Ready and says SchedulingDisabled', () => {
  const node: Node = {
    ...fixtureNode('worker-1'),
    spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] },
  };
  expect(nodeState(node)).toMatchObject({
    status: 'Ready',
    lost: false,
    cordoned: true,
    taints: ['SchedulingDisabled'],
  });
});

test('a taint of the user is shown with its value', () => {
  const node = {
    ...fixtureNode('worker-1'),
    spec: { taints: [{ key: 'disk', value: 'ssd', effect: 'NoSchedule' }] },
  } as Node;
  expect(nodeState(node).taints).toEqual(['disk=ssd:NoSchedule']);
});

test('finished pods hold no resources', () => {
  const node = fixtureNode('worker-1');
  const pods = [
    fixturePod({ name: 'a', node: 'worker-1', cpu: '500m', memory: '1Gi' }),
    fixturePod({ name: 'b', node: 'worker-1', cpu: '900m', memory: '1200Mi' }),
    fixturePod({ name: 'c', node: 'worker-1', cpu: '2', phase: 'Succeeded' }),
  ];
  expect(requestedOf(node, pods)).toEqual({
    cpu: { requested: '1.4', allocatable: '4', percent: 35 },
    memory: { requested: '2.2', allocatable: '8Gi', percent: 27 },
  });
});

test('a controller is called by kind, name, ready and desired', () => {
  const rc = controllers.find(({ kind }) => kind === 'ReplicationController');
  if (rc === undefined) throw new Error('the fixture has one');
  expect(controllerLabel('ReplicationController', rc)).toBe('replicationcontroller kubia, 2/3');
});

test('a Deployment stands before its ReplicaSets, the newest revision first', () => {
  expect(controllerRows(controllers).map(({ name }) => name)).toEqual([
    'kubia',
    'shop',
    'shop-6d4cf56db6',
    'shop-7c9d8f4b5',
    'web',
  ]);
});

test('in the owners view pods stand right of their controller, and nothing overlaps', () => {
  const pods = new Map([
    ['ReplicationController default/kubia', 4],
    ['ReplicaSet default/web', 23],
    ['ReplicaSet default/shop-6d4cf56db6', 1],
    ['DaemonSet default/ssd-monitor', 3],
    ['', 2],
  ]);
  const layout = ownersLayout({ density: 'full', width: 1064, rows: controllerRows(controllers), services: [], pods });
  const group = layout.groups.get('ReplicationController default/kubia')?.box;
  const pill = layout.pills.get('ReplicationController default/kubia');
  expect(group?.x).toBeGreaterThan((pill?.x ?? 0) + (pill?.width ?? 0));
  const boxes = [
    ...layout.pills.values(),
    ...layout.strangers.values(),
    ...[...layout.groups.values()].map(({ box }) => box),
  ];
  for (const [index, a] of boxes.entries()) {
    for (const b of boxes.slice(index + 1)) {
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect(apart, JSON.stringify([a, b])).toBe(true);
    }
  }
  const deployment = layout.pills.get('Deployment default/shop');
  expect(deployment?.y).toBe(layout.pills.get('ReplicaSet default/shop-6d4cf56db6')?.y);
});

test('in a narrow room every pill stands above its pods', () => {
  const pods = new Map([
    ['ReplicationController default/kubia', 4],
    ['', 2],
  ]);
  const layout = ownersLayout({ density: 'mid', width: 390, rows: controllerRows(controllers), services: [], pods });
  const group = layout.groups.get('ReplicationController default/kubia')?.box;
  expect(group?.y).toBeGreaterThan(layout.pills.get('ReplicationController default/kubia')?.y ?? 0);
  expect(layout.bounds.width).toBeLessThanOrEqual(390 - 16);
});
