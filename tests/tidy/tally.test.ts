import { expect, test } from 'vitest';
import { findChromium } from '../../scripts/browser.mjs';
import { runStep } from '../../scripts/steps.mjs';
import { exitCodeOf, playwrightTally, sumOf, vitestTally } from '../../scripts/tally.mjs';

test('a test file that could not be loaded is a failure', () => {
  const testResults = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{ status: 'failed' }] },
    { status: 'passed', assertionResults: [{ status: 'passed' }] },
  ];
  expect(vitestTally({ numPassedTests: 1, numFailedTests: 1, testResults })).toEqual({ passed: 1, failed: 2 });
});

test('flaky browser tests and errors outside of tests are failures', () => {
  const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 3 };
  expect(playwrightTally({ stats, errors: [{}] })).toEqual({ passed: 5, failed: 3 });
});

test('the run is good only if something passed and nothing failed', () => {
  expect(
    exitCodeOf(
      sumOf([
        { passed: 1, failed: 0 },
        { passed: 2, failed: 0 },
      ]),
    ),
  ).toBe(0);
  expect(
    exitCodeOf(
      sumOf([
        { passed: 1, failed: 0 },
        { passed: 2, failed: 1 },
      ]),
    ),
  ).toBe(1);
  expect(exitCodeOf(sumOf([]))).toBe(1);
});

test('the browser is the one named by CHROME, then one of the machine, then the one of Playwright', () => {
  const only =
    (...paths: readonly string[]) =>
    (path: unknown) =>
      paths.includes(String(path));
  const usual = '/usr/bin/chromium';
  expect(findChromium({ CHROME: '/my/chrome' }, only('/my/chrome', usual), '/own')).toBe('/my/chrome');
  expect(findChromium({ CHROME: '/gone' }, only(usual, '/own'), '/own')).toBe(usual);
  expect(findChromium({}, only('/own'), '/own')).toBe('/own');
  expect(findChromium({}, only(), '/own')).toBeUndefined();
});

test('a step that never ends is ended, with what it has started', async () => {
  expect(await runStep('a step that must be ended', 'sleep 60 & sleep 60', { limitSeconds: 0.2 })).toBe(false);
  expect(await runStep('short', 'true')).toBe(true);
  expect(await runStep('a step that must fail', 'false')).toBe(false);
});
