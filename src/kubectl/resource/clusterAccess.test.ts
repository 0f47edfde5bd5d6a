import { expect, test } from 'vitest';
import type { ApiRequest, ApiResponse, Transport } from '../../client/transport';
import { ConnectionError } from '../environment';
import type { Mapping } from './access';
import { createClusterAccess } from './clusterAccess';
import { statusOf } from './statusOf';

const pods: Mapping = {
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  singular: 'pod',
  shortNames: [],
  namespaced: true,
  verbs: [],
  categories: [],
  subresources: [],
};
const nodes: Mapping = { ...pods, kind: 'Node', plural: 'nodes', namespaced: false };
const deployments: Mapping = { ...pods, group: 'apps', kind: 'Deployment', plural: 'deployments' };

/** A server that answers with `answer`, and what it was asked. */
function served(answer: (request: ApiRequest) => ApiResponse | Promise<ApiResponse>) {
  const asked: ApiRequest[] = [];
  const warnings: string[] = [];
  const refused: string[] = [];
  const transport: Transport = {
    request: async (request) => {
      asked.push(request);
      return answer(request);
    },
    watch: (request) => {
      asked.push(request);
      return () => {};
    },
    stream: (request) => {
      asked.push(request);
      return { send: () => {}, close: () => {} };
    },
  };
  const access = createClusterAccess({
    transport,
    server: 'https://10.0.0.1:6443',
    namespace: 'default',
    isNamespaceExplicit: false,
    headers: { 'impersonate-user': 'jane' },
    onWarning: (text) => warnings.push(text),
    onDiscoveryRefused: (cause) => refused.push(cause),
  });
  return { access, asked, warnings, refused };
}
const ok = (body: unknown): ApiResponse => ({ code: 200, body });
const pathsOf = (asked: readonly ApiRequest[]) => asked.map(({ method, path }) => `${method} ${path}`);

test('a long list is read page by page', async () => {
  const { access, asked } = served(({ query }) => {
    const from = Number(query?.continue ?? 0);
    const next = from < 2 ? String(from + 1) : '';
    return ok({ metadata: { resourceVersion: '9', continue: next }, items: [{ metadata: { name: `p${from}` } }] });
  });
  const { items, resourceVersion } = await access.list(pods, 'x', { limit: 1, labelSelector: 'a=b' });
  expect(items.map(({ metadata }) => metadata.name)).toEqual(['p0', 'p1', 'p2']);
  expect(resourceVersion).toBe('9');
  expect(asked.map(({ query }) => query)).toEqual([
    { labelSelector: 'a=b', limit: '1' },
    { labelSelector: 'a=b', limit: '1', continue: '1' },
    { labelSelector: 'a=b', limit: '1', continue: '2' },
  ]);
});

test('a list without a limit is asked for at once, otherwise 500 at a time', async () => {
  const { access, asked } = served(() => ok({ items: null }));
  await access.list(pods, undefined, { limit: 0 });
  await access.list(pods, undefined);
  expect(asked.map(({ query }) => query)).toEqual([{}, { limit: '500' }]);
});

test('each verb has its method, path and query', async () => {
  const { access, asked } = served(() => ok({ metadata: {} }));
  const web = { mapping: deployments, namespace: 'x', name: 'web' };
  await access.get({ mapping: nodes, name: 'n1' });
  await access.create(pods, 'x', {}, { dryRun: true, fieldManager: 'kubectl-run', fieldValidation: 'Strict' });
  await access.create(pods, 'x', {}, { name: 'web', subresource: 'eviction' });
  await access.replace(web, {});
  await access.patch({ ...web, subresource: 'scale' }, 'merge', {}, { force: true });
  await access.delete(web, { propagationPolicy: 'Orphan' });
  access.watch(pods, undefined, { resourceVersion: '5' }, () => {});
  expect(pathsOf(asked)).toEqual([
    'GET /api/v1/nodes/n1',
    'POST /api/v1/namespaces/x/pods',
    'POST /api/v1/namespaces/x/pods/web/eviction',
    'PUT /apis/apps/v1/namespaces/x/deployments/web',
    'PATCH /apis/apps/v1/namespaces/x/deployments/web/scale',
    'DELETE /apis/apps/v1/namespaces/x/deployments/web',
    'GET /api/v1/pods',
  ]);
  expect(asked[1]?.query).toEqual({ dryRun: 'All', fieldManager: 'kubectl-run', fieldValidation: 'Strict' });
  expect(asked[4]).toMatchObject({
    query: { force: 'true' },
    headers: { 'content-type': 'application/merge-patch+json' },
  });
  expect(asked[5]?.body).toEqual({ propagationPolicy: 'Orphan' });
  expect(asked[6]?.query).toMatchObject({ resourceVersion: '5', watch: 'true' });
});

test('every request says who asks', async () => {
  const { access, asked } = served(() => ok({}));
  await access.raw({ method: 'GET', path: '/version', headers: { accept: 'a/b' } });
  access.stream({ method: 'GET', path: '/x' }, { onMessage: () => {}, onEnd: () => {} });
  for (const { headers } of asked) {
    expect(headers).toMatchObject({ 'user-agent': 'kubectl/v1.36.3', 'impersonate-user': 'jane' });
  }
  expect(asked[0]?.headers?.accept).toBe('a/b');
});

test('warnings are told, also those of a refusal', async () => {
  const { access, warnings } = served(() => ({ code: 404, body: 'no', warnings: ['old'] }));
  await expect(access.get({ mapping: pods, name: 'x' })).rejects.toThrow(
    'the server could not find the requested resource',
  );
  expect(warnings).toEqual(['old']);
});

test('where nobody listens, the text is that of kubectl', async () => {
  const { access, refused } = served(() => Promise.reject(new ConnectionError('refused', 'ECONNREFUSED')));
  await expect(access.mapper()).rejects.toThrow(
    'The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?',
  );
  expect(refused).toEqual([
    'Get "https://10.0.0.1:6443/api?timeout=32s": dial tcp 10.0.0.1:6443: connect: connection refused',
  ]);
});

test('another failure on the way is named', async () => {
  const { access } = served(() => Promise.reject(new ConnectionError('other', 'no route to host')));
  await expect(access.get({ mapping: pods, name: 'x' })).rejects.toThrow(
    'Unable to connect to the server: no route to host',
  );
});

test('kinds are asked for once, and again after a failure', async () => {
  let isUp = false;
  const list = { kind: 'APIGroupDiscoveryList', items: [] };
  const { access, asked } = served(() => (isUp ? ok(list) : { code: 503, body: '' }));
  await expect(access.mapper()).rejects.toThrow('the server is currently unable to handle the request');
  isUp = true;
  await access.mapper();
  await access.mapper();
  expect(pathsOf(asked)).toEqual(['GET /api', 'GET /api', 'GET /apis']);
});

test.each([
  [403, 'go away', 'Forbidden', 'go away'],
  [404, '404 page not found\n', 'NotFound', 'the server could not find the requested resource'],
  [500, 'boom', 'InternalError', 'an error on the server ("boom") has prevented the request from succeeding'],
  [418, '', '', 'the server responded with the status code 418 but did not return more information'],
])('an answer %i that is no Status becomes one', (code, body, reason, message) => {
  const status = statusOf({ code, body });
  expect([status.reason ?? '', status.message, status.code]).toEqual([reason, message, code]);
});
