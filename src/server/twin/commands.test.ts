import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { checkRun } from '../../client/runSchema';
import { readManifests } from '../../manifests/readManifests';
import { type ServedCluster, serveCluster } from '../serve/servedCluster';
import { exportCommand } from './exportCommand';
import { twinCommand } from './twinCommand';

let served: ServedCluster;
let folder: string;
let kubeconfig: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'twin-'));
  served = await serveCluster({ port: 0 });
  kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, served.kubeconfig);
  const { client } = served.session.cluster;
  await client.create('Namespace', { metadata: { name: 'shop' } });
  await client.create('Secret', { metadata: { name: 'db', namespace: 'shop' }, data: { password: 'aHVudGVyMg==' } });
  await client.create('ConfigMap', { metadata: { name: 'conf', namespace: 'default' }, data: { a: '1' } });
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
});

/** Runs a command; what it says to standard error. */
async function said(command: () => Promise<number>): Promise<string> {
  const lines: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  try {
    expect(await command()).toBe(0);
  } finally {
    spy.mockRestore();
  }
  return lines.join('');
}

test('a twin of a served cluster is a run without the values of Secrets, for its owner alone', async () => {
  const path = join(folder, 'twin.json');
  const words = await said(() => twinCommand(['--kubeconfig', kubeconfig, '-o', path]));
  const text = readFileSync(path, 'utf8');
  const check = checkRun(JSON.parse(text));
  expect(check.type === 'run' && check.run.nodes).toHaveLength(3);
  expect(text).not.toContain('aHVudGVyMg');
  expect(text).toContain('"name": "shop"');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(words).toContain('Secret shop/db: 1\n');
  expect(words).toMatch(/3 nodes, 3 objects\n$/);
});

test('a namespace is exported as a file; values of its Secrets only where they are asked for', async () => {
  const path = join(folder, 'shop.yaml');
  const exported = async (...more: readonly string[]) => {
    await said(() => exportCommand(['--kubeconfig', kubeconfig, '-n', 'shop', '-o', path, ...more]));
    return readFileSync(path, 'utf8');
  };
  expect(await exported()).not.toContain('aHVudGVyMg');
  const text = await exported('--secrets');
  expect(text).toContain('aHVudGVyMg');
  const { objects } = readManifests([{ name: 'shop.yaml', text }]);
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['Namespace shop', 'Secret db']);
});

test('files stand in for a cluster', async () => {
  const manifest = join(folder, 'pod.yaml');
  const path = join(folder, 'pod.json');
  writeFileSync(manifest, 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n');
  const words = await said(() => twinCommand([manifest, '-o', path]));
  expect(words).toContain('refused: /api/v1/namespaces/default/pods: Pod "a" is invalid');
});

test('who cannot be reached is named', async () => {
  const path = join(folder, 'nobody');
  writeFileSync(path, served.kubeconfig.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1'));
  await expect(twinCommand(['--kubeconfig', path])).rejects.toThrow(/127\.0\.0\.1:1\/?: .*ECONNREFUSED/);
});
