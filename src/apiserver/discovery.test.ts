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
