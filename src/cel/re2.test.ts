/** Patterns as Go's regexp 1.26 reads and matches them: the answers are its own. Slow patterns are no longer slow. */
import { expect, test } from 'vitest';
import { patternOf } from './re2';

test.each([
  ['(a+)+b', 'aaab', ['aaab']],
  ['(a|ab)(c|bcd)', 'abcd', ['abcd']],
  ['a|b|ab', 'ab', ['a', 'b']],
  ['(|a)+', 'aab', ['', '', '', '']],
  ['(a*)*', 'aab', ['aa', '']],
  ['(a*)+', 'aaaa', ['aaaa']],
  ['(a?)*?b', 'aab', ['aab']],
  ['x*', 'x.b a.b', ['x', '', '', '', '', '', '']],
  ['a+?', 'aaaa', ['a', 'a', 'a', 'a']],
  ['(?U)a+', 'aaaa', ['a', 'a', 'a', 'a']],
  ['(?U)a+?', 'aaaa', ['aaaa']],
  ['a??', 'aab', ['', '', '', '']],
  ['a{2,}', 'aaab', ['aaa']],
  ['(a{2}){2}', 'aaaa', ['aaaa']],
  ['a{,5}', 'a', []],
  ['x{', 'xKkK', []],
  ['(?i)abc', 'aBc', ['aBc']],
  ['a(?i)b|c', 'aBc', ['aB', 'c']],
  ['(?m)^b$', 'b\nb', ['b', 'b']],
  ['^b$', 'b\nb', []],
  ['(?m)$', 'a\nb\n', ['', '', '']],
  ['(?s).', 'a\nb\n', ['a', '\n', 'b', '\n']],
  ['.', 'a\nb\n', ['a', 'b']],
  ['\\bab\\b', 'ab', ['ab']],
  ['\\B.', 'hello World_1 éü αβγ', ['e', 'l', 'l', 'o', 'o', 'r', 'l', 'd', '_', '1', 'é', 'ü', ' ', 'α', 'β', 'γ']],
  ['\\pL+', 'hello World_1 éü αβγ', ['hello', 'World', 'éü', 'αβγ']],
  ['\\p{Greek}', 'hello World_1 éü αβγ', ['α', 'β', 'γ']],
  ['\\w+', 'hello World_1 éü αβγ', ['hello', 'World_1']],
  ['[[:alpha:]]+', 'hello World_1 éü αβγ', ['hello', 'World']],
  ['\\s', 'a\tb c', ['\t', ' ']],
  ['[^\\d]+', '-1-2', ['-', '-']],
  ['[a-]', '-1-2', ['-', '-']],
  ['[]a]', ']a]', [']', 'a', ']']],
  ['[a\\]b]+', ']a]', [']a]']],
  ['\\Qa.b\\E', 'x.b a.b', ['a.b']],
  ['\\x{1F600}', '😀é', ['😀']],
  ['\\07', '\u0007', ['\u0007']],
  ['(?i)[k]', 'xKkK', ['K', 'k', 'K']],
  ['kube-proxy(.|\\n)*kube-proxy', 'kube-proxy\nx\nkube-proxy', ['kube-proxy\nx\nkube-proxy']],
  ['(?<n>a)', 'aab', ['a', 'a']],
  ['$a', 'a', []],
  ['(^|a)b', 'aab', ['ab']],
  ['(?)', 'a', ['', '']],
])('%j in %j', (pattern, text, all) => {
  const read = patternOf(pattern);
  expect(read.findAll(text)).toEqual(all);
  expect(read.find(text) ?? '').toBe(all[0] ?? '');
  expect(read.test(text)).toBe(all.length > 0);
});

test.each([
  ['(?=a)b', 'invalid or unsupported Perl syntax: `(?=`'],
  ['(?!a)', 'invalid or unsupported Perl syntax: `(?!`'],
  ['(?<=a)b', 'invalid named capture: `(?<=a)b`'],
  ['(a)\\1', 'invalid escape sequence: `\\1`'],
  ['a**', 'invalid nested repetition operator: `**`'],
  ['a*?*', 'invalid nested repetition operator: `*?*`'],
  ['*a', 'missing argument to repetition operator: `*`'],
  ['(', 'missing closing ): `(`'],
  [')', 'unexpected ): `)`'],
  ['[a', 'missing closing ]: `[a`'],
  ['[z-a]', 'invalid character class range: `z-a`'],
  ['a{1001}', 'invalid repeat count: `{1001}`'],
  ['(a{100}){100}', 'invalid repeat count: `{100}`'],
  ['a{2,1}', 'invalid repeat count: `{2,1}`'],
  ['\\', 'trailing backslash at end of expression: ``'],
  ['\\q', 'invalid escape sequence: `\\q`'],
  ['\\x{110000}', 'invalid escape sequence: `\\x{110000`'],
  ['\\x4', 'invalid escape sequence: `\\x4`'],
  ['\\8', 'invalid escape sequence: `\\8`'],
  ['[[:foo:]]', 'invalid character class range: `[:foo:]`'],
  ['\\p{Foo}', 'invalid character class range: `\\p{Foo}`'],
  ['ab\\Z', 'invalid escape sequence: `\\Z`'],
  ['(?P=n)', 'invalid or unsupported Perl syntax: `(?P`'],
  ['(?>a)', 'invalid or unsupported Perl syntax: `(?>`'],
])('%j is refused', (pattern, words) => {
  expect(() => patternOf(pattern)).toThrow(`error parsing regexp: ${words}`);
});

// With a backtracking matcher none of these would end within anybody's life.
test.each(['(a+)+b', '(a|a)*b', '(a|aa)+b', '(?:a?b?)*c', '.*.*.*.*.*.*.*.*.*.*x', '(a*)*b', '((a{0,9}){0,9}){0,9}b'])(
  '%s ends',
  (pattern) => {
    expect(patternOf(pattern).test('a'.repeat(1_000))).toBe(false);
  },
);

test('a pattern that unfolds to more than anybody needs is refused', () => {
  expect(() => patternOf('(abcdefghij){999}')).toThrow('expression too large');
});
