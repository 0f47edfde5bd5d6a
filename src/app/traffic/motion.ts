/**
 * Requests on their way across the picture: dots that go along lines, then the words for how they ended. At most a
 * bounded number moves; the others are counted on their first line. Pure: the painter brings the time.
 */
import type { RequestRecord } from '../../client/traffic';
import type { Leg, Route } from './route';
import { outcomeOf } from './trafficStore';
import { type Point, pointOn } from './trafficLayout';

/** One line takes so long, in ms, at the speed of real time. */
export const LEG_MS = 400;
/** So long an end stands there, in real ms. */
export const END_MS = 1_400;
/** So many dots move at once. */
export const MOST_DOTS = 200;
/** What began later than the first of its frame follows it, at most so much later. */
const MOST_DELAY_MS = 400;

export type Outcome = ReturnType<typeof outcomeOf>;

export interface Dot {
  readonly route: Route;
  readonly outcome: Outcome;
  /** What stands at its end. */
  readonly word: string;
  readonly id: number;
  /** Ms since it set out; below zero it has not. */
  age: number;
}
/** Requests that ended at one point in the same way. */
export interface End {
  readonly at: Point;
  readonly outcome: Outcome;
  readonly word: string;
  /** The number of the last of them. */
  id: number;
  /** So many in this second of real time, */
  count: number;
  /** and in the one before. */
  before: number;
  /** Ms since this second began. */
  age: number;
  /** Ms that it still stands there. */
  left: number;
}
/** Requests that go along a line without a dot of their own; without motion, a line that was used. */
export interface Crowd {
  readonly leg: Leg;
  readonly outcome: Outcome;
  /** As of an end. */
  count: number;
  before: number;
  age: number;
  left: number;
}
const SECOND_MS = 1_000;

/** How many there were within a second: under a load the number must not grow without end. */
export const withinSecond = ({ count, before }: Pick<End, 'count' | 'before'>): number => Math.max(count, before);

export class Motion {
  readonly dots: Dot[] = [];
  readonly ends = new Map<string, End>();
  readonly crowds = new Map<string, Crowd>();

  /** Sends `record` along `route`; with `still` nothing travels: its lines and its end are shown. */
  add(
    record: RequestRecord,
    route: Route,
    how: { readonly word: string; readonly still: boolean; readonly delay: number },
  ): void {
    const outcome = outcomeOf(record);
    const { stands = 1, id } = record;
    const [first] = route.legs;
    if (how.still) {
      for (const leg of route.legs) this.#crowd(leg, outcome, 0);
      this.#end({ at: route.end, outcome, word: how.word, id }, stands);
      return;
    }
    if (stands > 1 && first !== undefined) this.#crowd(first, outcome, stands);
    if (this.dots.length >= MOST_DOTS) {
      if (stands === 1 && first !== undefined) this.#crowd(first, outcome, 1);
      return;
    }
    this.dots.push({ route, outcome, word: how.word, id, age: -Math.min(MOST_DELAY_MS, how.delay) });
  }

  /** Moves everything on by `ms` of real time, at `speed` virtual seconds per second. */
  step(ms: number, speed: number): void {
    const legMs = LEG_MS / Math.max(1, speed);
    let kept = 0;
    for (const dot of this.dots) {
      dot.age += ms;
      if (dot.age < dot.route.legs.length * legMs) {
        this.dots[kept] = dot;
        kept += 1;
      } else this.#end({ at: dot.route.end, outcome: dot.outcome, word: dot.word, id: dot.id }, 1);
    }
    this.dots.length = kept;
    for (const group of [this.ends, this.crowds]) {
      for (const [key, shown] of group) {
        shown.left -= ms;
        shown.age += ms;
        if (shown.age >= SECOND_MS) {
          shown.before = shown.count;
          shown.count = 0;
          shown.age = 0;
        }
        if (shown.left <= 0) group.delete(key);
      }
    }
  }

  /** Where a dot is now; undefined before it sets out. */
  static place(dot: Dot, speed: number): Point | undefined {
    if (dot.age < 0) return undefined;
    const legMs = LEG_MS / Math.max(1, speed);
    const index = Math.min(dot.route.legs.length - 1, Math.floor(dot.age / legMs));
    const leg = dot.route.legs[index];
    if (leg === undefined) return undefined;
    return pointOn(leg.from, leg.to, eased(Math.min(1, dot.age / legMs - index)));
  }

  get isEmpty(): boolean {
    return this.dots.length === 0 && this.ends.size === 0 && this.crowds.size === 0;
  }

  clear(): void {
    this.dots.length = 0;
    this.ends.clear();
    this.crowds.clear();
  }

  #end({ at, outcome, word, id }: Pick<End, 'at' | 'outcome' | 'word' | 'id'>, count: number): void {
    const key = `${at.x} ${at.y} ${word}`;
    const end = this.ends.get(key);
    if (end === undefined) this.ends.set(key, { at, outcome, word, id, count, before: 0, age: 0, left: END_MS });
    else {
      end.id = id;
      end.count += count;
      end.left = END_MS;
    }
  }

  #crowd(leg: Leg, outcome: Outcome, count: number): void {
    const key = `${leg.from.x} ${leg.from.y} ${leg.to.x} ${leg.to.y}`;
    const crowd = this.crowds.get(key);
    if (crowd === undefined) this.crowds.set(key, { leg, outcome, count, before: 0, age: 0, left: SECOND_MS });
    else {
      crowd.count += count;
      crowd.left = SECOND_MS;
    }
  }
}

/** Slow at both ends. */
const eased = (part: number) => part * part * (3 - 2 * part);
