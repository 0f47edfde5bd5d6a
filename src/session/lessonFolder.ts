/** A lesson from a folder of this machine; manifests that it only names are those of src/lessons/manifests. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type LessonReading, parseLesson } from '../lessons/parseLesson';

const manifests = import.meta.glob('../lessons/manifests/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
}) as Readonly<Record<string, string>>; // So raw texts are loaded.

/** Throws what node:fs throws for a folder that is not there. */
export function readFolder(folder: string): LessonReading {
  const files = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
  const manifest = (name: string) => manifests[`../lessons/manifests/${name}`];
  return parseLesson(basename(resolve(folder)), Object.fromEntries(files), manifest);
}
