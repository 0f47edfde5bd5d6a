import { expect, test } from 'vitest';
import { lessonFragment, momentMs, readFragment, solutionFragment } from './fragment';

test.each([
  ['', { type: 'none' }],
  ['#', { type: 'none' }],
  ['#/s/first-pod', { type: 'lesson', name: 'first-pod' }],
  ['/s/first-pod', { type: 'lesson', name: 'first-pod' }],
  ['#/s/node-loss@12m', { type: 'lesson', name: 'node-loss', atMs: 720_000 }],
  ['#/s/node-loss@90s', { type: 'lesson', name: 'node-loss', atMs: 90_000 }],
  ['#/s/node-loss@1:30', { type: 'lesson', name: 'node-loss', atMs: 90_000 }],
  ['#/s/node-loss%401:30', { type: 'lesson', name: 'node-loss', atMs: 90_000 }],
  ['#/s/node-loss/solution', { type: 'solution', name: 'node-loss' }],
  ['#/s/node-loss/solution@12m', { type: 'solution', name: 'node-loss', atMs: 720_000 }],
  ['#/s/node-loss/solution%401:30).', { type: 'solution', name: 'node-loss', atMs: 90_000 }],
  ['#/s/solution', { type: 'lesson', name: 'solution' }],
  ['#z1:abc', { type: 'run' }],
  ['#z1%3Aabc', { type: 'run' }],
  ['#z12:abc', { type: 'run' }],
  ['#l1:abc', { type: 'ownLesson' }],
  ['#twin:abc', { type: 'twin' }],
] as const)('the fragment %s is told by its first characters', (hash, fragment) => {
  expect(readFragment(hash)).toEqual(fragment);
});

test('a bracket or full stop that a chat program took along does no harm', () => {
  expect(readFragment('#/s/first-pod).')).toEqual({ type: 'lesson', name: 'first-pod' });
  expect(readFragment('#/s/first-pod@12m.')).toEqual({ type: 'lesson', name: 'first-pod', atMs: 720_000 });
});

test('what counters hang onto an address is nobody’s link', () => {
  expect(readFragment('#utm_source=mail&x=1')).toEqual({ type: 'none' });
});

test.each([
  '#z',
  '#z1',
  '#/s/',
  '#/s/First Pod',
  '#/s/a@',
  '#/s/a@soon',
  '#/s/a/solution@soon',
  '#/s/a/solution@',
  '#/s/a/solutions',
  '#/s/a/answer',
  '#/s/a@5m/solution',
  '#/s/../x',
  '#/s/a@99999h',
  '#nodes',
  '#/x/y',
])('the fragment %s is none of ours and says so', (hash) => {
  expect(readFragment(hash)).toEqual({ type: 'unknown', text: hash.slice(1) });
});

test('of a long unknown fragment the first characters are shown', () => {
  expect(readFragment(`#${'x'.repeat(900)}`)).toEqual({ type: 'unknown', text: `${'x'.repeat(40)}…` });
});

test.each([
  ['12m', 720_000],
  ['90s', 90_000],
  ['90', 90_000],
  ['1.5s', 1_500],
  ['1h30m', 5_400_000],
  ['1h2m3s', 3_723_000],
  ['1:30', 90_000],
  ['1:02:03', 3_723_000],
  ['0s', 0],
  ['', undefined],
  ['m', undefined],
  ['1:75', undefined],
  ['-5s', undefined],
] as const)('the moment %s', (text, ms) => {
  expect(momentMs(text)).toBe(ms);
});

test('a lesson and its moment come out of their fragment', () => {
  for (const atMs of [undefined, 0, 5_000, 60_000, 90_000, 7_200_000]) {
    const named = { name: 'node-loss', ...(atMs === undefined ? {} : { atMs }) };
    expect(readFragment(lessonFragment('node-loss', atMs))).toEqual({ type: 'lesson', ...named });
    expect(readFragment(solutionFragment('node-loss', atMs))).toEqual({ type: 'solution', ...named });
  }
});
