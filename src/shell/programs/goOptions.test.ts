import { expect, test } from 'vitest';
import { readGoOptions } from './goOptions';

test.each([
  [['--tag=a:b=c', '.'], ['a:b=c'], ['.']],
  [
    ['-t', 'a', '--tag', 'b', '-tc', '-t=d', 'x', '-'],
    ['a', 'b', 'c', 'd'],
    ['x', '-'],
  ],
  [['-t'], [''], []],
  [['--tag=', 'x'], [''], ['x']],
  [['--no-cache', 'x', '--progress=plain'], [], ['x']],
])('%j', (args, tags, words) => {
  const options = readGoOptions(args, { tag: 't' });
  expect(options.all('tag')).toEqual(tags);
  expect(options.words).toEqual(words);
  expect(options.has('no-cache')).toBe(args.includes('--no-cache'));
});
