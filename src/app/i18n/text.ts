/**
 * Finds our sentences: two flat tables per language, keys by place on the page. `en.json` and `ko.json` come with the
 * first load; `panels/` holds what only panels say that are fetched later, and comes with them.
 */
import en from './en.json';
import type panelsEn from './panels/en.json';

export type Locale = 'ko' | 'en';
/** A key of the tables; a missing one does not compile (English) or fails a test (Korean). */
export type TextKey = keyof typeof en | keyof typeof panelsEn;
export type TextParams = Readonly<Record<string, string | number>>;
/** Looks a sentence up in the language of the page and fills `{name}` places from `params`. */
export type Translate = (key: TextKey, params?: TextParams) => string;

type Table = Readonly<Partial<Record<TextKey, string>>>;

/** What has been fetched so far. English stands in for Korean until that is here. */
const tables: Record<Locale, Table> = { en, ko: en };
const fetched = new Map<string, Promise<void>>();

/** Fetches what the first load says in `locale`, once. Switch to it afterwards. */
export function loadTexts(locale: Locale): Promise<void> {
  if (locale === 'en') return Promise.resolve();
  return once('ko', async () => add('ko', (await import('./ko.json')).default));
}

/** Fetches what the panels say in `locale`, once. To be awaited before one of them is drawn. */
export function loadPanelTexts(locale: Locale): Promise<void> {
  return once(`panels/${locale}`, async () => {
    const load = locale === 'ko' ? import('./panels/ko.json') : import('./panels/en.json');
    add(locale, (await load).default);
  });
}

function add(locale: Locale, sentences: Table): void {
  tables[locale] = { ...tables[locale], ...sentences };
}

/** A fetch that failed is tried again by the next who asks. */
function once(name: string, load: () => Promise<void>): Promise<void> {
  const running = fetched.get(name) ?? load();
  fetched.set(name, running);
  running.catch(() => fetched.delete(name));
  return running;
}

/** Fills `{name}` places; a place without a value stays as it is, so that it is seen. */
export function fill(sentence: string, params: TextParams | undefined): string {
  if (params === undefined) return sentence;
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place));
}

const translators: Readonly<Record<Locale, Translate>> = {
  en: (key, params) => fill(tables.en[key] ?? key, params),
  ko: (key, params) => fill(tables.ko[key] ?? key, params),
};

/** The `t` of a language; always the same function, so that it may stand in dependency lists. */
export function translator(locale: Locale): Translate {
  return translators[locale];
}
