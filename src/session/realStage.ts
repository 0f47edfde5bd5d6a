/** Stages in real time: a real cluster, or one of ours that is served over HTTPS; with our kubectl or a binary. */
import { createHttpTransport } from '../client/http';
import type { Clock } from '../kubectl/environment';
import { serveCluster } from '../server/serve/servedCluster';
import { binaryShell } from './binaryShell';
import { ADMIN_TOKEN, KUBECONFIG, SERVER, sessionShell } from './machine';
import { nodeOpenSocket, nodeSend } from './nodeHttp';
import type { Stage } from '../shell/player';
import { NODES, type SimulationOptions, UP_MS, nodeWithPods, tidyUp } from './simulation';

/**
 * The cluster that the text of a kubeconfig names. Its namespace must be as empty as a fresh one's. `kubectl`: path of a
 * binary; without it ours is played.
 */
export function realStage(kubeconfig: string, kubectl?: string): Stage {
  if (kubectl !== undefined) {
    const shell = binaryShell({ kubectl, kubeconfig });
    return { ...stageInRealTime(), shell, close: async () => shell.close() };
  }
  const shell = sessionShell({
    connect: (connection) => createHttpTransport(nodeSend(connection), { openSocket: nodeOpenSocket(connection) }),
    clock,
    kubeconfig,
    random: () => Math.random(),
  });
  return { ...stageInRealTime(), shell };
}

/** A fresh cluster as the recordings have it, served for the kubectl at that path. It lives by the wall clock. */
export async function servedStage(kubectl: string, options: SimulationOptions = {}): Promise<Stage> {
  const { addons: system = [], ...rest } = options;
  const served = await serveCluster({ nodes: NODES, startedAt: Date.now() - UP_MS, ...rest, system });
  const { cluster } = served.session;
  await tidyUp({ request: (request) => cluster.request(request), advance: (ms) => clock.sleep(ms) });
  const shell = binaryShell({
    kubectl,
    kubeconfig: KUBECONFIG.replace(SERVER, served.url).replace(ADMIN_TOKEN, served.token),
    replaced: [
      [served.url, SERVER],
      [new URL(served.url).host, new URL(SERVER).host],
      [served.token, ADMIN_TOKEN],
    ],
  });
  return {
    ...stageInRealTime(),
    shell,
    fault: (fault, node) =>
      cluster.fault({ type: fault === 'node-up' ? 'startKubelet' : 'stopKubelet', node: nodeWithPods(cluster, node) }),
    close: async () => {
      shell.close();
      await served.close();
    },
  };
}

function stageInRealTime(): Omit<Stage, 'shell'> {
  const startedAt = Date.now();
  let commandsMs = 0;
  return {
    settle: async (work) => {
      const beganAt = Date.now();
      try {
        return await work;
      } finally {
        commandsMs += Date.now() - beganAt;
      }
    },
    slackSeconds: () => commandsMs / 1000,
    pass: (ms) => clock.sleep(ms),
    fault: async (fault) => {
      throw new Error(`~ fault ${fault}: the machines of a real cluster are not broken from here`);
    },
    elapsedSeconds: () => (Date.now() - startedAt) / 1000,
  };
}

const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, interrupt) =>
    new Promise((resolve) => {
      const forget = { interrupt: () => {} };
      const timer = setTimeout(done, ms);
      forget.interrupt = interrupt?.onInterrupt(done) ?? forget.interrupt;
      function done(): void {
        clearTimeout(timer);
        forget.interrupt();
        resolve();
      }
    }),
};
