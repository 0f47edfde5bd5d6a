import { expect, test } from 'vitest';
import type { ContainerState, Pod } from '../../api/core/pod';
import { type FixturePod, fixtureNode, fixturePod } from '../cluster/fixtureCluster';
import { podState } from './podState';

const node = fixtureNode('worker-1');
const lost = fixtureNode('worker-1', 70);
const waiting = (reason: string): ContainerState => ({ waiting: { reason } });
const ended = (exitCode: number, reason?: string, signal?: number): ContainerState => ({
  terminated: {
    exitCode,
    startedAt: null,
    finishedAt: null,
    ...(reason ? { reason } : {}),
    ...(signal ? { signal } : {}),
  },
});
const bound = (given: Partial<FixturePod>): Pod => fixturePod({ name: 'kubia', node: 'worker-1', ...given });

const table: readonly (readonly [string, Pod, string, string, string])[] = [
  ['waits for a node', fixturePod({ name: 'kubia' }), 'pending', 'Pending', '0/1'],
  [
    'is bound and its image is pulled',
    bound({ state: waiting('ContainerCreating') }),
    'starting',
    'ContainerCreating',
    '0/1',
  ],
  ['runs and is ready', bound({}), 'ready', 'Running', '1/1'],
  ['runs and is not ready', bound({ ready: false }), 'unready', 'Running', '0/1'],
  [
    'crashes again and again',
    bound({ state: waiting('CrashLoopBackOff'), phase: 'Running' }),
    'failed',
    'CrashLoopBackOff',
    '0/1',
  ],
  ['cannot get its image', bound({ state: waiting('ImagePullBackOff') }), 'failed', 'ImagePullBackOff', '0/1'],
  ['has just crashed', bound({ state: ended(1, 'Error'), phase: 'Running', ready: false }), 'failed', 'Error', '0/1'],
  [
    'was killed for its memory',
    bound({ state: ended(137, 'OOMKilled'), phase: 'Running', ready: false }),
    'failed',
    'OOMKilled',
    '0/1',
  ],
  [
    'ended by a signal without a reason',
    bound({ state: ended(137, undefined, 9), phase: 'Running', ready: false }),
    'failed',
    'Signal:9',
    '0/1',
  ],
  ['did its work', bound({ state: ended(0, 'Completed'), phase: 'Succeeded' }), 'done', 'Completed', '0/1'],
  ['failed for good', bound({ state: ended(1, 'Error'), phase: 'Failed' }), 'failed', 'Error', '0/1'],
  [
    'ended well and will be started again',
    bound({ state: ended(0, 'Completed'), phase: 'Running', ready: false }),
    'unready',
    'Completed',
    '0/1',
  ],
  ['is being deleted', bound({ terminating: true }), 'terminating', 'Terminating', '1/1'],
  [
    'is being deleted after its end',
    bound({ terminating: true, phase: 'Succeeded', state: ended(0, 'Completed') }),
    'terminating',
    'Completed',
    '0/1',
  ],
];

test.each(table)('a pod that %s', (_, pod, state, status, ready) => {
  expect(podState(pod, node)).toMatchObject({ state, status, ready });
});

test('a pod on a lost node is unknown, whatever the API still claims', () => {
  expect(podState(bound({}), lost)).toMatchObject({ state: 'unknown', status: 'Running', ready: '1/1' });
});

test('a finished pod on a lost node stays finished', () => {
  expect(podState(bound({ state: ended(0, 'Completed'), phase: 'Succeeded' }), lost).state).toBe('done');
});

test('a reason of the whole pod is its status', () => {
  const pod = bound({ phase: 'Failed' });
  const evicted = { ...pod, status: { phase: 'Failed', reason: 'Evicted' } } as Pod;
  expect(podState(evicted, node)).toMatchObject({ state: 'failed', status: 'Evicted' });
});

test('a pod whose first init container runs says how many are done', () => {
  const pod = bound({ state: waiting('PodInitializing') });
  const container = pod.spec.containers[0];
  const status = pod.status.containerStatuses?.[0];
  if (container === undefined || status === undefined) throw new Error('the fixture has one container');
  const withInit = (state: ContainerState): Pod => ({
    ...pod,
    spec: {
      ...pod.spec,
      initContainers: [
        { ...container, name: 'first' },
        { ...container, name: 'second' },
      ],
    },
    status: { ...pod.status, initContainerStatuses: [{ ...status, name: 'first', state, restartCount: 2 }] },
  });
  expect(podState(withInit({ running: { startedAt: '' } }), node)).toMatchObject({
    state: 'starting',
    status: 'Init:0/2',
    restarts: 2,
  });
  expect(podState(withInit(waiting('CrashLoopBackOff')), node)).toMatchObject({
    state: 'failed',
    status: 'Init:CrashLoopBackOff',
  });
  expect(podState(withInit(ended(1, 'Error')), node)).toMatchObject({ state: 'failed', status: 'Init:Error' });
  expect(podState(withInit(ended(0, 'Completed')), node)).toMatchObject({
    state: 'starting',
    status: 'PodInitializing',
    restarts: 0,
  });
});

test('restarts are summed over the containers', () => {
  expect(podState(bound({ restarts: 6 }), node).restarts).toBe(6);
});
