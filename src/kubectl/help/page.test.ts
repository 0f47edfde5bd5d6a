import { expect, test } from 'vitest';
import { commands } from '../cmd/registry';
import { findCommand, suggestionsFor } from './commandTree';
import { definitionOf } from './flagKinds';
import { globalFlags, pageOf, pagePaths, parsePage } from './page';

const flagOf = (path: readonly string[], name: string) => pageOf(path)?.flags.find((flag) => flag.name === name);

test('every page has a summary and a usage, and every option line of it is a flag', () => {
  expect(pagePaths.length).toBe(110);
  for (const path of pagePaths) {
    const page = pageOf(path);
    const text = page?.text ?? '';
    expect(page?.summary, path.join(' ')).not.toBe('');
    if (path[0] !== 'options') expect(text).toContain('\nUsage:\n');
    const lines = text.match(/^ {4}(?:-\w, )?--\S+?=.*:$/gm) ?? [];
    const shown = page?.flags.filter(({ deprecated }) => deprecated === undefined) ?? [];
    expect(shown.length, path.join(' ')).toBe(lines.length);
  }
});

test('every subcommand that a page lists has a page', () => {
  for (const path of pagePaths) {
    for (const { name } of pageOf(path)?.subcommands ?? []) expect(pageOf([...path, name])).toBeDefined();
  }
});

test('every command has a page', () => {
  for (const { path } of commands) expect(pageOf(path), path.join(' ')).toBeDefined();
});

test('a flag is of the kind that its default tells', () => {
  expect(flagOf(['get'], 'watch')).toMatchObject({
    kind: 'bool',
    shorthand: 'w',
    default: 'false',
    noOptionDefault: 'true',
  });
  expect(flagOf(['get'], 'output')).toMatchObject({ kind: 'string', shorthand: 'o', default: '' });
  expect(flagOf(['get'], 'chunk-size')).toMatchObject({ kind: 'int', default: '500' });
  expect(flagOf(['get'], 'filename')).toMatchObject({ kind: 'slice', default: '' });
  expect(flagOf(['run'], 'env')).toMatchObject({ kind: 'array' });
  expect(flagOf(['run'], 'dry-run')).toMatchObject({ kind: 'string', default: 'none', noOptionDefault: 'unchanged' });
  expect(flagOf(['wait'], 'timeout')).toMatchObject({ kind: 'duration', default: '30s' });
  expect(flagOf(['port-forward'], 'address')).toMatchObject({ kind: 'slice', default: 'localhost' });
  expect(flagOf(['create', 'deployment'], 'replicas')).toMatchObject({ kind: 'int32', shorthand: 'r' });
  expect(flagOf(['create', 'clusterrole'], 'aggregation-rule')).toMatchObject({ kind: 'slice' });
});

test('a deprecated flag that pages hide is a flag all the same', () => {
  expect(flagOf(['apply'], 'record')?.deprecated).toBe('--record will be removed in the future');
  expect(flagOf(['get'], 'record')).toBeUndefined();
});

test('the global flags are those of kubectl options', () => {
  expect(globalFlags().map(({ name }) => name)).toContain('namespace');
  expect(globalFlags().find(({ name }) => name === 'v')).toMatchObject({ kind: 'int', shorthand: 'v' });
});

test('aliases and subcommands are read from the page', () => {
  const page = parsePage(
    ['x'],
    'Do it.\n\nAliases:\nx, y, z\n\nAvailable Commands:\n  one         First\n  two-three   Second\n\nUsage:\n  kubectl x\n',
  );
  expect(page.aliases).toEqual(['y', 'z']);
  expect(page.subcommands).toEqual([
    { name: 'one', summary: 'First' },
    { name: 'two-three', summary: 'Second' },
  ]);
});

test('a default in quotes or brackets is taken out of them', () => {
  const read = (written: string) =>
    definitionOf(['x'], { name: 'types', shorthand: undefined, written, usage: '' }).default;
  expect([read("'a b'"), read('[a,b]'), read('[]'), read('3s')]).toEqual(['a b', 'a,b', '', '3s']);
});

test('a command is found behind flags, their values and aliases', () => {
  const found = (line: string) => {
    const { page, argv, nextWord } = findCommand(line.split(' '));
    return [page.path.join(' '), argv.join(' '), nextWord];
  };
  expect(found('-n foo get pods -o name')).toEqual(['get', '-n foo pods -o name', 'pods']);
  expect(found('create svc -n x clusterip web --tcp=80')).toEqual([
    'create service clusterip',
    '-n x web --tcp=80',
    'web',
  ]);
  expect(found('config use c1')).toEqual(['config use-context', 'c1', 'c1']);
  expect(found('rollout frob')).toEqual(['rollout', 'frob', 'frob']);
  expect(found('exec -it pod -- get')).toEqual(['exec', '-it pod -- get', 'pod']);
  expect(found('--wat get')).toEqual(['', '--wat get', undefined]);
});

test('kubectl suggests what is near, what begins so, and what goes by another name', () => {
  expect(suggestionsFor('rolout')).toEqual(['rollout']);
  expect(suggestionsFor('gte')).toEqual(['get']);
  expect(suggestionsFor('ls')).toEqual(['get', 'logs', 'cp']);
  expect(suggestionsFor('de')).toEqual(['set', 'get', 'delete', 'describe', 'cp', 'debug']);
  expect(suggestionsFor('a').slice(-3)).toEqual(['annotate', 'api-versions', 'api-resources']);
  expect(suggestionsFor('option')).toEqual(['options']);
  expect(suggestionsFor('frobnicate')).toEqual([]);
});
