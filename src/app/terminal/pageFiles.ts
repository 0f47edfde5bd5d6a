/** Answers the shell's questions about what only the page has: the editor's files, the editor, the history. */
import { draftStore } from '../editor/draftStore';
import { freeName } from '../editor/drafts';
import { panelStore } from '../stores/panelStore';
import type { History } from './history';
import type { PageAnswer, PageQuestion } from './messages';
import { terminalStore } from './terminalStore';

/** Resolves when the page has done it; `edit` when the person is done. */
export async function answerShell(question: PageQuestion, history: History): Promise<PageAnswer> {
  const { files, open, write, close } = draftStore.getState();
  switch (question.type) {
    case 'names':
      return files.map(({ name }) => name);
    case 'history':
      return history.lines;
    case 'read':
      return textOf(question.name);
    case 'write':
      if (textOf(question.name) === undefined) open(question.name, question.text);
      else write(question.name, question.text);
      return undefined;
    case 'remove':
      close(question.name);
      return undefined;
    case 'edit':
      return editFile(question.name, question.text);
    default:
      return question satisfies never;
  }
}

const textOf = (name: string): string | undefined =>
  draftStore.getState().files.find((file) => file.name === name)?.text;

/** Shows a file in the editor and waits until the person says so, or closes it. With `text` it is there only for so long. */
async function editFile(wanted: string, text: string | undefined): Promise<string | undefined> {
  const isTemporary = text !== undefined;
  const { files, open, show, close } = draftStore.getState();
  const name = isTemporary ? freeName(wanted, files) : wanted;
  if (textOf(name) === undefined) open(name, text ?? '');
  else show(name);
  draftStore.setState({ wanted: true });
  panelStore.getState().setOpen('files', true);
  const before = textOf(name);
  let last = before;
  await new Promise<void>((resolve) => {
    const stop = draftStore.subscribe(() => {
      const now = textOf(name);
      if (now === undefined) finish();
      else last = now;
    });
    const finish = () => {
      stop();
      terminalStore.getState().setEditing(undefined);
      resolve();
    };
    const giveUp = () => {
      last = before;
      finish();
    };
    terminalStore.getState().setEditing({ name, isTemporary, finish, giveUp });
  });
  if (isTemporary && textOf(name) !== undefined) close(name);
  return last;
}
