/** @kubernetes/client-node over HTTPS: who may come in, as whom, and what they may do. */
import { AuthenticationV1Api, AuthorizationV1Api, CoreV1Api, KubeConfig, RbacAuthorizationV1Api } from 'client-node-1';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedClient, refusal, servedClient } from '../servedClient';

let client: ServedClient;
beforeAll(async () => {
  client = await servedClient();
});
afterAll(() => client.close());

/** The same server, with a token of one's own or another's name. */
function configOf(user: { readonly token?: string; readonly impersonateUser?: string }): KubeConfig {
  const config = new KubeConfig();
  const cluster = client.config.getCurrentCluster();
  if (cluster === null) throw new Error('no cluster');
  config.loadFromClusterAndUser(cluster, { name: 'other', ...user });
  return config;
}
const asToken = (token: string) => configOf({ token });

test('without a token, and with a wrong one, the answer is 401', async () => {
  const path = `/api/v1/namespaces/${client.namespace}/pods`;
  const unauthorized = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'Unauthorized',
    reason: 'Unauthorized',
    code: 401,
  };
  const wrong = await client.raw(path, { isAuthenticated: false, headers: { Authorization: 'Bearer wrong' } });
  expect(wrong.code).toBe(401);
  expect(JSON.parse(wrong.text)).toEqual(unauthorized);
  if (!client.isSimulated) return; // A real one may let anonymous callers in and forbid them everything.
  const none = await client.raw(path, { isAuthenticated: false });
  expect(none.code).toBe(401);
  expect(JSON.parse(none.text)).toEqual(unauthorized);
});

test('the typed client gets the 401 as an exception', async () => {
  const core = asToken('wrong').makeApiClient(CoreV1Api);
  await expect(core.listNamespace()).rejects.toMatchObject({ code: 401 });
});

test('the administrator is told who he is', async () => {
  const reviews = client.config.makeApiClient(AuthenticationV1Api);
  const self = await reviews.createSelfSubjectReview({ body: {} });
  expect(self.status?.userInfo?.groups).toContain('system:masters');
});

test('a service account comes in by its token and may do what its role says', async () => {
  const { core, namespace } = client;
  await core.createNamespacedServiceAccount({ namespace, body: { metadata: { name: 'reader' } } });
  const { status } = await core.createNamespacedServiceAccountToken({
    name: 'reader',
    namespace,
    body: { spec: { audiences: [] } },
  });
  const robot = asToken(status?.token ?? '');
  const theirs = robot.makeApiClient(CoreV1Api);
  expect(await refusal(theirs.listNamespacedPod({ namespace }))).toMatchObject({
    code: 403,
    reason: 'Forbidden',
    message: `pods is forbidden: User "system:serviceaccount:${namespace}:reader" cannot list resource "pods" in API group "" in the namespace "${namespace}"`,
  });
  const rbac = client.config.makeApiClient(RbacAuthorizationV1Api);
  await rbac.createNamespacedRoleBinding({
    namespace,
    body: {
      metadata: { name: 'reader' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace }],
    },
  });
  await client.until(async () =>
    theirs.listNamespacedPod({ namespace }).then(
      () => true,
      () => false,
    ),
  );
  const secrets = theirs.listNamespacedSecret({ namespace });
  expect(await refusal(secrets)).toMatchObject({ code: 403 });
  const made = theirs.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'not-mine' } } });
  expect(await refusal(made)).toMatchObject({ code: 403 });
  const self = await robot.makeApiClient(AuthenticationV1Api).createSelfSubjectReview({ body: {} });
  expect(self.status?.userInfo).toMatchObject({
    username: `system:serviceaccount:${namespace}:reader`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  });
  const access = await robot.makeApiClient(AuthorizationV1Api).createSelfSubjectAccessReview({
    body: { spec: { resourceAttributes: { namespace, verb: 'delete', resource: 'pods' } } },
  });
  expect(access.status?.allowed).toBe(false);
});

test('the administrator may act as somebody else', async () => {
  const self = await client.raw('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Impersonate-User': 'jane',
      'Impersonate-Group': 'developers',
    },
    body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }),
  });
  expect(JSON.parse(self.text).status.userInfo).toMatchObject({
    username: 'jane',
    groups: ['developers', 'system:authenticated'],
  });
  const secrets = await client.raw(`/api/v1/namespaces/${client.namespace}/secrets`, {
    headers: { 'Impersonate-User': 'jane' },
  });
  expect(secrets.code).toBe(403);
  expect(JSON.parse(secrets.text).message).toContain('User "jane" cannot list resource "secrets"');
});

test('liveness, readiness and the version are there for monitors', async () => {
  for (const path of ['/livez', '/readyz', '/healthz']) {
    const answer = await client.raw(path);
    expect(answer).toMatchObject({ code: 200, text: 'ok' });
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
  }
  const verbose = await client.raw('/readyz?verbose');
  expect(verbose.text).toContain('[+]ping ok');
  expect(verbose.text).toMatch(/readyz check passed\n$/);
  expect(JSON.parse((await client.raw('/version')).text)).toMatchObject({ major: '1', minor: '36' });
});

test('the metrics of the server are there for Prometheus, and for nobody without rights', async () => {
  const metrics = await client.raw('/metrics');
  expect(metrics.code).toBe(200);
  expect(metrics.headers['content-type']).toContain('text/plain; version=0.0.4');
  expect(metrics.text).toMatch(/^# TYPE apiserver_request_total counter$/m);
  expect(metrics.text).toMatch(/^apiserver_request_total\{/m);
  const jane = await client.raw('/metrics', { headers: { 'Impersonate-User': 'jane' } });
  expect(jane.code).toBe(403);
});
