import { expect, test } from 'vitest';
import { type TarEntry, packTar, unpackTar } from './tar';

test('what was packed is unpacked, whatever its letters and however long its names', () => {
  const long = `${'folder/'.repeat(20)}file.txt`;
  const entries: readonly TarEntry[] = [
    { name: 'a/', kind: 'dir', mode: 0o755, at: 1000 },
    { name: 'a/b', kind: 'file', text: '안녕 😀\n', mode: 0o600, at: 2000 },
    { name: 'a/l', kind: 'link', target: 'b', mode: 0o777, at: 0 },
    { name: long, kind: 'file', text: 'x'.repeat(512), mode: 0o644, at: 0 },
  ];
  expect(unpackTar(packTar(entries))).toEqual(entries);
});

test('what is no archive is not unpacked', () => {
  expect(unpackTar('hello')).toBeUndefined();
  expect(unpackTar('')).toEqual([]);
});
