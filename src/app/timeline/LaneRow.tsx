/** One row of the time bar: heartbeats, silences, waits with their length, marks. Drawn again only when its marks or the scale change. */
import { memo, useMemo } from 'react';
import { useText } from '../i18n/useText';
import type { Row } from './lanes';
import { MarkShape, type MarkChoice } from './MarkShape';
import { type Mark, silences } from './marks';
import { type PlacedMark, placeMarks, type Scale, textWidth, xOf } from './placing';

interface LaneRowProps {
  readonly row: Row;
  /** The marks of each lane of the row. */
  readonly sources: readonly (readonly Mark[])[];
  readonly scale: Scale;
  /** Until when silence means that nothing came; see LaneMarks. */
  readonly knownUntil: number;
  /** Of the row's top, and how high it is. */
  readonly y: number;
  readonly height: number;
  /** Words beside the marks. */
  readonly isLabelled: boolean;
  onChoose(choice: MarkChoice): void;
}

/** Waits that are drawn with their length, in one row. */
const MOST_BARS = 2;
const BAR_PX = 10;

export const LaneRow = memo(function LaneRow(props: LaneRowProps) {
  const { row, sources, scale, knownUntil, y, height, isLabelled, onChoose } = props;
  const marks = useMemo(() => (sources.length === 1 ? (sources[0] ?? []) : sources.flat()), [sources]);
  const placed = useMemo(() => placeMarks(marks, scale), [marks, scale]);
  return (
    <g transform={`translate(0 ${y + height / 2})`}>
      <Heartbeats
        marks={marks}
        placed={isLabelled ? placed : NONE}
        scale={scale}
        knownUntil={knownUntil}
        isOneProcess={row.lanes.length === 1}
      />
      <Waits marks={marks} scale={scale} />
      {placed.map((mark) => (
        <MarkShape key={keyOf(mark)} mark={mark} row={row} isLabelled={isLabelled} onChoose={onChoose} />
      ))}
    </g>
  );
}, isSameRow);

const keyOf = ({ lane, at, due }: PlacedMark) => `${lane} ${at} ${due === true ? 'due' : ''}`;

/** `row` is made anew with every look, its name is what counts; `sources` are compared one by one. */
function isSameRow(left: LaneRowProps, right: LaneRowProps): boolean {
  return (
    left.row.key === right.row.key &&
    left.scale === right.scale &&
    left.knownUntil === right.knownUntil &&
    left.y === right.y &&
    left.height === right.height &&
    left.isLabelled === right.isLabelled &&
    left.onChoose === right.onChoose &&
    left.sources.length === right.sources.length &&
    left.sources.every((marks, index) => marks === right.sources[index])
  );
}

interface HeartbeatsProps {
  readonly marks: readonly Mark[];
  /** Marks whose labels the ticks must not cross. */
  readonly placed: readonly PlacedMark[];
  readonly scale: Scale;
  readonly knownUntil: number;
  readonly isOneProcess: boolean;
}

const NONE: readonly PlacedMark[] = [];
/** Where labels begin, right of their marks. */
const LABEL_AT = 9;

const labelEnd = ({ x, label }: PlacedMark) => x + LABEL_AT + (label === undefined ? 0 : textWidth(label));

/** Ticks, and hatching where they stop. */
function Heartbeats({ marks, placed, scale, knownUntil, isOneProcess }: HeartbeatsProps) {
  const t = useText();
  const beats = marks.filter(({ shape }) => shape === 'beat');
  if (beats.length === 0 || !isOneProcess) return null;
  const path = beats
    .filter(({ until, at }) => until >= scale.origin && at <= scale.to)
    .map(({ at }) => xOf(at, scale))
    .filter((x) => !placed.some((mark) => x > mark.x - LABEL_AT && x < labelEnd(mark)))
    .map((x) => `M${x}-4v8`)
    .join('');
  const stops = silences(beats, knownUntil).filter(({ from, to }) => to > scale.origin && from < scale.to);
  return (
    <>
      <path className="beat" d={path} />
      {stops.map(({ from, to }) => (
        <g key={from} transform={`translate(${xOf(from, scale)} 0)`}>
          <rect
            className="silence"
            x={4}
            y={-BAR_PX / 2}
            width={Math.max(0, xOf(to, scale) - xOf(from, scale) - 4)}
            height={BAR_PX}
          />
          <text className="sub haloed" x={10} y={4}>
            {t('timeline.silent')}
          </text>
        </g>
      ))}
    </>
  );
}

/** The soonest waits as bars from their beginning to their end. */
function Waits({ marks, scale }: Pick<HeartbeatsProps, 'marks' | 'scale'>) {
  const waits = marks
    .filter(({ due, since }) => due === true && since !== undefined)
    .toSorted((left, right) => left.at - right.at)
    .slice(0, MOST_BARS);
  return waits.map(({ at, since = at, text }) => {
    const x = xOf(Math.max(since, scale.origin), scale);
    const width = xOf(Math.min(at, scale.to), scale) - x;
    return width <= 0 ? null : (
      <rect key={`${since} ${text}`} className="wait" x={x} y={-BAR_PX / 2} width={width} height={BAR_PX} rx={2} />
    );
  });
}
