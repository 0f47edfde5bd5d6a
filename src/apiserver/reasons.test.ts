import { expect, test } from 'vitest';
import { pod, testCluster } from '../../tests/testCluster';
import type { ApiRequest } from '../client/transport';
import type { Change } from '../storage/store';

/** Hears every write under a prefix: the rules and the command that led to it, newest first. */
async function listening(prefix: string) {
  const cluster = await testCluster({ nodes: 1 });
  const { store, kernel } = cluster.cluster;
  const told: string[][] = [];
  store.watch(`/registry/${prefix}`, store.revision, ({ type, cause }: Change) => {
    const rows = kernel.trace.chain(cause).filter((row) => row.type === 'rule' || row.cause < 0);
    told.push([type, ...rows.map((row) => (row.type === 'rule' ? (row.subject ?? '') : row.actor))]);
  });
  const send = (method: ApiRequest['method'], path: string, body: object = {}) =>
    cluster.cluster.request({ method, path, headers: { 'content-type': 'application/json' }, body });
  return { cluster, told, send };
}
const PODS = '/api/v1/namespaces/default/pods';

test('a running pod is marked first, one without a node goes at once, force waits for nobody', async () => {
  const { cluster, told, send } = await listening('pods/');
  await cluster.create('Pod', pod());
  await cluster.advance({ seconds: 10 });
  told.length = 0;
  await send('DELETE', `${PODS}/kubia`);
  expect(told[0]).toEqual(['put', 'gracefulDeletion', 'you']);
  await cluster.advance({ seconds: 60 });

  await cluster.create('Pod', pod({ name: 'homeless', spec: { nodeSelector: { disk: 'none' } } }));
  told.length = 0;
  await send('DELETE', `${PODS}/homeless`);
  expect(told.at(-1)).toEqual(['delete', 'promptDeletion', 'you']);

  await cluster.create('Pod', pod({ name: 'stuck' }));
  await cluster.advance({ seconds: 10 });
  told.length = 0;
  await send('DELETE', `${PODS}/stuck`, { gracePeriodSeconds: 0 });
  expect(told.at(-1)).toEqual(['delete', 'forcedDeletion', 'you']);
});

test('finalizers keep an object, and the last one lets it go', async () => {
  const { cluster, told, send } = await listening('configmaps/default/');
  await cluster.create('ConfigMap', { metadata: { name: 'kept', finalizers: ['example.com/keep'] } });
  await send('DELETE', '/api/v1/namespaces/default/configmaps/kept');
  expect(told.at(-1)).toEqual(['put', 'finalizersWait', 'you']);
  const kept = await cluster.client.get('ConfigMap', { namespace: 'default', name: 'kept' });
  const { finalizers: _none, ...metadata } = kept.metadata;
  await cluster.client.update('ConfigMap', { ...kept, metadata });
  expect(told.at(-1)).toEqual(['delete', 'lastFinalizer', 'you']);
});

test.each([
  ['pods/', ['put', 'gracefulDeletion', 'evictionAllowed', 'you']],
  ['poddisruptionbudgets/', ['put', 'budgetCharged', 'you']],
])('an eviction is charged to its budget, and is a deletion: %s', async (prefix, steps) => {
  const { cluster, told, send } = await listening(prefix);
  const labels = { app: 'kubia' };
  await cluster.create('Pod', pod({ labels }));
  const spec = { minAvailable: 0, selector: { matchLabels: labels } };
  await cluster.create('PodDisruptionBudget', { metadata: { name: 'budget' }, spec });
  await cluster.advance({ seconds: 20 });
  told.length = 0;
  await send('POST', `${PODS}/kubia/eviction`, { metadata: { name: 'kubia' } });
  expect(told).toContainEqual(steps);
});

test('what a Service did not ask for is drawn for it', async () => {
  const { cluster, told } = await listening('services/specs/default/');
  const ports = [{ port: 80 }];
  await cluster.create('Service', { metadata: { name: 'drawn' }, spec: { type: 'NodePort', ports } });
  expect(told.at(-1)).toEqual(['put', 'nodePortDrawn', 'addressDrawn', 'you']);
  await cluster.create('Service', { metadata: { name: 'plain' }, spec: { ports } });
  expect(told.at(-1)).toEqual(['put', 'addressDrawn', 'you']);
  await cluster.create('Service', { metadata: { name: 'headless' }, spec: { clusterIP: 'None', ports } });
  expect(told.at(-1)).toEqual(['put', 'you']);
});

test('an Event that nobody has written for an hour goes, and its reason is what it told of', async () => {
  const { cluster, told } = await listening('events/');
  await cluster.create('Pod', pod());
  await cluster.advance({ seconds: 3_700 });
  const gone = told.filter(([type]) => type === 'delete');
  expect(gone.every((steps) => steps[1] === 'eventExpired')).toBe(true);
  expect(gone.at(-1)?.at(-1)).toBe('you');
});
