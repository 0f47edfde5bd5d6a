/**
 * Going back and forth in a run: the nearest checkpoint at or before the moment, then living on from there. Acting in
 * the past, and undoing, begin another branch.
 */
import type { HistoryAsk, HistoryStatus, Moment } from '../../client/history';
import type { Command, Run } from '../../client/simulation';
import type { Instant } from '../../sim/clock';
import type { Checkpoint } from '../../sim/kernel';
import { type Branches, type LivedBranch, branchesOf, runBranchOf } from './branches';
import { Checkpoints, type Kept, lastUpTo } from './checkpoints';
import { deedBefore, nameOf } from './deedNames';
import { lastChange } from './lastChange';
import { MAIN, type Traveller } from './traveller';

/** A moment is kept after so much wall work, or so much virtual time, whichever comes first. */
const WORK_BETWEEN_MS = 25;
const TIME_BETWEEN_MS = 60_000;
/** Keeping one may take this share of the work at most. */
const SHARE = 20;
/** So much work since the last one makes it worth to keep the moment before a deed. */
const BEFORE_DEED_MS = 4;

/** One who waits for the clock to stand elsewhere; a later one may make it needless. */
interface Seeking {
  isOvertaken: boolean;
}

export class Past {
  readonly #checkpoints: Checkpoints;
  readonly #branches: Branches;
  /** The checkpoint behind the present, and the work since. */
  #behind: Kept;
  #sinceMs = 0;
  /** What keeping one takes. */
  #costMs = 0;
  #markMs = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #newest: Seeking | undefined;
  #isAway = false;
  #wentBack = false;
  /** The cluster does not stand in the shown branch yet. */
  #isBetween = false;
  #status: HistoryStatus | undefined;

  constructor(
    private readonly traveller: Traveller,
    start: Checkpoint,
    bytes: number,
    run?: Run,
  ) {
    this.#checkpoints = new Checkpoints(bytes);
    this.#branches = branchesOf(traveller.recording.commands, run);
    const { shown } = this.#branches;
    this.#behind = this.#checkpoints.keep(shown.line, { at: start.now, position: 0, checkpoint: start, workMs: 0 });
    for (const { line } of this.#branches.all()) if (line !== shown.line) line.push(this.#behind);
    this.#markMs = traveller.wall();
  }

  get #nowMs(): number {
    const { cluster } = this.traveller;
    return cluster.now() - cluster.startedAt;
  }

  /** Whether what is shown has been lived further than to the present. */
  get isBeforeEnd(): boolean {
    return !this.traveller.recording.isAtEnd || this.#nowMs < this.#branches.shown.untilMs;
  }

