/** What moves on the picture: pulses along lines, counts of what has none, and a short outline where nothing may move. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { isPlaying, playbackStore, speedOf } from '../stores/playbackStore';
import { selectionStore } from '../stores/selectionStore';
import { Choreography, MOST_SPEED, type Pulse } from './motion';
import { type PlaneLayout, shownEdge } from './planeLayout';
import { onActivities, planeStore, rowOfRevision } from './planeStore';

/** Counts stand there for so long, and change so often, in wall milliseconds. */
const COUNT_MS = 1_000;
const COUNT_EVERY_MS = 250;

const NONE: ReadonlyMap<string, number> = new Map();

const isTooFast = (): boolean => speedOf(playbackStore.getState()) > MOST_SPEED;
/** Nothing travels for this person: a line that was used stands out for a moment instead. */
const isCalm = (): boolean => !isTooFast() && window.matchMedia('(prefers-reduced-motion: reduce)').matches;
const isStill = (): boolean => isTooFast() || isCalm();

export function Pulses({ layout }: { readonly layout: PlaneLayout }) {
  const [pulses, setPulses] = useState<readonly Pulse[]>([]);
  const [frozen, setFrozen] = useState(false);
  const choreography = useRef<Choreography>(undefined);
  choreography.current ??= new Choreography();
  const { counts, count } = useCounts(layout);
  const playing = useStore(playbackStore, isPlaying);
  useEffect(() => setFrozen(!playing), [playing]);
  useEffect(
    () =>
      onActivities((activities) => {
        const now = performance.now();
        const inTurn = !isPlaying(playbackStore.getState());
        const pace = { now, speed: speedOf(playbackStore.getState()), still: isStill(), inTurn };
        const plan = choreography.current?.plan(activities, pace);
        if (plan === undefined) return;
        count(plan.rest);
        if (plan.pulses.length === 0) return;
        // A step, or a command while the clock stands: what it brings moves, and what stood half way is over.
        if (inTurn) setFrozen(false);
        setPulses((moving) => (inTurn ? plan.pulses : [...moving, ...plan.pulses].slice(-40)));
      }),
    [count],
  );
  const end = useCallback((id: number) => setPulses((moving) => moving.filter((pulse) => pulse.id !== id)), []);
  return (
    <>
      <svg className="plane-pulses" data-frozen={frozen} width={layout.width} height={layout.height} aria-hidden="true">
        {isCalm() ? [...counts.keys()].map((edge) => <UsedLine key={edge} edge={edge} layout={layout} />) : null}
        {pulses.map((pulse) => (
          <PulseDot key={pulse.id} pulse={pulse} layout={layout} onEnd={end} />
        ))}
      </svg>
      {[...counts].map(([edge, number]) => (
        <EdgeCount key={edge} edge={edge} count={number} layout={layout} />
      ))}
    </>
  );
}

function UsedLine({ edge, layout }: { readonly edge: string; readonly layout: PlaneLayout }) {
  const shown = shownEdge(layout, edge);
  const line = shown === undefined ? undefined : layout.lines.get(shown);
  if (line === undefined) return null;
  return (
    <path className="plane-line" data-kind={line.kind} data-asked="true" d={`M${line.x} ${line.from}V${line.to}`} />
  );
}

interface PulseDotProps {
  readonly pulse: Pulse;
  readonly layout: PlaneLayout;
  onEnd(id: number): void;
}

function PulseDot({ pulse, layout, onEnd }: PulseDotProps) {
  // The delay counts from when the dot is drawn first.
  const [delay] = useState(() => Math.max(0, pulse.from - performance.now()));
  const edge = shownEdge(layout, pulse.edge);
  const line = edge === undefined ? undefined : layout.lines.get(edge);
  const { id, revision } = pulse;
  useEffect(() => {
    if (line === undefined) onEnd(id);
  }, [line, id, onEnd]);
  if (line === undefined) return null;
  const [start, stop] = pulse.way === 'out' ? [line.from, line.to] : [line.to, line.from];
  const ask = () => {
    const row = revision === undefined ? undefined : rowOfRevision(planeStore.getState(), revision);
    if (row !== undefined) selectionStore.getState().selectWrite(row.id);
  };
  return (
    <circle
      className="plane-pulse"
      data-routine={pulse.routine}
      r={pulse.routine ? 3.5 : 7}
      cx={line.x}
      style={{
        '--start': `${start}px`,
        '--stop': `${stop}px`,
        animationDelay: `${delay}ms`,
        animationDuration: `${pulse.until - pulse.from}ms`,
      }}
      onAnimationEnd={() => onEnd(id)}
      onPointerDown={ask}
    />
  );
}

function EdgeCount({
  edge,
  count,
  layout,
}: {
  readonly edge: string;
  readonly count: number;
  readonly layout: PlaneLayout;
}) {
  const line = layout.lines.get(edge);
  if (line === undefined) return null;
  return (
    <span
      className="plane-count num"
      style={{ left: line.x + 4, top: (line.from + line.to) / 2 + (line.kind === 'write' ? 4 : -22) }}
      aria-hidden="true"
    >
      +{count.toLocaleString('en')}
    </span>
  );
}

/** What was only counted within the last second, by line of the picture. */
function useCounts(layout: PlaneLayout) {
  const [counts, setCounts] = useState<ReadonlyMap<string, number>>(NONE);
  const last = useRef<{ readonly at: number; readonly rest: ReadonlyMap<string, number> }[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const count = useCallback(
    (rest: ReadonlyMap<string, number>) => {
      const show = () => {
        const now = performance.now();
        last.current = last.current.filter(({ at }) => at + COUNT_MS > now);
        const sums = new Map<string, number>();
        for (const { rest: some } of last.current) {
          for (const [edge, more] of some) {
            const shown = shownEdge(layout, edge);
            if (shown !== undefined) sums.set(shown, (sums.get(shown) ?? 0) + more);
          }
        }
        setCounts(sums);
        timer.current = sums.size === 0 ? undefined : setTimeout(show, COUNT_EVERY_MS);
      };
      if (rest.size === 0) return;
      last.current.push({ at: performance.now(), rest });
      timer.current ??= setTimeout(show, COUNT_EVERY_MS);
    },
    [layout],
  );
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [layout],
  );
  return { counts, count };
}
