import { expect, test } from 'vitest';
import type { KubeObject } from '../api/meta/objectMeta';
import { failure } from '../api/meta/status';
import { Outbox } from './outbox';

const object = (uid: string, resourceVersion: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'kubia', uid, resourceVersion, creationTimestamp: '2026-01-01T00:00:00Z' },
});

test('of many changes to one object only the last state travels, still as an addition', () => {
  const outbox = new Outbox();
  outbox.add({ type: 'ADDED', object: object('a', '1') });
  outbox.add({ type: 'MODIFIED', object: object('a', '2') });
  outbox.add({ type: 'MODIFIED', object: object('a', '3') });
  expect(outbox.take(10)).toEqual([{ type: 'ADDED', object: object('a', '3') }]);
  expect(outbox.size).toBe(0);
});

test('a replacement of the same name arrives after the deletion of the old object', () => {
  const outbox = new Outbox();
  outbox.add({ type: 'MODIFIED', object: object('old', '2') });
  outbox.add({ type: 'DELETED', object: object('old', '3') });
  outbox.add({ type: 'ADDED', object: object('new', '4') });
  expect(outbox.take(10).map((event) => [event.type, 'metadata' in event.object])).toEqual([
    ['DELETED', true],
    ['ADDED', true],
  ]);
});

test('an object that came and went between two frames is not told of', () => {
  const outbox = new Outbox();
  outbox.add({ type: 'ADDED', object: object('a', '1') });
  outbox.add({ type: 'DELETED', object: object('a', '2') });
  expect(outbox.size).toBe(0);
});

test('more than a frame holds is handed out in order over several', () => {
  const outbox = new Outbox();
  for (let i = 0; i < 5; i++) outbox.add({ type: 'ADDED', object: object(`${i}`, `${i}`) });
  outbox.add({ type: 'ERROR', object: failure(410, 'Expired', 'gone') });
  expect(outbox.take(3)).toHaveLength(3);
  expect(outbox.take(3).map((event) => event.type)).toEqual(['ADDED', 'ADDED', 'ERROR']);
});
