/** End-to-end tests: real Chromium against the built page. `npm test` builds it first. */
import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/browser.mjs';

const port = Number(process.env.PORT ?? 4179);
const executablePath = findChromium();

export default defineConfig({
  testDir: 'tests/e2e',
  // Most tests wait for the cluster, not for the machine.
  workers: 3,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  projects: [{ name: 'page' }],
  webServer: {
    command: `npx vite preview --port ${port} --strictPort`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: process.env.PORT !== undefined,
  },
  use: {
    baseURL: `http://localhost:${port}/`,
    // Keeping the whole page for each test would cost more than the tests: offline.spec.ts alone does.
    serviceWorkers: 'block',
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
