/** ADDRESS and events of Ingresses, as the pods of a controller write them. */
import { expect, test } from 'vitest';
import { inDefault, testCluster } from '../../../tests/testCluster';
import { ingress as addon } from '../../addons/ingress';

const INGRESS = {
  metadata: { name: 'web' },
  spec: {
    rules: [
      {
        host: 'a.example.com',
        http: {
          paths: [{ pathType: 'Prefix', path: '/', backend: { service: { name: 'web', port: { number: 80 } } } }],
        },
      },
    ],
  },
};

async function stage(controller: boolean) {
  const cluster = await testCluster();
  const enable = async () => {
    for (const { path, object } of addon.objects) await cluster.cluster.request({ method: 'POST', path, body: object });
  };
  if (controller) await enable();
  const addresses = async (name = 'web') =>
    (await cluster.client.get('Ingress', inDefault(name))).status.loadBalancer.ingress?.map(({ ip }) => ip) ?? [];
  const deployment = { namespace: 'ingress-nginx', name: 'ingress-nginx-controller' };
  const scale = async (replicas: number) => {
    const found = await cluster.client.get('Deployment', deployment);
    await cluster.client.update('Deployment', { ...found, spec: { ...found.spec, replicas } });
  };
  return { ...cluster, enable, addresses, scale };
}

test('without a controller an Ingress has neither an address nor an event', async () => {
  const cluster = await stage(false);
  await cluster.create('Ingress', INGRESS);
  await cluster.advance({ seconds: 120 });
  expect(await cluster.addresses()).toEqual([]);
  expect(await cluster.events('web')).toEqual([]);
});

test('an Ingress from before the controller gets the addresses of its nodes with the next round of the leader', async () => {
  const cluster = await stage(false);
  await cluster.create('Ingress', INGRESS);
  await cluster.enable();
  await cluster.advance({ seconds: 30 });
  // Nobody was ready when the leader looked for the first time.
  expect(await cluster.addresses()).toEqual([]);
  await cluster.advance({ seconds: 45 });
  const pods = await cluster.client.list('Pod', { namespace: 'ingress-nginx' });
  expect(await cluster.addresses()).toEqual(pods.items.map(({ status }) => status.hostIP).sort());
  expect(await cluster.addresses()).toHaveLength(2);
  expect(
    (await cluster.events('web')).map(({ reason, message, source, count }) => [reason, message, source, count]),
  ).toEqual([['Sync', 'Scheduled for sync', { component: 'nginx-ingress-controller' }, 2]]);
  expect((await cluster.client.get('Ingress', inDefault('web'))).spec.ingressClassName).toBeUndefined();
});

test('the default class is written into an Ingress when it is made', async () => {
  const cluster = await stage(true);
  await cluster.create('Ingress', INGRESS);
  expect((await cluster.client.get('Ingress', inDefault('web'))).spec.ingressClassName).toBe('nginx');
});

test('an Ingress of another class is left alone', async () => {
  const cluster = await stage(true);
  await cluster.create('Ingress', { ...INGRESS, spec: { ...INGRESS.spec, ingressClassName: 'other' } });
  await cluster.advance({ seconds: 130 });
  expect(await cluster.addresses()).toEqual([]);
  expect(await cluster.events('web')).toEqual([]);
});

test('addresses go when the last controller stops, and stay while another one comes', async () => {
  const cluster = await stage(true);
  await cluster.create('Ingress', INGRESS);
  await cluster.advance({ seconds: 80 });
  const [before] = (await cluster.client.list('Pod', { namespace: 'ingress-nginx' })).items;
  await cluster.client.delete('Pod', { namespace: 'ingress-nginx', name: before?.metadata.name ?? '' });
  await cluster.advance({ seconds: 5 });
  expect(await cluster.addresses()).not.toEqual([]);
  await cluster.advance({ seconds: 80 });
  expect(await cluster.addresses()).toHaveLength(2);
  await cluster.scale(1);
  await cluster.advance({ seconds: 65 });
  expect(await cluster.addresses()).toHaveLength(1);
  await cluster.scale(0);
  await cluster.advance({ seconds: 5 });
  expect(await cluster.addresses()).toEqual([]);
});
