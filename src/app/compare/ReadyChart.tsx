/** How many pods of one owner were ready in both futures, as two step lines on one clock, with who did what where. */
import { useText } from '../i18n/useText';
import { useRoom } from '../layout/useRoom';
import { shortClock } from '../timeline/clockText';
import { positionOf, ticksOf, type Window } from '../timeline/window';
import type { SharedDeed } from './futures';

type Steps = readonly (readonly [number, number])[];

interface ReadyChartProps {
  readonly owner: string;
  readonly first: Steps;
  readonly second: Steps;
  readonly names: readonly [string, string];
  readonly deeds: readonly (SharedDeed & { readonly text: string })[];
  /** Virtual milliseconds since the epoch. */
  readonly from: number;
  readonly now: number;
  readonly startedAt: number;
  readonly differsAt: number | undefined;
  /** A deed was clicked: the clock goes there. */
  onGo(instant: number): void;
}

const LEFT = 40;
const TOP = 22;
const BOTTOM = 26;
const CHARACTER_PX = 6.6;

export function ReadyChart(props: ReadyChartProps) {
  const { owner, first, second, names, deeds, from, now, startedAt, differsAt, onGo } = props;
  const t = useText();
  const [ref, room] = useRoom<HTMLDivElement>({ width: 640, height: 160 });
  const width = Math.max(120, room.width - LEFT - 12);
  // A tenth is kept free behind the playhead.
  const window: Window = {
    from,
    to: Math.max(now, from + 10_000) + Math.max(1_000, (now - from) / 10),
    widthPx: width,
  };
  const most = Math.max(1, ...[...first, ...second].map(([, ready]) => ready));
  const bottom = Math.max(60, room.height) - BOTTOM;
  const y = (ready: number) => bottom - ((bottom - TOP - 8) * ready) / most;
  const x = (at: number) => positionOf(Math.max(from, Math.min(now, at)), window);
  const rungs = rungsOf(most);
  return (
    <div ref={ref} className="compare-chart">
      <svg
        className="tl"
        width={room.width}
        height={room.height}
        role="group"
        aria-label={t('compare.chart.text', {
          owner,
          first: names[0],
          second: names[1],
          firstReady: readyAt(first, now),
          secondReady: readyAt(second, now),
        })}
      >
        <g transform={`translate(${LEFT} 0)`}>
          {differsAt === undefined ? null : (
            <rect
              className="compare-shade"
              x={x(differsAt)}
              y={TOP}
              width={x(now) - x(differsAt)}
              height={bottom - TOP}
            />
          )}
          {ticksOf(window, startedAt).map(({ at, sinceMs }) => (
            <g key={at}>
              <line className="rule" x1={positionOf(at, window)} x2={positionOf(at, window)} y1={TOP} y2={bottom} />
              <text className="tick" x={positionOf(at, window) + 3} y={14}>
                {shortClock(sinceMs)}
              </text>
            </g>
          ))}
          {rungs.map((ready) => (
            <g key={ready}>
              <line className="rule" x1={0} x2={width} y1={y(ready)} y2={y(ready)} />
              <text className="tick" x={-10} y={y(ready) + 4} textAnchor="end">
                {ready}
              </text>
            </g>
          ))}
          <path className="compare-line" d={pathOf(first, x, y, now, 0)} />
          <path className="compare-line second" d={pathOf(second, x, y, now, 3)} />
          {placed(deeds, startedAt, from, now, x).map(({ deed, at, place, isLabelled }) => (
            <g
              key={`${deed.in} ${at} ${deed.text}`}
              className="mark-link"
              role="button"
              tabIndex={0}
              aria-label={`${shortClock(at - startedAt)} ${deed.text}`}
              data-in={deed.in}
              transform={`translate(${place} ${bottom + 13})`}
              onClick={() => onGo(at)}
              onKeyDown={(event) => {
                if (event.key === 'Enter') onGo(at);
              }}
            >
              <title>{deed.text}</title>
              <path className="mark" d="M0-5.5L5.5 0 0 5.5-5.5 0z" />
              {isLabelled ? (
                <text x={9} y={4}>
                  {deed.text}
                </text>
              ) : null}
            </g>
          ))}
          <line className="playhead" x1={x(now)} x2={x(now)} y1={8} y2={room.height} />
        </g>
      </svg>
    </div>
  );
}

/** At most about five numbers from 0 to `most`. */
function rungsOf(most: number): readonly number[] {
  const step = Math.max(1, Math.ceil(most / 4));
  const rungs: number[] = [];
  for (let ready = 0; ready <= most; ready += step) rungs.push(ready);
  return rungs;
}

/** What a step line is at an instant; 0 before its first step. */
export function readyAt(steps: Steps, at: number): number {
  return steps.findLast(([since]) => since <= at)?.[1] ?? 0;
}

function pathOf(
  steps: Steps,
  x: (at: number) => number,
  y: (ready: number) => number,
  now: number,
  below: number,
): string {
  const shown = steps.filter(([at]) => at <= now);
  const [begin] = shown;
  if (begin === undefined) return '';
  const [first, ...rest] = shown.map(([at, ready]) => [x(at), y(ready) + below] as const);
  if (first === undefined) return '';
  return `M${first[0]} ${first[1]}${rest.map(([px, py]) => `H${px}V${py}`).join('')}H${x(now)}`;
}

interface Placed<D> {
  readonly deed: D;
  readonly at: number;
  readonly place: number;
  readonly isLabelled: boolean;
}

/** Deeds inside the picture; one has its words if they do not run into the next one. */
function placed<D extends ReadyChartProps['deeds'][number]>(
  deeds: readonly D[],
  startedAt: number,
  from: number,
  now: number,
  x: (at: number) => number,
): readonly Placed<D>[] {
  const shown = deeds
    .map((deed) => ({ deed, at: startedAt + deed.command.atMs }))
    .filter(({ at }) => at >= from && at <= now);
  return shown.map(({ deed, at }, index) => {
    const next = shown[index + 1];
    const room = (next === undefined ? Number.POSITIVE_INFINITY : x(next.at)) - x(at) - 16;
    return { deed, at, place: x(at), isLabelled: deed.text.length * CHARACTER_PX < room };
  });
}
