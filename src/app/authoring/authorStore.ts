/** The lesson that is being written. Every change is remembered in the browser, so that no word is ever lost. */
import { createStore } from 'zustand/vanilla';
import { folderText, isFileName, type LessonFolder, readFolderText } from '../../lessons/ownLesson';
import { readPreference, writePreference } from '../stores/preferences';

export interface AuthorState {
  /** Undefined: nothing has been begun. */
  readonly folder: LessonFolder | undefined;
  /** Name of the shown file. */
  readonly file: string;
  /** Where one writes in it: a count of characters; undefined: at its end. */
  readonly cursor: number | undefined;
  /** Counts the folders that were begun: what was undone in one is nothing to the next. */
  readonly count: number;
  /** The folder that stood here before the present one was begun or opened: it can be brought back. */
  readonly before: LessonFolder | undefined;
  /** Begins with another folder. */
  begin(folder: LessonFolder): void;
  bringBack(): void;
  show(file: string): void;
  rename(name: string): void;
  write(file: string, text: string): void;
  moveCursor(to: number): void;
  /** Puts `text` where one writes in the shown file. */
  insert(text: string): void;
  /** False if `to` is no name for a file, or another has it. */
  renameFile(file: string, to: string): boolean;
  /** Undefined text: the file goes. */
  put(file: string, text: string | undefined): void;
}

const KEY = 'author';
const BEFORE = 'authorBefore';
const MAIN = 'lesson.yaml';

export const authorStore = createStore<AuthorState>()((set, get) => {
  const keep = (folder: LessonFolder, rest: Partial<AuthorState> = {}): void => {
    set({ folder, ...rest });
    writePreference(KEY, folderText(folder));
  };
  return {
    folder: remembered(KEY),
    file: MAIN,
    cursor: undefined,
    count: 0,
    before: remembered(BEFORE),
    begin: (folder) => {
      const { folder: before, count } = get();
      if (before !== undefined) writePreference(BEFORE, folderText(before));
      keep(folder, { before, file: MAIN, cursor: undefined, count: count + 1 });
    },
    bringBack: () => {
      const { before } = get();
      if (before !== undefined) get().begin(before);
    },
    show: (file) => set({ file, cursor: undefined }),
    rename: (name) => {
      const { folder } = get();
      if (folder !== undefined) keep({ ...folder, name });
    },
    write: (file, text) => {
      const { folder } = get();
      if (folder !== undefined) keep({ ...folder, files: { ...folder.files, [file]: text } });
    },
    moveCursor: (cursor) => set({ cursor }),
    insert: (text) => {
      const { folder, file, cursor } = get();
      const before = folder?.files[file] ?? '';
      const at = Math.min(cursor ?? before.trimEnd().length, before.length);
      get().write(file, before.slice(0, at) + text + before.slice(at));
      set({ cursor: at + text.length });
    },
    renameFile: (file, to) => {
      const { folder } = get();
      if (folder === undefined || !isFileName(to) || Object.hasOwn(folder.files, to)) return to === file;
      const { [file]: text = '', ...others } = folder.files;
      keep({ ...folder, files: { ...others, [to]: text } }, { file: to, cursor: undefined });
      return true;
    },
    put: (file, text) => {
      const { folder } = get();
      if (folder === undefined) return;
      const { [file]: _, ...others } = folder.files;
      if (text === undefined) keep({ ...folder, files: others }, { file: MAIN, cursor: undefined });
      else keep({ ...folder, files: { ...others, [file]: text } }, { file, cursor: undefined });
    },
  };
});

function remembered(key: string): LessonFolder | undefined {
  const text = readPreference(key);
  const read = text === undefined ? undefined : readFolderText(text);
  return read?.type === 'folder' ? read.folder : undefined;
}
