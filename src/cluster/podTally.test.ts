import { expect, test } from 'vitest';
import type { Pod } from '../api/core/pod';
import { PodTally } from './podTally';

const labels = { app: 'kubia' };
const pod = (phase: string, ready: boolean, deletionTimestamp?: string) =>
  ({
    metadata: { name: 'kubia', uid: 'u', labels, ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }) },
    spec: {},
    status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  }) as unknown as Pod; // As much of a pod as is counted.

test('an owner has active, ready and terminating pods; one that has ended is none of these', () => {
  const tally = new PodTally();
  for (const each of [
    pod('Running', true),
    pod('Pending', false),
    pod('Running', true, '2026-01-01T00:00:00Z'),
    pod('Failed', false),
  ])
    tally.add(each);
  expect(tally.groups()).toEqual([{ labels, pods: 4, active: 2, ready: 1, terminating: 1 }]);
});

test('a pod that changes is counted once, and the last of its labels takes them along', () => {
  const tally = new PodTally();
  const before = pod('Pending', false);
  const after = pod('Running', true);
  tally.add(before);
  tally.remove(before);
  tally.add(after);
  expect(tally.groups()).toEqual([{ labels, pods: 1, active: 1, ready: 1, terminating: 0 }]);
  tally.remove(after);
  expect(tally.groups()).toEqual([]);
});
