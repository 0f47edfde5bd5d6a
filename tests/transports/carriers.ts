/** The ways to reach an API server that the suite runs over. */
import { createHttpTransport } from '../../src/client/http';
import { type Port, type WorkerConnection, connectWorker } from '../../src/client/messagePort';
import type { FromWorker, ToWorker } from '../../src/client/protocol';
import type { Transport } from '../../src/client/transport';
import { Cluster } from '../../src/cluster/cluster';
import { defaultNodes } from '../../src/client/defaultNodes';
import { serveSession } from '../../src/cluster/serveSession';
import { Session } from '../../src/cluster/session';
import { serveCluster } from '../../src/server/serve/servedCluster';
import { nodeOpenSocket, nodeSend } from '../../src/session/nodeHttp';

export interface Carrier {
  readonly transport: Transport;
  /** Lets virtual time pass. */
  pass(ms: number): Promise<void>;
  /** Lets what was sent arrive. */
  settle(): Promise<void>;
  close(): void | Promise<void>;
}

/** A session behind a port. */
interface PortCarrier extends Carrier {
  readonly session: Session;
  readonly connection: WorkerConnection;
}

const wait = (ms: number) => () => new Promise<void>((resolve) => setTimeout(resolve, ms));
const settle = wait(60);

async function overPort(): Promise<PortCarrier> {
  const { port1, port2 } = new MessageChannel();
  const opening = Session.create({}, () => performance.now());
  const served = serveSession(opening, {
    post: (message: FromWorker) => port1.postMessage(message),
    soon: (act) => void setImmediate(act),
    later: (act) => void setTimeout(act, 1),
  });
  port1.addEventListener('message', (event: MessageEvent<ToWorker>) => void served.receive(event.data));
  port1.start();
  const session = await opening;
  const start = { version: 1, profile: 'v1.36', seed: 1, nodes: defaultNodes(), files: {} } as const;
  const connection = connectWorker(port2 as Port, start); // Node's MessagePort has no error event.
  return {
    session,
    connection,
    transport: connection.transport,
    pass: (ms) => session.cluster.advance(ms),
    settle,
    close: () => {
      served.close();
      port1.close();
      port2.close();
    },
  };
}

async function overHttp(watchesOverSockets: boolean): Promise<Carrier> {
  const { url, token, certificateAuthority, session, close } = await serveCluster();
  const connection = {
    server: url,
    token,
    certificateAuthorityData: Buffer.from(certificateAuthority).toString('base64'),
  };
  const openSocket = nodeOpenSocket(connection);
  return {
    transport: createHttpTransport(nodeSend(connection), { openSocket, watchesOverSockets }),
    pass: (ms) => session.cluster.advance(ms),
    // TLS and another turn of the loop on a busy machine.
    settle: wait(150),
    close,
  };
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
      pass: (ms) => cluster.advance(ms),
      settle: () => cluster.advance(0),
      close: () => {},
    };
  },
  MessagePort: overPort,
  HTTP: () => overHttp(false),
  'HTTP with watches over WebSockets': () => overHttp(true),
};

/** A session with the page's own connection and one that came in over a further port. */
export async function twoClients(): Promise<{
  readonly carrier: PortCarrier;
  readonly page: WorkerConnection;
  readonly terminal: WorkerConnection;
}> {
  const carrier = await overPort();
  const port = carrier.connection.openPort();
  const terminal = connectWorker(port as Port); // As above.
  return {
    carrier: {
      ...carrier,
      close: () => {
        carrier.close();
        port.close();
      },
    },
    page: carrier.connection,
    terminal,
  };
}
