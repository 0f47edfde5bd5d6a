/** The language of our own sentences. Kubernetes' words stay English in both. */
import { createStore } from 'zustand/vanilla';
import { type Locale, loadPanelTexts, loadTexts } from '../i18n/text';
import { readPreference, writePreference } from './preferences';

export interface LocaleState {
  readonly locale: Locale;
  /** Switches the page as soon as its sentences are here, and remembers the choice. */
  setLocale(locale: Locale): Promise<void>;
}

/** The first language of `candidates` that we have; English otherwise. */
export function pickLocale(candidates: readonly (string | undefined)[]): Locale {
  for (const candidate of candidates) {
    const language = candidate?.toLowerCase().split('-')[0];
    if (language === 'ko' || language === 'en') return language;
  }
  return 'en';
}

export const localeStore = createStore<LocaleState>()((set) => ({
  locale: pickLocale([readPreference('lang'), ...(globalThis.navigator?.languages ?? [])]),
  setLocale: async (locale) => {
    await Promise.all([loadTexts(locale), loadPanelTexts(locale)]);
    writePreference('lang', locale);
    set({ locale });
  },
}));

export const shownLocale = (state: LocaleState) => state.locale;
