/** The marks of the bar, lane by lane: what the engine tells, or events where there is none; deeds; what is due. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { Simulation, WaitRow } from '../../client/simulation';
import type { ObjectPlace } from '../../client/why';
import { useObjects, useSimulation } from '../cluster/ClusterContext';
import { useSlowList } from '../cluster/useSlowList';
import type { Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import { type PlaybackState, playbackStore } from '../stores/playbackStore';
import { type ObjectRef, refKey } from '../stores/selectionStore';
import { commandStore } from './commandStore';
import { commandMarks } from './deeds';
import { FAULT_WORDS } from './faultWords';
import { laneBookOf } from './laneBook';
import type { LaneMemory } from './laneMemory';
import { dueMarks, eventMarks, type Mark, YOU } from './marks';
import { useBranch } from './useBarClock';
import { isProbe, WAITS } from './waitWords';
import type { BarClock, Window } from './window';

/** All marks by their lanes; the arrays are the same until something of their lane changes. */
export interface LaneMarks {
  of(lane: string): readonly Mark[];
  readonly lanes: ReadonlySet<string>;
  /** Until when silence in a lane means that nothing came, in virtual milliseconds since the epoch. */
  readonly knownUntil: number;
}

const NONE: readonly Mark[] = [];
const NO_WAITS: readonly WaitRow[] = [];

/** `object`: only what touched it. */
export function useMarks(window: Window, clock: BarClock, object: ObjectPlace | undefined): LaneMarks {
  const t = useText();
  const told = useTold(window, clock, object);
  const events = useSlowList('Event');
  const commands = useStore(commandStore, (state) => state.commands);
  const isTold = told !== undefined && told.version > 0;
  const deeds = useMemo(
    () => commandMarks(commands, clock.startedAt, (type) => t(FAULT_WORDS[type])),
    [commands, clock.startedAt, t],
  );
  const fromEvents = useMemo(
    () => (isTold ? undefined : grouped(eventMarks(events).filter(({ ref }) => isAbout(ref, object)))),
    [isTold, events, object],
  );
  const due = useDue(clock, object, t);
  return useMemo(() => {
    const memory = told?.memory;
    const past = (lane: string): readonly Mark[] => {
      if (lane !== YOU && fromEvents !== undefined) return fromEvents.get(lane) ?? NONE;
      const marks = told === undefined ? NONE : withLived(lane, told, object);
      if (lane !== YOU) return marks;
      return object === undefined ? deeds : own(deeds, marks);
    };
    const lanes = new Set([
      ...(fromEvents?.keys() ?? memory?.lanes() ?? []),
      ...(fromEvents === undefined ? (told?.whole?.lanes() ?? []) : []),
      ...due.keys(),
      ...(deeds.length > 0 ? [YOU] : []),
    ]);
    const all = new Map([...lanes].map((lane) => [lane, withDue(past(lane), due.get(lane))]));
    return {
      of: (lane) => all.get(lane) ?? NONE,
      lanes: new Set([...lanes].filter((lane) => (all.get(lane) ?? NONE).length > 0)),
      knownUntil: fromEvents === undefined ? (memory?.knownUntil() ?? 0) : 0,
    };
  }, [told, fromEvents, deeds, due, object]);
}

/** What the engine tells: of the object that is asked about, and beside it of everything. */
interface Told {
  readonly memory: LaneMemory;
  readonly version: number;
  /** Present beside the memory of an object. */
  readonly whole?: LaneMemory;
}

const withLivedCache = new WeakMap<
  readonly Mark[],
  { readonly own: readonly Mark[]; readonly until: number; readonly all: readonly Mark[] }
>();

/** In the past the engine tells what touched the object up to there; what is known of the lived future has its marks, too. */
function withLived(lane: string, { memory, whole }: Told, object: ObjectPlace | undefined): readonly Mark[] {
  const told = memory.marks(lane);
  const everything = whole?.marks(lane);
  if (everything === undefined) return told;
  const until = memory.knownUntil();
  const known = withLivedCache.get(everything);
  if (known?.own === told && known.until === until) return known.all;
  const lived = everything.filter(({ at, ref }) => at > until && isAbout(ref, object));
  const all = lived.length === 0 ? told : [...told, ...lived];
  withLivedCache.set(everything, { own: told, until, all });
  return all;
}

const withDueCache = new WeakMap<readonly Mark[], { readonly due: readonly Mark[]; readonly all: readonly Mark[] }>();

/** One array for the same two, so that a row is not drawn again. */
function withDue(past: readonly Mark[], due: readonly Mark[] | undefined): readonly Mark[] {
  if (due === undefined) return past;
  const known = withDueCache.get(past);
  if (known?.due === due) return known.all;
  const all = [...past, ...due];
  withDueCache.set(past, { due, all });
  return all;
}

