/** Who may do what, in the words of a real 1.36.3 whose roles were made alike. */
import { beforeEach, expect, test } from 'vitest';
import type { ApiRequest, Method } from '../../client/transport';
import { requestOf, type TestServer, testServer } from '../testServer';

type Headers = NonNullable<ApiRequest['headers']>;

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const jane = { 'impersonate-user': 'jane' };
const joe = { 'impersonate-user': 'joe' };
const bot = { 'impersonate-user': 'system:serviceaccount:demo:bot' };
const roleRef = (kind: string, name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name });

let cluster: TestServer;
const ask = async (method: Method, path: string, headers: Headers, body?: unknown) => {
  const answer = await cluster.server.request({ ...requestOf(method, path, body), headers });
  return { code: answer.code, ...(answer.body as { readonly message?: string; readonly status?: unknown }) };
};

beforeEach(async () => {
  cluster = await testServer();
  const { send } = cluster;
  await send('POST', '/api/v1/namespaces/demo/serviceaccounts', { metadata: { name: 'bot' } });
  await send('POST', `${RBAC}/namespaces/demo/roles`, {
    metadata: { name: 'reader' },
    rules: [
      { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['one'], verbs: ['get', 'update'] },
      { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles', 'rolebindings'], verbs: ['create', 'update'] },
    ],
  });
  const subjects = [
    { kind: 'User', name: 'jane' },
    { kind: 'ServiceAccount', name: 'bot', namespace: 'demo' },
    { kind: 'Group', name: 'devs' },
  ];
  const bindings = [
    { metadata: { name: 'reader' }, roleRef: roleRef('Role', 'reader'), subjects },
    { metadata: { name: 'dangling' }, roleRef: roleRef('Role', 'nosuch'), subjects: [{ kind: 'User', name: 'joe' }] },
    {
      metadata: { name: 'else' },
      roleRef: roleRef('ClusterRole', 'nosuch'),
      subjects: [{ kind: 'User', name: 'joe' }],
    },
  ];
  for (const binding of bindings) await send('POST', `${RBAC}/namespaces/demo/rolebindings`, binding);
});

const inDemo = '/api/v1/namespaces/demo';
test.each<readonly [string, Headers, string]>([
  [`${inDemo}/pods`, jane, ''],
  [`${inDemo}/pods`, bot, ''],
  [`${inDemo}/pods`, { 'impersonate-user': 'x', 'impersonate-group': 'devs' }, ''],
  [
    `${inDemo}/secrets`,
    jane,
    'secrets is forbidden: User "jane" cannot list resource "secrets" in API group "" in the namespace "demo"',
  ],
  [
    `${inDemo}/configmaps/two`,
    jane,
    'configmaps "two" is forbidden: User "jane" cannot get resource "configmaps" in API group "" in the namespace "demo"',
  ],
  [
    `${inDemo}/configmaps`,
    jane,
    'configmaps is forbidden: User "jane" cannot list resource "configmaps" in API group "" in the namespace "demo"',
  ],
  [
    '/api/v1/pods',
    jane,
    'pods is forbidden: User "jane" cannot list resource "pods" in API group "" at the cluster scope',
  ],
  [
    `${inDemo}/pods?fieldSelector=metadata.name=x`,
    { 'impersonate-user': 'sam' },
    'pods "x" is forbidden: User "sam" cannot list resource "pods" in API group "" in the namespace "demo"',
  ],
  [
    `${inDemo}/pods`,
    joe,
    'pods is forbidden: User "joe" cannot list resource "pods" in API group "" in the namespace "demo": RBAC: [role.rbac.authorization.k8s.io "nosuch" not found, clusterrole.rbac.authorization.k8s.io "nosuch" not found]',
  ],
  ['/', jane, 'forbidden: User "jane" cannot get path "/"'],
  ['/apis', jane, ''],
])('GET %s as %o', async (path, headers, refusal) => {
  const { code, message = '' } = await ask('GET', path, headers);
  expect([code, message]).toEqual(refusal === '' ? [200, ''] : [403, refusal]);
});

test('a token speaks for its account until the account or its time is gone', async () => {
  const { body } = await cluster.send('POST', `${inDemo}/serviceaccounts/bot/token`, { spec: {} });
  const { token } = (body as { readonly status: { readonly token: string } }).status;
  const headers = { authorization: `Bearer ${token}` };
  expect((await ask('GET', `${inDemo}/pods`, headers)).code).toBe(200);
  expect((await ask('GET', `${inDemo}/secrets`, headers)).message).toBe(
    'secrets is forbidden: User "system:serviceaccount:demo:bot" cannot list resource "secrets" in API group "" in the namespace "demo"',
  );
  expect((await ask('GET', `${inDemo}/pods`, { ...headers, ...jane })).message).toBe(
    'pods is forbidden: User "system:serviceaccount:demo:bot" cannot impersonate-on:user-info:list resource "pods" in API group "" in the namespace "demo"',
  );
  const changed = `${token.slice(0, 60)}x${token.slice(61)}`;
  expect((await ask('GET', `${inDemo}/pods`, { authorization: `Bearer ${changed}` })).code).toBe(401);
  const reviews = '/apis/authentication.k8s.io/v1/tokenreviews';
  expect((await ask('POST', reviews, {}, { spec: { token } })).status).toMatchObject({ authenticated: true });
  await cluster.send('DELETE', `${inDemo}/serviceaccounts/bot`);
  expect((await ask('GET', `${inDemo}/pods`, headers)).code).toBe(401);
  expect((await ask('POST', reviews, {}, { spec: { token } })).status).toEqual({
    user: {},
    error: 'invalid bearer token',
  });
});

test('nobody hands out more than they have', async () => {
  const roles = `${RBAC}/namespaces/demo/roles`;
  const role = (name: string, resources: string[], verbs: string[]) => ({
    metadata: { name },
    rules: [{ apiGroups: [''], resources, verbs }],
  });
  expect((await ask('POST', roles, jane, role('r3', ['pods'], ['get']))).code).toBe(201);
  expect((await ask('POST', roles, jane, role('r2', ['secrets', 'pods'], ['get', 'delete']))).message).toBe(
    'roles.rbac.authorization.k8s.io "r2" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}\n{APIGroups:[""], Resources:["secrets"], Verbs:["get" "delete"]}',
  );
  const bindings = `${RBAC}/namespaces/demo/rolebindings`;
  const binding = (name: string) => ({
    metadata: { name: `of-${name}` },
    roleRef: roleRef('Role', name),
    subjects: [{ kind: 'User', name: 'joe' }],
  });
  expect((await ask('POST', bindings, jane, binding('reader'))).code).toBe(201);
  expect((await ask('POST', bindings, jane, binding('nosuch'))).message).toBe(
    'rolebindings.rbac.authorization.k8s.io "nosuch" not found',
  );
});

test('somebody else may be asked about', async () => {
  const reviews = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
  const about = (user: string) => ({
    spec: { user, resourceAttributes: { namespace: 'demo', verb: 'list', resource: 'pods' } },
  });
  expect((await ask('POST', reviews, {}, about('jane'))).status).toEqual({
    allowed: true,
    reason: 'RBAC: allowed by RoleBinding "reader/demo" of Role "reader" to User "jane"',
  });
  expect((await ask('POST', reviews, {}, about('sam'))).status).toEqual({ allowed: false });
  expect(await ask('POST', reviews, {}, { spec: {} })).toMatchObject({ code: 422 });
  expect((await ask('POST', reviews, jane, about('sam'))).code).toBe(403);
});

test('who may update but not create does not create by an update', async () => {
  const { send } = cluster;
  const leases = '/apis/coordination.k8s.io/v1/namespaces/demo/leases';
  const rules = [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['update', 'patch'] }];
  await send('POST', `${RBAC}/namespaces/demo/roles`, { metadata: { name: 'updater' }, rules });
  const subjects = [{ kind: 'User', name: 'sam' }];
  await send('POST', `${RBAC}/namespaces/demo/rolebindings`, {
    metadata: { name: 'updater' },
    roleRef: roleRef('Role', 'updater'),
    subjects,
  });
  const put = () => ask('PUT', `${leases}/new`, { 'impersonate-user': 'sam' }, { metadata: { name: 'new' } });
  expect((await put()).code).toBe(403);
  await send('POST', leases, { metadata: { name: 'new' } });
  // Allowed now, and refused for another reason: an update of a Lease must say which version it is of.
  expect((await put()).code).toBe(422);
});
