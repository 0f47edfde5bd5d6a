/** 1,000 pods on 50 nodes, 50 changes a second, on generous bounds: `npm run bench -- page` has the figures. */
import { expect, test } from '@playwright/test';
import { en } from '../../src/app/i18n/sentences';
import { measurePage } from '../../bench/page.mjs';

test('a big cluster leaves the main thread free and answers at once', async ({ browser, baseURL }) => {
  const rounds = [];
  for (let round = 0; round < 2; round += 1) {
    const page = await browser.newPage();
    rounds.push(await measurePage(page, `${baseURL}?lang=en`, 4));
    await page.close();
  }
  expect(rounds.map(({ ready }) => ready)).toEqual([1_000, 1_000]);
  expect(Math.max(...rounds.map(({ changesPerSecond }) => changesPerSecond))).toBeGreaterThan(40);
  // The better of two: the machine that tests is busy with other things. Twice and four times what the bench asks for.
  expect(Math.min(...rounds.map(({ frameMs }) => frameMs))).toBeLessThan(16);
  expect(Math.min(...rounds.map(({ longestTaskMs }) => longestTaskMs))).toBeLessThan(200);
  expect(Math.min(...rounds.map(({ longestWaitMs }) => longestWaitMs))).toBeLessThan(200);
});

const lines = [
  'kubectl get pods -w',
  'kubectl logs -f -l app=kubia --prefix --max-log-requests=1000',
  'while true; do kubectl get pods -A -o yaml; done',
];
for (const line of lines) {
  test(`${line} of a big cluster does not stall the page`, async ({ page, baseURL }) => {
    const { ready, frameMs, longestTaskMs } = await measurePage(page, `${baseURL}?lang=en`, 4, line);
    expect(ready).toBe(1_000);
    await expect(page.getByRole('log', { name: en['terminal.output'] })).toContainText('kubia-');
    // One look only, beside an engine and a shell that want the machine too: a stall would be seconds.
    expect(frameMs).toBeLessThan(40);
    expect(longestTaskMs).toBeLessThan(500);
  });
}
