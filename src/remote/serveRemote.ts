/**
 * Speaks the worker's protocol to the page, and to an API server over a Transport: what arrives is parsed and coalesced
 * here, and handed over a frame at a time. What only a simulation can do is refused.
 */
import { failure } from '../api/meta/status';
import { Mailbox } from '../client/mailbox';
import type { Answer, FromWorker, Question, ToWorker } from '../client/protocol';
import type { RemoteStatus } from '../client/remote';
import type { ApiRequest, ApiResponse, Transport } from '../client/transport';
import { tidied } from './tidied';
import { lastingWatch } from './lastingWatch';
import type { ServerLink, Surroundings } from './serverLink';

/** About a frame. */
const FRAME_MS = 16;

interface Client {
  readonly mail: Mailbox;
  /** The page itself: its watches outlive their connections; kubectl's end as the server ends them. */
  readonly isPage: boolean;
  post(message: FromWorker): void;
  /** The way has changed since it was told. */
  isStale: boolean;
  isDue: boolean;
}

interface Parts {
  readonly transport: Transport;
  readonly around: Surroundings;
  post(message: FromWorker): void;
}

export interface RemoteService {
  /** To be called with each message of the page. */
  receive(message: ToWorker): Promise<void>;
  /** The way to the cluster has changed. */
  told(status: RemoteStatus): void;
}

/** Serves the page, and whoever it connects, from the cluster behind `transport`. */
export function serveRemote({ transport, around, post }: Parts, link: () => ServerLink): RemoteService {
  const clients: Client[] = [];
  let status: RemoteStatus | undefined;

  const flush = (client: Client): void => {
    client.isDue = false;
    const remote = client.isStale ? status : undefined;
    client.isStale = false;
    const { watches, streams } = client.mail.take();
    client.post({ type: 'frame', watches, streams, commands: [], ...(remote === undefined ? {} : { remote }) });
    if (client.mail.hasNews) soon(client);
  };
  const soon = (client: Client): void => {
    if (client.isDue) return;
    client.isDue = true;
    around.after(FRAME_MS, () => flush(client));
  };
  const join = (say: Client['post']): Client => {
    const client: Client = {
      mail: new Mailbox(() => soon(client)),
      isPage: clients.length === 0,
      post: say,
      isStale: status !== undefined,
      isDue: false,
    };
    clients.push(client);
    if (client.isStale) soon(client);
    return client;
  };
  const watch = ({ mail, isPage }: Client, id: number, request: ApiRequest): void =>
    mail.watch(id, (onEvent) => {
      if (!isPage) return transport.watch(request, onEvent);
      return lastingWatch({ transport, link: link(), around }, request, (event) => {
        if (event.type !== 'ERROR' && event.type !== 'BOOKMARK') tidied(event.object);
        onEvent(event);
      });
    });
  const answer = async (client: Client, question: Question): Promise<Answer> => {
    switch (question.type) {
      case 'request': {
        const response = await requested(transport, link(), question.request);
        if (!client.isPage) return response;
        // A terminal may show credentials of its own; these are the page's.
        if (response.code === 401) link().unauthorized(JSON.stringify(response.body));
        if (question.request.method === 'GET') tidied(response.body);
        return response;
      }
      case 'line':
        return 0; // Nobody counts the lines of a real cluster.
      case 'reconnect':
        return void link().ask();
      default:
        throw new Error(`a real cluster cannot ${question.type}`);
    }
  };
  const receiveFrom = async (client: Client, message: ToWorker): Promise<void> => {
    const { mail } = client;
    switch (message.type) {
      case 'watch':
        return watch(client, message.id, message.request);
      case 'unwatch':
        return mail.unwatch(message.id);
      case 'stream':
        return mail.stream(message.id, (handlers) => transport.stream(message.request, handlers));
      case 'streamInput':
        return mail.streamInput(message.id, message.message);
      case 'unstream':
        return mail.unstream(message.id);
      case 'connect': {
        const { port } = message;
        const other = join((said) => port.postMessage(said));
        port.addEventListener('message', ({ data }) => void receiveFrom(other, data));
        return port.start();
      }
      case 'ask':
        try {
          client.post({ type: 'answer', id: message.id, answer: await answer(client, message.question) });
        } catch (error) {
          client.post({ type: 'refusal', id: message.id, message: textOf(error) });
        }
        return undefined;
      default:
        return message satisfies never;
    }
  };
  const first = join(post);
  return {
    receive: (message) => receiveFrom(first, message),
    told: (next) => {
      status = next;
      for (const client of clients) {
        client.isStale = true;
        soon(client);
      }
    },
  };
}

/** The answer, or code 0 with the reason where none came. Tells the link how it went. */
async function requested(transport: Transport, link: ServerLink, request: ApiRequest): Promise<ApiResponse> {
  try {
    return await transport.request(request);
  } catch (error) {
    link.doubt();
    return { code: 0, body: failure(0, 'ServiceUnavailable', textOf(error)) };
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
