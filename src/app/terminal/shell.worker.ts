/** The shell's Web Worker: kubectl and the programs around it run here, so that no output stalls the page. */
import { ShellHost } from './shellHost';
import type { ToShell } from './messages';

const { port1, port2 } = new MessageChannel();
const turns: (() => void)[] = [];
port1.onmessage = () => turns.shift()?.();

const host = new ShellHost({
  post: (message) => self.postMessage(message),
  // A message to oneself comes after the messages that wait already; a timer would be held back by the browser.
  soon: (act) => {
    turns.push(act);
    port2.postMessage(undefined);
  },
  wall: () => performance.now(),
  date: () => Date.now(),
  every: (ms, act) => void setInterval(act, ms),
});
self.addEventListener('message', (event: MessageEvent<ToShell>) => void host.receive(event.data));

// Only a thrown error reaches the page: a promise that nobody caught is thrown again.
self.addEventListener('unhandledrejection', ({ reason }) => {
  setTimeout(() => {
    throw reason;
  });
});
