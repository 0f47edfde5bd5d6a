/**
 * What the engine has told of the lanes of one branch, kept so that zoom, pan and the future that lies right of a playhead in
 * the past need no question. Marks were merged when they were asked for: a closer look asks again. Pure data, one per branch.
 */
import { type Mark, markOf } from './marks';
import type { LaneMark } from '../../client/why';

/** What is known of a stretch of time. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Marks nearer than this to each other may have been told as one. */
  readonly apartMs: number;
}

/** More than these are not kept: what lies furthest from the window goes first. */
const MOST_MARKS = 20_000;
const NONE: readonly Mark[] = [];

export class LaneMemory {
  #stretches: readonly Stretch[] = [];
  readonly #lanes = new Map<string, readonly Mark[]>();

  /** The marks of a lane, oldest first; the same array until one of them changes. */
  marks(lane: string): readonly Mark[] {
    return this.#lanes.get(lane) ?? NONE;
  }

  lanes(): Iterable<string> {
    return this.#lanes.keys();
  }

  /** Until when anything is known. */
  knownUntil(): number {
    return this.#stretches.at(-1)?.to ?? Number.NEGATIVE_INFINITY;
  }

  /**
   * What must be asked to know `from` to `to` as finely as `apartMs`; undefined: it is known. The instant at which an answer
   * ended is asked for again: more may have happened in it since.
   */
  missing(from: number, to: number, apartMs: number): Stretch | undefined {
    let [first, last] = [from, to];
    const fine = this.#stretches.filter((stretch) => stretch.apartMs <= apartMs * 1.5);
    // Known stretches are taken off both ends; one in the middle is told again.
    for (const stretch of fine) if (stretch.from <= first && stretch.to > first) first = stretch.to;
    for (const stretch of fine.toReversed()) if (stretch.to > last && stretch.from <= last) last = stretch.from;
    if (first > last) return undefined;
    return { from: this.#beforeStraddlers(first), to: last, apartMs };
  }

  /** Takes an answer in. What was known of its stretch is forgotten. */
  put({ from, to, apartMs }: Stretch, told: readonly LaneMark[]): void {
    const fresh = byLane(told);
    for (const lane of new Set([...this.#lanes.keys(), ...fresh.keys()])) {
      const known = this.marks(lane);
      const first = known.findIndex(({ at }) => at >= from);
      const start = first < 0 ? known.length : first;
      const next = known.findIndex(({ at }) => at > to);
      const end = next < 0 ? known.length : next;
      const between = fresh.get(lane) ?? NONE;
      if (isSame(known.slice(start, end), between)) continue;
      this.#lanes.set(lane, [...known.slice(0, start), ...between, ...known.slice(end)]);
    }
    this.#stretches = joined([...without(this.#stretches, from, to), { from, to, apartMs }]);
    this.#bound(from, to);
  }

  /** What another branch that leaves this one at `at` has in common with it. */
  until(at: number): LaneMemory {
    const copy = new LaneMemory();
    copy.#stretches = this.#stretches.flatMap((one) => (one.from < at ? [{ ...one, to: Math.min(one.to, at) }] : []));
    for (const [lane, marks] of this.#lanes)
      copy.#lanes.set(
        lane,
        marks.filter((mark) => mark.at <= at),
      );
    return copy;
  }

  /** A mark that began before `at` and reaches behind it is told anew, or it would be counted twice. */
  #beforeStraddlers(at: number): number {
    let first = at;
    for (const marks of this.#lanes.values())
      for (const mark of marks) if (mark.at < first && mark.until >= at) first = mark.at;
    return first;
  }

  #bound(from: number, to: number): void {
    let count = 0;
    for (const marks of this.#lanes.values()) count += marks.length;
    if (count <= MOST_MARKS) return;
    const room = to - from;
    for (const [lane, marks] of this.#lanes)
      this.#lanes.set(
        lane,
        marks.filter(({ at }) => at >= from - room && at <= to + room),
      );
    this.#stretches = this.#stretches.flatMap((one) => {
      const kept = { ...one, from: Math.max(one.from, from - room), to: Math.min(one.to, to + room) };
      return kept.from < kept.to ? [kept] : [];
    });
  }
}

/** The marks of an answer by their lanes, oldest first. */
function byLane(told: readonly LaneMark[]): ReadonlyMap<string, readonly Mark[]> {
  const lanes = new Map<string, Mark[]>();
  for (const mark of told.map(markOf)) {
    const lane = lanes.get(mark.lane);
    if (lane === undefined) lanes.set(mark.lane, [mark]);
    else lane.push(mark);
  }
  for (const marks of lanes.values()) marks.sort((left, right) => left.at - right.at);
  return lanes;
}

const isSame = (left: readonly Mark[], right: readonly Mark[]) =>
  left.length === right.length &&
  left.every((mark, index) => {
    const other = right[index];
    return (
      mark.at === other?.at && mark.until === other.until && mark.count === other.count && mark.text === other.text
    );
  });

/** The stretches with everything between two instants cut out. */
function without(stretches: readonly Stretch[], from: number, to: number): readonly Stretch[] {
  return stretches.flatMap((one) => [
    ...(one.from < from ? [{ ...one, to: Math.min(one.to, from) }] : []),
    ...(one.to > to ? [{ ...one, from: Math.max(one.from, to) }] : []),
  ]);
}

/** In order of time; neighbours that are known equally well become one. */
function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const result: Stretch[] = [];
  for (const one of stretches.toSorted((left, right) => left.from - right.from)) {
    const last = result.at(-1);
    if (last !== undefined && last.to === one.from && last.apartMs === one.apartMs)
      result[result.length - 1] = { ...last, to: one.to };
    else result.push(one);
  }
  return result;
}
