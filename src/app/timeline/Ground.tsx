/** What lies under the lanes: the axis with its times, what is not lived yet in another shade, what was lived beyond the playhead. */
import { shortClock, clockText } from './clockText';
import { type BarClock, positionOf, ticksOf, type Window } from './window';

interface GroundProps {
  readonly window: Window;
  readonly clock: BarClock;
  /** Where the playhead is drawn. */
  readonly now: number;
  readonly left: number;
  readonly height: number;
  readonly hasAxis: boolean;
}

export function Ground({ window, clock, now, left, height, hasAxis }: GroundProps) {
  const x = positionOf(now, window);
  const end = Math.max(x, positionOf(clock.end, window));
  // Ticks nearer than a second tell tenths.
  const words = window.to - window.from < 12_000 ? clockText : shortClock;
  return (
    <svg className="tl bar-ground" aria-hidden="true" width={window.widthPx} height={height} style={{ left }}>
      <defs>
        <pattern id="bar-hatch" width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line className="hatch" x1={0} x2={0} y1={0} y2={6} />
        </pattern>
      </defs>
      <rect className="future" x={end} y={0} width={Math.max(0, window.widthPx - end)} height={height} />
      {ticksOf(window, clock.startedAt).map(({ at, sinceMs }) => (
        <g key={at} transform={`translate(${Math.round(positionOf(at, window))} 0)`}>
          <line className="rule" x1={0.5} x2={0.5} y1={hasAxis ? 17 : 0} y2={height} />
          {hasAxis ? (
            <text className="tick" x={4} y={15}>
              {words(sinceMs)}
            </text>
          ) : null}
        </g>
      ))}
    </svg>
  );
}
