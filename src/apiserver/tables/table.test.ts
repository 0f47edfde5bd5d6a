/** Columns of every kind against those of a real kube-apiserver 1.36.3, and a watch of Tables. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Kind, kinds } from '../../api/kinds';
import type { KubeObject, ListOf } from '../../api/meta/objectMeta';
import { pathOf } from '../../client/client';
import { testServer } from '../testServer';
import columnDescriptions from './columnDescriptions.json';
import { type Table, tableOf } from './table';

const recorded = new Map(
  readFileSync(join(import.meta.dirname, 'recordedColumns.txt'), 'utf8')
    .split('> GET ')
    .slice(1)
    .map((block) => {
      const [title = '', ...lines] = block.trim().split('\n');
      return [title, lines.map((line) => line.trim())];
    }),
);
interface Definition {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}
const context = { now: 0, version: 'v1', includeObject: 'Metadata', descriptions: columnDescriptions } as const;

/** Kinds that a real server has. */
const printed = (Object.keys(kinds) as Kind[]).filter((kind) => !kinds[kind].group.endsWith('kubeloop.dev'));

test.each(printed)('the columns of %s are those of a real server', (kind) => {
  const { group, version } = kinds[kind];
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const list: ListOf<KubeObject> = { kind: `${kind}List`, apiVersion, metadata: { resourceVersion: '1' }, items: [] };
  const definitions = tableOf(list, context).columnDefinitions as readonly Definition[];
  const root = group === '' ? '/api' : '/apis';
  const lines = definitions.map(({ name, type, format, priority }) => `${name} | ${type} | ${format} | ${priority}`);
  expect(lines.map((line) => line.trim())).toEqual(recorded.get(`${root}/${apiVersion} ${kind}`));
  expect(definitions[0]?.description).not.toBe('');
});

const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

test('a watch of Tables tells the columns once', async () => {
  const { server, send } = await testServer();
  const path = pathOf('ConfigMap', 'demo');
  await send('POST', path, { metadata: { name: 'a' }, data: { k: 'v' } });
  const seen: { type: string; table: Table }[] = [];
  server.watch({ method: 'GET', path, query: { watch: '1' }, headers: { accept } }, ({ type, object }) => {
    seen.push({ type, table: object as unknown as Table }); // Asked for.
  });
  await send('PATCH', `${path}/a`, { data: { l: 'w' } }, 'application/merge-patch+json');
  await send('DELETE', `${path}/a`);
  expect(
    seen.map(({ type, table }) => [
      type,
      table.columnDefinitions === null ? null : table.columnDefinitions.length,
      table.rows[0]?.cells.slice(0, 2),
    ]),
  ).toEqual([
    ['ADDED', 3, ['a', 1]],
    ['MODIFIED', null, ['a', 2]],
    ['DELETED', null, ['a', 2]],
  ]);
});

test.each([
  ['application/json;as=Nope;v=v1;g=meta.k8s.io, application/json;as=Table;v=v1beta1;g=meta.k8s.io', 200, 'Table'],
  ['application/json;as=Table;v=v2;g=meta.k8s.io, application/json', 200, 'ConfigMapList'],
  ['application/json;as=Table;v=v1;g=example.com', 406, 'Status'],
  ['application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io', 406, 'Status'],
])('of the wishes %s the first that can be met counts', async (wishes, code, kind) => {
  const { server } = await testServer();
  const path = pathOf('ConfigMap', 'demo');
  const response = await server.request({ method: 'GET', path, headers: { accept: wishes } });
  expect({ code: response.code, body: response.body }).toMatchObject({ code, body: { kind } });
});

test('a second version of a kind has the same table', async () => {
  const { server, send } = await testServer();
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' };
  await send('POST', pathOf('HorizontalPodAutoscaler', 'demo'), {
    metadata: { name: 'h' },
    spec: { scaleTargetRef, maxReplicas: 3 },
  });
  const path = '/apis/autoscaling/v1/namespaces/demo/horizontalpodautoscalers';
  const { body } = await server.request({ method: 'GET', path, headers: { accept } });
  expect(body).toMatchObject({ rows: [{ cells: ['h', 'Deployment/d', 'cpu: <unknown>/80%', '1', 3, 0, '0s'] }] });
});
