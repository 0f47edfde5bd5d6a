/** What is wrong with a file, as an editor marks it: the words of the line. Pure. */
import type { TextProblem } from '../editor/manifests';
import type { Problem } from './useReading';

/** Marks for those `problems` that are about `file`, whose text is `text`. */
export function marksOf(problems: readonly Problem[], file: string, text: string): readonly TextProblem[] {
  const lines = text.split('\n');
  return problems
    .filter((problem) => problem.file === file)
    .map(({ line, text: message }) => {
      const words = lines[line - 1] ?? '';
      const column = words.length - words.trimStart().length + 1;
      // An empty line has nothing to mark but its end.
      const endColumn = Math.max(words.trimEnd().length + 1, column + 1);
      return { message, source: 'file', range: { line, column, endLine: line, endColumn } };
    });
}
