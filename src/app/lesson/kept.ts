/** The open lesson as the browser keeps it between two loads of the page. Pure. */
import type { RanAt } from '../../client/lesson';
import type { OpenLesson } from './lessonStore';

/** Under this the browser keeps it. */
export const KEPT = 'lesson';

/** Everything of an open lesson but its texts, which the course has; own lessons bring theirs. */
export type KeptLesson = Omit<OpenLesson, 'lesson'> & {
  readonly name: string;
  readonly lesson?: OpenLesson['lesson'];
  /** What stood in the editor. */
  readonly files: Readonly<Record<string, string>>;
};

/** More than this of an output, or more lines, are not kept: storage is small. */
const MOST_OUTPUT = 4_096;
const MOST_LINES = 200;

/** As text for the browser's storage. */
export function writeKept({ lesson, ...open }: OpenLesson, files: KeptLesson['files']): string {
  const ran = open.ran.slice(-MOST_LINES).map(shortened);
  const kept: KeptLesson = { ...open, ran, files, name: lesson.name, ...(open.isOwn ? { lesson } : {}) };
  return JSON.stringify(kept);
}

function shortened({ line, ...when }: RanAt): RanAt {
  return { ...when, line: { ...line, output: line.output.slice(0, MOST_OUTPUT) } };
}

/** What `writeKept` wrote; undefined for anything else. */
export function readKept(text: string | undefined): KeptLesson | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    const value = JSON.parse(text) as Partial<KeptLesson> | null; // Its own words; looked at below before they are believed.
    const isKept =
      typeof value === 'object' &&
      value !== null &&
      typeof value.name === 'string' &&
      typeof value.startMs === 'number' &&
      typeof value.startCommands === 'number' &&
      Array.isArray(value.ran) &&
      Array.isArray(value.told) &&
      typeof value.guesses === 'object' &&
      typeof value.hints === 'object' &&
      typeof value.files === 'object' &&
      (value.isOwn !== true || typeof value.lesson === 'object');
    return isKept ? (value as KeptLesson) : undefined;
  } catch {
    return undefined;
  }
}
