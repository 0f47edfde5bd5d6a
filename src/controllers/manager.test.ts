import { expect, test } from 'vitest';
import { createApiServer } from '../apiserver/apiServer';
import type { Kind } from '../api/kinds';
import { ApiError, failure } from '../api/meta/status';
import { createClient } from '../client/client';
import { ActivityLog } from '../cluster/activityLog';
import { ComponentHost } from '../cluster/host';
import { profiles } from '../component/profile';
import type { Instant } from '../sim/clock';
import { Kernel } from '../sim/kernel';
import { MemoryStore } from '../storage/store';
import type { Controller } from './controller';
import { createControllerManager } from './manager';
import { backOffMs } from './workQueue';

const START = 1_767_225_600_000;

/** An API server and a manager that runs these controllers, and nobody else. */
async function run(...controllers: readonly Controller[]) {
  const kernel = new Kernel({ startAt: START as Instant, seed: 1 });
  const store = new MemoryStore(kernel);
  const profile = profiles['v1.36'];
  if (profile === undefined) throw new Error('no profile');
  const settings = { defaultTolerationSeconds: profile.defaultTolerationSeconds };
  const api = createApiServer({ store, clock: kernel.clock, state: kernel.state, settings });
  kernel.register(api);
  const client = createClient(api, 'kubectl');
  await client.create('Namespace', { metadata: { name: 'default' } });
  const host = new ComponentHost(kernel, store, api, profile, new ActivityLog(kernel, store));
  host.add('kube-controller-manager', (world) => createControllerManager(world, controllers));
  host.start('kube-controller-manager');
  const advance = (ms: number) => kernel.advanceTo((kernel.clock.now() + ms) as Instant);
  await advance(0);
  return { kernel, client, host, advance };
}

const config = (name: string) => ({ metadata: { name, namespace: 'default' }, data: { n: '0' } });
const key = (name: string) => ({ namespace: 'default', name });

/** A controller of ConfigMaps that notes when it was called. */
function recording(reconcile: Controller<'ConfigMap'>['reconcile'], more: Partial<Controller<'ConfigMap'>> = {}) {
  const calls: { readonly name: string; readonly at: number }[] = [];
  const controller: Controller<'ConfigMap'> = {
    name: 'recorder',
    kind: 'ConfigMap',
    watches: [],
    ...more,
    async reconcile(of, world) {
      calls.push({ name: of.name, at: world.clock.now() - START });
      return reconcile(of, world);
    },
  };
  return { calls, controller: controller as Controller };
}

test('an object that exists when the manager starts is looked at, and so is one that comes later', async () => {
  const { calls, controller } = recording(async () => undefined);
  const { client, host, advance } = await run(controller);
  await client.create('ConfigMap', config('a'));
  await advance(10);
  expect(calls.map(({ name }) => name)).toEqual(['a']);
  host.stop('kube-controller-manager');
  await client.create('ConfigMap', config('b'));
  await advance(10);
  host.start('kube-controller-manager');
  await advance(10);
  expect(
    calls
      .slice(1)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['a', 'b']);
});

test('several changes at one instant are one look', async () => {
  const { calls, controller } = recording(async () => undefined);
  const { client, advance } = await run(controller);
  await client.create('ConfigMap', config('a'));
  for (let n = 1; n < 5; n += 1) {
    await client.patch('ConfigMap', key('a'), { type: 'merge', body: { data: { n: String(n) } } });
  }
  await advance(100);
  expect(calls).toEqual([{ name: 'a', at: 2 }]);
});

test('a refusal is tried again after 5 ms, then ever later, and forgotten after a success', async () => {
  let refusals = 4;
  const { calls, controller } = recording(async () => {
    if (refusals-- > 0) throw new ApiError(failure(409, 'Conflict', 'no'));
    return undefined;
  });
  const { client, advance } = await run(controller);
  await client.create('ConfigMap', config('a'));
  await advance(1000);
  expect(calls.map(({ at }) => at)).toEqual([2, 7, 17, 37, 77]);
  refusals = 1;
  await client.patch('ConfigMap', key('a'), { type: 'merge', body: { data: { n: '1' } } });
  await advance(1000);
  expect(calls.slice(5).map(({ at }) => at)).toEqual([1002, 1007]);
});

test('the back-off ends at a thousand seconds', () => {
  expect([1, 2, 10, 18, 19, 100].map(backOffMs)).toEqual([5, 10, 2560, 655_360, 1_000_000, 1_000_000]);
});

test('a mistake of ours is not taken for a refusal', async () => {
  const { controller } = recording(async () => {
    throw new TypeError('bug');
  });
  const { client, advance } = await run(controller);
  await client.create('ConfigMap', config('a'));
  await expect(advance(10)).rejects.toThrow('bug');
});

