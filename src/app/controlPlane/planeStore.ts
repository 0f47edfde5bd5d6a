/** What the page has heard of the API server: the last writes, who got each of them, and how the components are. */
import { createStore } from 'zustand/vanilla';
import type {
  Activity,
  ActivityNews,
  ControlPlaneStatus,
  DeliveryActivity,
  WriteActivity,
} from '../../client/activity';
import type { Simulation } from '../../client/simulation';
import type { Unsubscribe } from '../../client/transport';

/** Writes that are kept for the list; heartbeats are kept apart, so that they push nothing out. */
const MOST_WRITES = 100;
const MOST_HEARTBEATS = 20;
/** The store is written at most this often, in wall milliseconds: a person reads no faster. */
const FLUSH_MS = 100;

/** One write with its number on this page. */
export interface WriteRow {
  readonly id: number;
  readonly write: WriteActivity;
}

export interface PlaneState {
  /** Undefined until the engine has said how things are. */
  readonly status: ControlPlaneStatus | undefined;
  /** Oldest first. */
  readonly rows: readonly WriteRow[];
  readonly heartbeats: readonly WriteRow[];
  /** By revision. */
  readonly deliveries: ReadonlyMap<number, readonly DeliveryActivity[]>;
  /** The last request of each writer, heartbeats only where there is nothing else. */
  readonly lastBy: ReadonlyMap<string, WriteActivity>;
  /** When each controller did something last, as a number that only grows. */
  readonly activeAt: ReadonlyMap<string, number>;
  /** Counts the writes that were heard. */
  readonly heard: number;
}

const EMPTY: PlaneState = {
  status: undefined,
  rows: [],
  heartbeats: [],
  deliveries: new Map(),
  lastBy: new Map(),
  activeAt: new Map(),
  heard: 0,
};

/** Filled by `followActivity`. */
export const planeStore = createStore<PlaneState>()(() => EMPTY);

/** `state` after `activities`. `kept`: the number of a row that stays, whatever else goes. */
export function withActivities(
  state: PlaneState,
  activities: readonly Activity[],
  kept: number | undefined,
): PlaneState {
  const rows = [...state.rows];
  const heartbeats = [...state.heartbeats];
  const deliveries = new Map(state.deliveries);
  const lastBy = new Map(state.lastBy);
  const activeAt = new Map(state.activeAt);
  const known = new Set([...rows, ...heartbeats].flatMap(({ write }) => write.stored.map(({ revision }) => revision)));
  let { heard } = state;
  for (const activity of activities) {
    if (activity.type === 'list') continue;
    if (activity.type === 'delivery') {
      deliveries.set(activity.revision, [...(deliveries.get(activity.revision) ?? []), activity]);
      continue;
    }
    // What is only known from the store may have been told before, when somebody looked.
    if (activity.code === 0 && activity.stored.every(({ revision }) => known.has(revision))) continue;
    heard += 1;
    const isRoutine = activity.routine === true;
    (isRoutine ? heartbeats : rows).push({ id: heard, write: activity });
    const last = lastBy.get(activity.by);
    if (!isRoutine || last === undefined || last.routine === true) lastBy.set(activity.by, activity);
    if (activity.controller !== undefined) activeAt.set(activity.controller, heard);
  }
  const next = {
    ...state,
    rows: lastOf(rows, MOST_WRITES, kept),
    heartbeats: lastOf(heartbeats, MOST_HEARTBEATS, kept),
  };
  return { ...next, deliveries: ofShown(deliveries, next), lastBy, activeAt, heard };
}

function lastOf(rows: readonly WriteRow[], most: number, kept: number | undefined): readonly WriteRow[] {
  const pinned = rows.slice(0, -most).filter(({ id }) => id === kept);
  return [...pinned, ...rows.slice(-most)];
}

/** The deliveries of writes that are still there, and of the newest revisions: their write may come a frame later. */
function ofShown(
  deliveries: Map<number, readonly DeliveryActivity[]>,
  { rows, heartbeats }: Pick<PlaneState, 'rows' | 'heartbeats'>,
): PlaneState['deliveries'] {
  const shown = new Set([...rows, ...heartbeats].flatMap(({ write }) => write.stored.map(({ revision }) => revision)));
  for (const revision of deliveries.keys()) if (!shown.has(revision)) deliveries.delete(revision);
  return deliveries;
}

/** The row with that number, while it is kept. */
export function rowOf({ rows, heartbeats }: PlaneState, id: number | undefined): WriteRow | undefined {
  if (id === undefined) return undefined;
  return rows.find((row) => row.id === id) ?? heartbeats.find((row) => row.id === id);
}

/** The row of the write that made `revision`, while it is kept. */
export function rowOfRevision({ rows, heartbeats }: PlaneState, revision: number): WriteRow | undefined {
  const made = ({ write }: WriteRow) => write.stored.some((stored) => stored.revision === revision);
  return rows.find(made) ?? heartbeats.find(made);
}

type Listener = (activities: readonly Activity[], leftOut: number) => void;
const listeners = new Set<Listener>();
let lastFollowed: Simulation | undefined;
let followed: { readonly simulation: Simulation; readers: number; readonly stop: Unsubscribe } | undefined;

/** Calls back with what has just happened, at once: for what moves. */
export function onActivities(listener: Listener): Unsubscribe {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Keeps the store up to date until the returned function is called; however many ask, the engine is asked once.
 * `kept` tells the row that somebody looks at.
 */
export function followActivity(simulation: Simulation, kept: () => number | undefined): Unsubscribe {
  if (followed?.simulation !== simulation) {
    followed?.stop();
    if (lastFollowed !== simulation) planeStore.setState(forgotten());
    lastFollowed = simulation;
    followed = { simulation, readers: 0, stop: begin(simulation, kept) };
  }
  const own = followed;
  own.readers += 1;
  return () => {
    own.readers -= 1;
    if (own.readers > 0 || followed !== own) return;
    own.stop();
    followed = undefined;
  };
}

/** Nothing, but numbers are not given twice. */
const forgotten = (): PlaneState => ({ ...EMPTY, heard: planeStore.getState().heard });

function begin(simulation: Simulation, kept: () => number | undefined): Unsubscribe {
  let waiting: Activity[] = [];
  let status: ControlPlaneStatus | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    const state = planeStore.getState();
    const next = waiting.length === 0 ? state : withActivities(state, waiting, kept());
    planeStore.setState(status === undefined ? next : { ...next, status });
    waiting = [];
    status = undefined;
  };
  let isFirst = true;
  const hear = (news: ActivityNews) => {
    if (news.isNew) {
      waiting = [];
      planeStore.setState(forgotten());
    }
    waiting.push(...news.activities);
    status = news.status ?? status;
    timer ??= setTimeout(flush, FLUSH_MS);
    // What comes first has happened before anybody looked.
    if (!isFirst && news.isNew !== true) for (const tell of listeners) tell(news.activities, news.leftOut);
    isFirst = false;
  };
  const stop = simulation.onActivity(hear);
  return () => {
    clearTimeout(timer);
    stop();
  };
}
