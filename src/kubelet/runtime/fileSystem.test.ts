import { expect, test } from 'vitest';
import type { Instant } from '../../sim/clock';
import { Kernel } from '../../sim/kernel';
import { type FileLayer, FileSystem, type MountPoint } from './fileSystem';

const root: MountPoint = {
  path: '/',
  layer: 'c',
  readOnly: false,
  base: () => ({ '/etc': { kind: 'dir' }, '/etc/hosts': { kind: 'file', text: 'h' }, '/tmp': { kind: 'dir' } }),
};
const volume: MountPoint = { path: '/data', layer: 'v', readOnly: false, base: () => ({}) };
const config: MountPoint = {
  path: '/etc/app',
  layer: 'k',
  readOnly: true,
  base: () => ({ '/a': { kind: 'file', text: '1' }, '/sub/b': { kind: 'file', text: '2' } }),
};

function files(mounts: readonly MountPoint[] = [root, volume, config]): FileSystem {
  const kernel = new Kernel({ startAt: 0 as Instant, seed: 1 });
  return new FileSystem(kernel.state.map<FileLayer>('files'), mounts);
}

test('a container writes into its own layer and hides files of its image', () => {
  const fs = files();
  expect(fs.write('/tmp/x', 'one')).toBeUndefined();
  expect(fs.write('/tmp/x', ' two', { append: true })).toBeUndefined();
  expect(fs.read('/tmp/../tmp//x')).toBe('one two');
  expect(fs.remove('/etc/hosts', false)).toBeUndefined();
  expect(fs.stat('/etc/hosts')).toBeUndefined();
  expect(fs.list('/etc')).toEqual(['app']);
});

test('refusals are in the words of strerror', () => {
  const fs = files();
  expect(fs.write('/none/x', '')).toBe('No such file or directory');
  expect(fs.write('/tmp', '')).toBe('Is a directory');
  expect(fs.remove('/tmp/none', false)).toBe('No such file or directory');
  expect(fs.remove('/tmp', false)).toBe('Is a directory');
  expect(fs.makeDirectory('/tmp', false)).toBe('File exists');
  expect(fs.makeDirectory('/a/b', false)).toBe('No such file or directory');
  expect(fs.write('/etc/app/a', '')).toBe('Read-only file system');
  fs.write('/tmp/big', 'x'.repeat(4 * 1024 * 1024));
  expect(fs.write('/tmp/big', 'y', { append: true })).toBe('No space left on device');
});

test('volumes are seen where they are mounted, also by subPath', () => {
  const fs = files();
  fs.makeDirectory('/data/deep/er', true);
  fs.write('/data/deep/er/f', 'x');
  expect(fs.list('/data')).toEqual(['deep']);
  expect(fs.list('/')).toEqual(['data', 'etc', 'tmp']);
  expect([fs.read('/etc/app/a'), fs.read('/etc/app/sub/b'), fs.list('/etc/app')]).toEqual(['1', '2', ['a', 'sub']]);
  const one = files([root, { ...config, path: '/etc/one', subPath: 'a' }]);
  expect(one.read('/etc/one')).toBe('1');
});

test('removing a folder removes what is in it', () => {
  const fs = files();
  fs.makeDirectory('/tmp/a/b', true);
  fs.write('/tmp/a/b/c', '');
  expect(fs.remove('/tmp/a', true)).toBeUndefined();
  expect([fs.stat('/tmp/a'), fs.stat('/tmp/a/b/c')]).toEqual([undefined, undefined]);
});
