/**
 * Speaks the worker's protocol over any port: answers questions, runs slices towards the pace, posts frames.
 * Slices and messages take turns, so that no message waits longer than one slice.
 */
import type { FromWorker, ToWorker } from '../client/protocol';
import type { Session } from './session';

/** What the loop needs of its surroundings: turns and time are the only things that an engine must not know. */
export interface Surroundings {
  post(message: FromWorker): void;
  /** Calls back after waiting messages have had their turn. */
  soon(act: () => void): void;
  /** Calls back about a frame later. */
  later(act: () => void): void;
}

/** Starts serving. Hands back what to call with each message of the page, and what ends the loop. */
export function serveSession(
  opening: Promise<Session>,
  { post, soon, later }: Surroundings,
): { receive(message: ToWorker): Promise<void>; close(): void } {
  let isOpen = true;
  let isSlicing = false;
  const flush = (session: Session): void => {
    const frame = session.frame();
    if (frame !== undefined) post(frame);
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
    flush(session);
    if (session.behind && !isSlicing) {
      isSlicing = true;
      soon(slice);
    }
    later(everyFrame);
  };
  void everyFrame();
  return {
    close: () => {
      isOpen = false;
    },
    receive: async (message) => {
      const session = await opening;
      switch (message.type) {
        case 'watch':
          return session.watch(message.id, message.request);
        case 'unwatch':
          return session.unwatch(message.id);
        case 'ask':
          try {
            post({ type: 'answer', id: message.id, answer: await session.ask(message.question) });
          } catch (error) {
            post({ type: 'refusal', id: message.id, message: error instanceof Error ? error.message : String(error) });
          }
          return flush(session);
        default:
          message satisfies never;
      }
    },
  };
}
