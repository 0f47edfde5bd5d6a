/** The lesson that is being written. Every change is remembered in the browser, so that no word is ever lost. */
import { createStore } from 'zustand/vanilla';
import { folderText, type LessonFolder, readFolderText } from '../../lessons/ownLesson';
import { readPreference, writePreference } from '../stores/preferences';

export interface AuthorState {
  /** Undefined: nothing has been begun. */
  readonly folder: LessonFolder | undefined;
  /** Name of the shown file. */
  readonly file: string;
  /** The folder that stood here before the present one was begun or opened: it can be brought back. */
  readonly before: LessonFolder | undefined;
  /** Begins with another folder. */
  begin(folder: LessonFolder): void;
  bringBack(): void;
  show(file: string): void;
  rename(name: string): void;
  write(file: string, text: string): void;
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
    before: remembered(BEFORE),
    begin: (folder) => {
      const { folder: before } = get();
      if (before !== undefined) writePreference(BEFORE, folderText(before));
      keep(folder, { before, file: MAIN });
    },
    bringBack: () => {
      const { before } = get();
      if (before !== undefined) get().begin(before);
    },
    show: (file) => set({ file }),
    rename: (name) => {
      const { folder } = get();
      if (folder !== undefined) keep({ ...folder, name });
    },
    write: (file, text) => {
      const { folder } = get();
      if (folder !== undefined) keep({ ...folder, files: { ...folder.files, [file]: text } });
    },
    put: (file, text) => {
      const { folder } = get();
      if (folder === undefined) return;
      const { [file]: _, ...others } = folder.files;
      if (text === undefined) keep({ ...folder, files: others }, { file: MAIN });
      else keep({ ...folder, files: { ...others, [file]: text } }, { file });
    },
  };
});

function remembered(key: string): LessonFolder | undefined {
  const text = readPreference(key);
  const read = text === undefined ? undefined : readFolderText(text);
  return read?.type === 'folder' ? read.folder : undefined;
}
