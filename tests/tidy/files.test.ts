import { expect, test } from 'vitest';
import { floatingCallFindings, headerFindings, lengthFindings, nameFindings, strayWordFindings } from './files';
import { engineLayers } from './layers';
import { isTestCode, readSources } from './sources';

const code = readSources('src', '.ts', '.tsx');
const everything = [
  ...code,
  ...readSources('src', '.css', '.json'),
  ...readSources('tests', '.ts'),
  ...readSources('bench', '.ts', '.mjs'),
  ...readSources('scripts', '.mjs'),
  ...readSources('docs', '.md'),
].filter(({ path }) => !path.startsWith('tests/tidy/files'));

test('no file is so long that nobody reads it', () => {
  expect(code.length).toBeGreaterThan(200);
  expect(lengthFindings([...code, ...readSources('tests', '.ts')])).toEqual([]);
});

test('every file of src says at its top what it is for', () => {
  expect(headerFindings(code.filter((file) => !isTestCode(file)))).toEqual([]);
});

test('no file has words that do not belong to the project', () => {
  expect(everything.length).toBeGreaterThan(250);
  expect(strayWordFindings(everything)).toEqual([]);
});

test('the engine awaits every call of the API', () => {
  const engine = engineLayers.filter((layer) => layer !== 'kubectl' && layer !== 'lessons' && layer !== 'proxy');
  // The worker and its pace are the engine's border: there, wall clock and messages begin.
  const files = engine
    .flatMap((layer) => readSources(`src/${layer}`, '.ts'))
    .filter(
      (file) => !isTestCode(file) && !/^src\/(?:cluster\/(?:worker|serveSession)|client\/http)\.ts$/.test(file.path),
    );
  const calls = files.flatMap(({ text }) => text.match(/client\.(?:get|list|create|update|patch|delete|raw)\(/g) ?? []);
  expect(calls.length).toBeGreaterThan(20);
  expect(floatingCallFindings(files)).toEqual([]);
});

test('no file is named after nothing', () => {
  expect(nameFindings(everything)).toEqual([]);
});

const file = (path: string, text: string) => ({ path, text });
const lines = (count: number) => 'x\n'.repeat(count);

test('a file of 401 lines needs a reason, one of 601 lines is found in any case', () => {
  expect(lengthFindings([file('src/a.ts', lines(400))], {})).toEqual([]);
  expect(lengthFindings([file('src/a.ts', lines(401))], {})).toHaveLength(1);
  expect(lengthFindings([file('src/a.ts', lines(401))], { 'src/a.ts': 'one state machine' })).toEqual([]);
  expect(lengthFindings([file('src/a.ts', lines(601))], { 'src/a.ts': 'one state machine' })).toHaveLength(1);
  expect(lengthFindings([file('src/a.ts', lines(10))], { 'src/a.ts': 'one state machine' })).toHaveLength(1);
});

test('a file without a header, or with an empty one, is found', () => {
  expect(headerFindings([file('src/a.ts', 'export const a = 1;')])).toHaveLength(1);
  expect(headerFindings([file('src/a.ts', '/** A. */\nexport const a = 1;')])).toHaveLength(1);
  expect(headerFindings([file('src/a.ts', '/** What the kubelet remembers of a pod. */\n')])).toEqual([]);
});

test.each([
  "const path = '/home/me/project';",
  '// TODO: later',
  '// FIXME',
  "test.only('x', () => {});",
  '// @ts-ignore',
  '// now uses the cache',
])('a stray word is found in %s', (line) => {
  expect(strayWordFindings([file('src/a.ts', line)])).toHaveLength(1);
});

test('a TODO with its issue passes', () => {
  expect(strayWordFindings([file('src/a.ts', '// TODO(#12): the rest')])).toEqual([]);
});

test('files called utils and try are found', () => {
  const found = nameFindings([
    file('src/sim/utils.ts', ''),
    file('src/app/helpers/x.ts', ''),
    file('src/sim/try.test.ts', ''),
    file('src/sim/clock.ts', ''),
  ]);
  expect(found).toHaveLength(3);
});

test('a call that nobody waits for is found, one that is handed on is not', () => {
  const found = (text: string) => floatingCallFindings([file('src/kubelet/a.ts', text)]);
  expect(found('  world.client.delete("Pod", key);')).toHaveLength(1);
  expect(found('  this.#world.recorder.event(pod, "Normal", "A", "b");')).toHaveLength(1);
  expect(found('  void tidyUp(world);')).toHaveLength(1);
  expect(found('  await world.client.delete("Pod", key);')).toEqual([]);
  expect(found('const call = () =>\n  world.client.delete("Pod", key);')).toEqual([]);
});
