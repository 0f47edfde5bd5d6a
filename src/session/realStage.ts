/** A stage on a real cluster: real time, real requests; nothing that breaks machines. */
import { createHttpTransport } from '../client/http';
import type { Clock } from '../kubectl/environment';
import { sessionShell } from './machine';
import { nodeOpenSocket, nodeSend } from './nodeHttp';
import type { Stage } from './player';

/** The cluster that the text of a kubeconfig names. Its namespace must be as empty as a fresh one's. */
export function realStage(kubeconfig: string): Stage {
  const startedAt = Date.now();
  return {
    shell: sessionShell({
      connect: (connection) => createHttpTransport(nodeSend(connection), { openSocket: nodeOpenSocket(connection) }),
      clock,
      kubeconfig,
      random: () => Math.random(),
    }),
    settle: (work) => work,
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