  /** Between two events: keeps the moment if it is time. `isFirst`: nothing has run since a while. */
  tick(isFirst = false): void {
    const wall = this.traveller.wall();
    if (!isFirst) this.#sinceMs += wall - this.#markMs;
    this.#markMs = wall;
    const now = this.traveller.cluster.now();
    if (this.#sinceMs < Math.max(WORK_BETWEEN_MS, SHARE * this.#costMs) && now - this.#behind.at < TIME_BETWEEN_MS)
      return;
    this.#keep();
  }

  /** Somebody is about to do something: going back to just before it should be quick. */
  beforeDeed(): void {
    if (this.#sinceMs >= BEFORE_DEED_MS && this.traveller.cluster.kernel.running === undefined) this.#keep();
  }

  #keep(): void {
    const { cluster, recording, wall } = this.traveller;
    const { line } = this.#branches.shown;
    const behind = lastUpTo(line, cluster.now(), recording.position);
    if (behind !== undefined && behind !== this.#behind) {
      // In the past: here one is kept already.
      this.#behind = behind;
      this.#sinceMs = 0;
      return;
    }
    const started = wall();
    this.#behind = this.#checkpoints.keep(line, {
      at: cluster.now(),
      position: recording.position,
      checkpoint: cluster.checkpoint(),
      workMs: this.#behind.workMs + this.#sinceMs,
    });
    this.#checkpoints.thin(this.#branches.lines(), this.#behind);
    this.#sinceMs = 0;
    this.#markMs = wall();
    // One that took long because the machine was busy is no reason to keep none for long.
    this.#costMs += (this.#markMs - started - this.#costMs) / 4;
  }

  status(): HistoryStatus {
    this.#live();
    const { recording } = this.traveller;
    const next: HistoryStatus = {
      branch: this.#branches.shown.id,
      branches: this.#branches.told(),
      ...undoesOf(recording.commands, recording.position),
      keptBytes: this.#checkpoints.bytes,
    };
    if (this.#status === undefined || !isSame(this.#status, next)) this.#status = next;
    return this.#status;
  }

  /** Carries out what is asked, one after the other. A newer seek makes one that is on its way needless. */
  ask(ask: HistoryAsk): Promise<void> {
    if (this.#newest !== undefined && ask.type === 'seek') this.#newest.isOvertaken = true;
    const seeking: Seeking = { isOvertaken: false };
    this.#newest = ask.type === 'seek' ? seeking : undefined;
    this.#waiting += 1;
    const done = this.#turn.then(async () => {
      try {
        if (!seeking.isOvertaken) await this.#do(ask, seeking);
      } finally {
        this.#waiting -= 1;
        if (this.#waiting === 0) await this.#arrive();
      }
    });
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** Resolves once nothing is on its way; undefined: now. */
  settled(): Promise<unknown> | undefined {
    return this.#waiting === 0 ? undefined : this.#turn.then(() => this.settled());
  }

  async #do(ask: HistoryAsk, seeking: Seeking): Promise<void> {
    switch (ask.type) {
      case 'seek':
        return this.#seek(ask.to, seeking);
      case 'stepBack':
        return this.#seek(lastChange(this.traveller.cluster, ask.of), seeking);
      case 'undo':
        return this.#undo(seeking);
      case 'switch':
        return this.#switch(ask.id, seeking);
      case 'rename':
        this.#branches.rename(ask.id, ask.name);
        return this.traveller.changed();
      case 'delete':
        this.#branches.delete(ask.id);
        this.#settle();
        return this.traveller.changed();
      default:
        return ask satisfies never;
    }
  }

  async #seek(to: Moment, seeking: Seeking): Promise<void> {
    const { recording } = this.traveller;
    if (!Number.isSafeInteger(to.atMs) || to.atMs < 0) throw new Error(`there is no moment ${to.atMs}`);
    await this.#leave();
    const before = recording.commands.findLastIndex(({ atMs }) => atMs < to.atMs) + 1;
    const upTo = recording.commands.findLastIndex(({ atMs }) => atMs <= to.atMs) + 1;
    await this.#go(to.atMs, Math.min(Math.max(to.commands ?? upTo, before), upTo), seeking);
  }

  /** To the instant with so many commands of the shown branch carried out. */
  async #go(atMs: number, commands: number, seeking: Seeking): Promise<void> {
    const { cluster, recording } = this.traveller;
    const instant = this.#instant(atMs);
    const nearest = lastUpTo(this.#branches.shown.line, instant, commands) ?? this.#branches.shown.line[0];
    const isPast = this.#isBetween || cluster.now() > instant || recording.position > commands;
    const isAhead = nearest !== undefined && nearest.at > cluster.now();
    if (nearest !== undefined && (isPast || isAhead)) {
      await cluster.quietly(() => {
        cluster.restore(nearest.checkpoint);
        recording.position = nearest.position;
      });
      this.#behind = nearest;
      this.#sinceMs = 0;
      this.#wentBack = true;
    }
    this.#isBetween = false;
    await this.traveller.runTo(instant, () => seeking.isOvertaken, commands);
  }

  async #undo(seeking: Seeking): Promise<void> {
    const { recording } = this.traveller;
    const deed = deedBefore(recording.commands, recording.position);
    if (deed === undefined) throw new Error('there is nothing to undo');
    const { atMs } = recording.commands[deed.first] ?? deed.command;
    await this.#leave();
    this.#isBetween = true;
    this.#show(this.#branches.fork(`without ${nameOf(deed.command)}`, deed.first, atMs, this.#instant(atMs)));
    this.traveller.changed();
    await this.#go(atMs, deed.first, seeking);
  }

  async #switch(id: string, seeking: Seeking): Promise<void> {
    const branch = this.#branches.of(id);
    if (branch === this.#branches.shown) return this.traveller.halt();
    await this.#leave();
    const atMs = Math.min(this.#nowMs, branch.untilMs);
    this.#isBetween = true;
    this.#show(branch);
    this.traveller.changed();
    const upTo = branch.commands.findLastIndex((command) => command.atMs <= atMs) + 1;
    await this.#go(atMs, upTo, seeking);
  }

  /** Somebody did `command` before the end of what is shown: from here on it is another branch. */
  fork(command: Command): void {
    this.#live();
    const { cluster, recording } = this.traveller;
    this.#show(this.#branches.fork(nameOf(command), recording.position, this.#nowMs, cluster.now()));
  }

  /** What a run is told with; a run that has gone straight on is told as it always was. */
  told(): Pick<Run, 'branches' | 'branch' | 'atMs'> & { readonly untilMs: number } {
    this.#live();
    const { shown } = this.#branches;
    const all = this.#branches.all();
    const isPlain = all.length === 1 && shown.name === MAIN;
    return {
      ...(isPlain ? {} : { branches: all.map(runBranchOf), branch: shown.id }),
      ...(this.isBeforeEnd ? { atMs: this.#nowMs } : {}),
      untilMs: shown.untilMs,
    };
  }

  #instant(atMs: number): Instant {
    return (this.traveller.cluster.startedAt + atMs) as Instant; // So instants of a run are counted.
  }

  #show(branch: LivedBranch): void {
    this.#branches.shown = branch;
    const { recording } = this.traveller;
    recording.commands = branch.commands;
    recording.position = Math.min(recording.position, branch.commands.length);
    this.#settle();
  }

  #settle(): void {
    this.#checkpoints.settle(this.#branches.lines(), this.#branches.shown.line);
  }

  /** How far the shown branch has been lived. */
  #live(): void {
    const { shown } = this.#branches;
    const { recording } = this.traveller;
    if (!this.#isBetween && recording.isAtEnd) shown.untilMs = Math.max(shown.untilMs, this.#nowMs);
  }

  async #leave(): Promise<void> {
    this.traveller.halt();
    this.#live();
    if (this.#isAway) return;
    this.#isAway = true;
    this.#wentBack = false;
    // What was under way when the clock was stopped ends where it belongs.
    await this.traveller.cluster.quietly(() => this.#live());
    await this.traveller.leave();
  }

  async #arrive(): Promise<void> {
    if (!this.#isAway) return;
    this.#isAway = false;
    this.#live();
    await this.traveller.arrive(this.#wentBack);
  }
}

function undoesOf(commands: readonly Command[], position: number): Pick<HistoryStatus, 'undoes'> {
  const deed = deedBefore(commands, position);
  return deed === undefined ? {} : { undoes: deed.command };
}

function isSame(x: HistoryStatus, y: HistoryStatus): boolean {
  return (
    x.branch === y.branch &&
    x.undoes === y.undoes &&
    x.keptBytes === y.keptBytes &&
    x.branches.length === y.branches.length &&
    x.branches.every((branch, index) => branch === y.branches[index])
  );
}
