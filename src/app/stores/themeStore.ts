/** Light, dark, or what the system says. */
import { createStore } from 'zustand/vanilla';
import { readPreference, writePreference } from './preferences';

export type Theme = 'auto' | 'light' | 'dark';

export interface ThemeState {
  readonly theme: Theme;
  setTheme(theme: Theme): void;
  /** auto, light, dark, auto, ... */
  next(): void;
}

const ORDER: readonly Theme[] = ['auto', 'light', 'dark'];

/** `text` if it names a theme, else auto. */
export function asTheme(text: string | undefined): Theme {
  return ORDER.find((theme) => theme === text) ?? 'auto';
}

export const themeStore = createStore<ThemeState>()((set, get) => ({
  theme: asTheme(readPreference('theme')),
  setTheme: (theme) => {
    writePreference('theme', theme);
    set({ theme });
  },
  next: () => get().setTheme(ORDER[(ORDER.indexOf(get().theme) + 1) % ORDER.length] ?? 'auto'),
}));
