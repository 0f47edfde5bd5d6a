/** Patterns of strangers: none takes for ever, and what Kubernetes does not read is refused. */
import { expect, test } from 'vitest';
import { conditionsOf } from './conditions';
import { patternOf } from './patterns';

test.each([
  ['x'.repeat(301), 'more than 300 characters'],
  ['(?=a)b', 'invalid or unsupported Perl syntax: `(?=`'],
  ['(a)\\1', 'invalid escape sequence: `\\1`'],
  ['(', 'missing closing )'],
  [')', 'unexpected )'],
])('%s is refused', (source, words) => {
  expect(() => patternOf(source)).toThrow(words);
});

test('a pattern of a whole text matches no part of it', () => {
  const named = patternOf('web|db', true);
  expect(['web', 'db', 'web-1', 'my-db'].map(named.test)).toEqual([true, true, false, false]);
});

test('an expression matches texts with patterns in quotes, of the same kind', () => {
  const { read } = conditionsOf({ list: () => [] });
  expect(read("'web-x2'.matches('web-[a-z0-9]+')").evaluate().holds).toBe(true);
  const slow = `'${'a'.repeat(2_000)}'.matches('(a+)+b')`;
  expect(read(slow).evaluate()).toMatchObject({ holds: false, isCondition: true });
  expect(read("'a1b22'.findAll('[0-9]+') == ['1', '22'] && 'a1'.find('[0-9]') == '1'").evaluate().holds).toBe(true);
  expect(() => read("'aaaa'.matches('(a)\\\\1')")).toThrow('invalid escape sequence');
  expect(() => read("'aaaa'.find('(?!b)a')")).toThrow('invalid or unsupported Perl syntax');
  expect(() => read("'aaaa'.matches('(a+' + ')+b')")).toThrow('matches takes a pattern in quotes');
  expect(() => read("1.matches('a')")).toThrow("found no matching overload for 'int.matches(string)'");
  expect(() => read("'a'.__matches('a')")).toThrow('undeclared reference');
});
