/** The list of the course for the page: names, titles and lengths of all labs, read from their folders when the page is built. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const CATALOGUE = fileURLToPath(new URL('../src/lessons/catalogue/', import.meta.url));
const MODULE = 'virtual:course';
const RESOLVED = `\0${MODULE}`;
const FILES = ['lesson.yaml', 'ko.md', 'en.md'];

/** A plugin of Vite: `virtual:course` exports the labs in the order of the course. */
export function courseIndex() {
  return {
    name: 'course-index',
    resolveId: (id) => (id === MODULE ? RESOLVED : undefined),
    load(id) {
      if (id !== RESOLVED) return undefined;
      const folders = readdirSync(CATALOGUE).filter((name) =>
        FILES.every((file) => existsSync(join(CATALOGUE, name, file))),
      );
      for (const name of folders) for (const file of FILES) this.addWatchFile(join(CATALOGUE, name, file));
      const labs = folders.map(entryOf).filter(({ lab }) => lab !== undefined);
      labs.sort((left, right) => (left.lab < right.lab ? -1 : 1));
      return `export const labs = ${JSON.stringify(labs)};`;
    },
  };
}

function entryOf(name) {
  const text = (file) => readFileSync(join(CATALOGUE, name, file), 'utf8');
  const { lab, part, failure = false, minutes = 10 } = parse(text('lesson.yaml'));
  const title = (file) => /^#\s+(.+)$/m.exec(text(file))?.[1]?.trim() ?? name;
  return { name, lab, part, isFailure: failure, minutes, titles: { ko: title('ko.md'), en: title('en.md') } };
}
