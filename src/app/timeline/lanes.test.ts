import { expect, test } from 'vitest';
import { rowHeight, rowsInSight, rowsOf } from './lanes';

const nodes = ['worker-10', 'worker-1', 'worker-2'];
const lanes = new Set([
  'you',
  'kube-apiserver',
  'controllers/replicaset',
  'controllers/deployment',
  'kubelet/worker-2',
]);
const ask = { nodes, lanes, areControllersOpen: false, areMarkedOnly: false };

test('each component has a row, each kubelet one by its node', () => {
  expect(rowsOf(ask).map(({ key }) => key)).toEqual([
    'you',
    'kube-apiserver',
    'controllers/',
    'kube-scheduler',
    'node-lifecycle',
    'kubelet/worker-1',
    'kubelet/worker-2',
    'kubelet/worker-10',
  ]);
});

test('all controllers lie in one row until it is opened', () => {
  expect(rowsOf(ask).find(({ title }) => title === 'controllers')?.lanes).toEqual([
    'controllers/deployment',
    'controllers/replicaset',
  ]);
  const open = rowsOf({ ...ask, areControllersOpen: true });
  expect(open.filter(({ title }) => title === 'controller').map(({ name }) => name)).toEqual([
    'deployment',
    'replicaset',
  ]);
});

test('for one object only the lanes that touched it are there', () => {
  expect(rowsOf({ ...ask, areMarkedOnly: true }).map(({ key }) => key)).toEqual([
    'you',
    'kube-apiserver',
    'controllers/',
    'kubelet/worker-2',
  ]);
});

test('a node that is gone keeps its lane while something of it is in sight', () => {
  const keys = rowsOf({ ...ask, nodes: [] }).map(({ key }) => key);
  expect(keys).toContain('kubelet/worker-2');
  expect(keys).not.toContain('kubelet/worker-1');
});

test('rows share the room; too many are scrolled and only those in sight are drawn', () => {
  expect([rowHeight(8, 192), rowHeight(3, 192), rowHeight(105, 192)]).toEqual([24, 30, 22]);
  expect(rowsInSight(105, 22, 440, 192)).toEqual([19, 30]);
});
