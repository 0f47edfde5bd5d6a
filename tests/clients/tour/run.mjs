/**
 * `npm run clients [-- --kubeconfig FILE] [-- CLIENT...]`: the tour of real clients. Starts `npm run serve` (or takes the
 * cluster of the kubeconfig), finds the clients on PATH and CLIENTS_PATH, and tells of each what was done and how it went.
 * A client that is not there is told as not found, never as passed. PYTHON names a Python that has the client.
 * With --no-programs nothing is asked of what runs in pods, for clusters whose pods are pretence.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tourKubectl } from './kubectl.mjs';
import { tourGo, tourHelm, tourKustomize, tourKwok, tourPython } from './others.mjs';
import { findTools, pause, run } from './tool.mjs';

const { values, positionals } = parseArgs({
  options: {
    kubeconfig: { type: 'string' },
    'no-programs': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
  allowPositionals: true,
});
if (values.help === true) {
  console.log(
    'Usage: npm run clients -- [--kubeconfig FILE [--no-programs]] [kubectl] [helm] [kustomize] [python] [kwok] [go]',
  );
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'kubeloop-tour-'));
const kubeconfig = values.kubeconfig ?? join(folder, 'kubeconfig');
const served = values.kubeconfig === undefined ? await serve() : undefined;
/** @type {{ client: string, passed: number, failed: string[] }[]} */
const results = [];
/** @type {string[]} */
const absent = [];
try {
  const kubectls = findTools(/^kubectl(\.\d+\.\d+)?$/);
  const tour = { kubeconfig, folder, runsPrograms: values['no-programs'] !== true, kubectl: kubectls.at(-1) };
  await visit('kubectl', kubectls, (path) => tourKubectl(path, tour));
  await visit('helm', findTools('helm').slice(0, 1), (path) => tourHelm(path, tour));
  await visit('kustomize', findTools('kustomize').slice(0, 1), (path) => tourKustomize(path, tour));
  await visit('python', await pythons(), (path) => tourPython(path, tour));
  await visit('kwok', findTools('kwok').slice(0, 1), (path) => tourKwok(path, tour));
  await visit('go', findTools('go').slice(0, 1), (path) => tourGo(path, tour));
} finally {
  served?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}

console.log('\nclient                          passed  failed');
for (const { client, passed, failed } of results)
  console.log(
    `${client.padEnd(32)}${String(passed).padStart(6)}${String(failed.length).padStart(8)}  ${failed.join('; ')}`,
  );
for (const name of absent) console.log(`${name.padEnd(32)}not found`);
process.exitCode = results.some(({ failed }) => failed.length > 0) ? 1 : 0;

/** @param {string} name @param {readonly string[]} paths @param {(path: string) => Promise<{ client: string, passed: number, failed: string[] }>} tour */
async function visit(name, paths, tour) {
  if (positionals.length > 0 && !positionals.includes(name)) return;
  if (paths.length === 0) absent.push(name);
  for (const path of paths) results.push(await tour(path));
}

/** Pythons that have the client. */
async function pythons() {
  const candidates = process.env.PYTHON === undefined ? findTools('python3').slice(0, 1) : [process.env.PYTHON];
  const found = [];
  for (const path of candidates) {
    const { code } = await run(path, ['-c', 'import kubernetes']);
    if (code === 0) found.push(path);
  }
  return found;
}

/** The served cluster, once its kubeconfig is written. */
async function serve() {
  const child = spawn(process.execPath, ['scripts/server.mjs', 'serve', '--port', '0', '--kubeconfig', kubeconfig], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (piece) => {
    said += piece;
  });
  for (let i = 0; i < 600 && !said.includes('KUBECONFIG'); i++) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${said}`);
    await pause(100);
  }
  return child;
}
