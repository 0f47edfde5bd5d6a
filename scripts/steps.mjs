/** The steps of `npm run check` and `npm test`: running one, naming it, telling how long it took. */
import { spawnSync } from 'node:child_process';

/** What needs no test runner, cheapest first. @type {readonly (readonly [string, string])[]} */
export const staticSteps = [
  ['generate', 'node scripts/generateSchema.mjs'],
  ['format', 'npx biome format .'],
  ['lint', 'npx oxlint --deny-warnings'],
  ['types of the engine', 'npx tsc --noEmit -p tsconfig.engine.json'],
  ['types', 'npx tsc --noEmit'],
  ['dead code', 'npx knip --no-progress'],
];

/**
 * Runs `command` in a shell and prints what it prints.
 * @param {string} name @param {string} command @param {Record<string, string>} env
 * @returns {boolean} whether it ended well.
 */
export function runStep(name, command, env = {}) {
  const start = Date.now();
  console.log(`\n== ${name}`);
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit', env: { ...process.env, ...env } });
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
  return status === 0;
}
