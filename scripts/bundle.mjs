/** Bundles an entry in TypeScript, with the engine, into modules that this Node runs. The one place that says how. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles `entry`, a path in the checkout, into `folder`; hands back the path of the module to run. */
export async function bundle(entry, folder) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    // Nothing of the page belongs to it.
    publicDir: false,
    ssr: { noExternal: true },
    build: { ssr: entry, outDir: folder, emptyOutDir: true, target: 'node20', minify: false },
  });
  return join(folder, basename(entry).replace(/\.ts$/, '.js'));
}

/** Writes what is made of the API's schema: engine and page import it. What it prints goes nowhere, mistakes are shown. */
export function generate() {
  spawnSync(process.execPath, ['scripts/generateSchema.mjs'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Bundles `entry` into a folder of its own, runs it with `args` in a fresh Node and hands back its exit code. */
export async function bundleAndRun(entry, args) {
  const folder = mkdtempSync(join(tmpdir(), 'kubeloop-'));
  try {
    return await run(await bundle(entry, folder), args);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ctrl-C reaches the child by itself: this process only waits for its end. Other signals are passed on. */
function run(module, args) {
  const ignore = () => {};
  process.on('SIGINT', ignore);
  const child = spawn(process.execPath, [module, ...args], { stdio: 'inherit' });
  const pass = (signal) => child.kill(signal);
  process.on('SIGTERM', pass);
  process.on('SIGHUP', pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', pass);
      process.off('SIGHUP', pass);
      resolve(code ?? 1);
    });
  });
}
