/** Finds our sentences: one flat table per language, keys by place on the page. */
import en from './en.json';

export type Locale = 'ko' | 'en';
/** A key of both tables; a missing one does not compile (English) or fails a test (Korean). */
export type TextKey = keyof typeof en;
export type TextParams = Readonly<Record<string, string | number>>;
/** Looks a sentence up in the language of the page and fills `{name}` places from `params`. */
export type Translate = (key: TextKey, params?: TextParams) => string;

type Table = Readonly<Record<TextKey, string>>;

/** English is always here; Korean once it is loaded. */
const tables: Record<Locale, Table> = { en, ko: en };

/** Fetches the sentences of `locale`, once. Switch to it afterwards. */
export async function loadTexts(locale: Locale): Promise<void> {
  if (locale === 'ko' && tables.ko === en) tables.ko = (await import('./ko.json')).default;
}

/** Fills `{name}` places; a place without a value stays as it is, so that it is seen. */
export function fill(sentence: string, params: TextParams | undefined): string {
  if (params === undefined) return sentence;
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place));
}

const translators: Readonly<Record<Locale, Translate>> = {
  en: (key, params) => fill(tables.en[key], params),
  ko: (key, params) => fill(tables.ko[key], params),
};

/** The `t` of a language; always the same function, so that it may stand in dependency lists. */
export function translator(locale: Locale): Translate {
  return translators[locale];
}
