/** Opens a lesson of one's own from a link. */
import type { Simulation } from '../../client/simulation';
import type { LessonFolder } from '../../lessons/ownLesson';
import { isHeldBack } from '../lesson/heldBack';
import type { LinkProblem } from '../share/codec';
import { localeStore, shownLocale } from '../stores/localeStore';
import { tellError } from '../stores/toastStore';
import { openLessonLink } from './lessonLink';
import { openFolder } from './openFolder';

/** True if it opened; false if `hash` is none of these links; else why it did not. */
export async function openLink(simulation: Simulation, hash: string): Promise<boolean | LinkProblem> {
  const link = openLessonLink(hash);
  if (link.type === 'none') return false;
  if (link.type === 'folder') {
    const begin = () => openFolder(simulation, link, 'link');
    if (isHeldBack(link.folder.name, titleOf(link.folder), () => void begin().catch(tellError))) return false;
    return (await begin()) ?? true;
  }
  const { problem } = link;
  if (problem.type !== 'notJson' && problem.type !== 'notALesson' && problem.type !== 'tooBig') return problem;
  return (await openFolder(simulation, { type: 'problem', problem }, 'link')) ?? true;
}

/** As its texts call it; they have not been read yet. */
function titleOf({ name, files }: LessonFolder): string {
  const [, title] = /^# +(.+)$/m.exec(files[`${shownLocale(localeStore.getState())}.md`] ?? '') ?? [];
  return title ?? name;
}
