/**
 * Notes what happens at the API server, for as long as somebody reads it. It is no part of the cluster's state: nothing
 * that runs ever looks at it, and without readers nothing is noted.
 */
import type { Kind } from '../api/kinds';
import type { Status } from '../api/meta/status';
import type { Activity, Because, DeliveryActivity, StoredKey, WriteActivity } from '../client/activity';
import { pathOf } from '../client/client';
import type { ApiRequest, ApiResponse, Transport } from '../client/transport';
import { ownName, programOf } from '../controllers/selection';
import type { Kernel } from '../sim/kernel';
import type { Change, Revision, Store } from '../storage/store';
import { followersOf } from './followers';
import { isHeartbeat } from './heartbeat';

/** What one frame tells; of more only the last. */
const MOST_ACTIVITIES = 300;
/** How far back the reason for a write is looked for, in rows of the trace. */
const MOST_ROWS = 8;
/** Who sets a cluster up, in the trace. */
const BOOT = 'kubeloop';
/** Keys that one request is told to have written: a collection may hold many. */
const MOST_KEYS = 50;

/** What one client has not heard yet. */
export class ActivityReader {
  #waiting: Activity[] = [];
  /** Where a heartbeat of the same kind stands among the waiting. */
  readonly #routine = new Map<string, number>();
  #leftOut = 0;

  get hasNews(): boolean {
    return this.#waiting.length > 0;
  }

  note(activity: Activity): void {
    if (activity.type !== 'list' && activity.routine === true) {
      const id = activity.type === 'write' ? `${activity.by} ${activity.path}` : `${activity.to}<${activity.key}`;
      const at = this.#routine.get(id);
      const earlier = at === undefined ? undefined : this.#waiting[at];
      if (at !== undefined && earlier !== undefined && earlier.type !== 'list') {
        this.#waiting[at] = { ...activity, times: earlier.times + 1 };
        return;
      }
      this.#routine.set(id, this.#waiting.length);
    }
    this.#waiting.push(activity);
    if (this.#waiting.length < 2 * MOST_ACTIVITIES) return;
    this.#leftOut += MOST_ACTIVITIES;
    this.#waiting = this.#waiting.slice(MOST_ACTIVITIES);
    this.#routine.clear();
  }

  take(): { readonly activities: readonly Activity[]; readonly leftOut: number } {
    const activities = this.#waiting.slice(-MOST_ACTIVITIES);
    const leftOut = this.#leftOut + this.#waiting.length - activities.length;
    this.#waiting = [];
    this.#routine.clear();
    this.#leftOut = 0;
    return { activities, leftOut };
  }
}

export class ActivityLog {
  readonly #readers = new Set<ActivityReader>();
  /** The last revision that was told. */
  #told = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly store: Store,
  ) {}

  /** Whether anybody reads: if not, nothing need be noted. */
  get isRead(): boolean {
    return this.#readers.size > 0;
  }

  /** A reader; if it is the only one, it first hears of the last `past` revisions, as far as the store knows them. */
  open(past = 0): ActivityReader {
    const reader = new ActivityReader();
    if (!this.isRead) this.#told = this.store.revision - past;
    this.#readers.add(reader);
    this.catchUp(false);
    return reader;
  }

  close(reader: ActivityReader): void {
    this.#readers.delete(reader);
  }

