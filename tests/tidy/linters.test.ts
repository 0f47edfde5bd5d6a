/** A guard is proven to bite: each rule is broken in a repository of three files, and its tool must say so. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { engineLayers, layers } from './layers';
import { root } from './sources';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A repository with our configuration and `files`. */
function repository(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubeloop-tidy-'));
  folders.push(folder);
  for (const name of ['.oxlintrc.json', 'knip.json']) copyFileSync(root + name, join(folder, name));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function run(
  tool: string,
  args: readonly string[],
  folder: string,
): { readonly status: number; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin', tool), args, {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status: status ?? -1, text: stdout + stderr };
}

/** What oxlint has against each of `files`, by path. */
function lint(files: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  const { text } = run('oxlint', ['--deny-warnings', '--format=json'], repository(files));
  // The shape of oxlint's own report.
  const report = JSON.parse(text) as { diagnostics: readonly { code: string; message: string; filename: string }[] };
  const found = new Map<string, string[]>();
  for (const { code, message, filename } of report.diagnostics) {
    found.set(filename, [...(found.get(filename) ?? []), `${code} ${message}`]);
  }
  return found;
}

test('oxlint finds every import that the table of layers forbids, and none that it allows', () => {
  const names = Object.keys(layers);
  const pairs = names.flatMap((from) => names.filter((to) => to !== from).map((to) => ({ from, to })));
  // One folder deeper than the layer: the page has a folder `cluster` of its own.
  const files = pairs.map(({ from, to }) => [
    `src/${from}/deep/${to}.ts`,
    `import type { A } from '../../${to}/thing';\nexport type B = A;\n`,
  ]);
  const found = lint(Object.fromEntries(files));
  const wrong = pairs.flatMap(({ from, to }) => {
    const isFound =
      found.get(`src/${from}/deep/${to}.ts`)?.some((line) => line.includes('no-restricted-imports')) === true;
    const isAllowed = layers[from]?.may.includes(to) === true || hasException(from, to);
    return isFound === isAllowed ? [`${from} -> ${to}: ${isFound ? 'found' : 'not found'}`] : [];
  });
  expect(pairs.length).toBeGreaterThan(200);
  expect(wrong).toEqual([]);
});

function hasException(from: string, to: string): boolean {
  return layers[from]?.except?.some((path) => path.startsWith(`src/${to}/`)) === true;
}

test('oxlint finds wall clock, chance, and calls that race in every layer of the engine', () => {
  const lines = [
    'export const a = Date.now();',
    'export const b = Math.random();',
    'export const c = Math.log(2);',
    'setTimeout(() => undefined, 1);',
    'export const d = Promise.all([]);',
    'console.log(1);',
  ];
  const files = engineLayers.map((layer) => [`src/${layer}/bad.ts`, lines.join('\n')]);
  const found = lint(Object.fromEntries(files));
  for (const layer of engineLayers) expect(found.get(`src/${layer}/bad.ts`), layer).toHaveLength(lines.length);
});

test('oxlint finds any, non-null assertions, default exports and circles', () => {
  const found = lint({
    'src/app/a.ts': "import { b } from './b';\nexport const a: any = b;\n",
    'src/app/b.ts': "import { a } from './a';\nexport const b = a!;\n",
    'src/app/c.ts': 'export default 1;\n',
  });
  expect(found.get('src/app/a.ts')?.join()).toContain('no-explicit-any');
  expect(found.get('src/app/b.ts')?.join()).toContain('no-non-null-assertion');
  expect([...found.values()].flat().join()).toContain('no-cycle');
  expect(found.get('src/app/c.ts')?.join()).toContain('no-default-export');
});

test('a clean file passes oxlint', () => {
  expect(lint({ 'src/sim/good.ts': 'export const good = 1;\n' }).size).toBe(0);
});

test.each([
  'setTimeout(() => 1, 1)',
  'window.name',
  'performance.now()',
  'fetch("/")',
  'structuredClone({})',
  'process.env',
])('the compiler does not know %s in the engine', (expression) => {
  const folder = repository({
    'bad.ts': `export const bad = ${expression};\n`,
    'tsconfig.json': JSON.stringify({ extends: `${root}tsconfig.engine.json`, include: ['bad.ts'], exclude: [] }),
  });
  const { status, text } = run('tsc', ['--noEmit', '-p', 'tsconfig.json'], folder);
  expect(status).not.toBe(0);
  expect(text).toMatch(/bad\.ts\(1,\d+\): error TS(2304|2580|2584|2552|2591)/);
});

test('the compiler accepts plain code in the engine', () => {
  const folder = repository({
    'good.ts': 'export const good = [1, 2].map((value) => value + 1);\n',
    'tsconfig.json': JSON.stringify({ extends: `${root}tsconfig.engine.json`, include: ['good.ts'], exclude: [] }),
  });
  expect(run('tsc', ['--noEmit', '-p', 'tsconfig.json'], folder)).toEqual({ status: 0, text: '' });
});

test('knip finds a file, an export and a dependency that nobody uses', () => {
  const folder = repository({
    'package.json': JSON.stringify({ name: 'x', type: 'module', dependencies: { react: '19.3.1', vite: '8.3.8' } }),
    'vite.config.ts': 'export default {};',
    'index.html': '<script type="module" src="/src/app/main.tsx"></script>',
    'src/app/main.tsx': "import { used } from './used';\nused();\n",
    'src/app/used.ts': 'export const used = () => 1;\nexport const unused = 2;\n',
    'src/app/forgotten.ts': 'export const forgotten = 1;\n',
  });
  const { status, text } = run('knip', ['--no-progress'], folder);
  expect(status).toBe(1);
  expect(text).toContain('src/app/forgotten.ts');
  expect(text).toMatch(/unused\s+src\/app\/used\.ts/);
  expect(text).toContain('react');
  expect(text).not.toContain('main.tsx');
});
