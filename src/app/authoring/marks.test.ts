import { expect, test } from 'vitest';
import { marksOf } from './marks';

test('a mistake is marked under the words of its line, and in its own file alone', () => {
  const problems = [
    { file: 'lesson.yaml', line: 2, text: 'unknown field' },
    { file: 'lesson.yaml', line: 3, text: 'empty' },
    { file: 'ko.md', line: 1, text: 'missing' },
    { file: 'lesson.yaml', line: 9, text: 'behind the end' },
  ];
  expect(marksOf(problems, 'lesson.yaml', 'goal:\n  thta: x  \n\n')).toEqual([
    { message: 'unknown field', source: 'file', range: { line: 2, column: 3, endLine: 2, endColumn: 10 } },
    { message: 'empty', source: 'file', range: { line: 3, column: 1, endLine: 3, endColumn: 2 } },
    { message: 'behind the end', source: 'file', range: { line: 9, column: 1, endLine: 9, endColumn: 2 } },
  ]);
});
