/** What `/metrics` says, and that it is true. */
import { expect, test } from 'vitest';
import { testServer } from '../../apiserver/testServer';
import type { ApiRequest } from '../../client/transport';
import { labelsOf } from './requestLabels';
import { ServerMetrics } from './serverMetrics';

const get = (path: string, query: Readonly<Record<string, string>> = {}): ApiRequest => ({
  method: 'GET',
  path,
  query,
});
const pods = '/api/v1/namespaces/default/pods';

async function counted() {
  const metrics = new ServerMetrics(1_795_248_000_000);
  const { server } = await testServer({ metrics });
  const transport = metrics.counted(server);
  const text = async () => String((await server.request(get('/metrics'))).body);
  return { transport, text };
}

test('requests are counted by what they ask for and how they were answered', async () => {
  const { transport, text } = await counted();
  await transport.request(get(pods));
  await transport.request(get(pods));
  await transport.request(get(`${pods}/nobody`));
  const lines = (await text()).split('\n').filter((line) => line.startsWith('apiserver_request_total'));
  expect(lines).toEqual([
    'apiserver_request_total{code="200",component="apiserver",dry_run="",group="",resource="pods",scope="namespace",subresource="",verb="LIST",version="v1"} 2',
    'apiserver_request_total{code="404",component="apiserver",dry_run="",group="",resource="pods",scope="resource",subresource="",verb="GET",version="v1"} 1',
  ]);
});

test('an open watch runs, and counts as a request once it is over', async () => {
  const { transport, text } = await counted();
  const running =
    'apiserver_longrunning_requests{component="apiserver",group="",resource="namespaces",scope="cluster",subresource="",verb="WATCH",version="v1"}';
  const stop = transport.watch(get('/api/v1/namespaces', { watch: '1', resourceVersion: '0' }), () => {});
  expect(await text()).toContain(`${running} 1\n`);
  stop();
  const after = await text();
  expect(after).toContain(`${running} 0\n`);
  expect(after).toMatch(/^apiserver_request_total\{code="200",.*resource="namespaces",.*verb="WATCH",.*\} 1$/m);
  expect(after).toMatch(/^apiserver_watch_events_total\{group="",resource="namespaces",version="v1"\} \d+$/m);
});

test('objects are counted where they lie', async () => {
  const { transport, text } = await counted();
  const before = await text();
  expect(before).toContain('apiserver_resource_objects{group="",resource="secrets"} 0\n');
  await transport.request({
    method: 'POST',
    path: '/api/v1/namespaces/default/secrets',
    body: { metadata: { name: 'a' } },
  });
  const after = await text();
  expect(after).toContain('apiserver_resource_objects{group="",resource="secrets"} 1\n');
  expect(after).toContain('apiserver_storage_objects{resource="deployments.apps"} 0\n');
  expect(after).toMatch(/^kubernetes_build_info\{.*git_version="v1\.36\.3".*\} 1$/m);
});

test.each<[ApiRequest, object | undefined]>([
  [get('/healthz'), { subresource: '/healthz', verb: 'GET', component: '' }],
  [get('/openapi/v3/apis/apps/v1'), { subresource: 'openapi/v3', verb: 'GET' }],
  [get('/apis'), undefined],
  [get('/api/v1/nodes', { watch: 'true' }), { verb: 'WATCH', scope: 'cluster', resource: 'nodes' }],
  [get(`${pods}/a/log`), { verb: 'CONNECT', scope: 'resource', subresource: 'log' }],
  [
    { method: 'POST', path: pods, query: { dryRun: 'All' } },
    { verb: 'POST', scope: 'resource', dry_run: 'All' },
  ],
  [
    { method: 'DELETE', path: pods },
    { verb: 'DELETE', scope: 'namespace' },
  ],
  [
    {
      method: 'PATCH',
      path: '/apis/apps/v1/namespaces/a/deployments/b',
      headers: { 'content-type': 'application/apply-patch+yaml' },
    },
    { verb: 'APPLY', group: 'apps', version: 'v1', resource: 'deployments', scope: 'resource' },
  ],
])('%j is counted as a real server counts it', (request, labels) => {
  if (labels === undefined) expect(labelsOf(request)).toBeUndefined();
  else expect(labelsOf(request)).toMatchObject(labels);
});
