import { expect, test } from 'vitest';
import type { KubeObject } from '../api/meta/objectMeta';
import type { Instant } from '../sim/clock';
import { Kernel } from '../sim/kernel';
import { KindCache } from './kindCache';

interface Facts {
  readonly node?: string;
  readonly owner?: string;
  readonly ready?: boolean;
}

const pod = (name: string, { node, owner, ready = false }: Facts = {}): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      ...(owner === undefined ? {} : { ownerReferences: [{ kind: 'ReplicaSet', uid: owner, controller: true }] }),
    },
    spec: { ...(node === undefined ? {} : { nodeName: node }) },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  }) as unknown as KubeObject; // As much of a pod as a cache reads.

const names = (objects: readonly KubeObject[]) => objects.map(({ metadata }) => metadata.name);

function cacheOf(...pods: readonly KubeObject[]) {
  const kernel = new Kernel({ startAt: 0 as Instant, seed: 1 });
  const cache = new KindCache('Pod', kernel.state.map('cache'));
  for (const each of pods) cache.set(`default/${each.metadata.name}`, each);
  return { kernel, cache };
}

test('pods are found in key order by node, by owner and as orphans, also those that came before anybody asked', () => {
  const { cache } = cacheOf(pod('c', { node: 'n' }), pod('b', { owner: 'rs' }), pod('a', { node: 'n' }));
  expect(names(cache.onNode('n'))).toEqual(['a', 'c']);
  expect(names(cache.ownedBy('rs'))).toEqual(['b']);
  expect(names(cache.orphans('default'))).toEqual(['a', 'c']);
  expect(names(cache.list())).toEqual(['a', 'b', 'c']);
});

test('a pod that is bound, adopted or deleted moves between the indexes', () => {
  const { cache } = cacheOf(pod('a'), pod('b', { owner: 'rs', node: 'n' }));
  expect([cache.onNode('n'), cache.ownedBy('rs'), cache.orphans('default')].map(names)).toEqual([['b'], ['b'], ['a']]);
  cache.set('default/a', pod('a', { owner: 'rs', node: 'n' }));
  expect([cache.onNode('n'), cache.ownedBy('rs'), cache.orphans('default')].map(names)).toEqual([
    ['a', 'b'],
    ['a', 'b'],
    [],
  ]);
  cache.delete('default/b');
  expect([cache.onNode('n'), cache.ownedBy('rs'), cache.list('default')].map(names)).toEqual([['a'], ['a'], ['a']]);
});

test('the count of an owner follows its pods, and is counted anew after going back', () => {
  const { kernel, cache } = cacheOf(pod('a', { owner: 'rs', ready: true }), pod('b', { owner: 'rs' }));
  const counts = () => {
    const groups = cache.podCounts('rs');
    return {
      pods: groups.reduce((sum, { pods }) => sum + pods, 0),
      ready: groups.reduce((sum, { ready }) => sum + ready, 0),
    };
  };
  expect(counts()).toEqual({ pods: 2, ready: 1 });
  const checkpoint = kernel.checkpoint();
  cache.set('default/b', pod('b', { owner: 'rs', ready: true }));
  expect(counts()).toEqual({ pods: 2, ready: 2 });
  cache.set('default/a', pod('a', { owner: 'other', ready: true }));
  expect(counts()).toEqual({ pods: 1, ready: 1 });
  kernel.restore(checkpoint);
  cache.reset();
  expect(counts()).toEqual({ pods: 2, ready: 1 });
});
