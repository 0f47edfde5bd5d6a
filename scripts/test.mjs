/**
 * `npm test`: everything. Static checks, all Vitest projects, the build and its budgets, then the page in a browser.
 * The last line is `N passed, N failed`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './browser.mjs';
import { ensureKubectl, NO_KUBECTL, playableVersion } from './kubectl.mjs';
import { runStep, staticSteps } from './steps.mjs';
import { exitCodeOf, playwrightTally, sumOf, vitestTally } from './tally.mjs';

const folder = mkdtempSync(join(tmpdir(), 'kubeloop-test-'));
/** @type {{ passed: number, failed: number }[]} */
const tallies = [];
let hasKubectl = true;

/** A step without tests of its own counts as one. @param {string} name @param {string} command */
async function step(name, command) {
  const ok = await runStep(name, command);
  tallies.push({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });
  return ok;
}

/**
 * A test runner that writes its report to `file`. Without a report it has failed.
 * @param {string} name @param {string} command @param {string} file
 * @param {(report: any) => { passed: number, failed: number }} tallyOf @param {Record<string, string>} env
 */
async function runner(name, command, file, tallyOf, env = {}) {
  const ok = await runStep(name, command, { env, limitSeconds: 1800 });
  tallies.push(tallyOrFailure(file, tallyOf, ok));
}

/** @param {string} file @param {(report: any) => { passed: number, failed: number }} tallyOf @param {boolean} ok */
function tallyOrFailure(file, tallyOf, ok) {
  try {
    const tally = tallyOf(JSON.parse(readFileSync(file, 'utf8')));
    return ok || tally.failed > 0 ? tally : { ...tally, failed: 1 };
  } catch (error) {
    console.error(`no report: ${error instanceof Error ? error.message : error}`);
    return { passed: 0, failed: 1 };
  }
}

try {
  for (const [name, command] of staticSteps) await step(name, command);

  hasKubectl = playableVersion(await ensureKubectl()) !== undefined;
  const vitest = join(folder, 'vitest.json');
  const reporters = `--reporter=default --reporter=json --outputFile.json=${vitest}`;
  await runner(
    'unit, tidy, conformance, simulation, transports, clients',
    `npx vitest run ${reporters}`,
    vitest,
    vitestTally,
  );

  const built = await step('build', 'npx vite build --logLevel warn');
  if (built) await step('budgets', 'node scripts/budget.mjs');
  if (built) await step('nobody else is asked', 'node scripts/strangers.mjs');
  const browser = ensureChromium();
  if (built && browser !== undefined) {
    const playwright = join(folder, 'playwright.json');
    await runner('end to end', 'npx playwright test --reporter=list,json', playwright, playwrightTally, {
      CHROME: browser,
      PLAYWRIGHT_JSON_OUTPUT_FILE: playwright,
    });
  } else {
    console.error('\n== end to end: FAILED (no build or no browser)');
    tallies.push({ passed: 0, failed: 1 });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const total = sumOf(tallies);
process.exitCode = exitCodeOf(total);
if (!hasKubectl) console.log(`\n${NO_KUBECTL}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
