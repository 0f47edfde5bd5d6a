/** Steps, conditions and breakpoints of a session. Fetched when the first of them is asked for. */
import type { SimulationStatus } from '../../client/simulation';
import type { Breakpoint, Evaluation, Stop, StepTarget } from '../../client/stepping';
import { type Condition, conditionsOf } from '../../conditions/conditions';
import { controllers } from '../../controllers/registry';
import { ownName, programOf, selectControllers } from '../../controllers/selection';
import type { Instant } from '../../sim/clock';
import type { Stepped } from '../stepping';
import { Breakpoints, Watched } from './breakpoints';
import { type Goal, goalOf } from './goals';
import { SeenObjects } from './seenObjects';

export { outcomeOf } from './outcome';

/** A step looks this far: longer than any wait of the cluster, so what comes at all comes within it. */
const HORIZON_MS = 600_000;
/** Messages wait no longer than this, in wall milliseconds. */
const SLICE_MS = 8;

export class Steps {
  readonly #seen: SeenObjects;
  readonly #conditions: ReturnType<typeof conditionsOf>;
  #breakpoints: Breakpoints | undefined;
  #set: readonly Breakpoint[] = [];
  #stopped: Stop | undefined;
  /** Rises with everything that ends a step. */
  #turn = 0;

  constructor(private readonly session: Stepped) {
    this.#seen = new SeenObjects(() => session.cluster());
    this.#conditions = conditionsOf(this.#seen);
  }

  /** Stops the clock, and runs to what is asked for. Rejects with the parser's words for a condition that is none. */
  async step(to: StepTarget): Promise<Stop> {
    const goal = this.#goal(to);
    try {
      this.session.pause();
      this.begin();
      this.#turn += 1;
      return this.#stop(await this.#run(to, goal, this.#turn));
    } finally {
      goal.close();
    }
  }

  async #run(to: StepTarget, goal: Goal, turn: number): Promise<Stop> {
    const { session } = this;
    const horizon = (session.cluster().now() + HORIZON_MS) as Instant; // An instant plus a duration.
    let isThere = false;
    for (;;) {
      const happened = goal.happened();
      if (happened !== undefined) return { type: 'step', at: session.cluster().now(), to, ...named(to), ...happened };
      if (this.#stopped !== undefined) return this.#stopped;
      if (this.#turn !== turn) return { type: 'interrupted', at: session.cluster().now(), to, ...named(to) };
      if (isThere) return { type: 'nothing', at: session.cluster().now(), to, ...named(to), ...failed(goal) };
      const since = session.wall();
      const reached = await session.advanceTo(
        horizon,
        () => goal.happened() !== undefined || this.hasTurned() || session.wall() - since > SLICE_MS,
      );
      if (reached === undefined) throw new Error('the engine has stopped');
      isThere = reached;
      session.touch();
      if (!isThere && goal.happened() === undefined) await session.rest();
    }
  }

  #stop(stop: Stop): Stop {
    this.#stopped = stop.type === 'interrupted' ? undefined : stop;
    this.session.touch();
    return stop;
  }

  #goal(to: StepTarget): Goal {
    if (to.type !== 'condition') return goalOf(this.session.cluster(), to);
    const watched = new Watched(this.#read(to.expression), this.#seen);
    return {
      happened: () => {
        watched.look();
        return watched.holds ? watched.told() : undefined;
      },
      error: () => watched.error,
      close: () => {},
    };
  }

  #read(expression: string): Condition {
    const condition = this.#conditions.read(expression);
    if (!condition.isCondition) throw new Error(`${expression} is neither true nor false`);
    return condition;
  }

  /** Replaces all breakpoints. Throws the parser's words, and keeps those that were set, for an expression that is none. */
  setBreakpoints(set: readonly Breakpoint[]): undefined {
    this.#breakpoints = new Breakpoints(set, (expression) => this.#read(expression), this.#seen);
    this.#set = set;
    this.session.touch();
    return undefined;
  }

  /** What an expression is now. Throws the parser's words if it is none. */
  evaluate(expression: string): Evaluation {
    const condition = this.#conditions.read(expression);
    return condition.evaluate();
  }

  /** The controllers of the controller manager, by their names. */
  controllers(): readonly string[] {
    const run = selectControllers(controllers, this.session.cluster().options.controllers);
    return [...new Set(run.filter(({ name }) => programOf(name) === undefined).map(({ name }) => ownName(name)))];
  }

  /** Between two events: whether a breakpoint has become true since. The stop is told then. */
  hasTurned(): boolean {
    const turned = this.#breakpoints?.turned();
    if (turned !== undefined) this.#stopped = { type: 'breakpoint', at: this.session.cluster().now(), ...turned };
    return turned !== undefined;
  }

  /** Something was done. It happens in no time, and may be what a breakpoint waits for. */
  interrupt(): void {
    this.#turn += 1;
    if (this.hasTurned()) this.session.pause();
  }

  /** Time begins to pass, perhaps from elsewhere. */
  begin(): void {
    this.#stopped = undefined;
    this.#seen.forget();
    this.#breakpoints?.begin();
  }

  status(): Pick<SimulationStatus, 'breakpoints' | 'stopped'> {
    return {
      ...(this.#breakpoints === undefined || this.#set.length === 0 ? {} : { breakpoints: this.#breakpoints.status() }),
      ...(this.#stopped === undefined ? {} : { stopped: this.#stopped }),
    };
  }
}

const named = (to: StepTarget) => (to.type === 'condition' ? { expression: to.expression } : {});

function failed({ error }: Goal): Pick<Stop, 'error'> {
  const why = error?.();
  return why === undefined ? {} : { error: why };
}
