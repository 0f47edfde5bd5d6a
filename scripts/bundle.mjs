/** Bundles an entry in TypeScript, with the engine, into modules that this Node runs. The one place that says how. */
import { mkdtempSync, rmSync } from 'node:fs';
import { spawn, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'vite';

/** Bundles `entry` into `folder`; hands back the path of the module to run. */
export async function bundle(entry, folder) {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: entry, outDir: folder, emptyOutDir: true, target: 'node20', minify: false },
  });
  return join(folder, basename(entry).replace(/\.ts$/, '.js'));
}

/** Writes what is made of the API's schema: engine and page import it. */
export function generate() {
  spawnSync(process.execPath, ['scripts/generateSchema.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Bundles `entry` into a folder of its own, runs it with `args` in a fresh Node and hands back its exit code. */
export async function bundleAndRun(entry, args) {
  const folder = mkdtempSync(join(tmpdir(), 'kubeloop-'));
  try {
    const module = await bundle(entry, folder);
    return await run(module, args);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A signal from the terminal reaches the child by itself: this process only waits for its end. */
function run(module, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [module, ...args], { stdio: 'inherit' });
    const pass = (signal) => child.kill(signal);
    const ignore = () => {};
    process.on('SIGINT', ignore);
    process.on('SIGTERM', pass);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', pass);
      resolve(code ?? 1);
    });
  });
}
