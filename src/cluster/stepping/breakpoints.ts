/** Breakpoints: conditions that are looked at after each change that a person would see, and stop the clock as they turn true. */
import type { Breakpoint, BreakpointStatus, Stop } from '../../client/stepping';
import type { Condition } from '../../conditions/conditions';
import { changeTold } from './places';
import type { SeenObjects } from './seenObjects';

/** A condition with what it was when it was looked at last. */
export class Watched {
  holds = false;
  error: string | undefined;
  /** The revision up to which nothing that it looks at has changed since. */
  #upTo = -1;

  constructor(
    readonly condition: Condition,
    private readonly seen: SeenObjects,
  ) {}

  /** Looks, if that could make a difference; true if it has just become true. */
  look(): boolean {
    const newest = this.seen.newestOf(this.condition.looksAt)?.revision ?? 0;
    if (newest <= this.#upTo) return false;
    this.#upTo = newest;
    const before = this.holds;
    const { holds, error } = this.condition.evaluate();
    this.holds = holds;
    this.error = error;
    return holds && !before;
  }

  /** Looks in any case: the objects are others. */
  lookAnew(): void {
    this.#upTo = -1;
    this.look();
  }

  /** What a stop tells, just after the look that found it true. */
  told(): Pick<Stop, 'expression' | 'what' | 'object' | 'revision'> {
    const change = this.seen.newestOf(this.condition.looksAt);
    return { expression: this.condition.expression, ...(change === undefined ? {} : changeTold(change)) };
  }
}

/** All breakpoints of a session. */
export class Breakpoints {
  readonly #all: readonly { readonly set: Breakpoint; readonly watched: Watched }[];
  #looked = 0;

  /** Throws an Error with the parser's words for an expression that is none. */
  constructor(
    set: readonly Breakpoint[],
    read: (expression: string) => Condition,
    private readonly seen: SeenObjects,
  ) {
    this.#all = set.map((each) => ({ set: each, watched: new Watched(read(each.expression), seen) }));
    this.begin();
  }

  /** What is true now has not become so. */
  begin(): void {
    for (const { watched } of this.#all) watched.lookAnew();
    this.#looked = this.seen.newest?.revision ?? 0;
  }

  /** The first that has become true since it was asked last. */
  turned(): Omit<Stop, 'type' | 'at'> | undefined {
    const newest = this.seen.newest?.revision ?? 0;
    if (newest <= this.#looked) return undefined;
    this.#looked = newest;
    // Each looks, so that the others are up to date too.
    const turned = this.#all.filter(({ set, watched }) => watched.look() && set.isOff !== true);
    return turned[0]?.watched.told();
  }

  /** As they stood when they were looked at last. */
  status(): readonly BreakpointStatus[] {
    return this.#all.map(({ set, watched: { holds, error } }) => ({
      ...set,
      ...(holds ? { holds } : {}),
      ...(error === undefined ? {} : { error }),
    }));
  }
}
