/** The time bar: the axis, lanes of marks, the playhead, what has been lived beyond it and what is due. */
import { type KeyboardEvent, useCallback, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { ObjectPlace } from '../../client/why';
import { useObjects, useSimulation } from '../cluster/ClusterContext';
import { useSlowList } from '../cluster/useSlowList';
import { useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { useRoom } from '../layout/useRoom';
import { playbackStore } from '../stores/playbackStore';
import { refKey, selectionStore } from '../stores/selectionStore';
import { BarButtons } from './BarButtons';
import { barStore } from './barStore';
import { ChainDots } from './ChainDots';
import { Ground } from './Ground';
import { LaneNames } from './LaneNames';
import { LaneRow } from './LaneRow';
import { type Row, rowHeight, rowsInSight, rowsOf } from './lanes';
import type { MarkChoice } from './MarkShape';
import { scaleOf } from './placing';
import { Beyond, Playhead, playheadKey } from './Playhead';
import { StackList, type Stack } from './StackList';
import { useBarClock } from './useBarClock';
import { useBarPointer } from './useBarPointer';
import { type LaneMarks, useMarks } from './useMarks';
import { momentAt, secondOf, useSeek } from './useSeek';
import { useView } from './useView';
import { panned, type View, type Window, windowOf, zoomed, zoomedTo } from './window';
import './bar.css';

/** Height of the axis: also of the buttons beside it. */
const AXIS_PX = 24;
const NAMES_PX = 136;
/** A bar lower than this has one row without names. */
const LEAST_LANES_PX = 70;
const SCROLLBAR_PX = 12;

/** The timeline slot; also the one lane inside the transport of small pages. */
export function Timeline({ size }: SlotProps) {
  const t = useText();
  const [ref, room] = useRoom<HTMLDivElement>({ width: 640, height: size === 'wide' ? 216 : 30 });
  const clock = useBarClock();
  const seek = useSeek();
  const [isHeld, setIsHeld] = useState(false);
  const [scrollTop, setScrollTop] = useState(0);
  const [stack, setStack] = useState<Stack>();
  const hasLanes = room.height >= LEAST_LANES_PX;
  // One lane has no room for buttons: all of the run is within reach of a finger.
  const [view, change] = useView(clock, { mode: hasLanes || seek === undefined ? 'follow' : 'fit', isHeld });
  const object = useShownObject();
  const left = hasLanes ? NAMES_PX : 0;
  const rowsRoom = room.height - (hasLanes ? AXIS_PX : 0);
  const plot = windowOf(view, Math.max(100, room.width - left - SCROLLBAR_PX));
  const marks = useMarks(plot, clock, object);
  const rows = useRows(marks, hasLanes, object !== undefined);
  const height = hasLanes ? rowHeight(rows.length, rowsRoom) : rowsRoom;
  const [first, last] = rowsInSight(rows.length, height, scrollTop, rowsRoom);
  const pointer = useBarPointer({ root: ref, window: plot, clock, left, seek, change });
  if (isHeld !== (pointer.heldAt !== undefined)) setIsHeld(pointer.heldAt !== undefined);
  const now = pointer.heldAt ?? clock.now;
  const scale = useScale(plot);
  const choose = useChoice(change, setStack);
  const isEmpty = marks.lanes.size === 0;
  const handlePlayheadKey = (event: KeyboardEvent<HTMLElement>) => {
    const at = seek === undefined ? undefined : playheadKey(event, { ...clock, now }, plot);
    if (at === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    pointer.moveTo(at);
  };
  return (
    <div
      ref={ref}
      className="timeline"
      data-lanes={hasLanes}
      data-size={size}
      onKeyDown={handlePlayheadKey}
      {...pointer.handlers}
    >
      <Ground window={plot} clock={clock} now={now} left={left} height={room.height} hasAxis={hasLanes} />
      <div
        className="bar-rows"
        style={{ top: hasLanes ? AXIS_PX : 0 }}
        onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      >
        {hasLanes ? <LaneNames rows={rows} height={height} width={NAMES_PX} /> : null}
        <svg
          className="tl"
          role="group"
          tabIndex={0}
          aria-label={t('timeline.label')}
          aria-keyshortcuts="+ - Home End"
          width={plot.widthPx}
          height={Math.max(rowsRoom, rows.length * height)}
          style={{ left }}
          onKeyDown={(event) => handleKey(event, (how) => change((shown) => how(shown, now)), clock)}
          onFocus={(event) => {
            const at = Number(event.target.getAttribute('data-at') ?? Number.NaN);
            if (at < plot.from || at > plot.to) change((shown) => panned(shown, at - (plot.from + plot.to) / 2, clock));
          }}
        >
          <g transform={`translate(${(scale.origin - plot.from) * scale.pxPerMs} 0)`}>
            {rows.slice(first, last).map((row, index) => (
              <LaneRow
                key={row.key}
                row={row}
                sources={row.lanes.map(marks.of)}
                scale={scale}
                knownUntil={Math.min(marks.knownUntil, Math.floor(clock.end / 5_000) * 5_000)}
                y={(first + index) * height}
                height={height}
                isLabelled={hasLanes}
                onChoose={choose}
              />
            ))}
          </g>
          {hasLanes ? (
            <Beyond rows={rows} marks={marks} window={plot} startedAt={clock.startedAt} height={height} />
          ) : null}
        </svg>
      </div>
      <Playhead
        window={plot}
        clock={clock}
        now={now}
        left={left}
        height={room.height}
        isMovable={seek !== undefined}
        isHeld={isHeld}
      >
        <ChainDots rows={rows} window={plot} height={height} top={(hasLanes ? AXIS_PX : 0) - scrollTop} />
      </Playhead>
      {hasLanes ? <span ref={pointer.hover} className="bar-hover num" aria-hidden="true" hidden /> : null}
      {hasLanes ? <BarButtons view={view} clock={clock} change={change} /> : null}
      {stack === undefined ? null : (
        <StackList stack={stack} object={object} startedAt={clock.startedAt} onClose={() => setStack(undefined)} />
      )}
      {isEmpty && size !== 'embed' && size !== 'tiny' ? (
        <p className="timeline-empty dim">{t(object === undefined ? 'timeline.empty' : 'timeline.emptyObject')}</p>
      ) : null}
    </div>
  );
}

/** The selected object, if the lanes are to show only what touched it. */
function useShownObject(): ObjectPlace | undefined {
  const isSelectedOnly = useStore(barStore, (state) => state.isSelectedOnly);
  const selected = useStore(selectionStore, (state) => state.selected);
  const objects = useObjects();
  return useMemo(() => {
    if (!isSelectedOnly || selected === undefined) return undefined;
    const { kind, namespace, name } = selected;
    const uid = objects.get(kind, refKey(selected))?.metadata.uid;
    return { kind, name, ...(namespace === undefined ? {} : { namespace }), ...(uid === undefined ? {} : { uid }) };
  }, [isSelectedOnly, selected, objects]);
}

/** The rows with lanes, or all lanes in one. */
function useRows(marks: LaneMarks, hasLanes: boolean, areMarkedOnly: boolean): readonly Row[] {
  const nodes = useSlowList('Node');
  const areControllersOpen = useStore(barStore, (state) => state.areControllersOpen);
  return useMemo(() => {
    if (!hasLanes) return [{ key: 'all', title: 'other', lanes: [...marks.lanes].sort() } as const];
    const names = nodes.map(({ metadata }) => metadata.name);
    return rowsOf({ nodes: names, lanes: marks.lanes, areControllersOpen, areMarkedOnly });
  }, [nodes, marks.lanes, areControllersOpen, hasLanes, areMarkedOnly]);
}

/** The scale of the rows: the same object while the window moves a little. */
function useScale(plot: Window) {
  const { origin, to, pxPerMs } = scaleOf(plot);
  return useMemo(() => ({ origin, to, pxPerMs }), [origin, to, pxPerMs]);
}

type Change = (how: (view: View) => View) => void;

/** A click on a mark: it is selected and the clock goes there; several are spread over the window, or listed. */
function useChoice(change: Change, setStack: (stack: Stack | undefined) => void): (choice: MarkChoice) => void {
  const seek = useSeek();
  const simulation = useSimulation();
  return useCallback(
    ({ mark, row, element }: MarkChoice) => {
      const { status } = playbackStore.getState();
      if (status === undefined) return;
      if (mark.count > 1) {
        const clock = {
          now: status.now,
          startedAt: status.startedAt,
          end: status.now,
          speed: status.speed,
          isPlaying: false,
        };
        // What happened within a few milliseconds does not come apart.
        if (mark.until - mark.at > 100) return change((view) => zoomedTo(view, mark.at, mark.until, clock));
        return setStack({ mark, row, element });
      }
      if (mark.ref !== undefined) selectionStore.getState().select(mark.ref);
      if (simulation !== undefined && mark.due !== true)
        void seek?.(momentAt(mark.isCoarse === true ? secondOf(mark.at) : mark.at));
    },
    [change, setStack, seek, simulation],
  );
}

/** One stop for Tab; from there arrow keys go from mark to mark, plus and minus zoom. */
function handleKey(
  event: KeyboardEvent<SVGSVGElement>,
  change: (how: (view: View, now: number) => View) => void,
  clock: Parameters<typeof zoomed>[3],
): void {
  const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const factors: Readonly<Record<string, number>> = { '+': 0.5, '=': 0.5, '-': 2, _: 2 };
  const step = steps[event.key];
  const factor = factors[event.key];
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (step !== undefined) {
    const marks = [...event.currentTarget.querySelectorAll<SVGGElement>('.mark-link')];
    const at = marks.findIndex((mark) => mark === event.target);
    (at < 0 && step < 0 ? marks.at(-1) : marks[at + step])?.focus();
  } else if (factor !== undefined) change((view, now) => zoomed(view, factor, now, clock));
  else return;
  event.preventDefault();
  event.stopPropagation();
}
