/** Builds the page into `dist`, if that is older than what it is made of. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = ['src', 'public', 'generated', 'index.html', 'vite.config.ts', 'package-lock.json'];

/** The folder of the page, as new as its sources. */
export async function ensurePage() {
  const page = join(root, 'dist');
  const builtAt = existsSync(join(page, 'index.html')) ? statSync(join(page, 'index.html')).mtimeMs : 0;
  if (SOURCES.some((name) => newest(join(root, name)) > builtAt)) {
    console.log('Building the page ...');
    await build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'error' });
  }
  return page;
}

/** When a file, or the newest file below a folder, was last written. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}
