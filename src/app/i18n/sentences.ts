/** Every sentence of the page in one table per language, for tests. The page itself fetches them in parts. */
import firstEn from './en.json' with { type: 'json' };
import firstKo from './ko.json' with { type: 'json' };
import panelsEn from './panels/en.json' with { type: 'json' };
import panelsKo from './panels/ko.json' with { type: 'json' };

export const en = { ...firstEn, ...panelsEn };
export const ko = { ...firstKo, ...panelsKo };
