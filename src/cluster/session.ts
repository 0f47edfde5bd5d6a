/**
 * One person's session with a cluster: pace, commands so far, the clients that look on. The worker feeds it wall time
 * and messages; tests do the same without a worker.
 */
import { failure } from '../api/meta/status';
import type { Command, Health, RefusedCommand, Run, SimulationStatus } from '../client/simulation';
import type { Answer, FromWorker, Question } from '../client/protocol';
import type { ApiResponse } from '../client/transport';
import { loadUserland } from '../kubelet/runtime/userland';
import type { Instant } from '../sim/clock';
import { Cluster, type ClusterParts } from './cluster';
import type { Recorded } from './deeds';
import { clusterStatus } from './clusterStatus';
import { type ClusterOptions, startOf } from './clusterOptions';
import { History, HISTORY_BYTES } from './history';
import type { Traveller } from './history/traveller';
import { Lessons } from './lessons';
import { loadRun } from './loadRun';
import { Pacer } from './pacer';
import { Recording } from './recording';
import { Seat } from './seat';
import type { SessionOptions } from './sessionOptions';
import { Stepping } from './stepping';
import { TypedLines } from './typedLines';

/** When to stop popping events, in wall milliseconds. */
const SLICE_MS = 8;
/** Waits are looked at this often, in wall milliseconds. */
const WAITS_EVERY_MS = 250;
/** Virtual time may fall this far behind before the lag is forgotten. */
const MAX_LAG_MS = 250;

