/** A lesson of somebody else begins: from a link or a file. The person is told so, and it is data alone. */
import type { Simulation } from '../../client/simulation';
import type { FolderReading } from '../../lessons/ownLesson';
import { parseLesson } from '../../lessons/parseLesson';
import { presentText } from '../i18n/useText';
import { openLessonOf } from '../lesson/openLesson';
import type { LinkProblem } from '../share/codec';
import { toastStore } from '../stores/toastStore';
import { folderProblemText } from './problemWords';

/** Undefined if the lesson began, else why it did not. Rejects with readable words if its cluster cannot start. */
export async function openFolder(
  simulation: Simulation,
  reading: FolderReading,
  from: 'link' | 'file',
): Promise<LinkProblem | undefined> {
  const t = presentText();
  if (reading.type === 'problem') {
    const { key, params } = folderProblemText(reading.problem);
    return { type: 'badLesson', text: t(key, params) };
  }
  const { name, files } = reading.folder;
  const read = parseLesson(name, files);
  if (read.type === 'mistakes') {
    const [first] = read.mistakes;
    return { type: 'badLesson', text: first === undefined ? name : `${first.file}:${first.line}: ${first.text}` };
  }
  await openLessonOf(simulation, read.lesson);
  const text = t(from === 'link' ? 'author.stranger.text' : 'author.stranger.file');
  toastStore.getState().show({ tone: 'done', title: t('author.stranger'), text });
  return undefined;
}

/** The same from a file that a person chose: a lesson's text file, or its folder as zip. It runs at once. */
export async function openLessonFile(simulation: Simulation, file: File): Promise<LinkProblem | undefined> {
  const { readChosen } = await import('./folderFiles');
  const problem = await openFolder(simulation, await readChosen([file]), 'file');
  if (problem === undefined) await simulation.play();
  return problem;
}
