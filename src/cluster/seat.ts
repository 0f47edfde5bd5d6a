/** One client's place in a session: what it follows of the cluster, and which commands it has not been told yet. */
import { type Status, failure } from '../api/meta/status';
import { Mailbox } from '../client/mailbox';
import type { RunBranch } from '../client/history';
import type { ActivityNews } from '../client/activity';
import type { FromWorker } from '../client/protocol';
import type { Command, SimulationStatus } from '../client/simulation';
import type { ApiRequest, StreamMessage } from '../client/transport';
import type { TrafficNews } from '../client/traffic';
import type { ActivityReader } from './activityLog';
import type { Intervals } from '../network/serviceCounts';
import type { Cluster } from './cluster';
import { controlPlaneStatus } from './controlPlaneStatus';
import { leaveWatches } from './leaveWatches';

/** Requests that one frame tells of; of more only the last ones. */
const MOST_REQUESTS = 200;
/** Frames that carry nothing but the time. */
const CLOCK_EVERY_MS = 100;
/** Who begins to listen is told of so many writes before. */
const PAST_WRITES = 50;
/** How the control plane is, for who listens. */
const STATUS_EVERY_MS = 250;

type Frame = Extract<FromWorker, { readonly type: 'frame' }>;

export class Seat {
  readonly #mail = new Mailbox();
  #unsent: Command[];
  #isNewRun = false;
  #branches: readonly RunBranch[] | undefined;
  /** Since the last frame the cluster went to another moment. */
  #isElsewhere = false;
  /** What is watched, by its number. */
  readonly #watched = new Map<number, ApiRequest>();
  /** What the client has read here, and at another moment: a watch that begins there would miss the difference. */
  readonly #readHere = new Set<string>();
  readonly #readElsewhere = new Set<string>();
  /** Goes on with the watches once the cluster is where it goes to. */
  #followed: (() => Promise<void>) | undefined;
  #frameAt = Number.NEGATIVE_INFINITY;
  #isDirty = true;
  /** What the client follows at the API server; undefined: it does not listen. */
  #reader: ActivityReader | undefined;
  #statusAt = Number.NEGATIVE_INFINITY;
  /** How many requests of the run the client has been told of; undefined: it does not listen. */
  #heard: number | undefined;
  /** Intervals of counts that it has been told of, by Service. */
  readonly #counted = new Map<string, Intervals>();

  /**
   * `commands` are those of the run so far: the first frame tells them. `isGuide`: its watches go on when the cluster
   * goes to another moment, told of the differences; those of others end with 410.
   */
  constructor(
    private readonly cluster: () => Cluster,
    commands: readonly Command[],
    private readonly isGuide: boolean,
  ) {
    this.#unsent = [...commands];
  }

  /** The time, the pace or the health of the session has changed. */
  touch(): void {
    this.#isDirty = true;
  }

  /** Whether the client wants to hear of requests, or of what happens at the API server, from now on. */
  hear(what: 'traffic' | 'activity', isHeard: boolean): void {
    if (what === 'activity') return this.#read(isHeard);
    this.#heard = isHeard ? this.cluster().traffic.requests.total : undefined;
    this.#counted.clear();
  }

  #read(isHeard: boolean): void {
    const { activity } = this.cluster();
    if (this.#reader !== undefined) activity.close(this.#reader);
    this.#reader = isHeard ? activity.open(PAST_WRITES) : undefined;
    this.#statusAt = Number.NEGATIVE_INFINITY;
    this.#isDirty = true;
  }

  told(command: Command): void {
    this.#unsent.push(command);
  }

  /** The client was answered a read. */
  read(path: string): void {
    this.#readHere.add(path);
    this.#readElsewhere.delete(path);
  }

