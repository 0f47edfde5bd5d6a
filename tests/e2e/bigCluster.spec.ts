/** 1,000 pods on 50 nodes, 50 changes a second. How fast that goes is measured by `npm run bench -- page`. */
import { expect, test } from '@playwright/test';
import { en } from '../../src/app/i18n/sentences';
import { measurePage } from '../../bench/page.mjs';

test('a big cluster runs in the page, and the logs of all its pods are followed', async ({ page, baseURL }) => {
  const line = 'kubectl logs -f -l app=kubia --prefix --max-log-requests=1000';
  const { ready, changes } = await measurePage(page, `${baseURL}?lang=en`, 2, line);
  expect(ready).toBe(1_000);
  expect(changes).toBeGreaterThan(0);
  await expect(page.getByRole('log', { name: en['terminal.output'] })).toContainText('kubia-');
});
