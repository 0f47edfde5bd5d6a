import { expect, test } from 'vitest';
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import type { Branch } from '../../client/history';
import type { Action } from '../actions/action';
import { targetOf } from '../actions/target';
import { questionOf } from './predictStore';
import { askOf, subjectsOf } from './subjects';
import { isOf } from './usePredictions';

function pod(name: string, owner?: string, namespace = 'default', node = 'worker-1'): Pod {
  const ownerReferences =
    owner === undefined
      ? {}
      : { ownerReferences: [{ apiVersion: 'v1', kind: owner, name: 'kubia', uid: 'owner', controller: true }] };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, uid: name, resourceVersion: '1', creationTimestamp: '', ...ownerReferences },
    spec: { nodeName: node },
    status: { phase: 'Running' },
  } as unknown as Pod; // As much of one as is looked at.
}
const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker-1', uid: 'n' } } as Node; // The same.
const target = targetOf('Node', node);
const action = (id: string) => ({ id, label: 'actions.drain' }) as unknown as Action; // The same.

test('of a node those pods are asked about that somebody replaces; the kubelet keeps its own', () => {
  const pods = [
    pod('coredns', 'ReplicaSet', 'kube-system'),
    pod('static', 'Node'),
    pod('bare'),
    pod('agent', 'DaemonSet'),
    pod('kubia-x', 'ReplicationController'),
    pod('other', 'ReplicationController', 'default', 'worker-2'),
  ];
  expect(subjectsOf(target, pods).map(({ metadata }) => metadata.name)).toEqual([
    'kubia-x',
    'agent',
    'bare',
    'coredns',
  ]);
});

test('a drain begins with its cordon, a broken readiness endpoint ends with the pod not ready', () => {
  const asking = (id: string) => ({ action: action(id), target, params: undefined });
  const kubia = pod('kubia-x', 'ReplicationController');
  expect(askOf(asking('drain'), kubia, { since: 5 })).toEqual({
    since: 5,
    until: 'ready',
    cordons: 'worker-1',
    pod: { kind: 'Pod', namespace: 'default', name: 'kubia-x', uid: 'kubia-x' },
    owner: { kind: 'ReplicationController', namespace: 'default', name: 'kubia', uid: 'owner' },
  });
  expect(askOf(asking('break-readiness-hang'), pod('bare'), { since: 5 })).toMatchObject({ until: 'lost' });
});

test('what changes nothing that could be guessed is not asked about', () => {
  const asked = ['deletePod', 'forceDeletePod', 'killContainer', 'break-liveness', 'cutNetwork', 'drain', 'scale'];
  expect(asked.map((id) => questionOf({ id }))).toEqual(['pod', 'pod', 'pod', 'pod', 'node', 'node', 'scale']);
  expect(['relabel', 'mend-liveness', 'addNode', 'delete'].map((id) => questionOf({ id }))).toEqual(
    Array.from({ length: 4 }, () => undefined),
  );
});

test('a prediction belongs to its branch, and to those that left it after the deed', () => {
  const branches: readonly Branch[] = [
    { id: '1', name: 'main', untilMs: 90_000 },
    { id: '2', name: 'two', from: { id: '1', atMs: 30_000 }, untilMs: 60_000 },
    { id: '3', name: 'three', from: { id: '2', atMs: 40_000 }, untilMs: 60_000 },
  ];
  const made = (branch: string, since: number) => ({ branch, ask: { since, until: 'ready' as const } });
  const shown = (branch: string, since: number) =>
    ['1', '2', '3'].filter((id) => isOf(made(branch, since), id, branches, 0));
  expect(shown('1', 20_000)).toEqual(['1', '2', '3']);
  expect(shown('1', 35_000)).toEqual(['1']);
  expect(shown('2', 35_000)).toEqual(['2', '3']);
  expect(shown('3', 50_000)).toEqual(['3']);
});
