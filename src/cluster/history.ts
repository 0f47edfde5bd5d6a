/**
 * The past of a session's run, and its other futures. What is only wanted once the run has begun is fetched then; until
 * it is there, the start alone is kept.
 */
import type { HistoryAsk, HistoryStatus } from '../client/history';
import type { Command, Run } from '../client/simulation';
import type { Checkpoint } from '../sim/kernel';
import type { Past } from './history/past';
import { MAIN, type Traveller } from './history/traveller';

/** What is kept to go back takes about so many bytes at most. */
export const HISTORY_BYTES = 64 * 1024 * 1024;

/** Keeps one session's branches and checkpoints. */
export class History {
  readonly #start: Checkpoint;
  #past: Past | undefined;
  #loading: Promise<Past> | undefined;
  #fresh: HistoryStatus | undefined;

  /** Of a run that stands at its start. `bytes`: the most that is kept; `run`: with branches of its own. */
  constructor(
    private readonly traveller: Traveller,
    private readonly bytes: number,
    private readonly run?: Run,
  ) {
    this.#start = traveller.cluster.checkpoint();
    // It is asked for again when it is needed, and its absence told then.
    this.#load().catch(() => {});
  }

  #load(): Promise<Past> {
    this.#loading ??= import('./history/past').then(
      ({ Past: Late }) => {
        this.#past = new Late(this.traveller, this.#start, this.bytes, this.run);
        return this.#past;
      },
      (error: unknown) => {
        this.#loading = undefined;
        throw error;
      },
    );
    return this.#loading;
  }

  /** Resolves once moments are kept. */
  async loaded(): Promise<void> {
    await this.#load();
  }

  /** What a run is told with beside the commands of the branch that is shown. */
  told(): Pick<Run, 'branches' | 'branch' | 'atMs'> & { readonly untilMs?: number } {
    return this.#past?.told() ?? {};
  }

  status(): HistoryStatus {
    if (this.#past !== undefined) return this.#past.status();
    const { cluster } = this.traveller;
    const untilMs = cluster.now() - cluster.startedAt;
    if (this.#fresh?.branches[0]?.untilMs !== untilMs) {
      this.#fresh = { branch: '1', branches: [{ id: '1', name: MAIN, untilMs }], keptBytes: 0 };
    }
    return this.#fresh;
  }

  ask(ask: HistoryAsk): Promise<void> {
    return this.#past === undefined ? this.#load().then((past) => past.ask(ask)) : this.#past.ask(ask);
  }

  /** Resolves once the cluster stands still on no way to another moment. */
  settled(): Promise<unknown> | undefined {
    return this.#past?.settled();
  }

  /** Between two events, while time passes: a moment to keep, now and then. `isFirst`: nothing has run since a while. */
  tick(isFirst?: boolean): void {
    this.#past?.tick(isFirst);
  }

  /** Somebody is about to do something. */
  beforeDeed(): void {
    this.#past?.beforeDeed();
  }

  /** Whether what is shown has been lived further than to the present. */
  get isBeforeEnd(): boolean {
    return this.#past?.isBeforeEnd === true;
  }

  /** Somebody did `command` just now, which is not recorded yet; true: it began another branch. */
  did(command: Command): boolean {
    if (!this.isBeforeEnd) return false;
    this.#past?.fork(command);
    return true;
  }
}
