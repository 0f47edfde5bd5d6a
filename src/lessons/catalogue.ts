/** All lessons of the course. Each is fetched when it is wanted, with its manifests; adding one is adding its folder. */
import type { Lesson } from './lesson';
import { type LessonFiles, type LessonReading, parseLesson } from './parseLesson';

type Texts = Readonly<Record<string, () => Promise<string>>>;

const raw = { query: '?raw', import: 'default' } as const;
const files = import.meta.glob('./catalogue/*/*.{yaml,md,session}', raw) as Texts; // So `raw` is loaded.
const manifests = import.meta.glob('./manifests/*.yaml', raw) as Texts; // As above.

/** Names of all lessons, in no order. */
export const lessonNames: readonly string[] = Object.keys(files).flatMap((path) => {
  const [, name, file] = /^\.\/catalogue\/([^/]+)\/(.+)$/.exec(path) ?? [];
  return name !== undefined && file === 'lesson.yaml' ? [name] : [];
});

/** Reads the files of lesson `name`; undefined if there is none. */
export async function readLesson(name: string): Promise<LessonReading | undefined> {
  const texts = await filesOf(name);
  if (texts['lesson.yaml'] === undefined) return undefined;
  const named = new Set([...texts['lesson.yaml'].matchAll(/\b[\w.-]+\.yaml\b/g)].map(([word]) => word));
  const found = new Map<string, string>();
  for (const word of named) {
    const load = manifests[`./manifests/${word}`];
    if (load !== undefined) found.set(word, await load());
  }
  return parseLesson(name, texts, (wanted) => found.get(wanted));
}

/** The lesson `name`; undefined if there is none. Throws an Error that names the mistakes of one that cannot be read. */
export async function loadLesson(name: string): Promise<Lesson | undefined> {
  const reading = await readLesson(name);
  if (reading === undefined || reading.type === 'lesson') return reading?.lesson;
  throw new Error(reading.mistakes.map(({ file, line, text }) => `${name}/${file}:${line}: ${text}`).join('\n'));
}

async function filesOf(name: string): Promise<LessonFiles> {
  const texts: Record<string, string> = {};
  const folder = `./catalogue/${name}/`;
  for (const [path, load] of Object.entries(files)) {
    if (path.startsWith(folder)) texts[path.slice(folder.length)] = await load();
  }
  return texts;
}
