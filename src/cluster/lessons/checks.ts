/** How the checks of a lesson stand, as the walk goes on: since when each holds, and when it broke. */
import type { Check, CheckStatus, Turn } from '../../client/lesson';
import type { Condition } from '../../conditions/conditions';
import type { Source } from '../../conditions/scene';
import { changeTold } from '../stepping/places';
import type { Happening } from './walk';

/** The words of a check, read. */
interface ReadCheck {
  readonly check: Check;
  readonly condition: Condition;
  readonly from?: Condition;
  readonly until?: Condition;
}

/** Reads a check. Throws an Error with the parser's words for an expression that is none, or is neither true nor false. */
export function readCheck(check: Check, read: (expression: string) => Condition): ReadCheck {
  const condition = (expression: string): Condition => {
    const found = read(expression);
    if (!found.isCondition) throw new Error(`${expression} is neither true nor false`);
    return found;
  };
  return {
    check,
    condition: condition(check.expression),
    ...(check.from === undefined ? {} : { from: condition(check.from) }),
    ...(check.until === undefined ? {} : { until: condition(check.until) }),
  };
}

/** One check on its way. */
export class CheckState {
  #holds = false;
  #since: Turn | undefined;
  #broke: Turn | undefined;
  #error: string | undefined;
  /** Of `always`: whether its time has come, and whether it is over. */
  #hasBegun = false;
  #isOver = false;
  #looked = false;

  constructor(private readonly read: ReadCheck) {}

  /** Looks, if what has happened could make a difference; `source` is absent at the very start. */
  look(source: Source | undefined, turn: Turn): void {
    const { check } = this.read;
    if (check.when === 'once' && this.#holds) return;
    if (check.when === 'always') this.#lookAlways(source, turn);
    else this.#lookNow(source, turn);
    this.#looked = true;
  }

  #lookNow(source: Source | undefined, turn: Turn): void {
    const { condition } = this.read;
    if (!this.#concerns(condition, source)) return;
    const { holds, error } = condition.evaluate();
    this.#error = error;
    if (holds && !this.#holds) this.#since = turn;
    if (!holds && this.#holds) this.#broke = turn;
    this.#holds = holds;
  }

  #lookAlways(source: Source | undefined, turn: Turn): void {
    const { condition, from, until } = this.read;
    if (this.#isOver) return;
    const begins = !this.#hasBegun;
    if (begins) this.#hasBegun = from === undefined || (this.#concerns(from, source) && from.evaluate().holds);
    if (!this.#hasBegun) return;
    if (begins || this.#concerns(condition, source)) {
      const { holds, error } = condition.evaluate();
      this.#error = error;
      if (!holds) this.#broke = turn;
    }
    const isThere = until !== undefined && (begins || this.#concerns(until, source)) && until.evaluate().holds;
    this.#isOver = isThere || this.#broke !== undefined;
    const held = this.#holds;
    this.#holds = this.#broke === undefined && (until === undefined || isThere);
    if (this.#holds && !held) this.#since = turn;
  }

  /** A condition that has not been looked at yet concerns everything. */
  #concerns({ looksAt }: Condition, source: Source | undefined): boolean {
    return !this.#looked || source === undefined || looksAt.has(source);
  }

  /** How it stands. */
  status(): CheckStatus {
    const since = this.#holds ? this.#since : undefined;
    const broke = this.#holds ? undefined : this.#broke;
    return {
      id: this.read.check.id,
      holds: this.#holds,
      ...(since === undefined ? {} : { since }),
      ...(broke === undefined ? {} : { broke }),
      ...(this.#error === undefined || this.#holds ? {} : { error: this.#error }),
    };
  }
}

/** What is told of the moment at which something turned. */
export function turnOf(happening: Happening): Turn {
  const { at } = happening;
  switch (happening.type) {
    case 'change':
      return { at, ...changeTold(happening.change) };
    case 'line':
      return { at, what: happening.line.text };
    case 'request': {
      const [request] = happening.requests;
      return request === undefined ? { at } : { at, what: request.url };
    }
    case 'fault':
      return { at, what: happening.fault.type };
    default:
      return happening satisfies never;
  }
}
