/** What a fresh cluster has, as its API tells it. The counts are those of a real 1.36.3. */
import { expect, test } from 'vitest';
import type { KubeObject } from '../../api/meta/objectMeta';
import { testServer } from '../testServer';

async function listOf(path: string): Promise<readonly KubeObject[]> {
  const { send } = await testServer();
  return ((await send('GET', path)).body as { readonly items: readonly KubeObject[] }).items;
}

const rbac = '/apis/rbac.authorization.k8s.io/v1';

test.each([
  [`${rbac}/clusterroles`, 69],
  [`${rbac}/clusterrolebindings`, 50],
  [`${rbac}/roles`, 7],
  [`${rbac}/rolebindings`, 7],
  ['/apis/apiregistration.k8s.io/v1/apiservices', 21],
  ['/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas', 11],
  ['/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations', 8],
])('%s has %i objects from the beginning, each with a uid of its own', async (path, count) => {
  const items = await listOf(path);
  expect(items).toHaveLength(count);
  expect(new Set(items.map(({ metadata }) => metadata.uid)).size).toBe(count);
  expect(items[0]?.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('what is there from the beginning would pass its own validation', async () => {
  const { send } = await testServer();
  for (const path of [
    `${rbac}/clusterroles`,
    `${rbac}/clusterrolebindings`,
    '/apis/apiregistration.k8s.io/v1/apiservices',
  ]) {
    for (const { metadata, ...rest } of await listOf(path)) {
      const { code, body } = await send('PUT', `${path}/${metadata.name}?dryRun=All`, { metadata, ...rest });
      expect(code, JSON.stringify(body)).toBe(200);
      expect(body).toMatchObject(rest);
    }
  }
});

test('admin has gathered what edit and view may do', async () => {
  const { send } = await testServer();
  const { body } = await send('GET', `${rbac}/clusterroles/admin`);
  const { rules } = body as { readonly rules: readonly { readonly resources: readonly string[] }[] };
  expect(rules).toHaveLength(29);
  expect(rules.flatMap(({ resources }) => resources)).toEqual(
    expect.arrayContaining(['roles', 'pods/exec', 'pods/log']),
  );
});
