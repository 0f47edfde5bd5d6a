/** The sentence that tells a person why a file or a link is no lesson. */
import type { TextKey, TextParams } from '../i18n/text';
import type { FolderProblem } from '../../lessons/ownLesson';

export function folderProblemText(problem: FolderProblem): { readonly key: TextKey; readonly params?: TextParams } {
  switch (problem.type) {
    case 'notJson':
      return { key: 'author.bad.notJson' };
    case 'notALesson':
      return { key: 'author.bad.notALesson', params: { where: problem.where } };
    case 'newer':
      return { key: 'author.bad.newer', params: { version: problem.version } };
    case 'tooBig':
      return { key: 'author.bad.tooBig' };
    default:
      return problem satisfies never;
  }
}
