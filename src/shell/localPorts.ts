/** Ports of the learner's own machine: `kubectl port-forward` listens on them, `curl` connects to them. */
import type { LocalConnection } from '../kubectl/environment';
import type { Unsubscribe } from '../client/transport';
import type { LocalSocket } from './shell';

type OnConnection = (connection: LocalConnection) => void;

/** The ports of one machine that nobody else reaches. */
export class LocalPorts {
  readonly #listeners = new Map<number, OnConnection>();

  /** Throws with the text of the system's error if the port is taken. */
  readonly listen = (port: number, onConnection: OnConnection): Unsubscribe => {
    if (this.#listeners.has(port)) throw new Error('bind: address already in use');
    this.#listeners.set(port, onConnection);
    return () => this.#listeners.delete(port);
  };

  /** Undefined if nobody listens. */
  readonly connect = (port: number): LocalSocket | undefined => {
    const onConnection = this.#listeners.get(port);
    if (onConnection === undefined) return undefined;
    const wire = new Wire();
    onConnection(wire.server);
    return wire.client;
  };
}

/** Both ends of one connection. What arrives before somebody listens waits. */
class Wire {
  #toServer: string[] = [];
  #toClient: string[] = [];
  #isClosed = false;
  #onData: ((data: string) => void) | undefined;
  #onClose: (() => void) | undefined;
  #wakeClient: (() => void) | undefined;

  readonly server: LocalConnection = {
    send: (data) => {
      if (this.#isClosed) return;
      this.#toClient.push(data);
      this.#wakeClient?.();
    },
    onData: (listener) => {
      this.#onData = listener;
      const waiting = this.#toServer;
      this.#toServer = [];
      for (const data of waiting) listener(data);
    },
    onClose: (listener) => {
      this.#onClose = listener;
      if (this.#isClosed) listener();
    },
    close: () => this.#close(),
  };

  readonly client: LocalSocket = {
    send: (data) => {
      if (this.#onData === undefined) this.#toServer.push(data);
      else this.#onData(data);
    },
    read: async () => {
      while (this.#toClient.length === 0 && !this.#isClosed) {
        await new Promise<void>((resolve) => {
          this.#wakeClient = resolve;
        });
      }
      return this.#toClient.shift();
    },
    close: () => this.#close(),
  };

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onClose?.();
    this.#wakeClient?.();
  }
}
