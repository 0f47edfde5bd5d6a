/** `npm run check`: what must hold before every commit, in under a minute. */
import { runStep, staticSteps } from './steps.mjs';

const start = Date.now();
const failed = [...staticSteps, ['tests', 'npx vitest run --project unit --project page --project tidy']]
  .filter(([name, command]) => !runStep(name ?? '', command ?? ''))
  .map(([name]) => name);
console.log(`\ncheck: ${((Date.now() - start) / 1000).toFixed(0)} s`);
if (failed.length > 0) console.log(`failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
