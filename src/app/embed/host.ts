/**
 * The page that embeds this one, and the ports to it. A host asks with `init` until it is answered with a port; all else
 * goes over that. Only this listener comes with the first load. Who the host is makes no difference: nothing that it may
 * ask for or do is anybody's secret.
 */
import { createStore } from 'zustand/vanilla';

/** Version of what is said; it stands in every message over the window, under our own name. */
const PROTOCOL = 1;
/** A host that is reloaded asks anew: the oldest of more than these is gone. */
const MOST_PORTS = 4;

/** A way to a host; what was said before somebody listens waits in `early`. */
export interface HostPort {
  readonly port: MessagePort;
  readonly early: unknown[];
}

interface HostState {
  readonly ports: readonly HostPort[];
  /** How many messages wait at all ports: the poster of `ctl=1` looks for those that start the page. */
  readonly waiting: number;
}

export const hostStore = createStore<HostState>()(() => ({ ports: [], waiting: 0 }));

/** Answers the page around this one from now on. */
export function listenForHost(): void {
  const known = new Set<string>();
  window.addEventListener('message', ({ data, source }: MessageEvent<unknown>) => {
    if (source === null || source !== window.parent || source === window) return;
    const { kubeloop, type, id } = (data ?? {}) as Readonly<Record<string, unknown>>; // Each is looked at here.
    if (kubeloop !== PROTOCOL || type !== 'init' || typeof id !== 'string' || id.length > 64 || known.has(id)) return;
    known.add(id);
    const { port1, port2 } = new MessageChannel();
    window.parent.postMessage({ kubeloop: PROTOCOL, type: 'hello', id }, '*', [port2]);
    addPort(port1);
  });
}

function addPort(port: MessagePort): void {
  const host: HostPort = { port, early: [] };
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    host.early.push(data);
    hostStore.setState(({ waiting }) => ({ waiting: waiting + 1 }));
  };
  const { ports } = hostStore.getState();
  for (const old of ports.slice(0, Math.max(0, ports.length + 1 - MOST_PORTS))) old.port.close();
  hostStore.setState({ ports: [...ports, host].slice(-MOST_PORTS) });
}
