/** Files and folders, for Tab. */
import { FileError, type FileSystem } from '../environment';

/** Paths that begin with `word`; folders end with a slash, so that one can go on. Hidden ones only if a dot is written. */
export async function filePaths(files: FileSystem, word: string): Promise<readonly string[]> {
  const folder = word.slice(0, word.lastIndexOf('/') + 1);
  const showsHidden = word.slice(folder.length).startsWith('.');
  try {
    const entries = await files.list(folder === '' ? '.' : folder);
    return entries
      .filter(({ name }) => showsHidden || !name.startsWith('.'))
      .map(({ name, isFolder }) => `${folder}${name}${isFolder ? '/' : ''}`);
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}
