/** The course as the page reads it: the list of its labs, and single lessons, each fetched when it is wanted. */
import type { Run } from '../../client/simulation';
import type { CourseEntry } from '../../lessons/catalogue';
import type { Lesson } from '../../lessons/lesson';

export type { CourseEntry };

/** All labs in the order of the course. */
export async function courseEntries(): Promise<readonly CourseEntry[]> {
  return (await import('../../lessons/catalogue')).courseEntries();
}

/** The lesson called `name`; undefined if the course has none. Rejects with readable words for one that cannot be read. */
export async function lessonNamed(name: string): Promise<Lesson | undefined> {
  return (await import('../../lessons/catalogue')).loadLesson(name);
}

/** The lab that follows `name` in the course; undefined behind the last one, and for own lessons. */
export function nextOf(entries: readonly CourseEntry[], name: string): CourseEntry | undefined {
  const at = entries.findIndex((entry) => entry.name === name);
  return at < 0 ? undefined : entries[at + 1];
}

/** The run that a lesson starts from, up to its beginning. Throws with readable words for a manifest that cannot be applied. */
export async function startRunOf({ start }: Lesson): Promise<Run> {
  return (await import('../../lessons/startRun')).startRun(start);
}
