import { expect, test } from 'vitest';
import { ApiError, failure } from '../../api/meta/status';
import type { KubeClient } from '../../client/client';
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

/** A cluster where pods may be listed in `allowed` alone. */
const forbidding = async (allowed: string) => {
  const backend = createFixtureBackend();
  const asked: string[] = [];
  const client: KubeClient = {
    ...backend.client,
    list: (kind, options) => {
      asked.push(`${kind} ${options?.namespace ?? '*'}`);
      if (kind === 'Pod' && options?.namespace === allowed) return backend.client.list(kind, options);
      return Promise.reject(new ApiError(failure(403, 'Forbidden', `${kind} is forbidden`)));
    },
  };
  const later: (() => void)[] = [];
  const frames: (() => void)[] = [];
  const objects = createObjectStore(client, {
    nextFrame: (flush) => void frames.push(flush),
    later: (retry) => void later.push(retry),
  });
  const frame = async () => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    for (const flush of frames.splice(0)) flush();
  };
  return { backend, objects, asked, later, frame };
};

test('who may list one namespace sees it once it is chosen, follows it, and loses it with the choice', async () => {
  const { backend, objects, asked, later, frame } = await forbidding('default');
  for (const kind of ['Pod', 'Node'] as const) objects.list(kind);
  await frame();
  expect(objects.refusal('Pod')?.code).toBe(403);
  objects.narrow('default');
  await frame();
  expect(objects.refusal('Pod')).toBeUndefined();
  expect(objects.isSynced('Pod')).toBe(true);
  expect(new Set(objects.list('Pod').map(({ metadata }) => metadata.namespace))).toEqual(new Set(['default']));
  await backend.client.delete('Pod', { namespace: 'default', name: 'hog' }, { gracePeriodSeconds: 0 });
  await frame();
  expect(objects.get('Pod', 'default/hog')).toBeUndefined();

  objects.narrow('kube-system');
  await frame();
  expect(objects.list('Pod')).toEqual([]);
  expect(objects.refusal('Pod')?.code).toBe(403);
  // Nodes belong to no namespace: they are asked for once.
  expect(asked).toEqual(['Pod *', 'Node *', 'Pod *', 'Pod default', 'Pod *', 'Pod kube-system']);
  expect(later).toEqual([]);
});
