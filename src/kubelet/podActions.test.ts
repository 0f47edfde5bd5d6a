import { expect, test } from 'vitest';
import type { Container, Pod, RestartPolicy } from '../api/core/pod';
import type { Instant } from '../sim/clock';
import { containerHash } from './containerHash';
import { podActions } from './podActions';
import type { ContainerRecord, Sandbox } from './runtime/containerRuntime';

const now = 1_000_000 as Instant; // A test's own clock.
const container = (name: string, more: Partial<Container> = {}): Container =>
  ({ name, image: 'nginx', ...more }) as Container; // What is planned depends on no more.

const sandbox: Sandbox = { id: 's', podUid: 'u', attempt: 0, ip: '10.244.0.2', ready: true, createdAt: now };

function record(of: Container, state: ContainerRecord['state'], exitCode?: number): ContainerRecord {
  return {
    id: `id-${of.name}`,
    podUid: 'u',
    name: of.name,
    attempt: 0,
    image: of.image,
    imageRef: of.image,
    imageID: '',
    specHash: containerHash(of),
    state,
    createdAt: now,
    startedAt: now,
    ...(exitCode === undefined ? {} : { exitCode, finishedAt: now }),
  };
}

interface Case {
  readonly policy?: RestartPolicy;
  readonly containers: readonly Container[];
  readonly init?: readonly Container[];
  readonly records?: readonly ContainerRecord[];
  readonly sandbox?: Sandbox;
  readonly failed?: string;
}

/** The plan as words: `sandbox 0`, `start a`, `kill a: why`, `killPod`. */
function plan({ policy = 'Always', containers, init = [], records = [], failed, ...rest }: Case): readonly string[] {
  const pod = { metadata: {}, spec: { restartPolicy: policy, containers, initContainers: init } } as unknown as Pod; // What is planned depends on no more.
  const { steps } = podActions({
    pod,
    sandbox: 'sandbox' in rest ? rest.sandbox : sandbox,
    records,
    probeFailed: (one, probe) => probe === 'liveness' && one.name === failed,
    isStarted: () => true,
  });
  return steps.map((step) => {
    switch (step.type) {
      case 'sandbox':
        return `sandbox ${step.attempt}`;
      case 'start':
        return `start ${step.container}`;
      case 'kill':
        return `kill ${step.container}: ${step.message}`;
      default:
        return step.type;
    }
  });
}

const a = container('a');
const b = container('b');
const i = container('i');
const j = container('j');
const side = container('side', { restartPolicy: 'Always' });

test('a new pod gets a sandbox and then its containers in the order of the spec', () => {
  expect(plan({ containers: [a, b], sandbox: undefined })).toEqual(['sandbox 0', 'start a', 'start b']);
});

test('a new pod with init containers starts the first of them', () => {
  expect(plan({ containers: [a], init: [i, j], sandbox: undefined })).toEqual(['sandbox 0', 'start i']);
});

test('what runs is left alone', () => {
  expect(plan({ containers: [a, b], records: [record(a, 'running'), record(b, 'running')] })).toEqual([]);
});

test.each([
  ['Always', 0, ['start b']],
  ['Always', 1, ['start b']],
  ['OnFailure', 0, []],
  ['OnFailure', 1, ['start b']],
  ['Never', 1, []],
] as const)('under %s a container that ended with %i leads to %j', (policy, exitCode, steps) => {
  expect(plan({ policy, containers: [a, b], records: [record(a, 'running'), record(b, 'exited', exitCode)] })).toEqual(
    steps,
  );
});

test('a container that fails its liveness probe is killed and started again, or only killed under Never', () => {
  const records = [record(a, 'running')];
  expect(plan({ containers: [a], records, failed: 'a' })).toEqual([
    'kill a: Container a failed liveness probe, will be restarted',
    'start a',
  ]);
  expect(
    plan({ policy: 'Never', containers: [a, b], records: [...records, record(b, 'running')], failed: 'a' }),
  ).toEqual(['kill a: Container a failed liveness probe']);
});

test('a container whose image was changed is restarted under any policy', () => {
  const changed = container('a', { image: 'nginx:1.27' });
  expect(plan({ policy: 'Never', containers: [changed], records: [record(a, 'running')] })).toEqual([
    'kill a: Container a definition changed, will be restarted',
    'start a',
  ]);
});

test('the next init container starts only when the one before has succeeded', () => {
  const pod = { containers: [a], init: [i, j] };
  expect(plan({ ...pod, records: [record(i, 'running')] })).toEqual([]);
  expect(plan({ ...pod, records: [record(i, 'exited', 1)] })).toEqual(['start i']);
  expect(plan({ ...pod, records: [record(i, 'exited', 0)] })).toEqual(['start j']);
  expect(plan({ ...pod, records: [record(i, 'exited', 0), record(j, 'exited', 0)] })).toEqual(['start a']);
});

test('a failed init container ends a pod that never restarts', () => {
  expect(plan({ policy: 'Never', containers: [a], init: [i], records: [record(i, 'exited', 1)] })).toEqual(['killPod']);
});

test('a sidecar lets the others start once it has started, and is restarted also beside running containers', () => {
  expect(plan({ containers: [a], init: [side], records: [record(side, 'running')] })).toEqual(['start a']);
  expect(
    plan({
      policy: 'Never',
      containers: [a],
      init: [side],
      records: [record(side, 'exited', 0), record(a, 'running')],
    }),
  ).toEqual(['start side']);
});

test('a sidecar does not keep a pod alive whose containers have ended', () => {
  const records = [record(side, 'running'), record(a, 'exited', 0)];
  expect(plan({ policy: 'Never', containers: [a], init: [side], records })).toEqual(['killPod']);
});

test('a lost sandbox starts everything anew, but not a pod that never restarts', () => {
  const lost = { ...sandbox, ready: false };
  const records = [record(i, 'exited', 0), record(a, 'exited', 255)];
  expect(plan({ containers: [a], init: [i], records, sandbox: lost })).toEqual(['killPod', 'sandbox 1', 'start i']);
  expect(plan({ policy: 'Never', containers: [a], init: [i], records, sandbox: lost })).toEqual(['killPod']);
});

test('the records of a pod are read once, not for each of its containers', () => {
  const count = 500;
  let reads = 0;
  const containers = Array.from({ length: count }, (_, index) => container(`c${index}`));
  const records = containers.map((one) => {
    const known = record(one, 'running');
    return {
      ...known,
      get name() {
        reads += 1;
        return known.name;
      },
    };
  });
  expect(plan({ containers, records })).toEqual([]);
  expect(reads).toBeLessThan(10 * count);
});
