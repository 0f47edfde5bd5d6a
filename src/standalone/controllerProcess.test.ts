import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { replicas } from '../../tests/testCluster';
import type { Event } from '../api/core/event';
import type { KubeObject } from '../api/meta/objectMeta';
import { failure } from '../api/meta/status';
import { createHttpTransport } from '../client/http';
import type { ApiResponse, Transport } from '../client/transport';
import { controllers } from '../controllers/registry';
import { selectControllers } from '../controllers/selection';
import { type ServedCluster, serveCluster } from '../server/serve/servedCluster';
import { nodeSend } from '../session/nodeHttp';
import { type ControllerProcess, runControllers } from './controllerProcess';

/** In real time: containers start as slowly as on a cluster. */
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const OWN = ['replicaset-controller', 'deployment-controller'];
const APPS = '/apis/apps/v1/namespaces/default';
const PODS = '/api/v1/namespaces/default/pods';

let served: ServedCluster;
let transport: Transport;
let running: ControllerProcess | undefined;
let troubles: string[];

beforeEach(async () => {
  served = await serveCluster({ controllers: ['*', '-replicaset', '-deployment'] });
  const [, authority = ''] = /certificate-authority-data: (\S+)/.exec(served.kubeconfig) ?? [];
  const connection = { server: served.url, token: served.token, certificateAuthorityData: authority };
  transport = createHttpTransport(nodeSend(connection));
  troubles = [];
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await served.close();
});

async function start(): Promise<void> {
  running = await runControllers({
    transport,
    controllers: selectControllers(controllers, OWN).filter(({ name }) => OWN.includes(name)),
    seed: 1,
    onTrouble: (what, error) => troubles.push(`${what}: ${String(error)}`),
  });
}

const send = async (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<ApiResponse> => {
  const headers: Record<string, string> = method === 'PATCH' ? { 'content-type': 'application/merge-patch+json' } : {};
  const response = await transport.request({ method, path, headers, ...(body === undefined ? {} : { body }) });
  expect(response.code).toBeLessThan(300);
  return response;
};
const items = async <T extends KubeObject = KubeObject>(path: string): Promise<readonly T[]> =>
  ((await transport.request({ method: 'GET', path })).body as { items: T[] }).items;

/** Waits, by the wall clock, until it holds. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not come to hold; ${troubles.join('; ')}`);
}
const podCount = (count: number) =>
  until(`${count} pods`, async () => {
    const pods = await items(PODS);
    return pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined).length === count;
  });
const said = async (name: string): Promise<readonly string[]> => {
  const events = await items<Event>('/api/v1/namespaces/default/events');
  const own = events.filter(({ involvedObject }) => involvedObject.name?.startsWith(name) === true);
  return own.map(({ reason, reportingComponent }) => `${reportingComponent} ${reason}`).sort();
};

test('a served cluster without them makes no pods; ours make them over HTTP, scale and clear away', async () => {
  await send('POST', `${APPS}/replicasets`, replicas('ReplicaSet', 2));
  await served.session.cluster.advance(5_000);
  expect(await items(PODS)).toEqual([]);
  await start();
  await podCount(2);
  await send('PATCH', `${APPS}/replicasets/kubia`, { spec: { replicas: 4 } });
  await podCount(4);
  const [pod] = await items(PODS);
  await send('DELETE', `${PODS}/${pod?.metadata.name}`);
  await podCount(4);
  await send('PATCH', `${APPS}/replicasets/kubia`, { spec: { replicas: 1 } });
  await podCount(1);
  // The Event of a deletion follows it.
  await until('eight events', async () => (await said('kubia')).length === 8);
  expect(await said('kubia')).toEqual([
    ...Array.from({ length: 5 }, () => 'replicaset-controller SuccessfulCreate'),
    ...Array.from({ length: 3 }, () => 'replicaset-controller SuccessfulDelete'),
  ]);
  expect(troubles).toEqual([]);
});

test('a Deployment rolls out by our two controllers, step by step as by those of the cluster', async () => {
  await start();
  await send('POST', `${APPS}/deployments`, replicas('Deployment', 2, { name: 'web' }));
  const isAvailable = (revision: string) =>
    until(`revision ${revision}`, async () => {
      const [deployment] = await items(`${APPS}/deployments`);
      const { status, metadata } = deployment as KubeObject & { status: Record<string, unknown> }; // There is one.
      const { observedGeneration, updatedReplicas, availableReplicas, replicas: all } = status;
      const isSeen = observedGeneration === metadata.generation;
      const isThere = isSeen && metadata.annotations?.['deployment.kubernetes.io/revision'] === revision;
      return isThere && updatedReplicas === 2 && availableReplicas === 2 && all === 2;
    });
  await isAvailable('1');
  const template = { metadata: { annotations: { changed: 'yes' } } };
  await send('PATCH', `${APPS}/deployments/web`, { spec: { template } });
  await isAvailable('2');
  await until('eleven events', async () => (await said('web')).length >= 11);
  const over = await said('web');
  expect(over.filter((line) => line.endsWith('ScalingReplicaSet'))).toHaveLength(5);
  expect(over.filter((line) => line === 'replicaset-controller SuccessfulCreate')).toHaveLength(4);
  expect(over.filter((line) => line === 'replicaset-controller SuccessfulDelete')).toHaveLength(2);
  expect(troubles).toEqual([]);
});

test('pods that fit are adopted, and one whose labels change is let go', async () => {
  const pod = {
    metadata: { name: 'stray', labels: { app: 'kubia' } },
    spec: { containers: [{ name: 'a', image: 'nginx' }] },
  };
  await send('POST', PODS, pod);
  await send('POST', `${APPS}/replicasets`, replicas('ReplicaSet', 2));
  await start();
  await podCount(2);
  const owner = async () =>
    (await items(PODS)).find(({ metadata }) => metadata.name === 'stray')?.metadata.ownerReferences;
  expect(await owner()).toMatchObject([{ kind: 'ReplicaSet', name: 'kubia', controller: true }]);
  await send('PATCH', `${PODS}/stray`, { metadata: { labels: { app: 'other' } } });
  await podCount(3);
  expect(await owner()).toBeUndefined();
});

test('a watch that ends is begun again, after a list that tells what was missed', async () => {
  const ends: (() => void)[] = [];
  const whole = transport;
  transport = {
    ...whole,
    watch: (request, onEvent) => {
      const stop = whole.watch(request, onEvent);
      ends.push(() => {
        stop();
        onEvent({ type: 'ERROR', object: failure(410, 'Expired', 'the watch has ended') });
      });
      return stop;
    },
  };
  await start();
  for (const end of ends.splice(0)) end();
  await send('POST', `${APPS}/replicasets`, replicas('ReplicaSet', 1));
  await podCount(1);
  await until('three watches', async () => ends.length === 3);
  expect(troubles).toHaveLength(3);
});
