/** Opens a lesson of one's own from a link. It comes from a stranger: the person is told so, and it is data alone. */
import type { Simulation } from '../../client/simulation';
import { parseLesson } from '../../lessons/parseLesson';
import { translator } from '../i18n/text';
import { openLessonOf } from '../lesson/openLesson';
import type { LinkProblem } from '../share/codec';
import { localeStore, shownLocale } from '../stores/localeStore';
import { toastStore } from '../stores/toastStore';
import { openLessonLink } from './lessonLink';
import { folderProblemText } from './problemWords';

/** True if it opened; false if `hash` is none of these links; else why it did not. */
export async function openLink(simulation: Simulation, hash: string): Promise<boolean | LinkProblem> {
  const t = translator(shownLocale(localeStore.getState()));
  const link = openLessonLink(hash);
  if (link.type === 'none') return false;
  if (link.type === 'problem') {
    const { problem } = link;
    if (problem.type === 'notJson' || problem.type === 'notALesson' || problem.type === 'tooBig') {
      const { key, params } = folderProblemText(problem);
      return { type: 'badLesson', text: t(key, params) };
    }
    return problem;
  }
  const { name, files } = link.folder;
  const reading = parseLesson(name, files);
  if (reading.type === 'mistakes') {
    const [first] = reading.mistakes;
    return { type: 'badLesson', text: first === undefined ? name : `${first.file}:${first.line}: ${first.text}` };
  }
  await openLessonOf(simulation, reading.lesson);
  toastStore.getState().show({ tone: 'done', title: t('author.stranger'), text: t('author.stranger.text') });
  return true;
}
