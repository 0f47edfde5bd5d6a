/** The engine's Web Worker: brings messages and wall time to a Session and posts its frames. */
import type { FromWorker, ToWorker } from '../client/protocol';
import { Session } from './session';

const FRAME_MS = 16;

const post = (message: FromWorker): void => self.postMessage(message);
const session = Session.create({}, () => performance.now());
const { port1, port2 } = new MessageChannel();

self.addEventListener('message', async (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  const opened = await session;
  switch (message.type) {
    case 'watch':
      return opened.watch(message.id, message.request);
    case 'unwatch':
      return opened.unwatch(message.id);
    case 'ask':
      try {
        post({ type: 'answer', id: message.id, answer: await opened.ask(message.question) });
      } catch (error) {
        post({ type: 'refusal', id: message.id, message: error instanceof Error ? error.message : String(error) });
      }
      flush(opened);
      return;
    default:
      message satisfies never;
  }
});

function flush(opened: Session): void {
  const frame = opened.frame();
  if (frame !== undefined) post(frame);
}

/** One slice, then a turn for waiting messages, until the pace is met. */
port1.onmessage = async () => {
  const opened = await session;
  await opened.slice();
  if (opened.behind) port2.postMessage(undefined);
};

async function everyFrame(): Promise<void> {
  const opened = await session;
  flush(opened);
  if (opened.behind) port2.postMessage(undefined);
  setTimeout(everyFrame, FRAME_MS);
}
void everyFrame();
