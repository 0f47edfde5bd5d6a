/** The ways to reach an API server that the suite runs over. HTTP joins when the Node adapter does. */
import { connectWorker } from '../../src/client/messagePort';
import type { FromWorker, ToWorker } from '../../src/client/protocol';
import type { Transport } from '../../src/client/transport';
import { Cluster, defaultNodes } from '../../src/cluster/cluster';
import { serveSession } from '../../src/cluster/serveSession';
import { Session } from '../../src/cluster/session';

export interface Carrier {
  readonly transport: Transport;
  /** Lets what was sent arrive. */
  settle(): Promise<void>;
  close(): void;
}

export const carriers: Readonly<Record<string, () => Promise<Carrier>>> = {
  loopback: async () => {
    const cluster = await Cluster.create();
    return {
      transport: {
        request: (request) => cluster.request(request),
        watch: (request, onEvent) => cluster.api.watch(request, onEvent),
        stream: (request, handlers) => cluster.stream(request, handlers),
      },
      settle: async () => {},
      close: () => {},
    };
  },
  MessagePort: async () => {
    const { port1, port2 } = new MessageChannel();
    const session = Session.create({}, () => performance.now());
    const served = serveSession(session, {
      post: (message: FromWorker) => port1.postMessage(message),
      soon: (act) => void setImmediate(act),
      later: (act) => void setTimeout(act, 1),
    });
    port1.addEventListener('message', (event: MessageEvent<ToWorker>) => void served.receive(event.data));
    port1.start();
    port2.start();
    const { transport } = connectWorker(port2 as never, {
      version: 1,
      profile: 'v1.36',
      seed: 1,
      nodes: defaultNodes(),
      files: {},
    }); // Node's MessagePort has no error event.
    return {
      transport,
      settle: () => new Promise((resolve) => setTimeout(resolve, 60)),
      close: () => {
        served.close();
        port1.close();
        port2.close();
      },
    };
  },
};