export class Session {
  /** Told of every command of the run, also of those that clients do not wait for. */
  onCommand: ((command: Command) => void) | undefined;
  #cluster: Cluster;
  #recording: Recording;
  #health: Health = { type: 'paused' };
  #waits: SimulationStatus['waits'] = [];
  #waitsAt = Number.NEGATIVE_INFINITY;
  readonly #lines = new TypedLines();
  readonly #options: SessionOptions;
  #history: History | undefined;
  readonly #stepping: Stepping;
  readonly #lessons = new Lessons(
    () => ({
      cluster: this.#cluster,
      commands: this.#recording.carriedOut,
      history: this.#history?.status(),
    }),
    () => this.#wall(),
    () => this.#touch(),
  );
  readonly #pacer = new Pacer();
  readonly #seats: Seat[] = [];
  #loaded = 0;

  /** A session with a cluster that somebody has made, paused at its present instant. */
  constructor(cluster: Cluster, options: SessionOptions) {
    this.#cluster = cluster;
    this.#options = options;
    this.#recording = new Recording([...(options.commands ?? [])]);
    this.#lines.begin(this.#recording.commands);
    this.#pacer.rebase(this.#wall(), cluster.now());
    this.#stepping = new Stepping({
      cluster: () => this.#cluster,
      wall: () => this.#wall(),
      pause: () => this.#pace({ playing: false }),
      advanceTo: (instant, shouldStop) => this.#advance(instant, shouldStop),
      rest: () => this.#rest(),
      touch: () => this.#touch(),
    });
    this.#follow();
    this.#history = this.#historyOf(cluster, this.#recording);
  }

  /** A session with a fresh cluster. `wall` tells wall time in milliseconds. */
  static async create(
    options: ClusterOptions,
    wall: () => number,
    parts: ClusterParts = {},
    rest?: SessionOptions['rest'],
  ): Promise<Session> {
    const own = { wall, parts, historyBytes: HISTORY_BYTES, ...(rest === undefined ? {} : { rest }) };
    return new Session(await Cluster.create(options, parts), own);
  }

  #wall(): number {
    return this.#options.wall();
  }

  get cluster(): Cluster {
    return this.#cluster;
  }

  get health(): Health {
    return this.#health;
  }

  /** Whether there is virtual time to catch up with, now. */
  get behind(): boolean {
    return this.#health.type === 'running' && this.#pacer.target(this.#wall()) > this.#cluster.now();
  }

  /** Runs for at most about 8 ms of wall time towards the instant that the pace asks for. */
  async slice(): Promise<void> {
    if (this.#health.type !== 'running') return;
    const started = this.#wall();
    const target = this.#pacer.target(started);
    let isStopped = false;
    const reached = await this.#advance(target as Instant, () => {
      isStopped = this.#stepping.shouldStop();
      return isStopped || this.#wall() - started > SLICE_MS;
    });
    if (isStopped) this.#pace({ playing: false });
    this.#touch();
    const lagMs = (target - this.#cluster.now()) / this.#pacer.speed;
    const mayForget = this.#options.keepsUp !== true;
    if (reached === false && lagMs > MAX_LAG_MS && mayForget) this.#pacer.rebase(this.#wall(), this.#cluster.now());
  }

  /** Virtual time should be at `instant` now, and goes on from there at its pace. What lies between is caught up. */
  aimAt(instant: Instant): void {
    this.#pacer.rebase(this.#wall(), instant);
  }

  async ask(question: Question): Promise<Answer> {
    // Whatever is asked is asked of where the cluster is going to.
    if (question.type !== 'history') await this.settled();
    switch (question.type) {
      case 'request':
        return this.#request(question);
      case 'play':
        return this.#pace({ playing: true });
      case 'pause':
        this.#pace({ playing: false });
        // Amid an instant nothing can be told of: a run that ends at it does all that is due at it.
        await this.#guard(() => this.#cluster.advance(0));
        return undefined;
      case 'setSpeed':
        return this.#pace({ speed: question.speed });
      case 'step':
        await this.#stepping.ask({ type: 'step', to: { type: 'change' } });
        return undefined;
      case 'fault':
        this.#history?.beforeDeed();
        await this.#cluster.fault(question.fault);
        return undefined;
      case 'send':
        return this.#cluster.send(question.ask, question.line);
      case 'requests':
        return [...this.#cluster.traffic.requests.from(this.#cluster.traffic.requests.total - question.limit)];
      case 'traffic':
      case 'activity':
      case 'ping':
        throw new Error('that is answered before it comes here');
      case 'line':
        return this.#typed(question.text);
      case 'verdict':
        return this.#cluster.verdict(question.podUid);
      case 'history':
        if (this.#history === undefined) throw new Error('the past of this run is not kept');
        return this.#history.ask(question.ask) as Promise<undefined>;
      case 'stepping':
        return this.#stepping.ask(question.ask);
      case 'lesson':
        this.#touch();
        return this.#lessons.ask(question.ask);
      case 'insight':
        return (await import('../insight/insight')).insight(this.#cluster, question.ask, this.#recording.commands);
      case 'knowsImage':
        await loadUserland();
        return this.#cluster.machines.knowsImage(question.image);
      case 'unknownImages':
        await loadUserland();
        return question.images.filter((image) => !this.#cluster.machines.hasImage(image));
      case 'exportRun':
        return this.exportRun();
      case 'load':
        return this.#load(question.run);
      case 'stateHash':
        return this.#cluster.stateHash();
      case 'reconnect':
        throw new Error('the way to a simulated cluster is never lost');
      default:
        return question satisfies never;
    }
  }

  /** A client comes in. */
  open(): Seat {
    const seat = new Seat(() => this.#cluster, this.#recording.commands, this.#seats.length === 0);
    this.#seats.push(seat);
    return seat;
  }

  /** The run so far. Throws where it is not kept. */
  exportRun(): Run {
    if (this.#options.keepsCommands === false) throw new Error('the commands of the run are not kept');
    const commands = [...this.#recording.commands];
    const lived = { untilMs: this.#atMs(), ...this.#history?.told() };
    return { version: 1, ...startOf(this.#cluster.options), files: {}, commands, ...lived };
  }

  /** What the client on `seat` should hear now, if anything. */
  frame(seat: Seat): Extract<FromWorker, { readonly type: 'frame' }> | undefined {
    const now = this.#wall();
    if (this.settled() !== undefined) return undefined;
    return seat.frame(now, () => this.#status(now));
  }

  #status(wall: number): SimulationStatus {
    if (wall - this.#waitsAt >= WAITS_EVERY_MS || this.#health.type !== 'running') {
      this.#waits = this.#cluster.waits();
      this.#waitsAt = wall;
    }
    return {
      ...clusterStatus(this.#cluster),
      run: this.#loaded,
      health: this.#health,
      speed: this.#pacer.speed,
      waits: this.#waits,
      ...(this.#history === undefined ? {} : { history: this.#history.status() }),
      ...this.#stepping.status(),
      ...this.#lessons.told(),
    };
  }

  async #request({ request, line }: Question & { readonly type: 'request' }): Promise<ApiResponse> {
    const response = await this.#guard(() => this.#cluster.request(request, line));
    if (response === undefined) throw new Error(this.#health.type === 'failed' ? this.#health.why : 'stopped');
    return response;
  }

  #record(carriedOut: Command): void {
    const { atMs } = carriedOut;
    const line = 'line' in carriedOut ? carriedOut.line : undefined;
    const text = this.#lines.awakened(line);
    const typed = text === undefined ? undefined : ({ atMs, type: 'line', text } as const);
    const isFork = this.#history?.did(typed ?? carriedOut) === true;
    if (isFork) this.#lines.count(this.#recording.commands);
    if (line !== undefined && typed !== undefined) {
      this.#lines.awake(line);
      this.#add(typed);
    }
    this.#add(this.#lines.numbered(carriedOut));
    this.#stepping.interrupt();
    if (isFork) this.#changed();
  }

  #add(command: Command): void {
    if (this.#options.keepsCommands !== false) this.#recording.add(command);
    this.onCommand?.(command);
    for (const seat of this.#seats) seat.told(command);
  }

  /** A line was typed: its number, for what it does. */
  #typed(text: string): number {
    if (this.#history?.isBeforeEnd === true) return this.#lines.waiting(text);
    this.#add({ atMs: this.#atMs(), type: 'line', text });
    return this.#lines.recorded();
  }

  #touch(): void {
    for (const seat of this.#seats) seat.touch();
  }

  #pace(change: { readonly playing?: boolean; readonly speed?: number }): undefined {
    if (this.#health.type === 'failed') throw new Error(this.#health.why);
    this.#pacer.set(change, this.#wall(), this.#cluster.now());
    if (change.playing !== undefined) this.#stepping.interrupt();
    if (change.playing === true) this.#stepping.begin();
    this.#health = { type: this.#pacer.playing ? 'running' : 'paused' };
    this.#touch();
    return undefined;
  }

  /** Lets time pass up to `instant`, between two events at least: undefined if something broke. */
  async #advance(
    instant: Instant,
    shouldStop: () => boolean,
    recorded: Recorded = this.#recording,
  ): Promise<boolean | undefined> {
    this.#history?.tick(true);
    const stops = () => {
      this.#history?.tick();
      return shouldStop();
    };
    const reached = await this.#guard(() => this.#cluster.advanceTo(instant, stops, recorded));
    if (this.#health.type !== 'running') this.#pacer.rebase(this.#wall(), this.#cluster.now());
    return reached;
  }

  async #load(run: Run): Promise<readonly RefusedCommand[]> {
    const { cluster, recording, history, refused } = await loadRun(run, this.#options.parts, (...own) =>
      this.#historyOf(...own),
    );
    const { speed } = this.#pacer;
    this.#cluster.onCommand = undefined;
    this.#loaded += 1;
    this.#cluster = cluster;
    this.#recording = recording;
    this.#history = history;
    this.#lines.begin(run.commands);
    this.#health = { type: 'paused' };
    this.#pacer.set({ playing: false, speed }, this.#wall(), cluster.now());
    this.#follow();
    this.#stepping.interrupt();
    this.#stepping.begin();
    this.#lessons.end();
    const gone = failure(410, 'Expired', 'the run was replaced: list again');
    for (const seat of this.#seats) seat.expire(this.#recording.commands, gone, history?.told().branches);
    return refused;
  }

  /** Resolves once the cluster is not on its way to another moment; undefined: it is not. */
  settled(): Promise<unknown> | undefined {
    return this.#history?.settled();
  }

  #rest(): Promise<void> {
    return this.#options.rest?.() ?? Promise.resolve();
  }

  #historyOf(cluster: Cluster, recording: Recording, run?: Run): History | undefined {
    const { historyBytes, keepsCommands } = this.#options;
    if (historyBytes === undefined || keepsCommands === false) return undefined;
    return new History(this.#travel(cluster, recording), historyBytes, run);
  }

  /** What its history sees of the session, while the run is `recording` on `cluster`. */
  #travel(cluster: Cluster, recording: Recording): Traveller {
    return {
      cluster,
      recording,
      wall: () => this.#wall(),
      halt: () => {
        this.#health = { type: 'paused' };
        this.#pace({ playing: false });
      },
      runTo: (instant, isOver, commands) =>
        this.#runTo(instant, () => isOver() || this.#cluster !== cluster, recording.upTo(commands)),
      leave: async () => {
        for (const seat of this.#seats) await seat.leave();
      },
      arrive: async (wentBack) => {
        if (wentBack) this.#lines.begin(recording.commands);
        for (const seat of this.#seats) await seat.arrive();
        this.#waitsAt = Number.NEGATIVE_INFINITY;
        this.#pacer.rebase(this.#wall(), cluster.now());
        this.#stepping.begin();
        this.#lessons.travelled();
        this.#touch();
      },
      changed: () => this.#changed(),
    };
  }

  /** As fast as it goes, with rests in between so that others are heard. */
  async #runTo(instant: Instant, isOver: () => boolean, recorded: Recorded): Promise<void> {
    for (let reached: boolean | undefined = false; reached === false && !isOver(); ) {
      const started = this.#wall();
      reached = await this.#advance(instant, () => this.#wall() - started > SLICE_MS, recorded);
      if (reached === false) await this.#rest();
    }
  }

  /** What is recorded has become something else: who rebuilds it begins anew. */
  #changed(): void {
    this.#lessons.travelled();
    const { branches } = this.#history?.told() ?? {};
    for (const seat of this.#seats) seat.renew(this.#recording.commands, branches);
    this.#touch();
  }

  #atMs(): number {
    return this.#cluster.now() - this.#cluster.startedAt;
  }

  /** Our own mistakes stop the clock and are told, instead of running on with a broken cluster. */
  async #guard<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #fail(error: unknown): void {
    this.#health = { type: 'failed', why: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    this.#touch();
  }

  /** Keeps the commands of the present cluster. */
  #follow(): void {
    this.#cluster.onCommand = (command) => this.#record(command);
    this.#cluster.onFailure = (error) => this.#fail(error);
  }
}
