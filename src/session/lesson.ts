/**
 * Proves a lesson: its solution reaches the goal and ticks every step, doing nothing reaches and ticks nothing, and each
 * wrong try misses the goals that it says.
 */
import type { LessonStatus } from '../client/lesson';
import type { Command, Run } from '../client/simulation';
import type { Cluster } from '../cluster/cluster';
import { LessonWatch } from '../cluster/lessons/lesson';
import type { EndedLine, Walked } from '../cluster/lessons/walk';
import { loadRun } from '../cluster/loadRun';
import { checksOf, stepCheckId } from '../lessons/checksOf';
import type { Attempt, Lesson } from '../lessons/lesson';
import type { PlayedRun } from '../lessons/proof';
import { startRun } from '../lessons/startRun';
import { play } from '../shell/player';
import { parseTranscript, printStep } from '../shell/transcript';
import { passUntil, stageOn } from './simulation';

/** Who does nothing waits so long. */
const IDLE_MS = 1_200_000;

/** How an attempt at a lesson ended. */
export interface Played {
  readonly status: LessonStatus;
  /** The ids of goals that do not hold, and of steps that were not done. */
  readonly missed: readonly string[];
  readonly undone: readonly string[];
  /** What was typed and printed. */
  readonly transcript: string;
  readonly cluster: Cluster;
  /** The same for a page to load. */
  readonly run: PlayedRun;
}

/** A lesson on a stage: its cluster at the beginning, and what looks at it. */
class LessonStage {
  readonly #lines: EndedLine[] = [];
  readonly #start: Run;
  readonly #commands: Command[];
  readonly #watch: LessonWatch;

  private constructor(
    private readonly lesson: Lesson,
    readonly cluster: Cluster,
  ) {
    this.#start = startRun(lesson.start);
    this.#commands = [...this.#start.commands];
    cluster.onCommand = (command) => void this.#commands.push(command);
    this.#watch = new LessonWatch(checksOf(lesson), lesson.start.afterMs, this.#walked());
    this.#watch.status(this.#walked());
  }

  static async set(lesson: Lesson): Promise<LessonStage> {
    const { cluster, refused } = await loadRun(startRun(lesson.start), undefined, () => undefined);
    const [first] = refused;
    if (first !== undefined) throw new Error(`what the lesson begins with is refused: ${first.message}`);
    return new LessonStage(lesson, cluster);
  }

  async play(text: string): Promise<string> {
    const { cluster } = this;
    const own = stageOn(cluster, this.lesson.start.files);
    let typed = this.#commands.filter(({ type }) => type === 'line').length;
    cluster.onCommand = (command) => void this.#commands.push(ofLine(command, typed));
    const stage = {
      ...own,
      typed: (line: string) => {
        typed += 1;
        this.#commands.push({ atMs: this.#atMs(), type: 'line', text: line });
      },
      until: (expression: string) => {
        const once = [{ id: 'until', expression, when: 'now' }] as const;
        const watch = new LessonWatch(once, this.lesson.start.afterMs, this.#walked());
        return passUntil(cluster, expression, own.pass, () => watch.status(this.#walked()).checks[0]?.holds === true);
      },
      ran: (line: string, { output, exitCode }: { readonly output: readonly string[]; readonly exitCode: number }) =>
        void this.#lines.push({ at: cluster.now(), line: { text: line, exitCode, output: output.join('\n') } }),
    };
    let transcript = '';
    try {
      for await (const { played } of play(parseTranscript(text), stage)) transcript += printStep(played);
    } catch (error) {
      throw new Error(`${transcript}${error instanceof Error ? error.message : String(error)}`);
    }
    return transcript;
  }

  status(): LessonStatus {
    return this.#watch.status(this.#walked());
  }

  /** What was done up to now, and what its lines printed. */
  run(): PlayedRun {
    const { startedAt } = this.cluster;
    return {
      run: { ...this.#start, commands: this.#commands, untilMs: this.#atMs() },
      ran: this.#lines.map(({ at, line }) => ({ line, atMs: at - startedAt })),
    };
  }

  #atMs(): number {
    return this.cluster.now() - this.cluster.startedAt;
  }

  #walked(): Walked {
    return { cluster: this.cluster, commands: this.#commands, lines: this.#lines };
  }
}

/** `command` as the deed of the terminal line with that number, if a line can do it. */
function ofLine(command: Command, line: number): Command {
  const canBe = command.type === 'request' || command.type === 'send' || command.type === 'stream';
  return canBe && line > 0 ? { ...command, line } : command;
}

/** Plays an attempt; without one, nothing is done. Throws an Error with what was printed so far if it cannot be played on. */
export async function attempt(lesson: Lesson, tried?: Attempt): Promise<Played> {
  const stage = await LessonStage.set(lesson);
  let transcript = '';
  if (tried === undefined) await stage.cluster.advance(IDLE_MS);
  else transcript = await stage.play(tried.text);
  const status = stage.status();
  const lacking = new Set(status.checks.flatMap(({ id, holds }) => (holds ? [] : [id])));
  return {
    status,
    missed: lesson.goal.flatMap(({ id }) => (lacking.has(id) ? [id] : [])),
    undone: lesson.steps.flatMap(({ id }) => (lacking.has(stepCheckId(id)) ? [id] : [])),
    transcript,
    cluster: stage.cluster,
    run: stage.run(),
  };
}

/** What is wrong with a lesson, in sentences; none if its proofs hold. `onPlayed` hears of each attempt. */
export async function proveLesson(
  lesson: Lesson,
  onPlayed: (name: string, played: Played) => void = () => {},
): Promise<readonly string[]> {
  const problems: string[] = [];
  const tryIt = async (name: string, tried: Attempt | undefined, judge: (played: Played) => void): Promise<void> => {
    try {
      const played = await attempt(lesson, tried);
      onPlayed(name, played);
      judge(played);
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const told = (played: Played, id: string): string => {
    const { error } = played.status.checks.find((check) => check.id === id) ?? {};
    return error === undefined ? id : `${id} (${error})`;
  };
  if (lesson.wrong.length < 2) problems.push('a lesson needs two wrong tries at least');
  await tryIt(lesson.solution.name, lesson.solution, (played) => {
    for (const id of played.missed)
      problems.push(`${lesson.solution.name}: the goal ${told(played, id)} does not hold`);
    for (const id of played.undone) {
      problems.push(`${lesson.solution.name}: the step ${told(played, stepCheckId(id))} was not done`);
    }
  });
  // A tick that comes by itself says nothing to whoever sees it.
  await tryIt('doing nothing', undefined, ({ missed, undone }) => {
    for (const { id, when } of lesson.goal) {
      // What may never be false holds until somebody breaks it.
      if (when !== 'always' && !missed.includes(id)) problems.push(`doing nothing: the goal ${id} holds`);
    }
    for (const { id } of lesson.steps) {
      if (!undone.includes(id)) problems.push(`doing nothing: the step ${stepCheckId(id)} is done`);
    }
    if (missed.length === 0) problems.push('doing nothing: all goals hold');
  });
  for (const wrong of lesson.wrong) {
    await tryIt(wrong.name, wrong, ({ missed }) => {
      if (missed.join() !== lesson.goal.flatMap(({ id }) => (wrong.fails.includes(id) ? [id] : [])).join())
        problems.push(
          `${wrong.name}: says that ${wrong.fails.join(', ')} do not hold, but it is ${missed.join(', ') || 'none'}`,
        );
    });
  }
  return problems;
}
