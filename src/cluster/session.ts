/**
 * One person's session with a cluster: pace, commands so far, watches of the page. The worker feeds it wall time and
 * messages; tests do the same without a worker.
 */
import type { KubeObject } from '../api/meta/objectMeta';
import { type Kind, kinds } from '../api/kinds';
import type { Node } from '../api/core/node';
import { failure } from '../api/meta/status';
import type { Command, Health, Run, SimulationStatus } from '../client/simulation';
import type { Answer, FromWorker, Question } from '../client/protocol';
import type { ApiRequest, ApiResponse } from '../client/transport';
import type { Instant } from '../sim/clock';
import type { Change } from '../storage/store';
import { Cluster, type ClusterOptions, STARTED_AT } from './cluster';
import { storagePrefix } from '../apiserver/storageKey';
import { Outbox } from './outbox';
import { Pacer } from './pacer';

/** When to stop popping events, in wall milliseconds. */
const SLICE_MS = 8;
/** Most objects in one frame: about 4 ms of structured clone. */
const OBJECTS_PER_FRAME = 300;
/** Waits are looked at this often, in wall milliseconds. */
const WAITS_EVERY_MS = 250;
/** Frames that carry nothing but the time. */
const CLOCK_EVERY_MS = 100;
/** A step looks this far for a change: longer than any wait of the cluster, so what comes at all comes within it. */
const STEP_HORIZON_MS = 600_000;
/** Virtual time may fall this far behind before the lag is forgotten. */
const MAX_LAG_MS = 250;

interface Watched {
  readonly request: ApiRequest;
  readonly outbox: Outbox;
  readonly stop: () => void;
}

export class Session {
  #cluster: Cluster;
  #commands: Command[] = [];
  #unsent: Command[] = [];
  #health: Health = { type: 'paused' };
  #dirty = true;
  #changed = false;
  #waits: SimulationStatus['waits'] = [];
  #waitsAt = Number.NEGATIVE_INFINITY;
  #frameAt = Number.NEGATIVE_INFINITY;
  readonly #pacer = new Pacer();
  readonly #watched = new Map<number, Watched>();

  /** `wall` tells wall time in milliseconds; only the pace depends on it. */
  private constructor(
    cluster: Cluster,
    private readonly wall: () => number,
  ) {
    this.#cluster = cluster;
    this.#pacer.rebase(wall(), cluster.now());
    this.#noticeChanges();
  }

  static async create(options: ClusterOptions, wall: () => number): Promise<Session> {
    return new Session(await Cluster.create(options), wall);
  }

  get cluster(): Cluster {
    return this.#cluster;
  }

  /** Whether there is virtual time to catch up with, now. */
  get behind(): boolean {
    return this.#health.type === 'running' && this.#pacer.target(this.wall()) > this.#cluster.now();
  }

