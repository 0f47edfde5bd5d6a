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

/** Signals are passed on: the child says when it is done. */
function run(module, args) {
  const child = spawn(process.execPath, [module, ...args], { stdio: 'inherit' });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const pass = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      for (const signal of signals) process.off(signal, pass);
      resolve(code ?? 1);
    });
  });
}
