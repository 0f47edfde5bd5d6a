/** The steps of `npm run check` and `npm test`: running one, naming it, telling how long it took. */
import { spawn } from 'node:child_process';

/** Where tools remember what they found, so that the next run looks at what has changed alone. */
const CACHE = 'node_modules/.cache/kubeloop';
/** @param {string} name @param {string} project */
const types = (name, project) =>
  `npx tsc --noEmit -p ${project} --incremental --tsBuildInfoFile ${CACHE}/${name}.tsbuildinfo`;

/** What needs no test runner, cheapest first. @type {readonly (readonly [string, string])[]} */
export const staticSteps = [
  ['generate', 'node scripts/generateSchema.mjs'],
  ['format', 'npx biome format .'],
  ['lint', 'npx oxlint --deny-warnings'],
  ['types of the engine', types('engine', 'tsconfig.engine.json')],
  ['types', types('page', 'tsconfig.json')],
  ['dead code', `npx knip --no-progress --cache --cache-location ${CACHE}/knip`],
];

/**
 * Runs `command` in a shell and prints what it prints. A step that takes longer than its limit is ended with all that
 * it started: a loop without end in a test must not hang the run.
 * @param {string} name @param {string} command
 * @param {{ env?: Record<string, string>, limitSeconds?: number }} options
 * @returns {Promise<boolean>} whether it ended well.
 */
export async function runStep(name, command, { env = {}, limitSeconds = 120 } = {}) {
  const start = Date.now();
  console.log(`\n== ${name}`);
  const child = spawn(command, { shell: true, stdio: 'inherit', detached: true, env: { ...process.env, ...env } });
  const stop = () => endGroup(child.pid);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, limitSeconds * 1000);
  const code = await new Promise((resolve) => child.on('close', resolve).on('error', () => resolve(-1)));
  clearTimeout(timer);
  process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  const verdict = late ? `FAILED: not done after ${limitSeconds} s` : code === 0 ? 'ok' : 'FAILED';
  console.log(`== ${name}: ${verdict} (${seconds} s)`);
  return code === 0 && !late;
}

/** Ends a process and its children. @param {number | undefined} pid */
function endGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended by itself in the meantime.
  }
}
