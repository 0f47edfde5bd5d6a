/** A line of time for live diagrams: instants to places, a few labels, and where the clock stands. */
import type { ReactNode } from 'react';
import { shortClock } from '../timeline/clockText';
import { WIDTH, Word } from './parts';

export interface TimeSpan {
  /** Virtual milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

const LEFT = 6;
const ROOM = WIDTH - 2 * LEFT;

/** The place of an instant, kept within the drawing. */
export function placeOf(at: number, { from, to }: TimeSpan): number {
  const share = to <= from ? 0 : (at - from) / (to - from);
  return LEFT + Math.max(0, Math.min(1, share)) * ROOM;
}

const STEPS_S = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600];
const MOST_LABELS = 6;

interface AxisProps {
  readonly y: number;
  readonly span: TimeSpan;
  /** Labels count from here. */
  readonly zero: number;
  readonly now: number;
  /** Upper end of the line that marks the present. */
  readonly top: number;
  readonly children?: ReactNode;
}

/** Ticks at round distances from `zero`, labelled as a clock. */
export function Axis({ y, span, zero, now, top, children }: AxisProps) {
  const seconds = (span.to - span.from) / 1000;
  const step = 1000 * (STEPS_S.find((each) => seconds / each <= MOST_LABELS) ?? seconds);
  const first = Math.ceil((span.from - zero) / step);
  const count = Math.max(0, Math.floor((span.to - zero) / step) - first + 1);
  return (
    <g>
      <path d={`M${LEFT} ${y}H${WIDTH - LEFT}`} className="fig-line" />
      {Array.from({ length: count }, (_, index) => zero + (first + index) * step).map((at) => {
        const x = placeOf(at, span);
        return (
          <g key={at}>
            <path d={`M${x} ${y}v4`} className="fig-tick" />
            <Word x={x} y={y + 15} tone="dim" anchor={x < 20 ? 'start' : x > WIDTH - 20 ? 'end' : 'middle'}>
              {shortClock(at - zero)}
            </Word>
          </g>
        );
      })}
      {children}
      {now < span.from || now > span.to ? null : <path d={`M${placeOf(now, span)} ${top}V${y}`} className="fig-now" />}
    </g>
  );
}
