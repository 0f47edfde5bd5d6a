import { expect, test } from 'vitest';
import type { Branch } from '../../client/history';
import { branchRows, newBranch } from './branchTree';

const branch = (id: string, name: string, from?: Branch['from'], untilMs = 60_000): Branch => ({
  id,
  name,
  untilMs,
  ...(from === undefined ? {} : { from }),
});

const main = branch('1', 'main');

test('a branch stands below the one that it left, in the order in which they left it', () => {
  const late = branch('2', 'late', { id: '1', atMs: 50_000 });
  const early = branch('3', 'early', { id: '1', atMs: 10_000 });
  const inner = branch('4', 'inner', { id: '2', atMs: 55_000 });
  expect(
    branchRows([main, late, early, inner]).map(({ branch: { name }, depth, parent }) => [name, depth, parent?.name]),
  ).toEqual([
    ['main', 0, undefined],
    ['early', 1, 'main'],
    ['late', 1, 'main'],
    ['inner', 2, 'late'],
  ]);
});

test('a branch whose parent was deleted still has its row', () => {
  const orphan = branch('4', 'inner', { id: '2', atMs: 55_000 });
  expect(branchRows([main, orphan]).map(({ branch: { name }, depth }) => [name, depth])).toEqual([
    ['main', 0],
    ['inner', 0],
  ]);
});

test('acting in the past is told as a new branch; a run that was opened and a switch are not', () => {
  const before = { branch: '1', branches: [main], atMs: 20_000 };
  const forked = branch('2', 'delete pod x', { id: '1', atMs: 20_000 });
  expect(newBranch(before, { branch: '2', branches: [main, forked] }, 1_000)?.name).toBe('delete pod x');
  expect(newBranch(before, { branch: '1', branches: [main, forked] }, 1_000)).toBeUndefined();
  const opened = branch('2', 'other', { id: '1', atMs: 90_000 });
  expect(newBranch(before, { branch: '2', branches: [main, opened] }, 1_000)).toBeUndefined();
  const two = { branch: '1', branches: [main, forked], atMs: 20_000 };
  expect(newBranch(two, { branch: '2', branches: [main, forked] }, 1_000)).toBeUndefined();
});
