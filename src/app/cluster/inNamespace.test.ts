import { expect, test } from 'vitest';
import { createFixtureBackend } from './fixtureBackend';
import { inNamespace } from './inNamespace';
import { createObjectStore } from './objectStore';

const pod = (namespace: string, name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace, name, uid: name, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
  spec: { containers: [] },
  status: { phase: 'Pending' },
});

test('one namespace shows its own pods, and every node', async () => {
  const backend = createFixtureBackend();
  backend.set(pod('team-a', 'one'));
  const frames: (() => void)[] = [];
  const objects = createObjectStore(backend.client, {
    nextFrame: (flush) => void frames.push(flush),
    later: (retry) => retry(),
  });
  const frame = async () => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    for (const flush of frames.splice(0)) flush();
  };
  const shown = inNamespace(objects, 'team-a');
  shown.list('Pod');
  shown.list('Node');
  const told: string[] = [];
  shown.onKind('Pod', (changes) => told.push(changes.map(({ key }) => key).join()));
  await frame();
  expect(shown.list('Pod').map(({ metadata }) => metadata.name)).toEqual(['one']);
  expect(shown.list('Pod')).toBe(shown.list('Pod'));
  expect(shown.list('Node')).toHaveLength(objects.list('Node').length);
  expect(told).toEqual(['team-a/one']);

  backend.set(pod('team-b', 'other'));
  backend.set(pod('team-a', 'two'));
  await frame();
  expect(told).toEqual(['team-a/one', 'team-a/two']);
  expect(shown.get('Pod', 'team-b/other')).toBeDefined();
});
