/** Finds a kubectl for the tests that play recordings with a real one, or installs it. */
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
