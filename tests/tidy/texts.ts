/** What the page and the README promise: sentences in both languages, commands that exist. */
import type { SourceFile } from './sources';

type Table = Readonly<Record<string, string>>;

/** Keys that one language lacks, or whose sentence is empty. */
export function missingTranslations(tables: Readonly<Record<string, Table>>): readonly string[] {
  const keys = new Set(Object.values(tables).flatMap(Object.keys));
  return [...keys].flatMap((key) =>
    Object.entries(tables)
      .filter(([, table]) => (table[key] ?? '').trim() === '')
      .map(([language]) => `${language}: ${key}`),
  );
}

/**
 * Keys that no file mentions. A key may be built from a constant part and a value (`node.fault.${fault}`): the
 * constant part must then stand in a template.
 */
export function unusedKeys(keys: readonly string[], files: readonly SourceFile[]): readonly string[] {
  const text = files.map((file) => file.text).join('\n');
  const literals = new Set([...text.matchAll(/['"`]([\w.-]+)['"`]/g)].map(([, literal = '']) => literal));
  const templates = [...text.matchAll(/`([\w.-]+\.)\$\{[^`]*`/g)].map(([, prefix = '']) => prefix);
  return keys.filter((key) => !literals.has(key) && !templates.some((prefix) => key.startsWith(prefix)));
}

/** The npm scripts that a text tells its reader to run: `npm start`, `npm test`, `npm run check`. */
export function commandsIn(text: string): readonly string[] {
  const found = [...text.matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)].map(
    ([, run, short]) => run ?? short ?? '',
  );
  return [...new Set(found)];
}

/** Paths in backticks that look like files or folders of the repository. */
export function pathsIn(text: string): readonly string[] {
  const found = [...text.matchAll(/`((?:src|tests|scripts|bench|docs|\.ci)\/[\w./-]+)`|\]\(((?!https?:)[\w./-]+)\)/g)];
  return [...new Set(found.map(([, code, link]) => code ?? link ?? ''))];
}
