/** The list at `/` against that of a real kube-apiserver 1.36.3. */
import { expect, test } from 'vitest';
import recorded from './recordedPaths.json';
import { testServer } from './testServer';

/** What nobody answers here is not listed: pages for operators, keys of signatures that are stand-ins. */
const unserved = ['/flagz', '/metrics/slis', '/openid/v1/jwks', '/statusz'];

test('the list of paths is that of a real server, without what is not served', async () => {
  const metrics = { text: () => '' };
  const openApi = { answer: () => undefined };
  const { send } = await testServer({ metrics, openApi });
  const { body } = await send('GET', '/');
  expect(body).toEqual({ paths: recorded.filter((path) => !unserved.includes(path)) });
});

test('a server that has no documents and counts nothing lists neither', async () => {
  const { send } = await testServer();
  const { paths } = (await send('GET', '/')).body as { readonly paths: readonly string[] };
  expect(paths.filter((path) => path.startsWith('/openapi') || path === '/metrics')).toEqual([]);
});

const NONE = '406: Not Acceptable\n\nAvailable representations: ';
const ENCODINGS = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
const ONLY = `only the following media types are accepted: ${ENCODINGS}`;
const all = (version: string) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;

test.each([
  ['/apis', 'text/html', ONLY],
  ['/api', 'text/html', `${NONE}${ENCODINGS}`],
  ['/apis/apps/v1', 'application/cbor', `${NONE}${ENCODINGS}`],
  ['/version', 'application/yaml', `${NONE}application/json`],
  ['/apis', all('v2beta1'), ONLY],
  ['/apis/apps/v1', all('v2'), ONLY],
  ['/apis', `${all('v2beta1')},application/json`, ''],
  ['/apis', all('v2'), ''],
  ['/version', 'text/html,application/xml;q=0.9,*/*;q=0.8', ''],
])('%s as %s', async (path, accept, refusal) => {
  const { server } = await testServer();
  const { code, body } = await server.request({ method: 'GET', path, headers: { accept } });
  expect({ code, message: (body as { message?: string }).message ?? '' }).toEqual({
    code: refusal === '' ? 200 : 406,
    message: refusal,
  });
});

test('discovery in YAML repeats what it has twice', async () => {
  const { server } = await testServer();
  const headers = { accept: 'application/json;q=0.5,application/yaml' };
  const { body } = await server.request({ method: 'GET', path: '/apis/apps', headers });
  expect(body).toBe(
    'apiVersion: v1\nkind: APIGroup\nname: apps\npreferredVersion:\n  groupVersion: apps/v1\n  version: v1\nversions:\n- groupVersion: apps/v1\n  version: v1\n',
  );
});