  watch(id: number, request: ApiRequest): void {
    if (this.#readElsewhere.has(request.path) && request.query?.resourceVersion !== undefined) {
      this.#mail.watch(id, (onEvent) => {
        onEvent({ type: 'ERROR', object: failure(410, 'Expired', 'what was listed is of another time') });
        return () => {};
      });
      return;
    }
    this.#watched.set(id, request);
    this.#mail.watch(id, (onEvent) => this.cluster().api.watch(request, onEvent));
  }

  unwatch(id: number): void {
    this.#watched.delete(id);
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
  expire(commands: readonly Command[], why: Status, branches?: readonly RunBranch[]): void {
    this.#mail.expire(why);
    this.renew(commands, branches);
    this.#isElsewhere = true;
    if (this.#reader !== undefined) this.#read(true);
    if (this.#heard !== undefined) this.#heard = Number.POSITIVE_INFINITY;
  }

  /** What is recorded of the run has become `commands`, in one of `branches` if there are several. */
  renew(commands: readonly Command[], branches: readonly RunBranch[] | undefined): void {
    this.#unsent = [...commands];
    this.#branches = branches;
    this.#isNewRun = true;
    this.#isDirty = true;
  }

  /** The cluster goes to another moment: nobody hears of the way. */
  async leave(): Promise<void> {
    if (this.#reader !== undefined) this.cluster().activity.close(this.#reader);
    if (this.isGuide) this.#followed = await leaveWatches(this.#mail, this.cluster().api, this.#watched);
  }

  /** It is there. */
  async arrive(): Promise<void> {
    for (const path of this.#readHere) this.#readElsewhere.add(path);
    this.#readHere.clear();
    this.#isElsewhere = true;
    this.#isDirty = true;
    if (this.#reader !== undefined) this.#read(true);
    if (this.#heard !== undefined) this.#heard = Number.POSITIVE_INFINITY;
    if (this.#followed !== undefined) await this.#followed();
    this.#followed = undefined;
  }

  /** What the client should hear at wall time `now`; undefined if nothing is new, or only the time and that a moment ago. */
  frame(now: number, status: () => SimulationStatus): Frame | undefined {
    const { requests } = this.cluster().traffic;
    const hasCounts = this.#counted.size === 0 && requests.counts.isAny;
    const hasTraffic = this.#heard !== undefined && (this.#heard !== requests.total || hasCounts);
    const waiting =
      hasTraffic || this.#reader?.hasNews === true || this.#unsent.length > 0 || this.#isNewRun || this.#mail.hasNews;
    if (!this.#isDirty && !waiting) return undefined;
    if (!waiting && now - this.#frameAt < CLOCK_EVERY_MS) return undefined;
    this.#frameAt = now;
    this.#isDirty = false;
    const commands = this.#unsent;
    const isNewRun = this.#isNewRun;
    const isElsewhere = this.#isElsewhere;
    this.#unsent = [];
    this.#isNewRun = false;
    this.#isElsewhere = false;
    const traffic = hasTraffic ? { traffic: this.#traffic() } : {};
    const activity = this.#reader === undefined ? {} : { activity: this.#activity(this.#reader, now, isElsewhere) };
    const isNew = isNewRun ? { isNewRun, ...(this.#branches && { branches: this.#branches }) } : {};
    return { type: 'frame', status: status(), ...this.#mail.take(), ...traffic, ...activity, commands, ...isNew };
  }

  #traffic(): TrafficNews {
    const { requests } = this.cluster().traffic;
    const heard = this.#heard ?? 0;
    // Fewer than before: the run was replaced or went back.
    const isNew = requests.total < heard;
    const since = isNew ? 0 : heard;
    if (isNew) this.#counted.clear();
    this.#heard = requests.total;
    const last = [...requests.from(Math.max(since, requests.total - MOST_REQUESTS))];
    const counts = requests.counts.news(this.#counted);
    return { requests: last, total: requests.total - since, counts, ...(isNew ? { isNew } : {}) };
  }

  #activity(reader: ActivityReader, now: number, isElsewhere: boolean): ActivityNews {
    const isDue = now - this.#statusAt >= STATUS_EVERY_MS;
    if (isDue) this.#statusAt = now;
    // What it was told late is told once more a moment later.
    else this.#isDirty = true;
    const status = isDue ? { status: controlPlaneStatus(this.cluster()) } : {};
    return { ...reader.take(), ...status, ...(isElsewhere ? { isNew: true } : {}) };
  }

  /** Lets go of everything: the client is gone. */
  close(): void {
    this.#read(false);
    this.#mail.close();
  }
}
