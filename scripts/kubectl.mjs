/** Finds a kubectl for the tests that play recordings with a real one, or installs it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The kubectl to use: the one that KUBECTL names, or the first on PATH.
 * @returns {string | undefined}
 */
export function findKubectl(env = process.env, exists = existsSync) {
  const onPath = (env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'kubectl'));
  return [env.KUBECTL, ...onPath].find((path) => path !== undefined && path !== '' && exists(path));
}

/** The oldest version 1.N whose words the recordings' readers know. */
const OLDEST = 27;

/**
 * The N of kubectl 1.N at `path`; undefined if there is none that is new enough.
 * @param {string | undefined} path
 */
export function playableVersion(path) {
  if (path === undefined) return undefined;
  const { stdout } = spawnSync(path, ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  const found = /"gitVersion": "v1\.(\d+)\./.exec(stdout ?? '');
  const minor = found === null ? undefined : Number(found[1]);
  return minor === undefined || minor < OLDEST ? undefined : minor;
}

/** What to say where the sessions of a real kubectl cannot be played. */
export const NO_KUBECTL = `no kubectl of 1.${OLDEST} or newer is here: sessions that a real one plays are skipped (KUBECTL=PATH names one)`;

/**
 * A kubectl, installed from Debian's packages if there is none and we may.
 * @returns {Promise<string | undefined>} undefined if nothing worked; the tests say what is missing.
 */
export async function ensureKubectl() {
  const found = findKubectl();
  if (found !== undefined || process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return found;
  console.log('No kubectl found: installing one.');
  const { run } = await import('./browser.mjs');
  run('apt-get', ['update']);
  run('apt-get', ['install', '-y', '--no-install-recommends', 'kubernetes-client']);
  return findKubectl();
}
