/** `npm run check`: what must hold before every commit, in under a minute. */
import { runStep, staticSteps } from './steps.mjs';

const start = Date.now();
/** @type {string[]} */
const failed = [];
const tests = /** @type {const} */ (['tests', 'npx vitest run --project unit --project page --project tidy']);
for (const [name, command] of [...staticSteps, tests]) if (!(await runStep(name, command))) failed.push(name);
console.log(`\ncheck: ${((Date.now() - start) / 1000).toFixed(0)} s`);
if (failed.length > 0) console.log(`failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
