/**
 * Writes generated/lessons/NAME.json (the files of a lesson with the manifests that it names: one thing to fetch) and
 * generated/course.json (the list of all lessons, in the order of their labs) from src/lessons.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { parse } from 'yaml';
import { writeGenerated } from './generated.mjs';

const folder = new URL('../src/lessons/catalogue/', import.meta.url);
const manifests = new URL('../src/lessons/manifests/', import.meta.url);
const generated = new URL('../generated/lessons/', import.meta.url);

const names = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/lesson.yaml`, folder)));
const entries = [];
for (const name of names) {
  const texts = textsOf(new URL(`${name}/`, folder));
  const named = new Set((texts['lesson.yaml'] ?? '').match(/[\w.-]+\.yaml/g));
  const used = [...named].filter((file) => existsSync(new URL(file, manifests)));
  const given = Object.fromEntries(used.map((file) => [file, readFileSync(new URL(file, manifests), 'utf8')]));
  await writeGenerated(`lessons/${name}.json`, JSON.stringify({ files: texts, manifests: given }));
  entries.push(entryOf(name, texts));
}
// A lesson that is gone leaves nothing behind.
for (const file of existsSync(generated) ? readdirSync(generated) : []) {
  if (file.endsWith('.json') && !names.includes(file.slice(0, -'.json'.length))) rmSync(new URL(file, generated));
}
const inOrder = entries.sort((x, y) => (x.lab < y.lab ? -1 : 1));
await writeGenerated('course.json', JSON.stringify(inOrder));

function textsOf(path) {
  return Object.fromEntries(readdirSync(path).map((file) => [file, readFileSync(new URL(file, path), 'utf8')]));
}

/** What the map of the course shows. Mistakes of the files are told by whoever reads them whole. */
function entryOf(name, texts) {
  const read = () => {
    try {
      return parse(texts['lesson.yaml']) ?? {};
    } catch {
      return {};
    }
  };
  const { lab = '', part = '', failure = false, minutes = 10 } = read();
  const title = (language) => /^# +(.+)$/m.exec(texts[`${language}.md`] ?? '')?.[1] ?? name;
  return { name, lab, part, isFailure: failure, minutes, titles: { ko: title('ko'), en: title('en') } };
}
