import { expect, test } from 'vitest';
import type { WriteActivity } from '../../client/activity';
import { planeStore, rowOf, rowOfRevision, withActivities } from './planeStore';

const write = (revision: number, more: Partial<WriteActivity> = {}): WriteActivity => ({
  type: 'write',
  at: revision,
  by: 'kube-scheduler',
  method: 'POST',
  path: '/api/v1/namespaces/default/pods/p/binding',
  code: 201,
  stored: [{ key: '/registry/pods/default/p', kind: 'Pod', revision, type: 'MODIFIED' }],
  times: 1,
  ...more,
});
const many = (count: number, more: Partial<WriteActivity> = {}) =>
  Array.from({ length: count }, (_, index) => write(index + 1, more));
const empty = planeStore.getState();

test('the last hundred writes are kept, and the one that somebody looks at', () => {
  const some = withActivities(empty, many(50), undefined);
  const all = withActivities(some, many(300), 3);
  expect(all.rows).toHaveLength(101);
  expect(rowOf(all, 3)?.write.at).toBe(3);
  expect(rowOf(all, 4)).toBeUndefined();
});

test('heartbeats push no write out of the list', () => {
  const state = withActivities(withActivities(empty, [write(1)], undefined), many(300, { routine: true }), undefined);
  expect(state.rows).toHaveLength(1);
  expect(state.heartbeats).toHaveLength(20);
  expect(state.lastBy.get('kube-scheduler')?.routine).toBeUndefined();
});

test('what is found in the store is not told twice', () => {
  const known = withActivities(empty, [write(7)], undefined);
  const again = withActivities(known, [write(7, { code: 0 }), write(8, { code: 0 })], undefined);
  expect(again.rows.map(({ write: { at } }) => at)).toEqual([7, 8]);
  expect(rowOfRevision(again, 7)?.write.code).toBe(201);
});

test('deliveries are kept as long as their write', () => {
  const heard = {
    type: 'delivery',
    at: 2,
    to: 'kube-scheduler',
    key: '',
    kind: 'Pod',
    revision: 1,
    event: 'MODIFIED',
    times: 1,
  } as const;
  const state = withActivities(empty, [write(1), heard], undefined);
  expect(state.deliveries.get(1)).toHaveLength(1);
  expect(withActivities(state, many(200).slice(100), undefined).deliveries.size).toBe(0);
});
