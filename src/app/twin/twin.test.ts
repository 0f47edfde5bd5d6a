import { expect, test } from 'vitest';
import type { Note } from '../../manifests/note';
import { noteSentences } from '../../manifests/noteSentences';
import { en } from '../i18n/sentences';
import { twinAddress } from './handOver';
import { noteGroups } from '../../manifests/noteGroups';

const note = (tone: Note['tone'], key: Note['key'], name: string, params?: Note['params']): Note => ({
  tone,
  key,
  about: { kind: 'Secret', namespace: 'shop', name },
  ...(params === undefined ? {} : { params }),
});

test('a reason is told once, with all its objects, and changes come first', () => {
  const groups = noteGroups([
    note('leftOut', 'token', 'a'),
    note('changed', 'secretValues', 'b', { count: 2 }),
    note('changed', 'secretValues', 'c', { count: 1 }),
    { tone: 'leftOut', key: 'invalid', params: { where: 'x.yaml, 1', why: 'kind not set' } },
  ]);
  expect(groups.map(({ key, count }) => [key, count])).toEqual([
    ['secretValues', 2],
    ['token', 1],
    ['invalid', 1],
  ]);
  expect(groups[0]?.lines).toEqual(['Secret shop/b: 2', 'Secret shop/c: 1']);
  expect(groups[2]?.lines).toEqual(['x.yaml, 1, kind not set']);
});

test('the page and the terminal give the same reasons', () => {
  const ofPage = Object.entries(en).flatMap(([key, sentence]) =>
    key.startsWith('twin.note.') ? [[key.slice('twin.note.'.length), sentence]] : [],
  );
  expect(Object.fromEntries(ofPage)).toEqual(noteSentences);
});

test('the page of a twin is that of the simulation, with how it is shown', () => {
  const address = twinAddress('http://localhost:8001/static/?api=%2F&ns=shop&lang=ko#x', '1-2');
  expect(address).toBe('http://localhost:8001/static/?api=&lang=ko#twin:1-2');
});
