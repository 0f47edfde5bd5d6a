/** The playhead: a slider over the lived run. Over the lanes, and never in the way of a click. */
import { type KeyboardEvent, type ReactNode } from 'react';
import { useText } from '../i18n/useText';
import { clockText, shortClock } from './clockText';
import type { Row } from './lanes';
import { nextBeyond } from './placing';
import type { LaneMarks } from './useMarks';
import { arrowStep, type BarClock, positionOf, type Window } from './window';

interface PlayheadProps {
  readonly window: Window;
  readonly clock: BarClock;
  /** Where it is drawn: while it is dragged that runs ahead of the clock. */
  readonly now: number;
  readonly left: number;
  readonly height: number;
  /** False against a real cluster: nobody moves its time. */
  readonly isMovable: boolean;
  readonly isHeld: boolean;
  /** Drawn with it, over the lanes. */
  readonly children: ReactNode;
}

/** A label nearer than this to the right edge stands left of the playhead. */
const LABEL_PX = 64;

export function Playhead({ window, clock, now, left, height, isMovable, isHeld, children }: PlayheadProps) {
  const t = useText();
  const x = positionOf(now, window);
  const isInSight = x >= -1 && x <= window.widthPx + 1;
  const end = Math.min(window.widthPx, positionOf(clock.end, window));
  const since = now - clock.startedAt;
  const words = t('timeline.playhead.value', { now: clockText(since), end: shortClock(clock.end - clock.startedAt) });
  return (
    <>
      <svg className="tl bar-over" aria-hidden="true" width={window.widthPx} height={height} style={{ left }}>
        {/* What has been lived beyond the playhead is as true as the rest, and paler. */}
        <rect className="lived" x={Math.max(0, x)} y={0} width={Math.max(0, end - Math.max(0, x))} height={height} />
        {children}
        {isInSight ? <line className="playhead" x1={x} x2={x} y1={4} y2={height} /> : null}
        {isInSight && isHeld ? (
          <text
            className="held"
            x={x > window.widthPx - LABEL_PX ? x - 10 : x + 10}
            y={15}
            textAnchor={x > window.widthPx - LABEL_PX ? 'end' : 'start'}
          >
            {clockText(since)}
          </text>
        ) : null}
      </svg>
      {isMovable ? (
        <div
          role="slider"
          className="playhead-grip"
          tabIndex={0}
          aria-label={t('timeline.playhead')}
          aria-valuemin={0}
          aria-valuemax={Math.ceil((clock.end - clock.startedAt) / 1000)}
          aria-valuenow={Math.round(since / 100) / 10}
          aria-valuetext={words}
          title={words}
          data-held={isHeld}
          data-hidden={!isInSight}
          style={{ transform: `translateX(${left + Math.min(window.widthPx, Math.max(0, x))}px)` }}
        />
      ) : null}
    </>
  );
}

const MINUTE = 60_000;

/** Where a key moves the clock: Home and End anywhere in the bar, arrows on the playhead; undefined for other keys. */
export function playheadKey(
  event: Pick<KeyboardEvent<HTMLElement>, 'key' | 'target' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  clock: BarClock,
  window: Window,
): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const { now, startedAt, end } = clock;
  const isPlayhead = event.target instanceof Element && event.target.matches('[role=slider]');
  const arrow = arrowStep(window) * (event.shiftKey ? 10 : 1);
  if (event.key === 'Home') return startedAt;
  if (event.key === 'End') return end;
  if (event.key === 'PageUp') return Math.min(end, now + MINUTE);
  if (event.key === 'PageDown') return Math.max(startedAt, now - MINUTE);
  if (!isPlayhead) return undefined;
  if (event.key === 'ArrowRight' || event.key === 'ArrowUp') return Math.min(end, now + arrow);
  return event.key === 'ArrowLeft' || event.key === 'ArrowDown' ? Math.max(startedAt, now - arrow) : undefined;
}

interface BeyondProps {
  readonly rows: readonly Row[];
  readonly marks: LaneMarks;
  readonly window: Window;
  readonly startedAt: number;
  readonly height: number;
}

/** In a bar narrower than this the words would lie over the marks. */
const NARROW_PX = 480;

/** What is due behind the right edge waits there, in its row, with its time. */
export function Beyond({ rows, marks, window, startedAt, height }: BeyondProps) {
  return rows.map((row, index) => {
    const next = nextBeyond(
      row.lanes.flatMap((lane) => marks.of(lane)),
      window.to,
    );
    if (next === undefined) return null;
    return (
      <g key={row.key} transform={`translate(${window.widthPx - 12} ${height * (index + 0.5)})`}>
        <title>{next.text}</title>
        <circle className="todo" r={3.5} />
        <text className="sub haloed" x={-9} y={4} textAnchor="end">
          {shortClock(next.at - startedAt)} {window.widthPx < NARROW_PX ? '' : next.text}
        </text>
      </g>
    );
  });
}
