/**
 * How the way to a real cluster is: lost when nobody answers, asked again with growing pauses, found again by itself.
 * Every request of the page tells it how it went; watches wait here until there is somebody to watch.
 */
import { WAY_HEADER, type RemoteCluster, type RemoteHealth, type RemoteStatus, type RemoteWay } from '../client/remote';
import type { HttpResponse, HttpSend } from '../client/http';

/** Time and chance of a worker. */
export interface Surroundings {
  /** Wall milliseconds since the epoch. */
  now(): number;
  /** Calls back after `ms`; the function that is handed back prevents it. */
  after(ms: number, act: () => void): () => void;
  /** In [0, 1). */
  random(): number;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** The pause before try number `tries` (from 0): doubled up to half a minute, and spread by a fifth. */
export function pauseMs(tries: number, random: () => number): number {
  return Math.round(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries) * (0.8 + 0.4 * random()));
}

export class ServerLink {
  #status: RemoteStatus = { health: { type: 'connecting' }, cluster: undefined };
  #tries = 0;
  #cancel = (): void => {};
  #isAsking = false;
  #waiting: (() => void)[] = [];

  /** `onStatus` hears of every change. */
  constructor(
    private readonly send: HttpSend,
    private readonly around: Surroundings,
    private readonly onStatus: (status: RemoteStatus) => void,
  ) {}

  get status(): RemoteStatus {
    return this.#status;
  }

  /** Asks which cluster it is. */
  async ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#cancel();
    try {
      const response = await this.send({ method: 'GET', target: '/version', headers: { accept: 'application/json' } });
      const text = await textOf(response);
      if (response.status === 401) this.unauthorized(text);
      else if (response.status >= 500) this.#lost(text);
      else this.#found(clusterOf(response, text));
    } catch (error) {
      this.#lost(error instanceof Error ? error.message : String(error));
    } finally {
      this.#isAsking = false;
    }
  }

  /** Somebody has asked in vain: is anybody there? */
  doubt(): void {
    if (this.#status.health.type !== 'lost') void this.ask(); // Else it is asked again already.
  }

  /** The server does not know who asks. `text` is its answer. */
  unauthorized(text: string): void {
    this.#cancel();
    this.#tell({ type: 'unauthorized', why: messageOf(text) });
  }

  /** Resolves once the server answers; at once if it is not known to be lost. */
  found(): Promise<void> {
    if (this.#status.health.type === 'connected' || this.#status.health.type === 'connecting') return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #lost(why: string): void {
    const pause = pauseMs(this.#tries, this.around.random);
    this.#tries += 1;
    this.#tell({ type: 'lost', why, retryAt: this.around.now() + pause });
    this.#cancel = this.around.after(pause, () => void this.ask());
  }

  #found(cluster: RemoteCluster): void {
    this.#tries = 0;
    this.#status = { ...this.#status, cluster };
    this.#tell({ type: 'connected' });
    for (const go of this.#waiting.splice(0)) go();
  }

  #tell(health: RemoteHealth): void {
    this.#status = { ...this.#status, health };
    this.onStatus(this.#status);
  }
}

async function textOf({ body }: HttpResponse): Promise<string> {
  let text = '';
  for await (const piece of body) text += piece;
  return text;
}

/** The version is empty where whoever asks may not know it. */
function clusterOf(response: HttpResponse, text: string): RemoteCluster {
  const way = wayOf(response.header(WAY_HEADER));
  const { gitVersion } = jsonOf(text) as { readonly gitVersion?: unknown }; // Looked at below.
  return {
    version: typeof gitVersion === 'string' ? gitVersion : '',
    isReadOnly: way.isReadOnly === true,
    ...(typeof way.server === 'string' ? { server: way.server } : {}),
    ...(typeof way.context === 'string' ? { context: way.context } : {}),
    ...(typeof way.namespace === 'string' ? { namespace: way.namespace } : {}),
  };
}

function wayOf(header: string | undefined): RemoteWay {
  if (header === undefined) return {};
  try {
    return jsonOf(decodeURIComponent(header)) as RemoteWay; // Each field is looked at before it is used.
  } catch {
    return {}; // Somebody else's header.
  }
}

/** What a text says as JSON; an empty object where it is none. */
function jsonOf(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** The message of a Status, or the text itself where it is none. */
function messageOf(text: string): string {
  const { message } = jsonOf(text) as { readonly message?: unknown };
  return typeof message === 'string' ? message : text.trim();
}
