import { expect, test } from 'vitest';
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import type { Branch, RunBranch } from '../../client/history';
import type { Command, Run } from '../../client/simulation';
import type { Digest, DigestWrite } from '../../client/why';
import { groupWaits } from '../stores/playbackStore';
import { below, differences, type Future } from './differences';
import { deedsOf, firstDifference, forkOf, runOf } from './futures';
import { type Half, missingPods, podMarks } from './half';

const START = Date.UTC(2026, 0, 1);
const OWNER = { apiVersion: 'v1', kind: 'ReplicationController', name: 'kubia', uid: 'rc', controller: true };

/** A running pod of kubia that was made so many seconds after the start. */
function kubia(name: string, second: number, node = 'worker-1', restartCount = 0): Pod {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      creationTimestamp: new Date(START + second * 1000).toISOString().replace('.000Z', 'Z'),
      ownerReferences: [OWNER],
    },
    spec: { nodeName: node, containers: [{ name: 'kubia', image: 'luksa/kubia' }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'kubia', ready: true, restartCount, state: { running: {} } }],
    },
  };
  return pod as unknown as Pod; // What is read of it is there.
}

const node = (name: string, ready: 'True' | 'Unknown'): Node =>
  ({ metadata: { name }, spec: {}, status: { conditions: [{ type: 'Ready', status: ready }] } }) as unknown as Node; // As above.

const half = (pods: readonly Pod[], more: Partial<Half> = {}): Half => ({
  pods,
  nodes: [node('worker-1', 'True'), node('worker-2', 'True')],
  controllers: [],
  waits: groupWaits([]),
  now: START + 100_000,
  startedAt: START,
  ...more,
});

const digest = (more: Partial<Digest> = {}): Digest => ({
  now: START + 100_000,
  writes: [],
  failedRequests: 0,
  requests: 0,
  ready: {},
  ...more,
});

const future = (of: Half, told: Partial<Digest> = {}): Future => ({ half: of, digest: digest(told) });
const rowOf = (first: Future, second: Future, key: string) =>
  differences(first, second, START).find(({ what }) => what.key === key);

test('two futures in which the same came to pass differ in nothing', () => {
  const same = future(half([kubia('kubia-a', 1)]), { requests: 3 });
  expect(differences(same, same, START)).toEqual([]);
});

test('the time with too few ready pods counts from one step to the next, and up to now', () => {
  const steps = [
    [START, 3],
    [START + 10_000, 2],
    [START + 40_000, 3],
    [START + 90_000, 1],
  ] as const;
  expect(below(steps, 3, START, START + 100_000)).toEqual({ ms: 40_000, isStill: true });
  expect(below(steps, 3, START + 30_000, START + 50_000)).toEqual({ ms: 10_000, isStill: false });
  expect(below(steps, 1, START, START + 100_000)).toEqual({ ms: 0, isStill: false });
});

test('both are measured by the larger number of pods that one of them wants', () => {
  const owner = 'ReplicationController default/kubia';
  const wants = (replicas: number): Half =>
    half([], {
      controllers: [
        {
          kind: 'ReplicationController',
          metadata: { name: 'kubia', namespace: 'default' },
          spec: { replicas },
          status: {},
        },
      ] as unknown as Half['controllers'], // What is read of it is there.
    });
  const full = { ready: { [owner]: [[START, 4]] as const } };
  const scaled = {
    ready: {
      [owner]: [
        [START, 4],
        [START + 60_000, 2],
      ] as const,
    },
  };
  const found = rowOf(future(wants(4), full), future(wants(2), scaled), 'compare.row.below');
  expect(found?.what.params).toEqual({ wanted: 4, owner: 'kubia' });
  expect(found?.first.key).toBe('compare.row.below.never');
  expect(found?.second).toEqual({ key: 'compare.row.below.still', params: { time: '0:40' } });
});

test('a pod that one of them lost is told with who stands in for it, where and since when', () => {
  const old = kubia('kubia-old', 1, 'worker-2');
  const replacement = kubia('kubia-new', 80, 'worker-1');
  const found = rowOf(future(half([old])), future(half([replacement])), 'compare.row.replacement');
  expect(found?.what.params).toEqual({ pod: 'kubia-old' });
  expect(found?.first.key).toBe('compare.row.runs');
  expect(found?.second).toEqual({
    key: 'compare.row.by',
    params: { pod: 'kubia-new', node: 'worker-1', moment: '1:20' },
  });
});

