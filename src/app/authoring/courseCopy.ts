/** A lesson of the course as files of one's own: to change it, or to see how it is made. */
import type { LessonFolder } from '../../lessons/ownLesson';
import { localeStore, shownLocale } from '../stores/localeStore';

/** All labs by their names, with their numbers and titles in the language of the page. */
export async function courseChoices(): Promise<readonly { readonly name: string; readonly title: string }[]> {
  const locale = shownLocale(localeStore.getState());
  const { courseEntries } = await import('../../lessons/catalogue');
  return (await courseEntries()).map(({ name, lab, titles }) => ({ name, title: `${lab} ${titles[locale]}` }));
}

/** Its files, the manifests that it names among them. Rejects with readable words if the course has none of that name. */
export async function copyOfCourse(name: string): Promise<LessonFolder> {
  const { packedLesson } = await import('../../lessons/catalogue');
  const packed = await packedLesson(name);
  if (packed === undefined) throw new Error(name);
  return { name: `my-${name}`, files: { ...packed.manifests, ...packed.files } };
}
