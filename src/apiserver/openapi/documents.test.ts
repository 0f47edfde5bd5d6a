/**
 * The OpenAPI documents against those of a real kube-apiserver 1.36.3, by their hashes: one byte that differs is seen.
 * `recorded/definitions.json` are the custom resources that it was sent.
 */
import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import generated from '../../../generated/openapi.json';
import type { ApiRequest } from '../../client/transport';
import { loadCustomParts } from '../customresources/loadCustomParts';
import { type TestServer, testServer } from '../testServer';
import type { Definitions } from './definitions';
import { createOpenApi } from './documents';
import definitions from './recorded/definitions.json';
import recorded from './recorded/hashes.json';

const sha512 = (text: string): string => createHash('sha512').update(text).digest('hex').toUpperCase();
const documents = createOpenApi({ definitions: generated.definitions as Definitions, hash: sha512 });
let plain: TestServer;
let withCustom: TestServer;

beforeAll(async () => {
  await loadCustomParts();
  plain = await testServer({ openApi: documents });
  withCustom = await testServer({ openApi: documents });
  for (const definition of definitions) {
    await withCustom.send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition);
  }
  await withCustom.kernel.advanceTo((withCustom.kernel.clock.now() + 10_000) as never); // A later instant.
});

const get = ({ server }: TestServer, path: string, headers: Readonly<Record<string, string>> = {}) => {
  const [bare = '', hash] = path.split('?hash=');
  const request: ApiRequest = {
    method: 'GET',
    path: bare,
    headers,
    ...(hash === undefined ? {} : { query: { hash } }),
  };
  return server.request(request);
};
const textAt = async (server: TestServer, path: string) => String((await get(server, path)).body);

test('the index of v3 names every document by the hash that a real server has for it', async () => {
  const { paths } = JSON.parse(await textAt(plain, '/openapi/v3')) as {
    readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>>;
  };
  const hashes = Object.entries(paths).map(([path, { serverRelativeURL }]) => [path, serverRelativeURL]);
  const expected = Object.entries(recorded.v3).map(([path, hash]) => [path, `/openapi/v3/${path}?hash=${hash}`]);
  expect(hashes).toEqual(expected);
});

test.each(Object.entries(recorded.v3))('v3 of %s is the real document', async (path, hash) => {
  expect(sha512(await textAt(plain, `/openapi/v3/${path}`))).toBe(hash);
});

test('v2 is the real document', async () => {
  expect(sha512(await textAt(plain, '/openapi/v2'))).toBe(recorded.v2);
});

test.each(Object.entries(recorded.custom))(
  'v3 of custom resources in %s is the real document',
  async (version, hash) => {
    expect(sha512(await textAt(withCustom, `/openapi/v3/apis/c6.example.com/${version}`))).toBe(hash);
  },
);

test('v2 tells of custom resources as a real one', async () => {
  const { paths, definitions: schemas } = JSON.parse(await textAt(withCustom, '/openapi/v2')) as {
    readonly paths: Readonly<Record<string, unknown>>;
    readonly definitions: Readonly<Record<string, unknown>>;
  };
  const own = (from: Readonly<Record<string, unknown>>, part: string) =>
    sha512(JSON.stringify(Object.fromEntries(Object.entries(from).filter(([name]) => name.includes(part)))));
  expect(own(schemas, '.c6.')).toBe(recorded.customV2.definitions);
  expect(own(paths, '/c6.')).toBe(recorded.customV2.paths);
});

test('a document may be kept as long as its hash: without it nothing is promised, with an old one it has moved', async () => {
  const path = '/openapi/v3/apis/apps/v1';
  const hash = recorded.v3['apis/apps/v1'];
  const fresh = await get(plain, path);
  const kept = await get(plain, `${path}?hash=${hash}`);
  const moved = await get(plain, `${path}?hash=OLD`);
  expect(fresh.headers).toEqual({ 'content-type': 'application/json', etag: `"${hash}"`, vary: 'Accept' });
  expect(kept.headers).toMatchObject({
    'cache-control': 'public, immutable',
    expires: 'Sun, 21 Nov 2027 08:00:00 UTC',
  });
  expect(moved).toMatchObject({ code: 301, headers: { location: `${path}?hash=${hash}` } });
});

test('who has a document is told that it is the same', async () => {
  const etag = `"${recorded.v2}"`;
  const answer = await get(plain, '/openapi/v2', { 'if-none-match': etag });
  expect(answer).toMatchObject({ code: 304, body: '', headers: { etag } });
});

test.each([
  ['/openapi/v3/apis/apps/v1', 'text/html', 406],
  ['/openapi/v2', 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf', 406],
  ['/openapi/v2', 'application/json, */*', 200],
  ['/openapi/v3/apis/nosuch', '*/*', 404],
  ['/openapi/v4', '*/*', 404],
])('%s for %s is answered with %d', async (path, accept, code) => {
  expect((await get(plain, path, { accept })).code).toBe(code);
});
