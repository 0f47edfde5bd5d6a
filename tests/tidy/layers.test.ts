import { expect, test } from 'vitest';
import {
  engineLayers,
  importCycles,
  importsOf,
  layerViolations,
  loadedWith,
  resolveImport,
  runtimeImportsOf,
  workerTargets,
} from './layers';
import { isTestCode, readSources } from './sources';

const sources = readSources('src', '.ts', '.tsx').filter((file) => !isTestCode(file));

test('every import of src goes in a direction that the design allows', () => {
  const seen = sources.flatMap(({ text }) => importsOf(text)).length;
  expect(sources.length).toBeGreaterThan(150);
  expect(seen).toBeGreaterThan(500);
  expect(layerViolations(sources)).toEqual([]);
});

test('the engine knows rules by their keys alone: their sentences are in the page', () => {
  const engine: readonly string[] = engineLayers.filter((layer) => layer !== 'rules');
  const ofEngine = sources.filter(({ path }) => engine.includes(path.split('/')[1] ?? ''));
  const runtime = ofEngine.flatMap((file) =>
    runtimeImportsOf(file.text)
      .filter((specifier) => resolveImport(file.path, specifier)?.startsWith('src/rules/'))
      .map((specifier) => `${file.path}: ${specifier}`),
  );
  expect(runtime).toEqual([]);
  expect(ofEngine.filter(({ text }) => text.includes('/rules/registry')).length).toBeGreaterThan(1);
});

test('reasons are a part of the engine that is fetched with the first question', () => {
  const loaded = loadedWith('src/cluster/worker', sources).map(({ path }) => path);
  expect(loaded.length).toBeGreaterThan(100);
  expect(loaded.filter((path) => path.startsWith('src/insight/') || path.startsWith('src/rules/'))).toEqual([]);
});

test('no module imports itself in a circle', () => {
  expect(importCycles(sources)).toEqual([]);
});

test('the page starts no worker but the engine, the way to a real cluster, what must not stall the page (kubectl, reading manifests, proving lessons) and those of the editor', () => {
  const targets = sources.filter(({ path }) => path.startsWith('src/app/')).flatMap(workerTargets);
  expect(
    targets.filter(
      (target) =>
        ![
          'src/cluster/worker',
          'src/remote/worker',
          'src/app/terminal/shell.worker',
          'src/app/twin/read.worker',
          'src/session/lesson.worker',
        ].includes(target) && !target.startsWith('src/app/editor/'),
    ),
  ).toEqual([]);
});

const file = (path: string, text: string) => ({ path, text });

test.each([
  ['sim', 'api', "import { a } from '../api/kinds';"],
  ['api', 'sim', "import type { Instant } from '../sim/clock';"],
  ['scheduler', 'controllers', "export * from '../controllers/registry';"],
  ['scheduler', 'apiserver', "import '../apiserver/apiServer';"],
  ['kubelet', 'proxy', "const proxy = await import('../proxy/proxy');"],
  ['client', 'component', "import {\n  a,\n  type B,\n} from '../component/component';"],
  ['app', 'cluster', "import { Cluster } from '../cluster/cluster';"],
  ['lessons', 'sim', "import { a } from '../sim/clock';"],
])('an import from %s to %s is found', (from, to, text) => {
  expect(layerViolations([file(`src/${from}/x.ts`, text)])).toEqual([
    expect.stringContaining(`src/${from} may not import`),
  ]);
  expect(layerViolations([file(`src/${from}/x.ts`, text)])[0]).toContain(`(src/${to})`);
});

test('a folder that is not in the table is found', () => {
  expect(layerViolations([file('src/extras/x.ts', '')])).toEqual([
    'src/extras/x.ts: src/extras is not in the table of layers',
  ]);
});

test('what may be imported passes', () => {
  const text = "import { a } from '../../api/kinds';\nimport b from 'react';\n// import '../../storage/store'\n";
  expect(layerViolations([file('src/scheduler/plugins/x.ts', text)])).toEqual([]);
});

test('imports are read in all their forms', () => {
  const text = [
    "import 'a';",
    "import b from 'b';",
    'import { c, type C } from "c";',
    "import type { D } from 'd';",
    "export { e } from 'e';",
    "export * from 'f';",
    "const g = import('g');",
    "import {\n  h,\n} from 'h';",
    "/* import 'no'; */ // import 'no'",
  ].join('\n');
  expect(importsOf(text)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  expect(resolveImport('src/app/graph/x.ts', '../../cluster/worker?worker')).toBe('src/cluster/worker');
});

test('a circle of three modules is found, one that only types close is not', () => {
  const circle = [
    file('src/sim/a.ts', "import './b';"),
    file('src/sim/b.ts', "import { type C, c } from './c';"),
    file('src/sim/c.ts', "import './a';"),
    file('src/sim/d.ts', "import './a';"),
  ];
  expect(importCycles(circle)).toEqual(['src/sim/a -> src/sim/b -> src/sim/c -> src/sim/a']);
  expect(
    importCycles([file('src/sim/a.ts', "import './b';"), file('src/sim/b.ts', "import type { A } from './a';")]),
  ).toEqual([]);
});
