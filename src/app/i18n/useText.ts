/** `t` for components, which render again when the language changes, and for those who speak once. */
import { useStore } from 'zustand';
import { localeStore, shownLocale } from '../stores/localeStore';
import { type Locale, type Translate, translator } from './text';

/** `t(key, params)` in the language of the page. */
export function useText(): Translate {
  return translator(useStore(localeStore, shownLocale));
}

/** The same for one sentence now, outside of components. */
export function presentText(): Translate {
  return translator(shownLocale(localeStore.getState()));
}

/** The language of the page. */
export function useLocale(): Locale {
  return useStore(localeStore, shownLocale);
}
