/** Everything that a page on a real cluster has in place of the simulation; fetched only by such a page. */
export { createRemoteBackend } from './remoteBackend';
export { remotePanels } from './remotePanels';
