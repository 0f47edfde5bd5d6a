/** One client's place in a session: what it watches, the streams it holds, and what it has not been told yet. */
import type { Command, SimulationStatus } from '../client/simulation';
import type { FromWorker, StreamNews } from '../client/protocol';
import type { ApiRequest, ApiResponse, Stream, StreamMessage } from '../client/transport';
import type { Status } from '../api/meta/status';
import type { Cluster } from './cluster';
import { Outbox } from './outbox';
import { StreamOutbox } from './streamOutbox';

/** Most objects in one frame: about 4 ms of structured clone. */
const OBJECTS_PER_FRAME = 300;
/** Frames that carry nothing but the time. */
const CLOCK_EVERY_MS = 100;

type Frame = Extract<FromWorker, { readonly type: 'frame' }>;

interface Watched {
  readonly outbox: Outbox;
  readonly stop: () => void;
}
interface Streamed {
  readonly outbox: StreamOutbox;
  readonly stream: Stream;
}

export class Seat {
  readonly #watched = new Map<number, Watched>();
  readonly #streamed = new Map<number, Streamed>();
  #unsent: Command[];
  #isNewRun = false;
  #frameAt = Number.NEGATIVE_INFINITY;
  #isDirty = true;

  /** `commands` are those of the run so far: the first frame tells them. */
  constructor(
    private readonly cluster: () => Cluster,
    commands: readonly Command[],
  ) {
    this.#unsent = [...commands];
  }

  /** The time, the pace or the health of the session has changed. */
  touch(): void {
    this.#isDirty = true;
  }

  told(command: Command): void {
    this.#unsent.push(command);
  }

  watch(id: number, request: ApiRequest): void {
    const outbox = new Outbox();
    const stop = this.cluster().api.watch(request, (event) => outbox.add(event));
    this.#watched.set(id, { outbox, stop });
  }

  unwatch(id: number): void {
    this.#watched.get(id)?.stop();
    this.#watched.delete(id);
  }

  stream(id: number, request: ApiRequest, line?: number): void {
    const outbox = new StreamOutbox();
    const stream = this.cluster().stream(
      request,
      { onMessage: (message) => outbox.add(message), onEnd: (response) => outbox.end(response) },
      line,
    );
    this.#streamed.set(id, { outbox, stream });
  }

  streamInput(id: number, message: StreamMessage): void {
    this.#streamed.get(id)?.stream.send(message);
  }

  unstream(id: number): void {
    this.#streamed.get(id)?.stream.close();
    this.#streamed.delete(id);
  }

  /** Another run has begun, with `commands`: what was followed in the old one is over. */
  expire(commands: readonly Command[], why: Status): void {
    const end: ApiResponse = { code: why.code ?? 500, body: why };
    for (const { outbox, stop } of this.#watched.values()) {
      stop();
      outbox.add({ type: 'ERROR', object: why });
    }
    for (const { outbox } of this.#streamed.values()) outbox.end(end);
    this.#unsent = [...commands];
    this.#isNewRun = true;
    this.#isDirty = true;
  }

  /** What the client should hear at wall time `now`; undefined if nothing is new, or only the time and that a moment ago. */
  frame(now: number, status: () => SimulationStatus): Frame | undefined {
    const waiting = this.#hasNews();
    if (!this.#isDirty && !waiting) return undefined;
    if (!waiting && now - this.#frameAt < CLOCK_EVERY_MS) return undefined;
    this.#frameAt = now;
    this.#isDirty = false;
    let room = OBJECTS_PER_FRAME;
    const watches: [number, ReturnType<Outbox['take']>][] = [];
    for (const [id, { outbox }] of this.#watched) {
      const events = outbox.take(room);
      if (events.length > 0) watches.push([id, events]);
      room -= events.length;
    }
    const commands = this.#unsent;
    const isNewRun = this.#isNewRun;
    this.#unsent = [];
    this.#isNewRun = false;
    return {
      type: 'frame',
      status: status(),
      watches,
      streams: this.#streamNews(),
      commands,
      ...(isNewRun ? { isNewRun } : {}),
    };
  }

  /** Lets go of everything: the client is gone. */
  close(): void {
    for (const id of [...this.#watched.keys()]) this.unwatch(id);
    for (const id of [...this.#streamed.keys()]) this.unstream(id);
  }

  #hasNews(): boolean {
    if (this.#unsent.length > 0 || this.#isNewRun) return true;
    for (const { outbox } of this.#watched.values()) if (outbox.size > 0) return true;
    for (const { outbox } of this.#streamed.values()) if (outbox.hasNews) return true;
    return false;
  }

  #streamNews(): readonly StreamNews[] {
    const news: StreamNews[] = [];
    for (const [id, { outbox }] of this.#streamed) {
      if (!outbox.hasNews) continue;
      const taken = outbox.take();
      if (taken.end !== undefined) this.#streamed.delete(id);
      news.push({ id, ...taken });
    }
    return news;
  }
}
