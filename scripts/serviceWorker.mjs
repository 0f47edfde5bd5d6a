/** A part of the build: `sw.js`, the service worker with the list of everything that the build has put into its folder. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { build } from 'vite';

const SOURCE = 'src/app/offline/serviceWorker.ts';
/** Not part of the page: the worker itself, instructions to hosts, maps. */
const LEFT_OUT = /^(?:sw\.js|[._].*)$|\.map$/;

/** @returns {import('vite').Plugin} */
export function serviceWorker() {
  let folder = '';
  let root = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      folder = resolve(root, config.build.outDir);
    },
    // After the files of public/ are there too.
    closeBundle: {
      order: 'post',
      sequential: true,
      handler: async () => writeFileSync(join(folder, 'sw.js'), await codeOf(join(root, SOURCE), filesOf(folder))),
    },
  };
}

/**
 * The files of a build as the worker wants them: path, and the hash of the content unless the name has it.
 * @param {string} folder
 */
export function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !LEFT_OUT.test(path))
    .toSorted()
    .map((path) => {
      if (/^assets\/.*-[\w-]{8}\.\w+$/.test(path)) return [path];
      const hash = createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('base64');
      return [path === 'index.html' ? './' : path, `sha256-${hash}`];
    });
}

/** @param {string} entry @param {string[][]} files */
async function codeOf(entry, files) {
  const id = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 12);
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { __BUILD__: JSON.stringify({ id, files }) },
    build: { write: false, target: 'es2023', lib: { entry, formats: ['iife'], name: 'serviceWorker', fileName: 'sw' } },
  });
  const [chunk] = [built].flat().flatMap((result) => ('output' in result ? result.output : []));
  if (chunk?.type !== 'chunk') throw new Error(`${entry}: built no script`);
  return chunk.code;
}
