import { expect, test } from 'vitest';
import type { ApiRequest, ApiResponse } from '../client/transport';
import { decodeBase64 } from '../api/meta/base64';
import { PLACEHOLDER } from './cleanSecret';
import { liveObjects } from './liveObjects';
import { at } from './manifest';

/** An API server that has these lists, page by page, and nothing else. */
function serverOf(lists: Readonly<Record<string, readonly ApiResponse[]>>) {
  const asked: ApiRequest[] = [];
  const send = async (request: ApiRequest): Promise<ApiResponse> => {
    asked.push(request);
    const page = Number(request.query?.continue ?? 0);
    return lists[request.path]?.[page] ?? { code: 404, body: { kind: 'Status', message: 'not found' } };
  };
  return { send, asked };
}
const listOf = (items: readonly object[], next?: string): ApiResponse => ({
  code: 200,
  body: { kind: 'List', metadata: next === undefined ? {} : { continue: next }, items },
});
const named = (name: string, more: object = {}) => ({ metadata: { name, namespace: 'shop' }, ...more });

test('long lists are read page by page, and items learn their kind', async () => {
  const { send, asked } = serverOf({ '/api/v1/pods': [listOf([named('a')], '1'), listOf([named('b')])] });
  const { objects } = await liveObjects(send, { withNodes: false });
  expect(objects).toMatchObject([
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b' } },
  ]);
  const pages = asked.filter(({ path }) => path === '/api/v1/pods').map(({ query }) => query);
  expect(pages).toEqual([{ limit: '500' }, { limit: '500', continue: '1' }]);
  expect(asked.every(({ method }) => method === 'GET')).toBe(true);
});

test('a list that expires between two pages is read at once', async () => {
  const asked: ApiRequest[] = [];
  const send = async (request: ApiRequest): Promise<ApiResponse> => {
    if (request.path !== '/api/v1/pods') return { code: 404, body: {} };
    asked.push(request);
    if (request.query?.limit === undefined) return listOf([named('a'), named('b')]);
    return request.query.continue === undefined ? listOf([named('a')], '1') : { code: 410, body: {} };
  };
  expect((await liveObjects(send, { withNodes: false })).objects).toHaveLength(2);
  expect(asked).toHaveLength(3);
});

test('values of Secrets are dropped as they arrive, those that kubectl remembers too', async () => {
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"k":"aG9yc2U="}}', mine: 'x' };
  const secret = { metadata: { name: 's', namespace: 'shop', annotations }, type: 'Opaque', data: { k: 'aG9yc2U=' } };
  const { send } = serverOf({ '/api/v1/secrets': [listOf([secret])] });
  const { objects } = await liveObjects(send, { withNodes: false });
  expect(JSON.stringify(objects)).not.toContain('aG9yc2U=');
  expect(decodeBase64(String(at(objects[0], 'data', 'k')))).toBe(PLACEHOLDER);
  const kept = await liveObjects(send, { withNodes: false, withSecretValues: true });
  expect(JSON.stringify(kept.objects)).toContain('aG9yc2U=');
});

test('a kind that may not be listed is told, the others are read', async () => {
  const message = 'secrets is forbidden: User "dev" cannot list resource "secrets"';
  const { send } = serverOf({
    '/api/v1/secrets': [{ code: 403, body: { message } }],
    '/api/v1/configmaps': [listOf([named('c')])],
  });
  const { objects, notes } = await liveObjects(send, { withNodes: false });
  expect(objects.map(({ kind }) => kind)).toEqual(['ConfigMap']);
  expect(notes).toEqual([{ tone: 'leftOut', key: 'forbidden', params: { kind: 'Secret', why: message } }]);
});

test('objects of definitions are listed in the version in which they are stored', async () => {
  const definition = {
    metadata: { name: 'backups.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Backup', plural: 'backups' },
      versions: [
        { name: 'v1', served: true, storage: false },
        { name: 'v2', served: true, storage: true },
      ],
    },
  };
  const { send } = serverOf({
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions': [listOf([definition])],
    '/apis/example.com/v2/namespaces/shop/backups': [listOf([named('daily')])],
  });
  const { objects } = await liveObjects(send, { withNodes: true, namespaces: ['shop'] });
  expect(objects[1]).toMatchObject({ apiVersion: 'example.com/v2', kind: 'Backup' });
});

test('a server that fails ends it with its own words', async () => {
  const { send } = serverOf({ '/api/v1/namespaces': [{ code: 401, body: { message: 'Unauthorized' } }] });
  await expect(liveObjects(send, { withNodes: true })).rejects.toThrow('/api/v1/namespaces: Unauthorized');
});
