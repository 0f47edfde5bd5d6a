/**
 * What a kubelet may do, in the words of a real kube-apiserver 1.36.3 (`--authorization-mode=Node,RBAC`), asked with
 * `kubectl --as=system:node:n1 --as-group=system:nodes`.
 */
import { beforeAll, expect, test } from 'vitest';
import type { ApiRequest, Method } from '../../client/transport';
import { type TestServer, requestOf, testServer } from '../testServer';

const MERGE = 'application/merge-patch+json';
let cluster: TestServer;

beforeAll(async () => {
  cluster = await testServer();
  for (const name of ['n1', 'n2']) await cluster.send('POST', '/api/v1/nodes', { metadata: { name } });
  await cluster.send('POST', '/api/v1/namespaces', { metadata: { name: 'kube-node-lease' } });
  for (const name of ['used', 'other']) await cluster.send('POST', `${demo}/secrets`, { metadata: { name } });
  for (const [name, nodeName, secretName] of [['mine', 'n1', 'used'] as const, ['theirs', 'n2', 'other'] as const]) {
    const containers = [{ name: 'c', image: 'nginx' }];
    const volumes = [{ name: 'v', secret: { secretName } }];
    await cluster.send('POST', `${demo}/pods`, { metadata: { name }, spec: { nodeName, containers, volumes } });
  }
});

const demo = '/api/v1/namespaces/demo';
const node = { 'impersonate-user': 'system:node:n1', 'impersonate-group': 'system:nodes' };
const asked = async (method: Method, path: string, body?: unknown) => {
  const request: ApiRequest = requestOf(method, path, body, body === undefined ? undefined : MERGE);
  const headers = { ...request.headers, ...(method === 'POST' ? { 'content-type': 'application/json' } : {}), ...node };
  const { code, body: answer } = await cluster.server.request({ ...request, headers });
  return { code, message: code < 400 ? '' : (answer as { readonly message: string }).message };
};
const user = 'User "system:node:n1"';

test.each<readonly [string, string]>([
  ['/api/v1/nodes/n1', ''],
  [
    '/api/v1/nodes',
    `nodes is forbidden: ${user} cannot list resource "nodes" in API group "" at the cluster scope: node 'n1' cannot read all nodes, only its own Node object`,
  ],
  [
    '/api/v1/nodes/n2',
    `nodes "n2" is forbidden: ${user} cannot get resource "nodes" in API group "" at the cluster scope: node 'n1' cannot read 'n2', only its own Node object`,
  ],
  ['/api/v1/pods?fieldSelector=spec.nodeName%3Dn1', ''],
  [
    '/api/v1/pods',
    `pods is forbidden: ${user} cannot list resource "pods" in API group "" at the cluster scope: can only list/watch pods with spec.nodeName field selector`,
  ],
  [`${demo}/secrets/used`, ''],
  [
    `${demo}/secrets/other`,
    `secrets "other" is forbidden: ${user} cannot get resource "secrets" in API group "" in the namespace "demo": no relationship found between node 'n1' and this object`,
  ],
  [
    `${demo}/secrets`,
    `secrets is forbidden: ${user} cannot list resource "secrets" in API group "" in the namespace "demo": No Object name found`,
  ],
  [
    '/api/v1/secrets',
    `secrets is forbidden: ${user} cannot list resource "secrets" in API group "" at the cluster scope: can only read namespaced object of this type`,
  ],
  [
    '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/n2',
    `leases.coordination.k8s.io "n2" is forbidden: ${user} cannot get resource "leases" in API group "coordination.k8s.io" in the namespace "kube-node-lease": can only access node lease with the same name as the requesting node`,
  ],
  ['/api/v1/services', ''],
  [
    '/apis/apps/v1/namespaces/default/deployments',
    `deployments.apps is forbidden: ${user} cannot list resource "deployments" in API group "apps" in the namespace "default"`,
  ],
  ['/metrics', `forbidden: ${user} cannot get path "/metrics"`],
])('a kubelet reads %s', async (path, message) => {
  expect(await asked('GET', path)).toEqual({ code: message === '' ? 200 : 403, message });
});

test.each<readonly [string, object, string]>([
  ['/api/v1/nodes/n1', { metadata: { labels: { a: 'b' } } }, ''],
  ['/api/v1/nodes/n1', { metadata: { labels: { 'topology.kubernetes.io/zone': 'z' } } }, ''],
  [
    '/api/v1/nodes/n1',
    { metadata: { labels: { 'node-restriction.kubernetes.io/a': 'b' } } },
    'nodes "n1" is forbidden: is not allowed to modify labels: node-restriction.kubernetes.io/a',
  ],
  [
    '/api/v1/nodes/n1',
    { metadata: { labels: { 'foo.k8s.io/a': 'b' } } },
    'nodes "n1" is forbidden: is not allowed to modify labels: foo.k8s.io/a',
  ],
  [
    '/api/v1/nodes/n1',
    { spec: { taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }] } },
    'nodes "n1" is forbidden: node "n1" is not allowed to modify taints',
  ],
  [
    '/api/v1/nodes/n2',
    { metadata: { labels: { x: 'y' } } },
    'nodes "n2" is forbidden: node "n1" is not allowed to modify node "n2"',
  ],
  [
    '/api/v1/nodes/n2/status',
    { metadata: { labels: { x: 'y' } } },
    'nodes "n2" is forbidden: node "n1" is not allowed to modify node "n2"',
  ],
  [
    `${demo}/pods/theirs/status`,
    { status: { phase: 'Failed' } },
    'pods "theirs" is forbidden: node "n1" can only update pod status for pods with spec.nodeName set to itself',
  ],
])('a kubelet writes %s: %j', async (path, patch, message) => {
  expect(await asked('PATCH', path, patch)).toEqual({ code: message === '' ? 200 : 403, message });
});

test('a kubelet creates mirror pods alone', async () => {
  const body = { metadata: { name: 'x' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
  expect((await asked('POST', `${demo}/pods`, body)).message).toBe(
    'pods "x" is forbidden: pod does not have "kubernetes.io/config.mirror" annotation, node "n1" can only create mirror pods',
  );
});

test('a kubelet deletes pods of its own node alone', async () => {
  expect((await asked('DELETE', `${demo}/pods/theirs`)).message).toBe(
    'pods "theirs" is forbidden: node "n1" can only delete pods with spec.nodeName set to itself',
  );
  expect((await asked('DELETE', `${demo}/pods/mine`)).code).toBe(200);
});
