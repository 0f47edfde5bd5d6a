import { expect, test } from 'vitest';
import type { Container, ContainerState, ContainerStatus, Pod, RestartPolicy } from '../api/core/pod';
import { podPhase } from './podPhase';

const running: ContainerState = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const waiting: ContainerState = { waiting: { reason: 'ContainerCreating' } };
const exited = (exitCode: number): ContainerState => ({ terminated: { exitCode, startedAt: null, finishedAt: null } });
const backOff: ContainerState = { waiting: { reason: 'CrashLoopBackOff' } };

function status(name: string, state: ContainerState, lastState: ContainerState = {}): ContainerStatus {
  return { name, state, lastState, ready: false, restartCount: 0, image: '', imageID: '', started: state === running };
}

function podOf(
  restartPolicy: RestartPolicy,
  containers: readonly string[],
  init: readonly Partial<Container>[] = [],
): Pod {
  const container = (part: Partial<Container>) => part as Container; // The phase looks at names and policies only.
  return {
    spec: {
      restartPolicy,
      containers: containers.map((name) => container({ name })),
      initContainers: init.map(container),
    },
  } as unknown as Pod; // The phase looks at no more.
}

const fresh = { terminal: false, initialized: false };

test.each([
  ['before its containers are created', 'Always', [status('a', waiting), status('b', waiting)], 'Pending'],
  ['while one of two containers is created', 'Always', [status('a', running), status('b', waiting)], 'Pending'],
  ['when all containers run', 'Always', [status('a', running), status('b', running)], 'Running'],
  ['when one has ended and the other runs', 'Never', [status('a', exited(1)), status('b', running)], 'Running'],
  ['when both have ended well and restart', 'Always', [status('a', exited(0)), status('b', exited(0))], 'Running'],
  ['when both have ended well', 'OnFailure', [status('a', exited(0)), status('b', exited(0))], 'Succeeded'],
  ['when one has failed and restarts', 'OnFailure', [status('a', exited(0)), status('b', exited(1))], 'Running'],
  ['when one has failed for good', 'Never', [status('a', exited(0)), status('b', exited(1))], 'Failed'],
  ['in CrashLoopBackOff', 'Always', [status('a', running), status('b', backOff, exited(1))], 'Running'],
] as const)('a pod is %s (%s): phase', (_when, policy, statuses, phase) => {
  expect(podPhase(podOf(policy, ['a', 'b']), statuses, fresh)).toBe(phase);
});

test('a deleted pod ends as its containers ended, whatever its policy', () => {
  const pod = podOf('Always', ['a']);
  const options = { terminal: true, initialized: true };
  expect(podPhase(pod, [status('a', exited(0))], options)).toBe('Succeeded');
  expect(podPhase(pod, [status('a', exited(137))], options)).toBe('Failed');
});

test('a failing init container keeps a pod Pending, or fails it if nothing restarts', () => {
  const statuses = [status('i', exited(1)), status('a', waiting)];
  expect(podPhase(podOf('Always', ['a'], [{ name: 'i' }]), statuses, fresh)).toBe('Pending');
  expect(podPhase(podOf('Never', ['a'], [{ name: 'i' }]), statuses, fresh)).toBe('Failed');
});

test('a running sidecar keeps a pod Running until it is stopped', () => {
  const pod = podOf('Never', ['a'], [{ name: 's', restartPolicy: 'Always' }]);
  const options = { terminal: false, initialized: true };
  expect(podPhase(pod, [status('s', running), status('a', exited(0))], options)).toBe('Running');
  expect(podPhase(pod, [status('s', exited(137)), status('a', exited(0))], options)).toBe('Succeeded');
});