/** Deeds that touched the object: those at whose instants the engine tells one, in the words of the page. */
function own(deeds: readonly Mark[], told: readonly Mark[]): readonly Mark[] {
  return deeds.filter((deed) => told.some(({ at, until }) => deed.at >= at && deed.at <= until));
}

function isAbout(ref: ObjectRef | undefined, object: ObjectPlace | undefined): boolean {
  return object === undefined || (ref?.kind === object.kind && refKey(ref) === refKey(object));
}

function grouped(marks: readonly Mark[]): ReadonlyMap<string, readonly Mark[]> {
  const lanes = new Map<string, Mark[]>();
  for (const mark of marks) {
    const lane = lanes.get(mark.lane);
    if (lane === undefined) lanes.set(mark.lane, [mark]);
    else lane.push(mark);
  }
  return lanes;
}

/** What the engine tells of the window; undefined against a real cluster. */
function useTold(window: Window, clock: BarClock, object: ObjectPlace | undefined): Told | undefined {
  const simulation = useSimulation();
  const branch = useBranch();
  const first = useStore(commandStore, ({ commands }) => commands[0]);
  const deeds = useStore(commandStore, ({ commands }) => commands.length);
  useDeeds(simulation, branch?.id);
  const book = useMemo(() => (simulation === undefined ? undefined : laneBookOf(simulation)), [simulation]);
  const version = useSyncExternalStore(book?.onNews ?? neverNews, () => book?.version() ?? 0);
  const run = useStore(playbackStore, ({ status }) => status?.run ?? 0);
  const of = branch === undefined ? undefined : { run, branch, startedAt: clock.startedAt, first };
  const memory = of === undefined ? undefined : book?.memory({ ...of, object });
  const whole = of === undefined || object === undefined ? undefined : book?.memory({ ...of, object: undefined });
  const ask = askFor(window, clock);
  const { from, to, apartMs } = ask;
  useEffect(() => {
    if (memory !== undefined) book?.want({ memory, from, to, apartMs, object });
    // What was done at an instant that is known already is asked for again.
  }, [book, memory, from, to, apartMs, object, deeds]);
  return useMemo(
    () => (memory === undefined ? undefined : { memory, version, ...(whole === undefined ? {} : { whole }) }),
    [memory, whole, version],
  );
}

const neverNews = () => () => undefined;

/** What the window shows of the past, in steps, so that a window that moves on does not ask each time. */
function askFor(window: Window, { now, startedAt, isPlaying, speed }: BarClock) {
  const room = window.to - window.from;
  const apartMs = 2 ** Math.max(3, Math.floor(Math.log2((room / Math.max(1, window.widthPx)) * 4)));
  const from = Math.max(startedAt, Math.floor((window.from - room / 4) / (room / 4)) * (room / 4));
  // Half a second of the screen.
  const step = isPlaying ? Math.max(500, speed * 500) : 1;
  return { from, to: Math.min(now, Math.ceil(window.to / step) * step, Math.ceil(now / step) * step), apartMs };
}

/** What people did is asked for when the clock starts or stops and when another branch is shown: kubectl and links do things too. */
function useDeeds(simulation: Simulation | undefined, branch: string | undefined): void {
  const health = useStore(playbackStore, ({ status }) => status?.health.type);
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt);
  useEffect(() => {
    if (health !== undefined) void commandStore.getState().refresh(simulation);
  }, [simulation, health, startedAt, branch]);
}

function waitWord(what: string, t: Translate): string {
  const known = WAITS.find((word) => word === what);
  return known === undefined ? what : t(`graph.wait.${known}`);
}

let lastWaits: readonly WaitRow[] = NO_WAITS;

/** The waits that are drawn: probes come and go many times a second and would be all there is. The same array while they are the same. */
function drawnWaits({ status }: PlaybackState): readonly WaitRow[] {
  const waits = (status?.waits ?? NO_WAITS).filter(({ what }) => !isProbe(what));
  const isSame =
    waits.length === lastWaits.length &&
    waits.every(({ name, what, until }, index) => {
      const last = lastWaits[index];
      return name === last?.name && what === last.what && until === last.until;
    });
  if (!isSame) lastWaits = waits;
  return lastWaits;
}

/** What is due by its lanes. In the past that is only what lies beyond the lived future: the rest is drawn as it came. */
function useDue(clock: BarClock, object: ObjectPlace | undefined, t: Translate): ReadonlyMap<string, readonly Mark[]> {
  const objects = useObjects();
  const waits = useStore(playbackStore, drawnWaits);
  const lived = clock.end > clock.now ? clock.end : 0;
  return useMemo(() => {
    const nodeOf = ({ kind, namespace, name }: WaitRow) =>
      kind === 'Pod' ? objects.get('Pod', `${namespace}/${name}`)?.spec.nodeName : undefined;
    const due = dueMarks(waits, lived, ({ what }) => waitWord(what, t), nodeOf);
    return grouped(due.filter(({ ref }) => isAbout(ref, object)));
  }, [waits, lived, object, t, objects]);
}
