/** The engine's Web Worker: gives a Session messages, turns and wall time. */
import { USUAL_ADDONS } from '../addons/usualAddons';
import type { ToWorker } from '../client/protocol';
import { loadColumnDescriptions } from '../apiserver/tables/columnDescriptions';
import { loadApply } from '../apiserver/apply/lateApply';
import { loadUserland } from '../kubelet/runtime/userland';
import { serveSession } from './serveSession';
import { Session } from './session';

const FRAME_MS = 16;

/** A message to oneself comes after the messages that wait already; a timer would be held back by the browser. */
const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.onmessage = () => waiting.shift()?.();
const soon = (act: () => void): void => {
  waiting.push(act);
  port2.postMessage(undefined);
};

const { receive } = serveSession(
  Session.create(
    { addons: USUAL_ADDONS },
    () => performance.now(),
    { isLean: true },
    () => new Promise(soon),
  ),
  {
    post: (message) => self.postMessage(message),
    soon,
    later: (act) => setTimeout(act, FRAME_MS),
  },
);
// Words that only a reader of raw Tables sees: the cluster does not wait for them.
void loadColumnDescriptions();
// It will be wanted soon; who needs it before it is there asks again, and tells if it cannot be had.
loadUserland().catch(() => {});
loadApply().catch(() => {});

self.addEventListener('message', (event: MessageEvent<ToWorker>) => void receive(event.data));

// Only a thrown error reaches the page: a promise that nobody caught is thrown again.
self.addEventListener('unhandledrejection', ({ reason }) => {
  setTimeout(() => {
    throw reason;
  });
});
