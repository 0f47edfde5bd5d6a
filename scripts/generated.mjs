/**
 * Files below `generated/`. One that says the same already is left alone: what was built from it is as new as it was, and
 * nobody builds it anew while others read it.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';

const folder = new URL('../generated/', import.meta.url);

/** Writes `text` as `generated/NAME`, whole or not at all. @param {string} name @param {string} text */
export async function writeGenerated(name, text) {
  const file = new URL(name, folder);
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return;
  await mkdir(new URL('.', file), { recursive: true });
  // Whoever reads it meanwhile reads the old one whole.
  const unfinished = new URL(`${name}.${process.pid}`, folder);
  await writeFile(unfinished, text);
  await rename(unfinished, file);
}
