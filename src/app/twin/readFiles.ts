/** What people drop, choose or paste, read in a worker of its own. */
import { type ManifestFile, type ReadManifests, readManifests } from '../../manifests/readManifests';

/** More would take minutes to read. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** Reads the files as kubectl does: in a worker or, where none starts (the network is gone), here. */
export async function readFiles(files: readonly ManifestFile[]): Promise<ReadManifests> {
  try {
    return await readInWorker(files);
  } catch {
    return readManifests(files);
  }
}

function readInWorker(files: readonly ManifestFile[]): Promise<ReadManifests> {
  const worker = new Worker(new URL('./read.worker.ts', import.meta.url), { type: 'module', name: 'manifests' });
  const read = new Promise<ReadManifests>((resolve, reject) => {
    worker.addEventListener('message', (event: MessageEvent<ReadManifests>) => resolve(event.data));
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
  });
  worker.postMessage(files);
  return read.finally(() => worker.terminate());
}

/** The texts of chosen files; undefined if they are too much together. */
export async function textsOf(files: readonly File[]): Promise<readonly ManifestFile[] | undefined> {
  if (files.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES) return undefined;
  return Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() })));
}
