/** The learner's progress on the page, and in the browser's storage where that is allowed. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { readPreference, writePreference } from '../stores/preferences';
import {
  mergeProgress,
  NO_PROGRESS,
  type Progress,
  type ProgressNews,
  progressText,
  readProgress,
  withNews,
} from './progress';

const KEY = 'progress';

export interface ProgressState {
  readonly progress: Progress;
  /** Adds what was just reached in a lesson. */
  tell(name: string, news: ProgressNews): void;
  /** Takes over what somebody has from another browser; what is here stays. */
  merge(other: Progress): void;
}

export const progressStore = createStore<ProgressState>()((set, get) => {
  const put = (progress: Progress) => {
    set({ progress });
    writePreference(KEY, progressText(progress));
  };
  return {
    progress: remembered(),
    tell: (name, news) => put(withNews(known(get), name, news, new Date().toISOString())),
    merge: (other) => put(mergeProgress(known(get), other)),
  };
});

/** Adds what was just reached in an open lesson; nothing while it only shows its solution. */
export function noteProgress({ lesson, isSolution }: Noted, news: ProgressNews): void {
  if (isSolution !== true) progressStore.getState().tell(lesson.name, news);
}

interface Noted {
  readonly lesson: { readonly name: string };
  readonly isSolution?: boolean | undefined;
}

/** With what another tab of the same browser has written meanwhile. */
const known = (get: () => ProgressState): Progress => mergeProgress(remembered(), get().progress);

function remembered(): Progress {
  const text = readPreference(KEY);
  const read = text === undefined ? undefined : readProgress(text);
  return read?.type === 'progress' ? read.progress : NO_PROGRESS;
}

/** The learner's progress; renders when it changes. */
export const useProgress = (): Progress => useStore(progressStore, (state) => state.progress);
