import { expect, test } from 'vitest';
import { createFixtureBackend } from '../cluster/fixtureBackend';
import { fixtureNode, fixturePod } from '../cluster/fixtureCluster';
import { createObjectStore } from '../cluster/objectStore';
import { createPodIndex } from './podIndex';

const setUp = async () => {
  const backend = createFixtureBackend();
  const objects = createObjectStore(backend.client, {
    nextFrame: (flush) => setTimeout(flush, 0),
    later: (retry) => retry(),
  });
  const index = createPodIndex(objects);
  // A list or a change, its frame, and what that leads to: a turn each.
  const settle = async () => {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
  };
  await settle();
  return { backend, index, settle, placement: () => index.placement.getState() };
};

test('pods lie in their nodes, and those without a node wait under no name', async () => {
  const { placement } = await setUp();
  expect(placement().byNode.get('worker-3')).toContain('default/kubia-c4m8j');
  expect(placement().byNode.get('')).toEqual(['default/hog', 'default/nginx-gpu']);
  expect(placement().byOwner.get('ReplicationController default/kubia')).toHaveLength(4);
});

test('a bound pod moves from the tray to its node and leaves other nodes alone', async () => {
  const { backend, placement, settle } = await setUp();
  const before = placement().byNode.get('worker-1');
  backend.set(fixturePod({ name: 'hog', node: 'worker-3' }));
  await settle();
  expect(placement().byNode.get('')).toEqual(['default/nginx-gpu']);
  expect(placement().byNode.get('worker-3')).toContain('default/hog');
  expect(placement().byNode.get('worker-1')).toBe(before);
});

test('when a node is lost, the state of its pods changes without a change of the pods', async () => {
  const { backend, index, settle, placement } = await setUp();
  const told: string[] = [];
  index.onStates((keys) => told.push(...keys));
  expect(index.stateOf('default/kubia-c4m8j')).toBe('ready');
  backend.set(fixtureNode('worker-3', 60));
  await settle();
  expect(index.stateOf('default/kubia-c4m8j')).toBe('unknown');
  expect(told).toContain('default/kubia-c4m8j');
  expect(placement().counts.unknown).toBe(3 + 4);
});

test('a deleted pod is counted no more', async () => {
  const { backend, placement, settle } = await setUp();
  const { total } = placement();
  await backend.client.delete('Pod', { namespace: 'default', name: 'kubia-c4m8j' });
  await settle();
  expect(placement().total).toBe(total - 1);
  expect(placement().byNode.get('worker-3')).not.toContain('default/kubia-c4m8j');
});
