import { expect, test } from 'vitest';
import { unifiedDiff } from './unifiedDiff';

const text = (...lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
const diff = (before: string, after: string) =>
  unifiedDiff({ heading: 'A', text: before }, { heading: 'B', text: after });

/** The expectations are GNU diff's (diff -u -N). */
test('equal texts have no difference', () => {
  expect(diff(text('a', 'b'), text('a', 'b'))).toBe('');
});

test('three lines stand around a change, and changes near each other share them', () => {
  const before = text('1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15');
  const after = before.replace('5\n', 'five\n').replace('9\n', '').replace('15\n', '15\n16\n');
  expect(diff(before, after)).toBe(
    text(
      '--- A',
      '+++ B',
      '@@ -2,14 +2,14 @@',
      ' 2',
      ' 3',
      ' 4',
      '-5',
      '+five',
      ' 6',
      ' 7',
      ' 8',
      '-9',
      ' 10',
      ' 11',
      ' 12',
      ' 13',
      ' 14',
      ' 15',
      '+16',
    ),
  );
});

test('a file that is not there yet is compared with nothing', () => {
  expect(diff('', text('a', 'b'))).toBe(text('--- A', '+++ B', '@@ -0,0 +1,2 @@', '+a', '+b'));
  expect(diff('null\n', 'a\n')).toBe(text('--- A', '+++ B', '@@ -1 +1 @@', '-null', '+a'));
});

test('of equal lines the last ones are called new, but a replaced line stays beside its successor', () => {
  expect(diff(text('x', '- a', 'y'), text('x', '- a', '- a', 'y'))).toBe(
    text('--- A', '+++ B', '@@ -1,3 +1,4 @@', ' x', ' - a', '+- a', ' y'),
  );
  expect(diff(text('x', 'v', 'v', 'y'), text('x', 'new', 'v', 'y'))).toBe(
    text('--- A', '+++ B', '@@ -1,4 +1,4 @@', ' x', '-v', '+new', ' v', ' y'),
  );
});
