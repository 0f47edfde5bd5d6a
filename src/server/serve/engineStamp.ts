/** Names the code that runs, so that a state left behind by other code is told from one of our own. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A hash of the bundle that `moduleUrl` (`import.meta.url`) is a part of. */
export function engineStamp(moduleUrl: string): string {
  const beside = dirname(fileURLToPath(moduleUrl));
  // Parts that are loaded later lie in a folder of the bundle.
  const folder = basename(beside) === 'assets' ? dirname(beside) : beside;
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.m?js$/.test(name));
  for (const name of files.sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}
