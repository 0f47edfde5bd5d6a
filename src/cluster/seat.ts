/** One client's place in a session: what it follows of the cluster, and which commands it has not been told yet. */
import type { Status } from '../api/meta/status';
import { Mailbox } from '../client/mailbox';
import type { FromWorker } from '../client/protocol';
import type { Command, SimulationStatus } from '../client/simulation';
import type { ApiRequest, StreamMessage } from '../client/transport';
import type { TrafficNews } from '../client/traffic';
import type { Cluster } from './cluster';

/** Requests that one frame tells of; of more only the last ones. */
const MOST_REQUESTS = 200;
/** Frames that carry nothing but the time. */
const CLOCK_EVERY_MS = 100;

type Frame = Extract<FromWorker, { readonly type: 'frame' }>;

export class Seat {
  readonly #mail = new Mailbox();
  #unsent: Command[];
  #isNewRun = false;
  #frameAt = Number.NEGATIVE_INFINITY;
  #isDirty = true;
  /** How many requests of the run the client has been told of; undefined: it does not listen. */
  #heard: number | undefined;

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

  /** Whether the client wants to hear of requests from now on. */
  hear(isHeard: boolean): void {
    this.#heard = isHeard ? this.cluster().traffic.requests.total : undefined;
  }

  told(command: Command): void {
    this.#unsent.push(command);
  }

  watch(id: number, request: ApiRequest): void {
    this.#mail.watch(id, (onEvent) => this.cluster().api.watch(request, onEvent));
  }

  unwatch(id: number): void {
    this.#mail.unwatch(id);
  }

  stream(id: number, request: ApiRequest, line?: number): void {
    this.#mail.stream(id, (handlers) => this.cluster().stream(request, handlers, line));
  }

  streamInput(id: number, message: StreamMessage): void {
    this.#mail.streamInput(id, message);
  }

  unstream(id: number): void {
    this.#mail.unstream(id);
  }

  /** Another run has begun, with `commands`: what was followed in the old one is over. */
  expire(commands: readonly Command[], why: Status): void {
    this.#mail.expire(why);
    this.#unsent = [...commands];
    this.#isNewRun = true;
    this.#isDirty = true;
  }

  /** What the client should hear at wall time `now`; undefined if nothing is new, or only the time and that a moment ago. */
  frame(now: number, status: () => SimulationStatus): Frame | undefined {
    const { requests } = this.cluster().traffic;
    const hasTraffic = this.#heard !== undefined && this.#heard !== requests.total;
    const waiting = hasTraffic || this.#unsent.length > 0 || this.#isNewRun || this.#mail.hasNews;
    if (!this.#isDirty && !waiting) return undefined;
    if (!waiting && now - this.#frameAt < CLOCK_EVERY_MS) return undefined;
    this.#frameAt = now;
    this.#isDirty = false;
    const commands = this.#unsent;
    const isNewRun = this.#isNewRun;
    this.#unsent = [];
    this.#isNewRun = false;
    const traffic = hasTraffic ? { traffic: this.#traffic() } : {};
    const isNew = isNewRun ? { isNewRun } : {};
    return { type: 'frame', status: status(), ...this.#mail.take(), ...traffic, commands, ...isNew };
  }

  #traffic(): TrafficNews {
    const { requests } = this.cluster().traffic;
    const heard = this.#heard ?? 0;
    // Fewer than before: the run was replaced or went back.
    const isNew = requests.total < heard;
    const since = isNew ? 0 : heard;
    this.#heard = requests.total;
    const last = [...requests.from(Math.max(since, requests.total - MOST_REQUESTS))];
    return { requests: last, total: requests.total - since, counts: [], ...(isNew ? { isNew } : {}) };
  }

  /** Lets go of everything: the client is gone. */
  close(): void {
    this.#mail.close();
  }
}
