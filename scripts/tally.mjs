/** Adds up what the test runners report. */

/** @typedef {{ passed: number, failed: number }} Tally */

/**
 * Counts of a Vitest JSON report. A file that could not even be loaded is one failure.
 * @param {any} report @returns {Tally}
 */
export function vitestTally(report) {
  const broken = report.testResults.filter(
    (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

/**
 * Counts of a Playwright JSON report. A test that passed only at a second try has failed.
 * @param {any} report @returns {Tally}
 */
export function playwrightTally(report) {
  const { expected, unexpected, flaky } = report.stats;
  return { passed: expected, failed: unexpected + flaky + report.errors.length };
}

/** @param {readonly Tally[]} tallies @returns {Tally} */
export function sumOf(tallies) {
  return tallies.reduce((sum, each) => ({ passed: sum.passed + each.passed, failed: sum.failed + each.failed }), {
    passed: 0,
    failed: 0,
  });
}

/** 0 only if something ran and nothing failed. @param {Tally} tally */
export function exitCodeOf({ passed, failed }) {
  return failed === 0 && passed > 0 ? 0 : 1;
}
