import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import firstEn from '../../src/app/i18n/en.json';
import { en, ko } from '../../src/app/i18n/sentences';
import { loadedWith } from './layers';
import { isTestCode, readSources, root } from './sources';
import { commandsIn, missingTranslations, pathsIn, unusedKeys } from './texts';

const readme = readFileSync(`${root}README.md`, 'utf8');
const contributing = readFileSync(`${root}CONTRIBUTING.md`, 'utf8');
// The shape of our own file.
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Record<
  'scripts' | 'dependencies' | 'devDependencies',
  Record<string, string>
>;
const { scripts } = manifest;

test('both languages have every sentence', () => {
  expect(Object.keys(en).length).toBeGreaterThan(20);
  expect(missingTranslations({ en, ko })).toEqual([]);
});

test('the page uses every sentence', () => {
  const page = readSources('src/app', '.ts', '.tsx').filter((file) => !isTestCode(file));
  expect(unusedKeys(Object.keys(en), page)).toEqual([]);
});

test('the first load brings the sentences that it says, and no others', () => {
  const sources = readSources('src', '.ts', '.tsx').filter((file) => !isTestCode(file));
  const first = loadedWith('src/app/main', sources);
  expect(first.length).toBeGreaterThan(50);
  const saidLater = unusedKeys(Object.keys(en), first);
  const saidFirst = Object.keys(en).filter((key) => !saidLater.includes(key));
  expect(Object.keys(firstEn).toSorted()).toEqual(saidFirst.toSorted());
});

test('the commands of the README exist', () => {
  const commands = commandsIn(readme + contributing);
  expect(commands).toEqual(expect.arrayContaining(['start', 'test', 'check', 'bench', 'build', 'preview']));
  expect(commands.filter((command) => scripts[command] === undefined)).toEqual([]);
});

test('every dependency is pinned to one version', () => {
  const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.length).toBeGreaterThan(20);
  expect(versions.filter(([, version]) => !/^(?:npm:[@\w/-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('the README explains every folder of src', () => {
  const folders = readdirSync(`${root}src`);
  expect(folders.filter((folder) => !readme.includes(`\`src/${folder}\``))).toEqual([]);
});

test('the files and folders that the README names exist', () => {
  const paths = pathsIn(readme + contributing);
  expect(paths.length).toBeGreaterThan(10);
  expect(paths.filter((path) => !existsSync(root + path))).toEqual([]);
});

test('a missing and an empty translation are found', () => {
  const tables = { en: { a: 'A', b: 'B' }, ko: { a: '가', b: ' ' } };
  expect(missingTranslations(tables)).toEqual(['ko: b']);
  expect(missingTranslations({ en: { a: 'A' }, ko: {} })).toEqual(['ko: a']);
});

test('a sentence that nobody uses is found', () => {
  const text = "t('top.title'); t(`fault.${kind}`);";
  expect(unusedKeys(['top.title', 'fault.cut', 'old.one'], [{ path: 'src/app/a.tsx', text }])).toEqual(['old.one']);
});

test('commands and paths are read from a text', () => {
  const text =
    'Run `npm install && npm start`, `npm run check`; see `src/sim` and [this](docs/x.md), [that](https://x.org).';
  expect(commandsIn(text)).toEqual(['start', 'check']);
  expect(pathsIn(text)).toEqual(['src/sim', 'docs/x.md']);
});