  /** Sends `request`, and notes who asked and what came of it. */
  async send(by: string, request: ApiRequest, transport: Pick<Transport, 'request'>): Promise<ApiResponse> {
    this.catchUp();
    const running = this.kernel.running;
    const answer = transport.request(request);
    // A request that no kubelet has to be asked for has written what it writes by now.
    const stored = this.#changes();
    const data = running?.data as { readonly controller?: string; readonly key?: string } | undefined; // Of a reconcile.
    const loop = data?.controller;
    const program = loop === undefined ? undefined : programOf(loop);
    const because = running === undefined ? undefined : this.#because(running.cause);
    const write = {
      type: 'write',
      at: this.kernel.clock.now(),
      by: program ?? by,
      ...(loop === undefined || program !== undefined ? {} : { controller: ownName(loop) }),
      ...(loop === undefined || data?.key === undefined ? {} : { about: data.key }),
      method: request.method,
      path: request.path,
      stored: stored.map(storedKey),
      ...(because === undefined ? {} : { because }),
      times: 1,
    } as const;
    const isQuiet = stored.every(isHeartbeat) && by !== 'you';
    const response = await answer;
    const { code, body } = response;
    const { message } = (code < 400 ? {} : body) as Partial<Status>; // A refusal is a Status.
    this.#note({
      ...write,
      code,
      ...(message === undefined ? {} : { message }),
      ...(isQuiet && code < 400 && request.method !== 'POST' ? { routine: true } : {}),
    });
    this.#follow(stored);
    return response;
  }

  /** Does `act`, which brings the change of `revision` to `to`, and notes which controllers it gives work. */
  deliver(to: string, revision: number, event: StoredKey['type'], act: () => void): void {
    this.catchUp();
    const wakes = new Set<string>();
    this.kernel.onScheduled = ({ data }) => {
      const { controller } = (data ?? {}) as { readonly controller?: string }; // Of a reconcile.
      if (controller !== undefined && programOf(controller) === undefined) wakes.add(ownName(controller));
    };
    try {
      act();
    } finally {
      this.kernel.onScheduled = undefined;
    }
    const change = this.store.changeAt(revision as Revision); // It was announced under this number.
    if (change === undefined) return;
    this.#delivered(to, change, event, wakes.size === 0 ? {} : { wakes: [...wakes] });
  }

  #delivered(to: string, change: Change, event: StoredKey['type'], more: Pick<DeliveryActivity, 'wakes'> = {}): void {
    const { key, revision, value } = change;
    this.#note({
      type: 'delivery',
      at: this.kernel.clock.now(),
      to,
      key,
      kind: value.kind,
      revision,
      event,
      ...more,
      ...(isHeartbeat(change) ? { routine: true } : {}),
      times: 1,
    });
  }

  /** Programs in pods see the store as it is: what is written has reached them. */
  #follow(changes: readonly Change[]): void {
    for (const change of changes) {
      for (const to of followersOf(this.store, change.value.kind)) this.#delivered(to, change, storedKey(change).type);
    }
  }

  /** A component lists all that it watches. */
  listed(by: string): void {
    this.#note({ type: 'list', at: this.kernel.clock.now(), by });
  }

  /** Notes what was written without a request: by the API server itself, or by what stands behind it; `isLive`: just now. */
  catchUp(isLive = true): void {
    for (const change of this.#changes()) {
      const written = this.kernel.trace.row(change.cause);
      const by = written === undefined ? undefined : this.kernel.trace.row(written.cause)?.actor;
      const { kind, metadata } = change.value;
      const name = change.type === 'put' && change.previous === undefined ? undefined : metadata.name;
      const write: WriteActivity = {
        type: 'write',
        at: written?.at ?? this.kernel.clock.now(),
        by: by === undefined || by === BOOT ? 'kube-apiserver' : by,
        method: change.type === 'delete' ? 'DELETE' : change.previous === undefined ? 'POST' : 'PUT',
        path: pathOf(kind as Kind, metadata.namespace, name), // What is stored is of a kind that there is.
        code: 0,
        stored: [storedKey(change)],
        ...(isHeartbeat(change) ? { routine: true } : {}),
        times: 1,
      };
      this.#note(write);
      if (isLive) this.#follow([change]);
    }
  }

  /** What was stored since it was last asked. */
  #changes(): readonly Change[] {
    const { revision } = this.store;
    const changes: Change[] = [];
    // Fewer than before: the cluster went back.
    for (let at = Math.max(this.#told, revision - MOST_KEYS) + 1; at <= revision; at += 1) {
      const change = this.store.changeAt(at as Revision); // Every write has one number.
      if (change !== undefined) changes.push(change);
    }
    this.#told = revision;
    return changes;
  }

  #because(cause: number): Because | undefined {
    let index = cause;
    for (let rows = 0; rows < MOST_ROWS; rows += 1) {
      const row = this.kernel.trace.row(index);
      if (row === undefined) return undefined;
      const { at, actor, type, subject = '', revision } = row;
      if (actor === 'you') return { type: 'you', what: type, subject, at };
      if (type === 'write' && revision !== undefined) return { type: 'write', key: subject, revision, at };
      index = row.cause;
    }
    return undefined;
  }

  #note(activity: Activity): void {
    for (const reader of this.#readers) reader.note(activity);
  }
}

function storedKey({ type, key, revision, value, previous }: Change): StoredKey {
  const { nodeName } = (value as { readonly spec?: { readonly nodeName?: string } }).spec ?? {}; // Pods alone have one.
  return {
    key,
    kind: value.kind,
    revision,
    type: type === 'delete' ? 'DELETED' : previous === undefined ? 'ADDED' : 'MODIFIED',
    ...(value.kind === 'Pod' && nodeName ? { node: nodeName } : {}),
  };
}
