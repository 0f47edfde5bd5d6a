/** Patterns of strangers: those that may take for ever are refused, those that lessons need are not. */
import { expect, test } from 'vitest';
import { conditionsOf } from './conditions';
import { patternOf } from './patterns';

test.each([
  ['(a+)+b', 'a repetition within a repetition'],
  ['((a)+)+b', 'a repetition within a repetition'],
  ['(?:a?b?)*c', 'a repetition within a repetition'],
  ['((\\w){2,})*x', 'a repetition within a repetition'],
  ['(a|a)*b', 'alternatives that begin alike'],
  ['(a|aa)+b', 'alternatives that begin alike'],
  ['(\\w|a)*b', 'alternatives that begin alike'],
  ['.*.*.*.*.*.*.*.*.*x', 'more than 8 repetitions'],
  ['x'.repeat(301), 'more than 300 characters'],
  ['(', 'Invalid regular expression'],
  [')', 'Invalid regular expression'],
])('%s is refused', (source, words) => {
  expect(() => patternOf(source)).toThrow(words);
});

test.each([
  'kube-proxy(.|\\n)*kube-proxy',
  'describe\\s+(po|pod|pods)\\b',
  'memory\\s+(([3-9]\\d\\d|\\d{4,})Mi|\\d+Gi)',
  '(get|describe)\\b.*(-n|--namespace)[= ]?\\S+',
  '1/1\\s+Running\\s+0\\s+(\\d\\d+s|\\d+m)',
  '[(+*]+(ab|cd)+\\(a\\+\\)+',
])('%s is a pattern', (source) => {
  expect(patternOf(source)).toBeInstanceOf(RegExp);
});

test('an expression matches texts with patterns in quotes, of the same kind', () => {
  const { read } = conditionsOf({ list: () => [] });
  expect(read("'web-x2'.matches('web-[a-z0-9]+')").evaluate().holds).toBe(true);
  expect(() => read("'aaaa'.matches('(a+)+b')")).toThrow('a repetition within a repetition');
  expect(() => read("'aaaa'.matches('(a+' + ')+b')")).toThrow('matches takes a pattern in quotes');
});