  /** Runs for at most about 8 ms of wall time towards the instant that the pace asks for. */
  async slice(): Promise<void> {
    if (this.#health.type !== 'running') return;
    const started = this.wall();
    const target = this.#pacer.target(started);
    const reached = await this.#guard(() =>
      this.#cluster.kernel.advanceTo(target as Instant, () => this.wall() - started > SLICE_MS),
    );
    this.#dirty = true;
    const lagMs = (target - this.#cluster.now()) / this.#pacer.speed;
    if (reached === false && lagMs > MAX_LAG_MS) this.#pacer.rebase(this.wall(), this.#cluster.now());
  }

  async ask(question: Question): Promise<Answer> {
    switch (question.type) {
      case 'request':
        return this.#request(question.request);
      case 'play':
        return this.#pace({ playing: true });
      case 'pause':
        return this.#pace({ playing: false });
      case 'setSpeed':
        return this.#pace({ speed: question.speed });
      case 'step':
        return this.#step();
      case 'fault':
        await this.#cluster.fault(question.fault);
        return this.#record({ atMs: this.#atMs(), type: 'fault', fault: question.fault });
      case 'verdict':
        return this.#cluster.verdict(question.podUid);
      case 'exportRun':
        return this.exportRun();
      case 'load':
        return this.#load(question.run);
      case 'stateHash':
        return this.#cluster.stateHash();
      default:
        return question satisfies never;
    }
  }

  watch(id: number, request: ApiRequest): void {
    const outbox = new Outbox();
    const stop = this.#cluster.api.watch(request, (event) => {
      outbox.add(event);
      this.#dirty = true;
    });
    this.#watched.set(id, { request, outbox, stop });
  }

  unwatch(id: number): void {
    this.#watched.get(id)?.stop();
    this.#watched.delete(id);
  }

  exportRun(): Run {
    const { profile, seed, nodes } = this.#cluster.options;
    return { version: 1, profile, seed, nodes, files: {}, commands: [...this.#commands], untilMs: this.#atMs() };
  }

  /** What the page should hear now; undefined if nothing is new, or only the time and that a moment ago. */
  frame(): Extract<FromWorker, { readonly type: 'frame' }> | undefined {
    const now = this.wall();
    const waiting = [...this.#watched.values()].some(({ outbox }) => outbox.size > 0);
    if (!this.#dirty && !waiting) return undefined;
    if (!waiting && this.#unsent.length === 0 && now - this.#frameAt < CLOCK_EVERY_MS) return undefined;
    this.#frameAt = now;
    this.#dirty = false;
    let room = OBJECTS_PER_FRAME;
    const watches: [number, ReturnType<Outbox['take']>][] = [];
    for (const [id, { outbox }] of this.#watched) {
      const events = outbox.take(room);
      if (events.length > 0) watches.push([id, events]);
      room -= events.length;
    }
    const commands = this.#unsent;
    this.#unsent = [];
    return { type: 'frame', status: this.#status(now), watches, commands };
  }

  #status(wall: number): SimulationStatus {
    if (wall - this.#waitsAt >= WAITS_EVERY_MS || this.#health.type !== 'running') {
      this.#waits = this.#cluster.waits();
      this.#waitsAt = wall;
    }
    const nodeFaults: Record<string, 'networkCut' | 'poweredOff' | 'kubeletStopped'> = {};
    for (const { spec, powered, networkCut, kubeletStopped } of this.#cluster.machines.list()) {
      if (!powered) nodeFaults[spec.name] = 'poweredOff';
      else if (networkCut) nodeFaults[spec.name] = 'networkCut';
      else if (kubeletStopped) nodeFaults[spec.name] = 'kubeletStopped';
    }
    return {
      health: this.#health,
      profile: this.#cluster.options.profile,
      now: this.#cluster.now(),
      startedAt: STARTED_AT,
      speed: this.#pacer.speed,
      waits: this.#waits,
      nodeFaults,
      broken: this.#cluster.machines.broken(),
    };
  }

  async #request(request: ApiRequest): Promise<ApiResponse> {
    const atMs = this.#atMs();
    const response = await this.#guard(() => this.#cluster.request(request));
    if (response === undefined) throw new Error(this.#health.type === 'failed' ? this.#health.why : 'stopped');
    if (request.method !== 'GET') this.#record({ atMs, type: 'request', request });
    return response;
  }

  #record(command: Command): undefined {
    this.#commands.push(command);
    this.#unsent.push(command);
    this.#dirty = true;
    return undefined;
  }

  #pace(change: { readonly playing?: boolean; readonly speed?: number }): undefined {
    if (this.#health.type === 'failed') throw new Error(this.#health.why);
    this.#pacer.set(change, this.wall(), this.#cluster.now());
    this.#health = { type: this.#pacer.playing ? 'running' : 'paused' };
    this.#dirty = true;
    return undefined;
  }

  /** Stops the clock and runs to the next change that a person would see. */
  async #step(): Promise<undefined> {
    this.#pace({ playing: false });
    this.#changed = false;
    const horizon = (this.#cluster.now() + STEP_HORIZON_MS) as Instant;
    await this.#guard(() => this.#cluster.kernel.advanceTo(horizon, () => this.#changed));
    this.#pacer.rebase(this.wall(), this.#cluster.now());
    this.#dirty = true;
    return undefined;
  }

  async #load(run: Run): Promise<undefined> {
    const cluster = await Cluster.replay(run);
    const { speed } = this.#pacer;
    this.#cluster = cluster;
    this.#commands = [...run.commands];
    this.#unsent = [];
    this.#health = { type: 'paused' };
    this.#pacer.set({ playing: false, speed }, this.wall(), cluster.now());
    this.#noticeChanges();
    const gone = failure(410, 'Expired', 'the run was replaced: list again');
    for (const { outbox, stop } of this.#watched.values()) {
      stop();
      outbox.add({ type: 'ERROR', object: gone });
    }
    this.#dirty = true;
    return undefined;
  }

  #atMs(): number {
    return this.#cluster.now() - STARTED_AT;
  }

  /** Our own mistakes stop the clock and are told, instead of running on with a broken cluster. */
  async #guard<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      this.#health = {
        type: 'failed',
        why: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      };
      this.#dirty = true;
      return undefined;
    }
  }

  #noticeChanges(): void {
    const { store } = this.#cluster;
    for (const kind of Object.keys(kinds) as Kind[]) {
      if (kind === 'Lease' || kind === 'Event') continue;
      store.watch(storagePrefix(kind), store.revision, (change) => {
        if (kind !== 'Node' || !isHeartbeat(change)) this.#changed = true;
      });
    }
  }
}

/** A node status that says again what it said before. */
function isHeartbeat({ value, previous }: Change): boolean {
  if (previous === undefined) return false;
  const text = (node: KubeObject) => {
    const { spec, status } = node as Node; // Only nodes are asked about.
    const conditions = (status.conditions ?? []).map(({ type, status: value }) => `${type}=${value}`);
    return JSON.stringify([spec, node.metadata.labels, node.metadata.deletionTimestamp, conditions]);
  };
  return text(value) === text(previous);
}
