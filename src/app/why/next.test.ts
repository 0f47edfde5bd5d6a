import { expect, test } from 'vitest';
import type { Kind } from '../../api/kinds';
import type { Pod } from '../../api/core/pod';
import type { WaitRow } from '../../client/simulation';
import { failuresLeft, waitsOf } from './next';

const wait = (what: string, part: Partial<WaitRow> = {}): WaitRow => ({
  kind: 'Pod',
  namespace: 'default',
  name: 'web-1-x',
  what,
  since: 0,
  until: 10_000,
  ...part,
});
const owner = (kind: string, name: string) => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: name, controller: true, blockOwnerDeletion: true }],
});
const objects: Readonly<Record<string, unknown>> = {
  'Pod default/web-1-x': {
    kind: 'Pod',
    metadata: { name: 'web-1-x', namespace: 'default', ...owner('ReplicaSet', 'web-1') },
    spec: { nodeName: 'worker-2', containers: [{ name: 'nginx', livenessProbe: { failureThreshold: 3 } }] },
  },
  'ReplicaSet default/web-1': {
    kind: 'ReplicaSet',
    metadata: { name: 'web-1', namespace: 'default', ...owner('Deployment', 'web') },
  },
};
const known = {
  get: ((kind: Kind, key: string) => objects[`${kind} ${key}`]) as never, // Objects as far as these questions look.
  list: (() => []) as never,
};
const pod = { kind: 'Pod', namespace: 'default', name: 'web-1-x' } as const;
const words = (rows: readonly WaitRow[]) => rows.map(({ what }) => what);

test('what comes next stands on top of what comes before it', () => {
  const rows = [
    wait('grace', { until: 30_000 }),
    wait('backOff', { until: 5_000 }),
    wait('liveness', { name: 'other' }),
  ];
  expect(words(waitsOf(pod, rows, known))).toEqual(['grace', 'backOff']);
});

test('a probe that passes is told only where nothing else is waited for', () => {
  const probe = wait('liveness', { last: 'success' });
  expect(words(waitsOf(pod, [probe], known))).toEqual(['liveness']);
  expect(words(waitsOf(pod, [probe, wait('grace')], known))).toEqual(['grace']);
  expect(words(waitsOf(pod, [{ ...probe, failures: 1 }, wait('grace')], known))).toEqual(['grace', 'liveness']);
});

test('a lost node, a ReplicaSet and its Deployment tell when the pod is evicted', () => {
  const rows = [wait('eviction')];
  expect(words(waitsOf({ kind: 'Node', name: 'worker-2' }, rows, known))).toEqual(['eviction']);
  expect(waitsOf({ kind: 'Node', name: 'worker-3' }, rows, known)).toEqual([]);
  expect(words(waitsOf({ kind: 'ReplicaSet', namespace: 'default', name: 'web-1' }, rows, known))).toEqual([
    'eviction',
  ]);
  expect(words(waitsOf({ kind: 'Deployment', namespace: 'default', name: 'web' }, rows, known))).toEqual(['eviction']);
  expect(waitsOf({ kind: 'Deployment', namespace: 'default', name: 'api' }, rows, known)).toEqual([]);
});

test('a failing probe says after how many more failures something is done', () => {
  const shown = objects['Pod default/web-1-x'] as Pod; // The one of above.
  const probe = wait('liveness', { container: 'nginx' });
  expect(failuresLeft({ ...probe, failures: 1 }, shown)).toBe(2);
  expect(failuresLeft(probe, shown)).toBeUndefined();
  expect(failuresLeft({ ...probe, failures: 3 }, shown)).toBeUndefined();
  expect(failuresLeft({ ...probe, failures: 1 }, undefined)).toBeUndefined();
});
