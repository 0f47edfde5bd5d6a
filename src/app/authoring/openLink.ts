/** Opens a lesson of one's own from a link. */
import type { Simulation } from '../../client/simulation';
import type { LinkProblem } from '../share/codec';
import { openLessonLink } from './lessonLink';
import { openFolder } from './openFolder';

/** True if it opened; false if `hash` is none of these links; else why it did not. */
export async function openLink(simulation: Simulation, hash: string): Promise<boolean | LinkProblem> {
  const link = openLessonLink(hash);
  if (link.type === 'none') return false;
  if (link.type === 'folder') return (await openFolder(simulation, link, 'link')) ?? true;
  const { problem } = link;
  if (problem.type !== 'notJson' && problem.type !== 'notALesson' && problem.type !== 'tooBig') return problem;
  return (await openFolder(simulation, { type: 'problem', problem }, 'link')) ?? true;
}
