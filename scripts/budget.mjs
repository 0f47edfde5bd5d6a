/**
 * Bundle budgets, in KiB of gzip: reads what `vite build` wrote, sorts it into what the first load needs and what is
 * fetched on demand, and fails if a part is too heavy. `node scripts/budget.mjs [FOLDER]`; the default is dist.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

/** @typedef {{ path: string, text: string, gzip: number }} BuiltFile `path` is relative to the folder, `gzip` in bytes. */
/** @typedef {{ part: string, files: readonly string[], kib: number, budget: number }} Row */

const KIB = 1024;
const MAIN_THREAD = 180;
/** The engine's own budget: docs/decisions/004-engine-weight.md. */
const ENGINE = 340;
/** What the engine fetches later, each part: same page. */
const ENGINE_LATER = 100;
/** The shell's worker, fetched when the terminal first opens: docs/decisions/003-dependencies.md. */
const SHELL = { part: 'shell worker', name: /^shell\.worker/, budget: 340 };
/** An engine and a shell of its own, fetched when a lesson is proved or its solution opened: docs/decisions/013-goals.md. */
const PROOF = { part: 'worker that proves lessons', name: /^lesson\.worker/, budget: 700 };
/** Parts on demand, by the name of their chunk; the last one takes all others. @type {readonly { name: RegExp, budget: number }[]} */
const lazyBudgets = [
  { name: /monaco|yaml|editor|diffview/i, budget: 1600 },
  { name: /term/i, budget: 100 },
  { name: /./, budget: 60 },
];

/**
 * Every part with its weight and budget. Throws if the files do not look like a build of the page.
 * @param {readonly BuiltFile[]} files @returns {readonly Row[]}
 */
export function budgetRows(files) {
  const byName = new Map(files.map((file) => [baseOf(file.path), file]));
  const html = byName.get('index.html');
  if (html === undefined) throw new Error('no index.html: is this a build?');
  const main = closure([...mentions(html, byName)].filter(isCode), (file) => staticImports(file, byName));
  const workers = closure(
    [...main].flatMap((file) => workerFiles(file, byName)),
    (file) => staticImports(file, byName),
  );
  if (![...main].some((file) => file.path.endsWith('.js'))) throw new Error('index.html loads no script');
  if (workers.size === 0) throw new Error('the page starts no worker: where is the engine?');
  const first = new Set([html, ...main, ...workers]);
  // What a part fetches later still is a part of its own.
  const asked = (/** @type {BuiltFile} */ file) => dynamicImports(file, byName).filter((other) => !first.has(other));
  const onDemand = closure([...main].flatMap(asked), (file) => [...staticImports(file, byName), ...asked(file)]);
  const roots = new Set([...main, ...onDemand].flatMap(asked));
  const started = [...onDemand].flatMap((file) => workerFiles(file, byName));
  const ownWorkers = [SHELL, PROOF].map(({ part, name, budget }) => {
    const files = closure(
      started.filter((file) => name.test(baseOf(file.path))),
      (file) => staticImports(file, byName),
    );
    return { part, files, budget };
  });
  const inWorkers = ownWorkers.flatMap(({ files }) => [...files]);
  return [
    row('first load, main thread', new Set([html, ...main]), MAIN_THREAD),
    row('first load, engine worker', workers, ENGINE),
    ...[...new Set([...workers].flatMap(asked))].map((root) => {
      const reached = closure([root], (file) => staticImports(file, byName));
      for (const file of first) reached.delete(file);
      return row(`on demand, engine: ${baseOf(root.path)}`, reached, ENGINE_LATER);
    }),
    ...ownWorkers
      .filter(({ files }) => files.size > 0)
      .map(({ part, files, budget }) => row(`on demand, ${part}`, files, budget)),
    ...[...roots].map((root) => {
      // Vite lists the style sheets and chunks to preload by name wherever it likes: only real imports count.
      const reached = closure([root], (file) => [...staticImports(file, byName), ...workerFiles(file, byName)]);
      for (const file of [...first, ...inWorkers]) reached.delete(file);
      const { budget } = lazyBudgets.find(({ name }) => name.test(baseOf(root.path))) ?? { budget: 0 };
      return row(`on demand: ${baseOf(root.path)}`, reached, budget);
    }),
  ];
}

/** The rows that are over their budget. @param {readonly Row[]} rows */
export function overBudget(rows) {
  return rows.filter(({ kib, budget }) => kib > budget);
}

/** @param {string} part @param {Set<BuiltFile>} files @param {number} budget @returns {Row} */
function row(part, files, budget) {
  const bytes = [...files].reduce((sum, file) => sum + file.gzip, 0);
  return { part, files: [...files].map(({ path }) => path), kib: bytes / KIB, budget };
}

/**
 * @param {readonly BuiltFile[]} roots @param {(file: BuiltFile) => readonly BuiltFile[]} next
 * @returns {Set<BuiltFile>}
 */
function closure(roots, next) {
  const reached = new Set(roots);
  for (const file of reached) for (const other of next(file)) reached.add(other);
  return reached;
}

/** @param {string} path */
function baseOf(path) {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** @param {BuiltFile} file */
function isCode({ path }) {
  return path.endsWith('.js') || path.endsWith('.css');
}

const patterns = {
  static: /(?:\bfrom|\bimport)\s*["'`]([^"'`]+)["'`]/g,
  dynamic: /\bimport\(\s*["'`]([^"'`]+)["'`]\s*\)/g,
  worker: /new URL\(\s*["'`]([^"'`]+\.js)["'`]/g,
};

/** @param {BuiltFile} file @param {RegExp} pattern @param {Map<string, BuiltFile>} byName @returns {BuiltFile[]} */
function matches(file, pattern, byName) {
  if (!file.path.endsWith('.js')) return [];
  return [...file.text.matchAll(pattern)].flatMap(([, name = '']) => byName.get(baseOf(name)) ?? []);
}
/** @param {BuiltFile} file @param {Map<string, BuiltFile>} byName */
const staticImports = (file, byName) => matches(file, patterns.static, byName);
/** @param {BuiltFile} file @param {Map<string, BuiltFile>} byName */
const dynamicImports = (file, byName) => matches(file, patterns.dynamic, byName);
/** @param {BuiltFile} file @param {Map<string, BuiltFile>} byName */
const workerFiles = (file, byName) => matches(file, patterns.worker, byName);

/** Every file whose name stands anywhere in `file`. @param {BuiltFile} file @param {Map<string, BuiltFile>} byName */
function* mentions(file, byName) {
  for (const [name, other] of byName) if (other !== file && file.text.includes(name)) yield other;
}

/** @param {string} folder @returns {readonly BuiltFile[]} */
function readBuild(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const content = readFileSync(path);
      return { path: relative(folder, path), text: content.toString('utf8'), gzip: gzipSync(content).length };
    });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const rows = budgetRows(readBuild(process.argv[2] ?? 'dist'));
  for (const { part, files, kib, budget } of rows) {
    const verdict = kib > budget ? 'TOO HEAVY' : 'ok';
    console.log(`${verdict.padEnd(10)}${kib.toFixed(1).padStart(8)} of ${budget} KiB  ${part} (${files.length} files)`);
  }
  process.exitCode = overBudget(rows).length === 0 ? 0 : 1;
}
