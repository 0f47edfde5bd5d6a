import { beforeEach, expect, test } from 'vitest';
import type { KubeObject } from '../api/meta/objectMeta';
import type { Instant } from '../sim/clock';
import { Kernel } from '../sim/kernel';
import { type Change, Compacted, MemoryStore, type Revision, RevisionConflict } from './store';

const object = (name: string, text = ''): KubeObject & { text: string } => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, uid: name, resourceVersion: '', creationTimestamp: '2026-01-01T00:00:00Z' },
  text,
});
const NONE = 0 as Revision;
let kernel: Kernel;
let store: MemoryStore;
beforeEach(() => {
  kernel = new Kernel({ startAt: 0 as Instant, seed: 1 });
  store = new MemoryStore(kernel);
});

test('one counter counts every write and stands in the object as resourceVersion', () => {
  const first = store.put('/registry/pods/default/a', object('a'), NONE);
  const second = store.put('/registry/nodes/n', object('n'), NONE);
  expect(second.revision).toBe(first.revision + 1);
  expect(store.get('/registry/pods/default/a')?.value.metadata.resourceVersion).toBe(String(first.revision));
});

test('a write against an old revision is refused and changes nothing', () => {
  const entry = store.put('/registry/pods/default/a', object('a'), NONE);
  store.put('/registry/pods/default/a', object('a', 'new'), entry.revision);
  expect(() => store.put('/registry/pods/default/a', object('a', 'old'), entry.revision)).toThrow(RevisionConflict);
  expect(() => store.delete('/registry/pods/default/a', entry.revision)).toThrow(RevisionConflict);
  expect(store.get('/registry/pods/default/a')?.value).toMatchObject({ text: 'new' });
});

test('a range comes in key order and holds only its prefix', () => {
  for (const key of ['b/2', 'a/1', 'b/1', 'c/9']) store.put(`/registry/pods/${key}`, object(key), NONE);
  expect(store.list('/registry/pods/').entries.map((entry) => entry.key)).toEqual(
    ['a/1', 'b/1', 'b/2', 'c/9'].map((key) => `/registry/pods/${key}`),
  );
  expect(store.list('/registry/pods/b/').entries).toHaveLength(2);
});

test('a range is in order whatever came and went since the last one', () => {
  const key = (name: string) => `/registry/pods/default/${name}`;
  for (const name of ['d', 'b', 'f']) store.put(key(name), object(name), NONE);
  const names = () => store.list('/registry/pods/').entries.map(({ value }) => value.metadata.name);
  expect(names()).toEqual(['b', 'd', 'f']);

  const gone = store.get(key('d'));
  store.delete(key('d'), gone?.revision ?? NONE);
  for (const name of ['g', 'a', 'c']) store.put(key(name), object(name), NONE);
  store.delete(key('c'), store.get(key('c'))?.revision ?? NONE); // Came and went between two lists.
  store.put(key('d'), object('d', 'again'), NONE); // Went and came.
  expect(names()).toEqual(['a', 'b', 'd', 'f', 'g']);
  expect(store.list('/registry/pods/default/d').entries).toHaveLength(1);
});

test('a watch replays what came after its revision, then follows', () => {
  const first = store.put('/registry/pods/default/a', object('a'), NONE);
  store.put('/registry/nodes/n', object('n'), NONE);
  const second = store.put('/registry/pods/default/b', object('b'), NONE);
  const seen: Change[] = [];
  const stop = store.watch('/registry/pods/', first.revision, (change) => seen.push(change));
  store.delete('/registry/pods/default/b', second.revision);
  stop();
  store.put('/registry/pods/default/c', object('c'), NONE);
  expect(seen.map((change) => [change.type, change.key])).toEqual([
    ['put', '/registry/pods/default/b'],
    ['delete', '/registry/pods/default/b'],
  ]);
});

test('a watch from before the kept history is refused', () => {
  let revision = store.put('/registry/pods/default/a', object('a'), NONE).revision;
  for (let i = 0; i < 12_000; i++)
    revision = store.put('/registry/pods/default/a', object('a', `${i}`), revision).revision;
  expect(() => store.watch('/registry/pods/', 2 as Revision, () => {})).toThrow(Compacted);
  expect(() => store.watch('/registry/pods/', (revision - 100) as Revision, () => {})).not.toThrow();
});

test('going back to a checkpoint brings back objects, order and history', () => {
  store.put('/registry/pods/default/a', object('a'), NONE);
  const checkpoint = kernel.checkpoint();
  const revision = store.revision;
  store.put('/registry/pods/default/b', object('b'), NONE);
  kernel.restore(checkpoint);
  store.reset();
  expect(store.revision).toBe(revision);
  expect(store.list('/registry/pods/').entries).toHaveLength(1);
  const seen: Change[] = [];
  store.watch('/registry/pods/', NONE, (change) => seen.push(change));
  expect(seen).toHaveLength(1);
});

test('a write and a rule tell what ran, also where their cause lies elsewhere', async () => {
  const elsewhere = await kernel.command('you', 'POST', '/pods', async () => {
    store.put('/registry/pods/default/a', object('a'), NONE);
    kernel.clock.schedule(5, { actor: 'loop', type: 'turn', data: { key: 'b' } });
    return kernel.cause();
  });
  kernel.register({
    name: 'loop',
    handle: () => {
      kernel.rule('missing', { wanted: 1 }, elsewhere);
      store.put('/registry/pods/default/b', object('b'), NONE);
    },
  });
  await kernel.advanceTo(10 as Instant);
  const [write, rule, deed] = kernel.trace.chain(store.changeAt(store.revision)?.cause ?? -1);
  expect(write).toMatchObject({ type: 'write', by: 'loop', event: { key: 'b' }, at: 5 });
  expect(rule).toMatchObject({ type: 'rule', subject: 'missing', detail: { wanted: 1 }, event: { key: 'b' } });
  expect(deed).toMatchObject({ actor: 'you', type: 'POST', at: 0 });
});
