/** A worker that reads manifests; with its own YAML it is as heavy as the dialog, which fetches it once there is something to read. */
import type { ManifestFile, ReadManifests } from '../../manifests/readManifests';

/** Rejects where no worker starts. */
export function readInWorker(files: readonly ManifestFile[]): Promise<ReadManifests> {
  const worker = new Worker(new URL('./read.worker.ts', import.meta.url), { type: 'module', name: 'manifests' });
  const read = new Promise<ReadManifests>((resolve, reject) => {
    worker.addEventListener('message', (event: MessageEvent<ReadManifests>) => resolve(event.data));
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
  });
  worker.postMessage(files);
  return read.finally(() => worker.terminate());
}
