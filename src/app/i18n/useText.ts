/** `t` for components: renders again when the language changes. */
import { useStore } from 'zustand';
import { localeStore, shownLocale } from '../stores/localeStore';
import { type Locale, type Translate, translator } from './text';

/** `t(key, params)` in the language of the page. */
export function useText(): Translate {
  return translator(useStore(localeStore, shownLocale));
}

/** The language of the page. */
export function useLocale(): Locale {
  return useStore(localeStore, shownLocale);
}