test('a controller looks again when it asked to', async () => {
  let again: number | undefined = 250;
  const { calls, controller } = recording(async () => {
    const answer = again === undefined ? undefined : { requeueAfterMs: again };
    again = undefined;
    return answer;
  });
  const { client, advance } = await run(controller);
  await client.create('ConfigMap', config('a'));
  await advance(1000);
  expect(calls.map(({ at }) => at)).toEqual([2, 252]);
});

test('a controller never sees a cache that lacks its own last writes', async () => {
  const seen: number[] = [];
  const { controller } = recording(
    async (of, world) => {
      const count = world.cache.list('Secret', 'default').length;
      seen.push(count);
      // A change of its own object comes back at once; without care it would make a second Secret.
      if (count === 0) {
        await world.client.create('Secret', { metadata: { generateName: 's-', namespace: 'default' } });
        await world.client.patch('ConfigMap', of, { type: 'merge', body: { data: { n: 'made' } } });
      }
      return { requeueAfterMs: 1 };
    },
    { reads: ['Secret'] as readonly Kind[] },
  );
  const { client, advance } = await run(controller);
  await client.create('ConfigMap', config('a'));
  await advance(3);
  expect(seen[0]).toBe(0);
  await advance(1);
  expect(seen.slice(1).every((count) => count === 1)).toBe(true);
  expect((await client.list('Secret')).items).toHaveLength(1);
});

test('after a delete it waits until the cache shows the object gone', async () => {
  const seen: boolean[] = [];
  const { controller } = recording(
    async (_of, world) => {
      const exists = world.cache.get('Secret', key('victim')) !== undefined;
      seen.push(exists);
      if (exists) await world.client.delete('Secret', key('victim'));
      return exists ? { requeueAfterMs: 1 } : undefined;
    },
    { reads: ['Secret'] as readonly Kind[] },
  );
  const { client, advance } = await run(controller);
  await client.create('Secret', { metadata: { name: 'victim', namespace: 'default' } });
  await advance(10);
  await client.create('ConfigMap', config('a'));
  await advance(100);
  expect(seen).toEqual([true, false]);
});

test('a look that reads many objects makes the next one wait', async () => {
  const { calls, controller } = recording(async (_of, world) => {
    for (let n = 0; n < 50; n += 1) world.cache.list('ConfigMap');
    return undefined;
  });
  const { client, advance } = await run(controller);
  for (let n = 0; n < 19; n += 1) await client.create('ConfigMap', config(`other-${n}`));
  await advance(100);
  const before = calls.length;
  // 50 times 20 objects: 10 ms.
  await client.create('ConfigMap', config('a'));
  await advance(3);
  await client.patch('ConfigMap', key('a'), { type: 'merge', body: { data: { n: '1' } } });
  await advance(100);
  expect(calls.slice(before).map(({ at }) => at)).toEqual([102, 112]);
});

test('nothing is remembered of an object that is gone', async () => {
  const { controller } = recording(async (of, world) => {
    if (world.cache.get('ConfigMap', of) === undefined) return undefined;
    throw new ApiError(failure(409, 'Conflict', 'no'));
  });
  const { client, advance, host } = await run(controller);
  await client.create('ConfigMap', config('a'));
  await advance(100);
  const items = host.stateOf('kube-controller-manager').map('queue/recorder');
  expect(items.size).toBe(1);
  await client.delete('ConfigMap', key('a'));
  await advance(100);
  expect(items.size).toBe(0);
});

test('a tick comes with its period, and what it hands back is looked at', async () => {
  const ticks: number[] = [];
  const { calls, controller } = recording(async () => undefined, {
    isConcernedBy: () => false,
    tick: {
      periodMs: () => 5000,
      run: async (world) => {
        ticks.push(world.clock.now() - START);
        return ticks.length === 2 ? [key('a')] : [];
      },
    },
  });
  const { client, advance } = await run(controller);
  await client.create('ConfigMap', config('a'));
  await advance(12_000);
  expect(ticks).toEqual([0, 5000, 10_000]);
  expect(calls).toEqual([{ name: 'a', at: 5000 }]);
});

test('a restored manager goes on as the first one did', async () => {
  const { calls, controller } = recording(async () => ({ requeueAfterMs: 700 }));
  const { client, advance, kernel, host } = await run(controller);
  await client.create('ConfigMap', config('a'));
  await advance(1000);
  const checkpoint = kernel.checkpoint();
  await advance(3000);
  const hash = kernel.stateHash();
  const first = calls.splice(0);
  kernel.restore(checkpoint);
  host.reset();
  await advance(3000);
  expect(kernel.stateHash()).toBe(hash);
  expect(calls).toEqual(first.filter(({ at }) => at > 1000));
});
