import { expect, test } from 'vitest';
import { freeName, mergeFiles, readDrafts, writeDrafts } from './drafts';

const files = [
  { name: 'kubia.yaml', text: 'a' },
  { name: 'kubia-2.yaml', text: 'b' },
];

test('a taken name gets the next number before its ending', () => {
  expect(freeName('web.yaml', files)).toBe('web.yaml');
  expect(freeName('kubia.yaml', files)).toBe('kubia-3.yaml');
  expect(freeName('notes', [{ name: 'notes', text: '' }])).toBe('notes-2');
});

test('the files of a link take their names, own texts under the same name stay beside them', () => {
  expect(mergeFiles(files, { 'kubia.yaml': 'from the link', 'web.yaml': 'c' })).toEqual([
    { name: 'kubia-3.yaml', text: 'a' },
    { name: 'kubia-2.yaml', text: 'b' },
    { name: 'kubia.yaml', text: 'from the link' },
    { name: 'web.yaml', text: 'c' },
  ]);
  expect(mergeFiles(files, { 'kubia.yaml': 'a' })).toEqual(files);
});

test('drafts come back from storage as they went in; broken storage is no drafts', () => {
  expect(readDrafts(writeDrafts({ files, active: 'kubia-2.yaml' }))).toEqual({ files, active: 'kubia-2.yaml' });
  for (const text of [undefined, '', 'x', 'null', '{"files":7}', '{"files":[{"name":1}],"active":"x"}']) {
    expect(readDrafts(text)).toEqual({ files: [], active: undefined });
  }
});
