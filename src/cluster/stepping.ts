/**
 * Running on until something happens: the session's answers to `SteppingAsk`, and its breakpoints. What does the work is
 * fetched with the first question.
 */
import type { SimulationStatus } from '../client/simulation';
import type { SteppingAnswers, SteppingAsk } from '../client/stepping';
import type { Instant } from '../sim/clock';
import type { Cluster } from './cluster';
import type { Steps } from './stepping/steps';

/** How the time of a session goes on, for who steps through it. */
export interface Stepped {
  cluster(): Cluster;
  /** Wall time in milliseconds. */
  wall(): number;
  /** Stops the clock. */
  pause(): void;
  /** As the cluster's, with what is recorded of the future. Undefined: the engine broke. */
  advanceTo(instant: Instant, shouldStop: () => boolean): Promise<boolean | undefined>;
  /** Lets messages have their turn. */
  rest(): Promise<void>;
  /** Something of the status has changed. */
  touch(): void;
}

export class Stepping {
  #steps: Steps | undefined;

  constructor(private readonly session: Stepped) {}

  /** Rejects with the parser's words for an expression that is none. */
  async ask(ask: SteppingAsk): Promise<SteppingAnswers[SteppingAsk['type']]> {
    const { Steps: Late, outcomeOf } = await import('./stepping/steps');
    this.#steps ??= new Late(this.session);
    switch (ask.type) {
      case 'step':
        return this.#steps.step(ask.to);
      case 'breakpoints':
        return this.#steps.setBreakpoints(ask.breakpoints);
      case 'evaluate':
        return this.#steps.evaluate(ask.expression);
      case 'controllers':
        return this.#steps.controllers();
      case 'outcome':
        return outcomeOf(this.session.cluster(), ask.of);
      default:
        return ask satisfies never;
    }
  }

  /** Asked between two events while time passes: whether a breakpoint has become true. */
  shouldStop(): boolean {
    return this.#steps?.hasTurned() === true;
  }

  /** Something else is done: a step that is under way ends. */
  interrupt(): void {
    this.#steps?.interrupt();
  }

  /** Time begins to pass, perhaps from elsewhere: what is true here has not become so, and no stop is told any more. */
  begin(): void {
    this.#steps?.begin();
  }

  /** What views should know. */
  status(): Pick<SimulationStatus, 'breakpoints' | 'stopped'> {
    return this.#steps?.status() ?? {};
  }
}
