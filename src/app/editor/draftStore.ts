/**
 * The files of the editor. Every change is remembered in the browser, so that no text is ever lost;
 * where storage is forbidden they live as long as the page.
 */
import { createStore } from 'zustand/vanilla';
import { readPreference, writePreference } from '../stores/preferences';
import { freeName, mergeFiles, readDrafts, type DraftFile, type Drafts, writeDrafts } from './drafts';

export interface DraftState {
  readonly files: readonly DraftFile[];
  /** Name of the shown file; undefined while there is none. */
  readonly active: string | undefined;
  /** Somebody wants to type or paste at once: the editor takes the keyboard as soon as it is there, and says so with `answer`. */
  readonly wanted: boolean;
  /** The person's own files while those of a lesson stand here. */
  readonly aside: Drafts | undefined;
  /** Shows `name`, creating it with `text`; a file of that name with other words stays, and the new one gets a free name. */
  open(name: string, text: string): void;
  /** An empty file under a free name, ready to be typed into. */
  add(): void;
  /** The editor has the keyboard. */
  answer(): void;
  show(name: string): void;
  /** False if another file has that name, or it is empty. */
  rename(name: string, to: string): boolean;
  close(name: string): void;
  /** Brings a closed file back where it was. */
  reopen(file: DraftFile, index: number): void;
  write(name: string, text: string): void;
  /** Takes over the files of a link or a run; own files of the same name with other words stay beside them. */
  adopt(files: Readonly<Record<string, string>>): void;
  /** Shows the files of a lesson alone; the person's own come back with `bringBack`. */
  setAside(files: Readonly<Record<string, string>>): void;
  /** The person's own files again, with `added` beside them. */
  bringBack(added: Readonly<Record<string, string>>): void;
}

const KEY = 'drafts';
const NEW_NAME = 'manifest.yaml';

export const draftStore = createStore<DraftState>()((set, get) => ({
  ...readDrafts(readPreference(KEY)),
  wanted: false,
  aside: undefined,
  open: (name, text) => {
    const { files } = get();
    const same = files.find((file) => file.name === name && file.text === text);
    if (same !== undefined) return set({ active: name });
    const free = freeName(name, files);
    set({ files: [...files, { name: free, text }], active: free });
  },
  add: () => {
    get().open(freeName(NEW_NAME, get().files), '');
    set({ wanted: true });
  },
  answer: () => set({ wanted: false }),
  show: (name) => set({ active: name }),
  rename: (name, to) => {
    const wanted = to.trim();
    const { files, active } = get();
    if (wanted === name) return true;
    if (wanted === '' || files.some((file) => file.name === wanted)) return false;
    set({
      files: files.map((file) => (file.name === name ? { ...file, name: wanted } : file)),
      active: active === name ? wanted : active,
    });
    return true;
  },
  close: (name) => {
    const { files, active } = get();
    const index = files.findIndex((file) => file.name === name);
    const rest = files.filter((file) => file.name !== name);
    set({ files: rest, active: active === name ? rest[Math.min(index, rest.length - 1)]?.name : active });
  },
  reopen: (file, index) => {
    const { files } = get();
    const back = { ...file, name: freeName(file.name, files) };
    set({ files: [...files.slice(0, index), back, ...files.slice(index)], active: back.name });
  },
  write: (name, text) =>
    set((state) => ({ files: state.files.map((file) => (file.name === name ? { name, text } : file)) })),
  adopt: (files) => {
    const merged = mergeFiles(get().files, files);
    set({ files: merged, active: Object.keys(files)[0] ?? get().active });
  },
  setAside: (files) => {
    const { aside, files: own, active } = get();
    const shown = Object.entries(files).map(([name, text]) => ({ name, text }));
    set({ files: shown, active: shown[0]?.name, aside: aside ?? { files: own, active } });
  },
  bringBack: (added) => {
    const { aside } = get();
    if (aside !== undefined) set({ ...aside, aside: undefined });
    if (Object.keys(added).length > 0) get().adopt(added);
  },
}));

/** Writes every change to the browser's storage, at most once per `delayMs`, and at once when the page is left. */
export function rememberDrafts(delayMs = 300): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const { aside, ...shown } = draftStore.getState();
    // A lesson's files are kept with the lesson.
    writePreference(KEY, writeDrafts(aside ?? shown));
  };
  const stop = draftStore.subscribe(() => {
    timer ??= setTimeout(flush, delayMs);
  });
  window.addEventListener('pagehide', flush);
  return () => {
    stop();
    window.removeEventListener('pagehide', flush);
    if (timer !== undefined) flush();
  };
}

/** The files as a run carries them. */
export function filesOfRun(): Readonly<Record<string, string>> {
  return Object.fromEntries(draftStore.getState().files.map(({ name, text }) => [name, text]));
}
