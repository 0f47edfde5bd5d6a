/** Looks at what a lesson asks for, from its beginning up to now, along the future that is shown. A late part. */
import type { Check, LessonStatus, Turn } from '../../client/lesson';
import { conditionsOf } from '../../conditions/conditions';
import { CheckState, readCheck, turnOf } from './checks';
import { LessonRecord } from './record';
import { revisionBefore, Walk, type Walked } from './walk';

/** Nothing holds before the lesson begins. */
const notYet = (checks: readonly Check[]): LessonStatus => ({ checks: checks.map(({ id }) => ({ id, holds: false })) });

export class LessonWatch {
  #walk: Walk | undefined;
  #record: LessonRecord | undefined;
  #states: readonly CheckState[] = [];
  #status: LessonStatus;
  #revision: number | undefined;
  #isBehind = false;

  /** Throws an Error with the id of the check and the parser's words for an expression that is none. */
  constructor(
    private readonly checks: readonly Check[],
    private readonly startMs: number,
    run: Pick<Walked, 'cluster'>,
  ) {
    this.#status = notYet(checks);
    for (const [id, mistake] of Object.entries(mistakesOf(checks, run))) throw new Error(`${id}: ${mistake}`);
  }

  /** What was told last was not all: `mayGoOn` said no before everything had been looked at. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** The run went elsewhere in time, or to another future. */
  forget(): void {
    this.#walk = undefined;
  }

  /**
   * How the checks stand once everything up to now has been looked at, or everything that `mayGoOn` let be looked at. The
   * same object while nothing of it changes.
   */
  status(walked: Walked, mayGoOn: () => boolean = () => true): LessonStatus {
    const since = walked.cluster.startedAt + this.startMs;
    if (walked.cluster.now() < since) {
      this.forget();
      return this.#tell(notYet(this.checks));
    }
    let isNew = this.#walk === undefined || this.#walk.isLost(walked);
    if (isNew) this.#begin(since, walked);
    const { walk, record } = { walk: this.#walk, record: this.#record };
    if (walk === undefined || record === undefined) return this.#status;
    this.#isBehind = false;
    for (let next = walk.next(walked); next !== undefined; next = walk.next(walked)) {
      const source = record.add(next);
      if (source === undefined) continue;
      isNew = true;
      const turn = turnOf(next);
      for (const state of this.#states) state.look(source, turn);
      this.#isBehind = !mayGoOn();
      if (this.#isBehind) break;
    }
    if (!isNew) return this.#status;
    return this.#tell({ checks: this.#states.map((state) => state.status()) });
  }

  #begin(since: number, walked: Walked): void {
    // What the store has forgotten meanwhile does not move where the lesson began.
    this.#revision = revisionBefore(walked.cluster, since) ?? this.#revision ?? walked.cluster.store.revision;
    const record = new LessonRecord(since, walked.cluster, this.#revision);
    const { read } = conditionsOf(record);
    const turn: Turn = { at: since };
    this.#states = this.checks.map((check) => new CheckState(readCheck(check, read)));
    for (const state of this.#states) state.look(undefined, turn);
    this.#record = record;
    this.#walk = new Walk(since, this.#revision);
  }

  #tell(status: LessonStatus): LessonStatus {
    if (JSON.stringify(status) !== JSON.stringify(this.#status)) this.#status = status;
    return this.#status;
  }
}

/** What is wrong with expressions, in the parser's words, by id of the check. */
export function mistakesOf(
  checks: readonly Check[],
  { cluster }: Pick<Walked, 'cluster'>,
): Readonly<Record<string, string>> {
  const { read } = conditionsOf(new LessonRecord(cluster.now(), cluster, cluster.store.revision));
  const mistakes: Record<string, string> = {};
  for (const check of checks) {
    try {
      readCheck(check, read);
    } catch (error) {
      mistakes[check.id] = error instanceof Error ? error.message : String(error);
    }
  }
  return mistakes;
}
