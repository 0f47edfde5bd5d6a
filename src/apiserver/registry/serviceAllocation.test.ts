import { expect, test } from 'vitest';
import { testServer } from '../testServer';

const PATH = '/api/v1/namespaces/default/services';
const port = (name: string, number: number, nodePort: number, protocol = 'TCP') => ({
  name,
  port: number,
  nodePort,
  protocol,
});
const service = (ports: readonly object[]) => ({ metadata: { name: 'web' }, spec: { type: 'NodePort', ports } });

test('a node port that a new Service names twice is taken by the first', async () => {
  const { send } = await testServer();
  const { code, body } = await send('POST', PATH, service([port('a', 80, 30111), port('b', 81, 30111)]));
  expect([code, (body as { readonly message: string }).message]).toEqual([
    422,
    'Service "web" is invalid: spec.ports[1].nodePort: Invalid value: 30111: provided port is already allocated',
  ]);
});

test('a node port that an update names once more is an error of the server', async () => {
  const { send } = await testServer();
  await send('POST', PATH, service([port('a', 80, 30111)]));
  const ports = [port('a', 80, 30111), port('b', 81, 30111)];
  const answer = await send('PATCH', `${PATH}/web`, { spec: { ports } }, 'application/merge-patch+json');
  expect(answer).toMatchObject({ code: 500, body: { message: 'duplicate nodePort: {TCP 30111}' } });
});

test('one node port may serve two protocols', async () => {
  const { send } = await testServer();
  const ports = [port('a', 80, 30111), port('b', 80, 30111, 'UDP')];
  expect(await send('POST', PATH, service(ports))).toMatchObject({ code: 201 });
});
