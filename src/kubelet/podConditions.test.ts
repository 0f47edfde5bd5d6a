import { expect, test } from 'vitest';
import type { ContainerStatus, Pod, PodCondition } from '../api/core/pod';
import type { Instant } from '../sim/clock';
import { type ConditionInput, podConditions } from './podConditions';

const status = (name: string, ready: boolean): ContainerStatus => ({
  name,
  state: {},
  lastState: {},
  ready,
  restartCount: 0,
  image: '',
  imageID: '',
});

function judge(
  input: Partial<ConditionInput> & { readonly spec?: object; readonly conditions?: readonly PodCondition[] },
) {
  const { spec = { containers: [{ name: 'b' }, { name: 'a' }] }, conditions = [], ...rest } = input;
  const pod = { metadata: { generation: 1 }, spec, status: { conditions } } as unknown as Pod; // Conditions look at no more.
  const now = 1_767_225_600_000 as Instant; // A test's own clock.
  return podConditions({
    pod,
    phase: 'Running',
    statuses: [status('a', true), status('b', true)],
    old: [],
    sandboxReady: true,
    initialized: true,
    now,
    ...rest,
  });
}
const of = (conditions: readonly PodCondition[], type: string) => conditions.find((one) => one.type === type);

test('the five conditions of the kubelet come in their order, after those of others', () => {
  const gate: PodCondition = { type: 'example.com/up', status: 'True' };
  expect(judge({ conditions: [gate, { type: 'Ready', status: 'False' }] }).map(({ type }) => type)).toEqual([
    'example.com/up',
    'PodReadyToStartContainers',
    'Initialized',
    'Ready',
    'ContainersReady',
    'PodScheduled',
  ]);
});

test('a pod with an unready container names it', () => {
  const conditions = judge({ statuses: [status('a', false), status('b', false)] });
  expect(of(conditions, 'Ready')).toMatchObject({
    status: 'False',
    reason: 'ContainersNotReady',
    message: 'containers with unready status: [b a]',
    observedGeneration: 1,
  });
  expect(of(conditions, 'ContainersReady')?.message).toBe('containers with unready status: [b a]');
});

test.each([
  ['Succeeded', 'PodCompleted'],
  ['Failed', 'PodFailed'],
] as const)('a pod that has %s is unready because of %s', (phase, reason) => {
  expect(of(judge({ phase }), 'Ready')).toMatchObject({ status: 'False', reason });
});

test('a readiness gate without its condition keeps a pod unready though its containers are ready', () => {
  const spec = { containers: [{ name: 'a' }], readinessGates: [{ conditionType: 'example.com/up' }] };
  const conditions = judge({ spec });
  expect(of(conditions, 'ContainersReady')?.status).toBe('True');
  expect(of(conditions, 'Ready')).toMatchObject({
    status: 'False',
    reason: 'ReadinessGatesNotReady',
    message: 'corresponding condition of pod readiness gate "example.com/up" does not exist.',
  });
});

test('lastTransitionTime moves only with the status', () => {
  const earlier = '2025-01-01T00:00:00Z';
  const old: PodCondition[] = [
    { type: 'Ready', status: 'True', lastTransitionTime: earlier },
    { type: 'ContainersReady', status: 'False', lastTransitionTime: earlier },
  ];
  const conditions = judge({ old });
  expect(of(conditions, 'Ready')?.lastTransitionTime).toBe(earlier);
  expect(of(conditions, 'ContainersReady')?.lastTransitionTime).toBe('2026-01-01T00:00:00Z');
});

test('of thousands of containers none is looked for among all', () => {
  const count = 2_000;
  let looks = 0;
  const names = Array.from({ length: count }, (_, index) => `c${index}`);
  const statuses = names.map((name) => ({
    ...status(name, true),
    get name() {
      looks += 1;
      return name;
    },
  }));
  const containers = names.map((name) => ({ name }));
  const conditions = judge({ spec: { containers, initContainers: containers }, statuses });
  expect(of(conditions, 'Ready')?.status).toBe('True');
  expect(looks).toBeLessThan(10 * count);
});
