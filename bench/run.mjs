/**
 * `npm run bench [-- FILTER]`: bundles the benchmarks with the engine and the peer, runs them in a fresh Node, prints
 * lines `name value unit`. Both sides are measured in the same run, on CPU time, medians.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { benchPage } from './page.mjs';

const [filter] = process.argv.slice(2);

const folder = mkdtempSync(join(tmpdir(), 'kubeloop-bench-'));
try {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: 'bench/main.ts', outDir: folder, emptyOutDir: true, target: 'node20', minify: false },
  });
  const { status } = spawnSync(process.execPath, [join(folder, 'main.js'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
  if (filter === undefined || filter === 'page') await benchPage();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
