/** Where the marks of one row lie: neighbours alike become one with a count, labels only where they run into nothing. Pure. */
import type { Mark } from './marks';
import type { Window } from './window';

/** How time becomes pixels; `x` counts from `origin`, so that a window that moves on moves the row as a whole. */
export interface Scale {
  /** Virtual milliseconds since the epoch. */
  readonly origin: number;
  readonly to: number;
  readonly pxPerMs: number;
}

/** The scale of a window: it begins at a quarter of the span, and reaches a quarter further than is seen. */
export function scaleOf({ from, to, widthPx }: Window): Scale {
  const quarter = (to - from) / 4;
  const origin = Math.floor(from / quarter) * quarter;
  return { origin, to: origin + quarter * 5, pxPerMs: widthPx / (to - from) };
}

/** A mark with its place; `label` is its text where there is room for it. */
export interface PlacedMark extends Mark {
  readonly x: number;
  readonly label: string | undefined;
  /** Of a stack: what lies in it, as far as that is known here. */
  readonly parts?: readonly Mark[];
}

/** Marks nearer than this to each other become one. */
const MERGE_PX = 10;
/** Rough width of a character of 11 px text; Hangul is about twice as wide. */
const LATIN_PX = 6.3;
const WIDE_PX = 11;
/** Between a mark and its label, and behind the label. */
const LABEL_GAP = 22;
/** A label with so many characters says enough. */
const MOST_CHARACTERS = 36;

/** What is worse is seen first when marks lie on each other. */
const RANK: Readonly<Record<Mark['shape'], number>> = { beat: 0, dot: 1, deed: 2, warning: 3, death: 4 };

/** The marks of a row between `origin` and `to`, from left to right. Heartbeats are not among them. */
export function placeMarks(marks: readonly Mark[], scale: Scale): readonly PlacedMark[] {
  const inside = marks
    .filter(({ at, until, shape }) => shape !== 'beat' && until >= scale.origin && at <= scale.to)
    .sort((left, right) => left.at - right.at);
  const stacks: (Mark & { readonly parts?: readonly Mark[] })[] = [];
  for (const mark of inside) {
    const last = stacks.at(-1);
    const isNear = last !== undefined && (mark.at - last.at) * scale.pxPerMs < MERGE_PX && last.due === mark.due;
    if (isNear) stacks[stacks.length - 1] = stacked(last, mark);
    else stacks.push(mark);
  }
  return stacks.map((mark, index) => {
    const x = xOf(mark.at, scale);
    const next = stacks[index + 1];
    const room = xOf(next?.at ?? scale.to, scale) - x - LABEL_GAP;
    const label = labelOf(mark);
    return { ...mark, x, label: textWidth(label) <= room ? label : undefined };
  });
}

/** The place of the first, the words of the last, the shape of the worst. */
function stacked(first: Mark & { readonly parts?: readonly Mark[] }, last: Mark) {
  const shape = RANK[first.shape] > RANK[last.shape] ? first.shape : last.shape;
  const parts = [...(first.parts ?? [first]), last];
  return {
    ...last,
    shape,
    at: first.at,
    until: Math.max(first.until, last.until),
    count: first.count + last.count,
    parts,
  };
}

/** Pixels right of the origin. */
export const xOf = (at: number, { origin, pxPerMs }: Scale): number => Math.round((at - origin) * pxPerMs * 10) / 10;

function labelOf({ text, count }: Mark): string {
  const words = text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
  return count > 1 ? `${words} x${count}` : words;
}

/** Rough width in px of 11 px text. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) >= 0x1100 ? WIDE_PX : LATIN_PX;
  return width;
}

/** The next mark that is due behind `to`. */
export function nextBeyond(marks: readonly Mark[], to: number): Mark | undefined {
  let next: Mark | undefined;
  for (const mark of marks)
    if (mark.due === true && mark.at > to && (next === undefined || mark.at < next.at)) next = mark;
  return next;
}
