/**
 * Speaks the worker's protocol over any port: answers questions, runs slices towards the pace, posts frames.
 * Slices and messages take turns, so that no message waits longer than one slice. Further clients come in over ports
 * that the first one hands in; all see one session, and the first one alone may replace the run.
 */
import type { FromWorker, ToWorker } from '../client/protocol';
import type { Seat } from './seat';
import type { Session } from './session';

/** What the loop needs of its surroundings: turns and time are the only things that an engine must not know. */
export interface Surroundings {
  post(message: FromWorker): void;
  /** Calls back after waiting messages have had their turn. */
  soon(act: () => void): void;
  /** Calls back about a frame later. */
  later(act: () => void): void;
}

interface Client {
  readonly seat: Seat;
  post(message: FromWorker): void;
}

/** Starts serving. Hands back what to call with each message of the page, and what ends the loop. */
export function serveSession(
  opening: Promise<Session>,
  { post, soon, later }: Surroundings,
): { receive(message: ToWorker): Promise<void>; close(): void } {
  let isOpen = true;
  let isSlicing = false;
  const clients: Client[] = [];
  const first = opening.then((session) => join(session, post));

  function join(session: Session, say: Client['post']): Client {
    const client = { seat: session.open(), post: say };
    clients.push(client);
    return client;
  }
  const flush = (session: Session, { seat, post: say }: Client): void => {
    const frame = session.frame(seat);
    if (frame !== undefined) say(frame);
  };
  const slice = async (): Promise<void> => {
    const session = await opening;
    await session.slice();
    isSlicing = isOpen && session.behind;
    if (isSlicing) soon(slice);
  };
  const everyFrame = async (): Promise<void> => {
    const session = await opening;
    if (!isOpen) return;
    for (const client of clients) flush(session, client);
    if (session.behind && !isSlicing) {
      isSlicing = true;
      soon(slice);
    }
    later(everyFrame);
  };
  const receiveFrom = async (client: Client, message: ToWorker): Promise<void> => {
    const session = await opening;
    // What is opened is opened where the cluster is going to.
    if (message.type !== 'ask') await session.settled();
    switch (message.type) {
      case 'watch':
        return client.seat.watch(message.id, message.request);
      case 'unwatch':
        return client.seat.unwatch(message.id);
      case 'stream':
        return client.seat.stream(message.id, message.request, message.line);
      case 'streamInput':
        return client.seat.streamInput(message.id, message.message);
      case 'unstream':
        return client.seat.unstream(message.id);
      case 'connect': {
        const { port } = message;
        const other = join(session, (said) => port.postMessage(said));
        port.addEventListener('message', ({ data }) => void receiveFrom(other, data));
        return port.start();
      }
      case 'ask':
        await answer(session, client, message);
        return flush(session, client);
      default:
        message satisfies never;
    }
  };
  const answer = async (
    session: Session,
    client: Client,
    { id, question }: ToWorker & { type: 'ask' },
  ): Promise<void> => {
    try {
      if (question.type === 'load' && client !== clients[0]) throw new Error('only the page itself may load a run');
      const isOwn = question.type === 'traffic' || question.type === 'activity';
      if (isOwn) client.seat.hear(question.type, question.isHeard);
      const said = isOwn || question.type === 'ping' ? undefined : await session.ask(question);
      const isFirstPage = question.type === 'request' && question.request.query?.continue === undefined;
      if (isFirstPage && question.request.method === 'GET') client.seat.read(question.request.path);
      client.post({ type: 'answer', id, answer: said });
    } catch (error) {
      client.post({ type: 'refusal', id, message: error instanceof Error ? error.message : String(error) });
    }
  };
  void everyFrame();
  return {
    close: () => {
      isOpen = false;
    },
    receive: async (message) => receiveFrom(await first, message),
  };
}
