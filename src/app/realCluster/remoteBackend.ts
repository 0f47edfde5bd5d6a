/** A real cluster behind the page: an API server at the page's own origin, reached by a worker. */
import { createClient } from '../../client/client';
import { connectWorker } from '../../client/messagePort';
import type { RemoteOpening } from '../../client/remote';
import type { Backend } from '../cluster/backend';
import { remoteStore } from '../stores/remoteStore';
import { followWallClock } from './wallClock';

/** Starts a worker that speaks to the API below `path`. */
export function createRemoteBackend(path: string): Backend {
  const worker = new Worker(new URL('../../remote/worker.ts', import.meta.url), {
    type: 'module',
    name: 'kubeloop-remote',
  });
  worker.postMessage({ type: 'open', path } satisfies RemoteOpening);
  const { transport, onRemote, reconnect, openPort, onCrash } = connectWorker(worker);
  const { update } = remoteStore.getState();
  update({ health: { type: 'connecting' }, cluster: undefined });
  const stopClock = followWallClock();
  onRemote(update);
  onCrash((why) => update({ health: { type: 'failed', why }, cluster: remoteStore.getState().status?.cluster }));
  return {
    client: createClient(transport, 'kubectl'),
    remote: { onStatus: onRemote, reconnect },
    openPort,
    close: () => {
      stopClock();
      worker.terminate();
    },
  };
}
