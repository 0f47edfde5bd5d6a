/** Reads manifests off the main thread: a dump of a whole cluster has megabytes. */
import { type ManifestFile, readManifests } from '../../manifests/readManifests';

self.addEventListener('message', (event: MessageEvent<readonly ManifestFile[]>) => {
  self.postMessage(readManifests(event.data));
});