test('where the pod is still to be evicted the table says when', () => {
  const old = kubia('kubia-old', 1, 'worker-2');
  const until = START + 320_000;
  const wait = { kind: 'Pod', namespace: 'default', name: 'kubia-old', what: 'eviction', since: START, until } as const;
  const waiting = half([old], { waits: groupWaits([wait]), nodes: [node('worker-2', 'Unknown')] });
  const found = rowOf(future(waiting), future(half([kubia('kubia-new', 80)])), 'compare.row.replacement');
  expect(found?.first).toEqual({ key: 'compare.row.due', params: { moment: '5:20' } });
});

test('restarts, failed requests and objects that only one has are told of both', () => {
  const write: DigestWrite = { at: START, key: '/registry/deployments/default/web', type: 'ADDED', by: 'you' };
  const first = future(half([kubia('kubia-a', 1, 'worker-1', 2)]), { requests: 9, failedRequests: 4, writes: [write] });
  const second = future(half([kubia('kubia-a', 1)]), { requests: 9 });
  expect(rowOf(first, second, 'compare.row.restarts')?.first.params).toEqual({ count: 2 });
  expect(rowOf(first, second, 'compare.row.failed')?.first.params).toEqual({ failed: 4, requests: 9 });
  expect(rowOf(first, second, 'compare.row.only')).toMatchObject({
    first: { params: { count: 'deployments/web' } },
    second: { key: 'compare.row.noOne' },
  });
});

test('pods are marked that the other one has not, or in another state', () => {
  const first = half([kubia('kubia-a', 1), kubia('kubia-b', 1), kubia('kubia-c', 1)]);
  const second = half([kubia('kubia-a', 1), kubia('kubia-b', 1, 'worker-1', 1)]);
  expect([...podMarks(first, second)]).toEqual([
    ['kubia-b', 'different'],
    ['kubia-c', 'only'],
  ]);
  expect(missingPods(second, first)).toEqual(['kubia-c']);
});

const line = (atMs: number, text: string): Command => ({ atMs, type: 'line', text });
const branches: readonly RunBranch[] = [
  { id: '1', name: 'main', untilMs: 60_000, commands: [line(1_000, 'a'), line(40_000, 'b')] },
  {
    id: '2',
    name: 'c',
    from: { id: '1', atMs: 20_000 } as Branch['from'] & object,
    untilMs: 30_000,
    commands: [line(1_000, 'a'), line(20_000, 'c')],
  },
];
const run: Run = {
  version: 1,
  profile: 'v1.36',
  seed: 1,
  nodes: [],
  files: { 'a.yaml': '' },
  commands: branches[1]?.commands ?? [],
  untilMs: 30_000,
  branches,
  branch: '2',
};

test('two branches part where the first of them did something of its own', () => {
  expect(forkOf(run, '1', '2')).toBe(20_000);
  expect(forkOf(run, '1', '1')).toBeUndefined();
  expect(deedsOf(run, '2', '1').map(({ command, in: where }) => [command.atMs, where])).toEqual([
    [1_000, 'both'],
    [20_000, 'first'],
    [40_000, 'second'],
  ]);
});

test('the other branch is a run of its own that stands where the page stands', () => {
  const [main] = branches;
  const other = main && runOf(run, main, 25_000);
  expect(other).toMatchObject({ commands: main?.commands, untilMs: 60_000, atMs: 25_000 });
  expect(other).not.toHaveProperty('branches');
});

test('the first difference is the first write that only one of them has; what one has not lived yet is none', () => {
  const write = (at: number, key: string): DigestWrite => ({ at, key, type: 'ADDED', by: 'you' });
  const left = [write(1, 'a'), write(5, 'b'), write(9, 'c')];
  expect(firstDifference(left, [write(1, 'a'), write(7, 'b')], 100)).toBe(5);
  expect(firstDifference(left, left, 100)).toBeUndefined();
  expect(firstDifference(left, left.slice(0, 2), 8)).toBeUndefined();
  expect(firstDifference(left, left.slice(0, 2), 9)).toBe(9);
});
