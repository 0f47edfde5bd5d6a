/** A served cluster whose process is killed: what it had acknowledged is there when it comes back from its state file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CoreV1Api, KubeConfig } from 'client-node-1';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../../scripts/bundle.mjs';

const folder = mkdtempSync(join(tmpdir(), 'kubeloop-killed-'));
const state = join(folder, 'state');
const kubeconfig = join(folder, 'kubeconfig');
let program = '';
let server: ChildProcess | undefined;

beforeAll(async () => {
  program = await bundle('src/server/main.ts', join(folder, 'bundle'));
}, 120_000);
afterAll(() => {
  server?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Resolves with what it has printed once it says how to stop it. */
function started(): Promise<{ readonly words: string; readonly core: CoreV1Api }> {
  const child = spawn(process.execPath, [
    program,
    'serve',
    '--port',
    '0',
    '--state',
    state,
    '--kubeconfig',
    kubeconfig,
  ]);
  server = child;
  return new Promise((resolve, reject) => {
    let words = '';
    const hear = (piece: Buffer): void => {
      words += piece.toString();
      if (!words.includes('Ctrl-C')) return;
      const config = new KubeConfig();
      config.loadFromString(readFileSync(kubeconfig, 'utf8'));
      resolve({ words, core: config.makeApiClient(CoreV1Api) });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${words}`)));
  });
}

async function killed(): Promise<void> {
  const child = server;
  const gone = new Promise((resolve) => child?.once('exit', resolve));
  child?.kill('SIGKILL');
  await gone;
}

test('kill -9 amid forty writes loses none that was acknowledged, and uids and versions stay', {
  timeout: 120_000,
}, async () => {
  const first = await started();
  expect(first.words).toContain('A new cluster, kept in');
  const acknowledged = new Map<string, string>();
  const writes = Array.from({ length: 40 }, async (_, index) => {
    const metadata = { name: `kept-${index}` };
    try {
      const made = await first.core.createNamespacedConfigMap({ namespace: 'default', body: { metadata } });
      acknowledged.set(metadata.name, `${made.metadata?.uid} ${made.metadata?.resourceVersion}`);
      if (acknowledged.size === 15) await killed();
    } catch {
      // The server was killed before it had answered.
    }
  });
  await Promise.all(writes);
  expect(acknowledged.size).toBeGreaterThanOrEqual(15);
  const second = await started();
  expect(second.words).toMatch(/is back: \d+ commands so far/);
  const { items } = await second.core.listNamespacedConfigMap({ namespace: 'default' });
  const there = new Map(items.map(({ metadata }) => [metadata?.name, `${metadata?.uid} ${metadata?.resourceVersion}`]));
  for (const [name, identity] of acknowledged) expect({ name, identity: there.get(name) }).toEqual({ name, identity });
  await killed();
});
