/** Custom resources are part of the cluster's state: replayed, rewound, gone with a checkpoint. */
import { expect, test } from 'vitest';
import type { Command } from '../client/simulation';
import type { ApiRequest } from '../client/transport';
import { customResourceDefinition } from '../../tests/testCluster';
import { Cluster } from './cluster';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const WIDGETS = '/apis/example.com/v1/namespaces/default/widgets';
const properties = {
  spec: {
    type: 'object',
    properties: { size: { type: 'integer', default: 1 } },
    'x-kubernetes-validations': [{ rule: 'self.size < 10', message: 'too large' }],
  },
};
const definition = customResourceDefinition('Widget', 'widgets', { type: 'object', properties });
const post = (path: string, body: object): ApiRequest => ({ method: 'POST', path, body });
const widget = (name: string, size?: number) =>
  post(WIDGETS, {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name },
    spec: size === undefined ? {} : { size },
  });

test('a run with custom resources leads to the same state when it is played again, rules included', async () => {
  const cluster = await Cluster.create({ seed: 3 });
  const commands: Command[] = [];
  cluster.onCommand = (command) => commands.push(command);
  expect((await cluster.request(post(DEFINITIONS, definition))).code).toBe(201);
  await cluster.advance(1_000);
  expect((await cluster.request(widget('a'))).code).toBe(201);
  expect(await cluster.request(widget('b', 10))).toMatchObject({
    code: 422,
    body: { message: expect.stringContaining('spec: Invalid value: too large') },
  });
  await cluster.advance(5_000);
  const checkpoint = cluster.checkpoint();
  const hash = cluster.stateHash();
  await cluster.request({ method: 'DELETE', path: `${DEFINITIONS}/widgets.example.com` });
  await cluster.advance(10_000);
  expect((await cluster.request({ method: 'GET', path: WIDGETS })).code).toBe(404);
  const { profile, seed, nodes } = cluster.options;
  const untilMs = cluster.now() - Date.UTC(2026, 0, 1);
  const again = await Cluster.replay({ version: 1, profile, seed, nodes, files: {}, commands, untilMs });
  expect(again.stateHash()).toBe(cluster.stateHash());
  cluster.restore(checkpoint);
  expect(cluster.stateHash()).toBe(hash);
  const { body } = await cluster.request({ method: 'GET', path: `${WIDGETS}/a` });
  expect(body).toMatchObject({ kind: 'Widget', spec: { size: 1 } });
});
