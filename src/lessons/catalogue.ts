/**
 * All lessons of the course, each fetched when it is wanted. Adding one is adding its folder below `catalogue`:
 * `npm run generate` packs it, with the manifests that it names.
 */
import type { Language, Lesson } from './lesson';
import { type LessonFiles, type LessonReading, parseLesson } from './parseLesson';

/** One lab as the map of the course shows it. */
export interface CourseEntry {
  readonly name: string;
  readonly lab: string;
  readonly part: string;
  readonly isFailure: boolean;
  readonly minutes: number;
  readonly titles: Readonly<Record<Language, string>>;
}

/** The files of a lesson, and those of the course's manifests that it names. */
interface Packed {
  readonly files: LessonFiles;
  readonly manifests: LessonFiles;
}

const packed = import.meta.glob('../../generated/lessons/*.json', { import: 'default' }) as Readonly<
  Record<string, () => Promise<Packed>>
>; // As scripts/generateLessons.mjs writes them.

/** All labs, in the order of the course. */
export async function courseEntries(): Promise<readonly CourseEntry[]> {
  return (await import('../../generated/course.json')).default;
}

/** The files of lesson `name`; undefined if there is none. */
export async function packedLesson(name: string): Promise<Packed | undefined> {
  return Object.entries(packed).find(([path]) => path.endsWith(`/${name}.json`))?.[1]();
}

/** Reads the files of lesson `name`; undefined if there is none. */
export async function readLesson(name: string): Promise<LessonReading | undefined> {
  const found = await packedLesson(name);
  return found && parseLesson(name, found.files, (wanted) => found.manifests[wanted]);
}

/** The lesson `name`; undefined if there is none. Throws an Error that names the mistakes of one that cannot be read. */
export async function loadLesson(name: string): Promise<Lesson | undefined> {
  const reading = await readLesson(name);
  if (reading === undefined || reading.type === 'lesson') return reading?.lesson;
  throw new Error(reading.mistakes.map(({ file, line, text }) => `${name}/${file}:${line}: ${text}`).join('\n'));
}
