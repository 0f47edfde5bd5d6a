/** What people drop, choose or paste, read in a worker of its own. */
import type { ManifestFile, ReadManifests } from '../../manifests/readManifests';

/** More would take minutes to read. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** Reads the files as kubectl does: in a worker or, where none starts, here. Rejects if the network does not bring the reader. */
export async function readFiles(files: readonly ManifestFile[]): Promise<ReadManifests> {
  try {
    const { readInWorker } = await import('./readInWorker');
    return await readInWorker(files);
  } catch {
    const { readManifests } = await import('../../manifests/readManifests');
    return readManifests(files);
  }
}

/** The texts of chosen files; undefined if they are too much together. */
export async function textsOf(files: readonly File[]): Promise<readonly ManifestFile[] | undefined> {
  if (files.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES) return undefined;
  return Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() })));
}
