/** The Web Worker of a page on a real cluster: speaks HTTP and WebSockets to the API server, and the worker's protocol to the page. */
import { createHttpTransport } from '../client/http';
import type { ToWorker } from '../client/protocol';
import type { RemoteOpening } from '../client/remote';
import { apiAddress } from './apiAddress';
import { browserSend, browserSockets } from './browserSend';
import { type RemoteService, serveRemote } from './serveRemote';
import { ServerLink, type Surroundings } from './serverLink';

const around: Surroundings = {
  now: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

function open({ path }: RemoteOpening): RemoteService {
  const base = apiAddress(path, self.location.origin);
  const send = browserSend(base);
  const transport = createHttpTransport(send, { openSocket: browserSockets(base), watchesOverSockets: true });
  const link: ServerLink = new ServerLink(send, around, (status) => service.told(status));
  const service = serveRemote({ transport, around, post: (message) => self.postMessage(message) }, () => link);
  void link.ask();
  return service;
}

let service: RemoteService | undefined;
self.addEventListener('message', ({ data }: MessageEvent<RemoteOpening | ToWorker>) => {
  if (data.type === 'open') service = open(data);
  else void service?.receive(data);
});

// Only a thrown error reaches the page: a promise that nobody caught is thrown again.
self.addEventListener('unhandledrejection', ({ reason }) => {
  setTimeout(() => {
    throw reason;
  });
});
