/** The simulated cluster in a Web Worker. */
import { USUAL_ADDONS } from '../../addons/usualAddons';
import { createClient } from '../../client/client';
import { connectWorker, type Port } from '../../client/messagePort';
import { type EveryLook, followSilence, LOOK_MS } from '../../client/silence';
import type { Run } from '../../client/simulation';
import { defaultNodes } from '../../client/defaultNodes';
import type { Backend } from './backend';

/** What a fresh worker starts with: three nodes with names and Services, nothing of anybody's running. A link or file replaces it by `simulation.load`. */
export const FRESH_RUN: Run = {
  version: 1,
  profile: 'v1.36',
  seed: 1,
  nodes: defaultNodes(),
  addons: USUAL_ADDONS,
  files: {},
  commands: [],
  untilMs: 0,
};

/** Stands between those who ask and the engine. */
export interface Guard {
  /** The same port for the page. */
  guarded(port: Port): Port;
  /** The same port for another worker. */
  relayed(port: MessagePort): MessagePort;
}

const everyLook: EveryLook = (look) => {
  const timer = setInterval(look, LOOK_MS);
  return () => clearInterval(timer);
};

/** Starts a worker; its cluster is paused. */
export function createWorkerBackend(profile = FRESH_RUN.profile, guard?: Guard): Backend {
  const worker = new Worker(new URL('../../cluster/worker.ts', import.meta.url), { type: 'module', name: 'kubeloop' });
  const { transport, simulation, openPort, onCrash, giveUp } = connectWorker(guard?.guarded(worker) ?? worker, {
    ...FRESH_RUN,
    profile,
  });
  const listeners = new Set<(run: Run) => void>();
  let loaded: Run | undefined;
  return {
    client: createClient(transport, 'kubectl'),
    simulation: {
      ...simulation,
      load: async (run) => {
        const refused = await simulation.load(run);
        loaded = run;
        for (const listener of listeners) listener(run);
        return refused;
      },
    },
    openPort: () => guard?.relayed(openPort()) ?? openPort(),
    onLoad: (listener) => {
      listeners.add(listener);
      if (loaded !== undefined) listener(loaded);
      return () => listeners.delete(listener);
    },
    onCrash,
    onSilence: (listener) => followSilence(worker, listener, everyLook),
    stop: (why) => {
      worker.terminate();
      giveUp(why);
    },
    close: () => worker.terminate(),
  };
}
