/** Finds a Chromium for the end-to-end tests, or installs one. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The browser to use: the one that CHROME names, one at a usual place, or Playwright's own.
 * @returns {string | undefined}
 */
export function findChromium(env = process.env, exists = existsSync, own = chromium.executablePath()) {
  const candidates = [env.CHROME, ...usualPaths, own];
  return candidates.find((path) => path !== undefined && path !== '' && exists(path));
}

/**
 * A browser, installed if there is none: from Debian's packages where we may, else by Playwright.
 * @returns {string | undefined} undefined if nothing worked; the reason has been printed.
 */
export function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  console.log('No Chromium found: installing one.');
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    run('apt-get', ['update']);
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']);
  } else {
    run('npx', ['playwright', 'install', 'chromium']);
  }
  const installed = findChromium();
  if (installed === undefined) {
    console.error(
      'No Chromium could be installed. Install Chromium or Chrome yourself, or set CHROME to its path, and try again.',
    );
  }
  return installed;
}

/** Runs an installer where everybody sees what it says. @param {string} command @param {readonly string[]} args */
export function run(command, args) {
  spawnSync(command, [...args], { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
