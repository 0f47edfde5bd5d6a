/** The time bar: lanes of marks, the axis, the playhead and what is due. Drawn once per virtual second and on every change. */
import { type KeyboardEvent, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { useObjects, useSimulation } from '../cluster/ClusterContext';
import { useSlowList } from '../cluster/useSlowList';
import type { TextKey, Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { useRoom } from '../layout/useRoom';
import { type PlaybackState, playbackStore, speedOf } from '../stores/playbackStore';
import { selectionStore } from '../stores/selectionStore';
import { shortClock } from './clockText';
import { commandStore } from './commandStore';
import { FAULT_WORDS } from './faultWords';
import {
  beyond,
  lanesFor,
  type Lane as Row,
  type Source,
  commandMarks,
  eventMarks,
  futureMarks,
  LANES,
  type LaneName,
  type Mark,
  placeMarks,
  type PlacedMark,
  positionOf,
  ticksOf,
  type Window,
  windowAt,
} from './model';
import './timeline.css';

const NO_WAITS: NonNullable<PlaybackState['status']>['waits'] = [];
const AXIS = 22;

/** The timeline slot; also the one lane inside the transport of small pages. */
export function Timeline({ size }: SlotProps) {
  const t = useText();
  const [ref, room] = useRoom<HTMLDivElement>({ width: 640, height: size === 'wide' ? 216 : 30 });
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  const speed = useStore(playbackStore, speedOf);
  // A redraw per quarter second of the screen is smooth enough for marks and cheap at 300x.
  const now = useStore(playbackStore, ({ status }) => {
    const step = 250 * Math.max(1, (status?.speed ?? 1) / 4);
    return status === undefined ? 0 : Math.floor(status.now / step) * step;
  });
  const marks = useMarks(startedAt, now, t);
  const lanes = room.height >= 70;
  const nameWidth = lanes ? 110 : 0;
  const window = windowAt(now, startedAt, speed, Math.max(100, room.width - nameWidth));
  const nodes = useSlowList('Node');
  const names = nodes.map(({ metadata }) => metadata.name).sort();
  const rows = lanes ? lanesFor(names, room.height - AXIS) : [];
  const rowHeight = Math.min(30, (room.height - AXIS) / Math.max(1, rows.length));
  const empty = marks.every(({ at }) => at < window.from);
  return (
    <div ref={ref} className="timeline" data-lanes={lanes} data-size={size}>
      <svg
        className="tl"
        role="group"
        tabIndex={0}
        aria-label={t('timeline.label')}
        width={room.width}
        height={room.height}
        onKeyDown={walkMarks}
      >
        <g transform={`translate(${nameWidth} 0)`}>
          <Ground window={window} now={now} height={room.height} startedAt={startedAt} axis={lanes} />
        </g>
        {lanes ? (
          rows.map((row, index) => (
            <Lane
              key={row.key}
              row={row}
              marks={marks}
              window={window}
              y={AXIS + rowHeight * (index + 0.5)}
              height={rowHeight}
              nameWidth={nameWidth}
              t={t}
            />
          ))
        ) : (
          <Lane row={undefined} marks={marks} window={window} y={room.height / 2} height={0} nameWidth={0} t={t} />
        )}
        <g transform={`translate(${nameWidth} 0)`}>
          <Beyond marks={marks} window={window} startedAt={startedAt} rows={rows} rowHeight={rowHeight} />
          <line
            className="playhead"
            x1={positionOf(now, window)}
            x2={positionOf(now, window)}
            y1={lanes ? 8 : 2}
            y2={room.height}
          />
        </g>
      </svg>
      {empty && size !== 'embed' && size !== 'tiny' ? (
        <p className="timeline-empty dim">{t('timeline.empty')}</p>
      ) : null}
    </div>
  );
}

/** One stop for Tab; from there arrow keys go from mark to mark. */
function walkMarks(event: KeyboardEvent<SVGSVGElement>): void {
  const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const step = steps[event.key];
  if (step === undefined) return;
  const marks = [...event.currentTarget.querySelectorAll<SVGGElement>('.mark-link')];
  const at = marks.findIndex((mark) => mark === event.target);
  (at < 0 && step < 0 ? marks.at(-1) : marks[at + step])?.focus();
  event.preventDefault();
  event.stopPropagation();
}

function useMarks(startedAt: number, now: number, t: Translate): readonly Mark[] {
  const simulation = useSimulation();
  const events = useSlowList('Event');
  const commands = useStore(commandStore, (state) => state.commands);
  const waits = useStore(playbackStore, ({ status }) => status?.waits ?? NO_WAITS);
  const health = useStore(playbackStore, ({ status }) => status?.health.type);
  // Whatever stops or starts the clock is a good moment to ask what people did: kubectl and links do things too.
  useEffect(() => {
    if (health !== undefined) void commandStore.getState().refresh(simulation);
  }, [simulation, health, startedAt]);
  const objects = useObjects();
  const past = useMemo(
    () => [...eventMarks(events), ...commandMarks(commands, startedAt, (type) => t(FAULT_WORDS[type]))],
    [events, commands, startedAt, t],
  );
  return useMemo(() => {
    const nodeOf = ({ kind, namespace, name }: (typeof waits)[number]) =>
      kind === 'Pod' ? objects.get('Pod', `${namespace}/${name}`)?.spec.nodeName : undefined;
    return [...past, ...futureMarks(waits, now, ({ what }) => waitWord(what, t), nodeOf)];
  }, [past, waits, now, t, objects]);
}

const WAIT_WORDS = ['grace', 'backOff', 'imagePull', 'imageBackOff', 'eviction', 'schedulingBackOff'] as const;

function waitWord(what: string, t: Translate): string {
  const known = WAIT_WORDS.find((word) => word === what);
  return known === undefined ? what : t(`graph.wait.${known}`);
}

interface GroundProps {
  readonly window: Window;
  readonly now: number;
  readonly height: number;
  readonly startedAt: number;
  readonly axis: boolean;
}

/** What lies under the marks: the future's shade, ticks and their times. */
function Ground({ window, now, height, startedAt, axis }: GroundProps) {
  const x = positionOf(now, window);
  return (
    <>
      <rect className="future" x={x} y={0} width={Math.max(0, window.widthPx - x)} height={height} />
      {ticksOf(window, startedAt).map(({ at, sinceMs }) => (
        <g key={at}>
          <line
            className="rule"
            x1={positionOf(at, window)}
            x2={positionOf(at, window)}
            y1={axis ? 16 : 0}
            y2={height}
          />
          {axis ? (
            <text className="tick" x={positionOf(at, window) + 4} y={14}>
              {shortClock(sinceMs)}
            </text>
          ) : null}
        </g>
      ))}
    </>
  );
}

interface LaneProps {
  /** Undefined: all of them in one. */
  readonly row: Row | undefined;
  readonly marks: readonly Mark[];
  readonly window: Window;
  /** Of the row's middle. */
  readonly y: number;
  readonly height: number;
  readonly nameWidth: number;
  readonly t: Translate;
}

const ROW_WORDS: Readonly<Record<Exclude<Source | LaneName, 'kubelet'>, TextKey>> = {
  you: 'timeline.lane.you',
  cluster: 'timeline.lane.cluster',
  warnings: 'timeline.lane.warnings',
  controllers: 'timeline.lane.controllers',
  scheduler: 'timeline.lane.scheduler',
  nodes: 'timeline.lane.nodes',
};

function Lane({ row, marks, window, y, height, nameWidth, t }: LaneProps) {
  const placed =
    row === undefined
      ? LANES.flatMap((name) =>
          placeMarks(
            marks.filter(({ lane }) => lane === name),
            window,
          ),
        )
      : placeMarks(marks.filter(row.has), window);
  return (
    <g transform={`translate(0 ${y})`}>
      {row === undefined ? null : (
        <>
          <line className="rule" x1={0} x2={nameWidth + window.widthPx} y1={height / 2} y2={height / 2} />
          <text x={12} y={4}>
            {row.title === 'kubelet' ? 'kubelet' : t(ROW_WORDS[row.title])}
            {row.host === undefined ? null : <tspan className="sub"> {cutName(row.host)}</tspan>}
          </text>
        </>
      )}
      <g transform={`translate(${nameWidth} 0)`}>
        {placed.map((mark) => (
          <MarkShape key={`${mark.lane} ${mark.at} ${mark.text}`} mark={mark} labelled={row !== undefined} />
        ))}
      </g>
    </g>
  );
}

const SHAPES: Readonly<Record<LaneName, string>> = {
  you: 'M0-5.5L5.5 0 0 5.5-5.5 0z',
  cluster: 'M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z',
  warnings: 'M0-5.5L6 5H-6z',
};

/** Names of machines may have 253 characters. */
const cutName = (name: string): string => (name.length <= 18 ? name : `${name.slice(0, 17)}…`);

function MarkShape({ mark, labelled }: { readonly mark: PlacedMark; readonly labelled: boolean }) {
  const { lane, x, text, count, label, ref, future } = mark;
  const words = count > 1 ? `${text} x${count}` : text;
  const style = future === true ? 'todo' : lane === 'warnings' ? 'warn' : 'mark';
  const select = ref === undefined ? undefined : () => selectionStore.getState().select(ref);
  const button =
    select === undefined
      ? {}
      : {
          className: 'mark-link',
          role: 'button',
          tabIndex: -1,
          'aria-label': words,
          onClick: select,
          onKeyDown: (event: KeyboardEvent<SVGGElement>) => {
            if (event.key !== 'Enter' && event.key !== ' ') return;
            event.preventDefault();
            event.stopPropagation();
            select();
          },
        };
  return (
    <g transform={`translate(${x} 0)`} {...button}>
      <title>{words}</title>
      <path className={style} d={SHAPES[lane]} />
      {labelled && label !== undefined ? (
        <text x={9} y={4}>
          {label}
        </text>
      ) : null}
    </g>
  );
}

interface BeyondProps {
  readonly marks: readonly Mark[];
  readonly window: Window;
  readonly startedAt: number;
  readonly rows: readonly Row[];
  readonly rowHeight: number;
}

/** In a bar narrower than this the words would lie over the marks. */
const NARROW_PX = 480;

/** The next thing that is due behind the right edge waits there, in its row, with its time. */
function Beyond({ marks, window, startedAt, rows, rowHeight }: BeyondProps) {
  const [next] = beyond(marks, window);
  if (next === undefined) return null;
  const row = rows.findIndex(({ has }) => has(next));
  if (row < 0) return null;
  return (
    <g transform={`translate(${window.widthPx - 12} ${AXIS + rowHeight * (row + 0.5)})`}>
      <path className="todo" d={SHAPES.cluster} />
      <text className="sub" x={-9} y={4} textAnchor="end">
        {shortClock(next.at - startedAt)} {window.widthPx < NARROW_PX ? '' : next.text}
      </text>
    </g>
  );
}
