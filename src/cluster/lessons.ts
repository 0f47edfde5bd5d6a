/** What a lesson asks for is looked at: the session's answers to `LessonAsk`. What does the work is fetched with the first question. */
import type { HistoryStatus } from '../client/history';
import type { LessonAnswers, LessonAsk, RanAt } from '../client/lesson';
import type { Command, SimulationStatus } from '../client/simulation';
import type { Cluster } from './cluster';
import type { LessonWatch } from './lessons/lesson';
import type { EndedLine } from './lessons/walk';

/** The run of a session, for who looks at it. */
export interface Lived {
  readonly cluster: Cluster;
  /** Those of the shown future that have been carried out. */
  readonly commands: readonly Command[];
  /** Its futures; absent: one alone is kept. */
  readonly history: HistoryStatus | undefined;
}

/** Views hear of it as often as of anything, and it may cost so many wall milliseconds of a frame. */
const LOOK_MS = 8;

export class Lessons {
  #watch: LessonWatch | undefined;
  /** By id of the future in which it ended. */
  readonly #lines = new Map<string, EndedLine[]>();

  constructor(
    private readonly lived: () => Lived,
    private readonly wall: () => number,
    /** There is more to tell. */
    private readonly touch: () => void,
  ) {}

  /** Rejects with the parser's words for an expression that is none. */
  async ask(ask: LessonAsk): Promise<LessonAnswers[LessonAsk['type']]> {
    switch (ask.type) {
      case 'begin': {
        const { LessonWatch: Late } = await import('./lessons/lesson');
        const watch = new Late(ask.checks, ask.startMs, this.lived());
        this.end();
        for (const line of ask.lines ?? []) this.#ran(line);
        this.#watch = watch;
        return watch.status(this.#walked());
      }
      case 'try': {
        const { LessonWatch: Late } = await import('./lessons/lesson');
        return new Late(ask.checks, ask.startMs, this.lived()).status(this.#walked());
      }
      case 'read':
        return (await import('./lessons/lesson')).mistakesOf(ask.checks, this.lived());
      case 'status':
        return this.#watch?.status(this.#walked()) ?? { checks: [] };
      case 'end':
        return this.end();
      case 'ran': {
        const { cluster } = this.lived();
        return this.#ran({ line: ask.line, atMs: cluster.now() - cluster.startedAt });
      }
      default:
        return ask satisfies never;
    }
  }

  /** Nothing is looked at any more: it is over, or another run has taken the place of the lesson's. */
  end(): undefined {
    this.#watch = undefined;
    this.#lines.clear();
  }

  #ran({ line, atMs, branch }: RanAt): undefined {
    const { cluster, history } = this.lived();
    const id = branch ?? history?.branch ?? '';
    this.#lines.set(id, [...(this.#lines.get(id) ?? []), { at: cluster.startedAt + atMs, line }]);
  }

  /** The run went elsewhere in time, or to another future. */
  travelled(): void {
    this.#watch?.forget();
  }

  /** What views should know. */
  told(): Pick<SimulationStatus, 'lesson'> {
    if (this.#watch === undefined) return {};
    const since = this.wall();
    const lesson = this.#watch.status(this.#walked(), () => this.wall() - since < LOOK_MS);
    if (this.#watch.isBehind) this.touch();
    return { lesson };
  }

  #walked() {
    const { cluster, commands, history } = this.lived();
    return { cluster, commands, lines: this.#linesOf(history, cluster.startedAt, cluster.now()) };
  }

  /** The lines of the shown future: its own, and those of the one that it left, up to where it left it. */
  #linesOf(history: HistoryStatus | undefined, startedAt: number, now: number): readonly EndedLine[] {
    const lines: EndedLine[] = [];
    let until = now;
    for (let id: string | undefined = history?.branch ?? ''; id !== undefined; ) {
      lines.push(...(this.#lines.get(id) ?? []).filter(({ at }) => at <= until));
      const from: { readonly id: string; readonly atMs: number } | undefined = history?.branches.find(
        (branch) => branch.id === id,
      )?.from;
      until = Math.min(until, startedAt + (from?.atMs ?? 0));
      id = from?.id;
    }
    return lines.sort((x, y) => x.at - y.at);
  }
}
