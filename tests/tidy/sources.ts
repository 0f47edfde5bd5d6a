/** The files that the tidy tests look at. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface SourceFile {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The repository's root, ending in a slash. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

const skipped = new Set(['node_modules', 'recordings', 'dist', 'generated']);

/** All files under `folder` whose name ends in one of `endings`. */
export function readSources(folder: string, ...endings: readonly string[]): readonly SourceFile[] {
  return readdirSync(root + folder, { withFileTypes: true }).flatMap((entry): readonly SourceFile[] => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : readSources(path, ...endings);
    if (!endings.some((ending) => entry.name.endsWith(ending))) return [];
    return [{ path, text: readFileSync(root + path, 'utf8') }];
  });
}

/** Tests, and what only tests use. */
export function isTestCode({ path }: SourceFile): boolean {
  return path.startsWith('tests/') || /\.test\.tsx?$/.test(path);
}
