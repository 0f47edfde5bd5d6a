import { expect, test } from 'vitest';
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { nodeUsageFacts, podUsageFacts } from './usageFacts';

const measured = (millis: number, mebibytes: number) => ({
  cpu: { usageNanoCores: millis * 1_000_000 },
  memory: { workingSetBytes: mebibytes * 1024 * 1024 },
});
const pod = (...containers: readonly { readonly name: string; readonly limits?: object }[]) =>
  ({
    metadata: { name: 'p', uid: 'u' },
    spec: { containers: containers.map(({ name, limits }) => ({ name, resources: { limits } })) },
  }) as unknown as Pod; // As much of it as is looked at.

test('a container is told with its limits', () => {
  const summary = { pods: [{ podRef: { uid: 'u' }, containers: [{ name: 'a', ...measured(99.5, 20) }] }] };
  expect(podUsageFacts(pod({ name: 'a', limits: { cpu: '100m', memory: '64Mi' } }), summary)).toEqual([
    { term: 'CPU', value: '100m / 100m' },
    { term: 'Memory', value: '20Mi / 64Mi' },
  ]);
});

test('several containers are told by name, and a pod that does not run not at all', () => {
  const containers = [
    { name: 'a', ...measured(1, 2) },
    { name: 'b', ...measured(3, 4) },
  ];
  const facts = podUsageFacts(pod({ name: 'a' }, { name: 'b' }), { pods: [{ podRef: { uid: 'u' }, containers }] });
  expect(facts.map(({ term, value }) => `${term} ${value}`)).toEqual([
    'CPU a 1m',
    'Memory a 2Mi',
    'CPU b 3m',
    'Memory b 4Mi',
  ]);
  expect(podUsageFacts(pod({ name: 'a' }), {})).toEqual([]);
});

test('a node is told with its share of what pods may have', () => {
  const node = { status: { allocatable: { cpu: '4', memory: '8Gi' } } } as unknown as Node; // As above.
  expect(nodeUsageFacts(node, { node: measured(1040, 819) })).toEqual([
    { term: 'CPU', value: '1040m (26%)' },
    { term: 'Memory', value: '819Mi (9%)' },
  ]);
});
