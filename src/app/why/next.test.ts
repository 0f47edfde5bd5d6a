import { expect, test } from 'vitest';
import type { Kind } from '../../api/kinds';
import type { Pod } from '../../api/core/pod';
import type { WaitRow } from '../../client/simulation';
import { failuresLeft, ruleOfWait, waitsOf } from './next';

const wait = (what: string, part: Partial<WaitRow> = {}): WaitRow => ({
  kind: 'Pod',
  namespace: 'default',
  name: 'web-1-x',
  what,
  since: 0,
  until: 10_000,
  ...part,
});
const silent = (name: string): WaitRow => ({
  kind: 'Node',
  name,
  what: 'nodeNotHeardOf',
  since: 0,
  until: 54_000,
  graceMs: 50_000,
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
  list: ((kind: Kind) => (kind === 'Pod' ? [objects['Pod default/web-1-x']] : [])) as never,
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

test('a silent node, its pods and what controls them tell when it is given up', () => {
  const rows = [wait('liveness', { last: 'success' }), silent('worker-2'), silent('worker-3')];
  const nodes = (object: Parameters<typeof waitsOf>[0]) =>
    waitsOf(object, rows, known).map(({ what, name }) => [what, name]);
  const told = [['nodeNotHeardOf', 'worker-2']];
  expect(nodes({ kind: 'Node', name: 'worker-2' })).toEqual(told);
  expect(nodes(pod)).toEqual(told);
  expect(nodes({ kind: 'Deployment', namespace: 'default', name: 'web' })).toEqual(told);
  expect(nodes({ kind: 'Deployment', namespace: 'default', name: 'api' })).toEqual([]);
});

test('a failing probe says after how many more failures something is done', () => {
  const shown = objects['Pod default/web-1-x'] as Pod; // The one of above.
  const probe = wait('liveness', { container: 'nginx' });
  expect(failuresLeft({ ...probe, failures: 1 }, shown)).toBe(2);
  expect(failuresLeft(probe, shown)).toBeUndefined();
  expect(failuresLeft({ ...probe, failures: 3 }, shown)).toBeUndefined();
  expect(failuresLeft({ ...probe, failures: 1 }, undefined)).toBeUndefined();
});

test('a wait names the rule that ends it, with its constant', () => {
  const shown = objects['Pod default/web-1-x'] as Pod; // The one of above.
  const lost = ruleOfWait(silent('worker-2'), undefined);
  expect(lost).toEqual({ rule: 'nodeNotHeardOf', params: { graceMs: 50_000 } });
  expect(ruleOfWait(wait('grace'), shown)).toEqual({ rule: 'graceOver', params: { graceMs: 10_000 } });
  expect(ruleOfWait(wait('eviction'), shown)?.params).toEqual({ toleratedMs: 10_000 });
  expect(ruleOfWait(wait('eviction', { kind: 'Node' }), undefined)?.params).toEqual({ timeoutMs: 10_000 });
  const probe = wait('liveness', { container: 'nginx', failures: 1 });
  expect(ruleOfWait(probe, shown)).toEqual({ rule: 'livenessFailed', params: { threshold: 3 } });
  expect(ruleOfWait({ ...probe, failures: 0 }, shown)).toBeUndefined();
});
