import { expect, test } from 'vitest';
import { createFixtureBackend } from './fixtureBackend';
import { createObjectStore } from './objectStore';

const setUp = async () => {
  const backend = createFixtureBackend();
  const frames: (() => void)[] = [];
  const objects = createObjectStore(backend.client, {
    nextFrame: (flush) => void frames.push(flush),
    later: (retry) => retry(),
  });
  const frame = async () => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    for (const flush of frames.splice(0)) flush();
  };
  objects.list('Pod');
  await frame();
  return { backend, objects, frame };
};

test('the first list brings every pod of the cluster', async () => {
  const { objects } = await setUp();
  expect(objects.isSynced('Pod')).toBe(true);
  expect(objects.get('Pod', 'default/kubia-2x7fd')?.spec.nodeName).toBe('worker-1');
});

test('a changed pod is told to its own readers, once per frame, and to nobody else', async () => {
  const { backend, objects, frame } = await setUp();
  let own = 0;
  let other = 0;
  objects.onObject('Pod', 'default/kubia-2x7fd', () => own++);
  objects.onObject('Pod', 'default/kubia-c4m8j', () => other++);
  for (const app of ['a', 'b', 'c']) {
    await backend.client.patch(
      'Pod',
      { namespace: 'default', name: 'kubia-2x7fd' },
      { type: 'merge', body: { metadata: { labels: { app } } } },
    );
  }
  await frame();
  expect({ own, other }).toEqual({ own: 1, other: 0 });
  expect(objects.get('Pod', 'default/kubia-2x7fd')?.metadata.labels).toEqual({ app: 'c' });
});

test('a deleted pod leaves the list, and the list is a new array', async () => {
  const { backend, objects, frame } = await setUp();
  const before = objects.list('Pod');
  await backend.client.delete('Pod', { namespace: 'default', name: 'hog' }, { gracePeriodSeconds: 0 });
  await frame();
  expect(objects.list('Pod')).toHaveLength(before.length - 1);
  expect(objects.get('Pod', 'default/hog')).toBeUndefined();
});

test('when the watch ends with 410 the page lists again and drops what is gone', async () => {
  const { backend, objects, frame } = await setUp();
  backend.expireWatches(() => backend.forget('Pod', 'default/hog'));
  await frame();
  await frame();
  expect(objects.get('Pod', 'default/hog')).toBeUndefined();
  expect(objects.get('Pod', 'default/kubia-2x7fd')).toBeDefined();
});
