/** `ever` remembers what it found of a version: never more than the version alone decides. */
import { expect, test } from 'vitest';
import type { Kind } from '../api/kinds';
import type { KubeObject } from '../api/meta/objectMeta';
import { conditionsOf } from './conditions';

const status = (ready: string) => ({ status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready }] } });
const object = (kind: Kind, name: string, more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'default', uid: name, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
  ...more,
});

/** Two nodes, and two pods on the second of them. */
function lived() {
  const pods = ['web-1', 'web-2'].map((name) =>
    object('Pod', name, { spec: { nodeName: 'worker-2' }, ...status('False') }),
  );
  const all: Partial<Record<Kind, KubeObject[]>> = {
    Node: ['worker-1', 'worker-2'].map((name) => object('Node', name)),
    Pod: pods,
  };
  const past = {
    startedAt: 0,
    start: () => [],
    versions: (kind: Kind) => (all[kind] ?? []).map((each) => ({ at: 0, object: each })),
    lines: () => [],
    requests: () => [],
    faults: () => [],
  };
  const { read } = conditionsOf({ list: (kind) => all[kind] ?? [], past });
  return { all, read };
}

test.each([
  ["nodes.exists(n, ever('Pod', '.*', p, p.spec.nodeName == n.metadata.name))", true],
  ["nodes.all(n, ever('Pod', '.*', p, p.spec.nodeName.endsWith(n.metadata.name)))", false],
  ["nodes.filter(n, ever('Pod', 'web-2', p, p.spec.nodeName == n.metadata.name)).size() == 1", true],
  ["ever('Pod', '.*', p, ['worker-1', 'worker-2'].exists(name, name == p.spec.nodeName))", true],
] as const)('%s is %s', (expression, holds) => {
  expect(lived().read(expression).evaluate()).toMatchObject({ holds });
});

test.each(['ready == 1', 'pods.size() == 3', "one('Pod', 'web-3') != null"])(
  'the present of %s is looked at anew each time',
  (now) => {
    const { all, read } = lived();
    const condition = read(`ever('Pod', 'web-1', p, ${now})`);
    expect(condition.evaluate().holds).toBe(false);
    all.Pod = [...(all.Pod ?? []), object('Pod', 'web-3', status('True'))];
    expect(condition.evaluate().holds).toBe(true);
  },
);

test('versions are looked at as they come, and what was found stays when the oldest are forgotten', () => {
  const versions: { readonly at: number; readonly object: KubeObject }[] = [];
  const add = (name: string) => versions.push({ at: 0, object: object('Pod', name) });
  const past = {
    startedAt: 0,
    start: () => [],
    versions: () => versions,
    lines: () => [],
    requests: () => [],
    faults: () => [],
  };
  const { read } = conditionsOf({ list: () => [], past });
  const [found, later] = ['web-1', 'web-9'].map((name) =>
    read(`ever('Pod', 'web-.*', p, p.metadata.name == '${name}')`),
  );
  for (const name of ['db', 'web-0']) add(name);
  expect(found?.evaluate().holds).toBe(false);
  for (const name of ['web-1', 'web-2', 'web-3']) add(name);
  expect([found, later].map((each) => each?.evaluate().holds)).toEqual([true, false]);
  versions.splice(0, 4);
  add('web-9');
  expect([found, later].map((each) => each?.evaluate().holds)).toEqual([true, true]);
  versions.splice(0);
  add('web-9');
  expect(read("ever1('Pod', '.*', p, true).metadata.name == 'web-9'").evaluate().holds).toBe(true);
});
