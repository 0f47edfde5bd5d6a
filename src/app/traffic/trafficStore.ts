/** The requests that the page has heard of, and what became of those to each Service second by second. */
import { createStore } from 'zustand/vanilla';
import type { Simulation } from '../../client/simulation';
import type { RequestRecord, ServiceCount, TrafficNews } from '../../client/traffic';
import type { Unsubscribe } from '../../client/transport';

/** Requests that are kept for the list. */
const MOST_REQUESTS = 200;
/** Intervals per Service: a minute and a little. */
const MOST_SECONDS = 70;
/** Lists and counts change at most so often. */
const REFRESH_MS = 100;

type Ends = Pick<ServiceCount, 'ok' | 'failed' | 'lost'>;
/** Seconds of one Service, by the instant at which each begins. */
type Seconds = ReadonlyMap<number, Ends>;

export interface TrafficState {
  /** Oldest first. */
  readonly requests: readonly RequestRecord[];
  /** By `namespace/name`. */
  readonly counts: ReadonlyMap<string, Seconds>;
  /** How many there were in all since the page looks. */
  readonly total: number;
}

const EMPTY: TrafficState = { requests: [], counts: new Map(), total: 0 };

/** Filled by `followTraffic`. */
export const trafficStore = createStore<TrafficState>()(() => EMPTY);

/** How a request ended: with a status below 400, with another one, or with none. */
export function outcomeOf({ status }: RequestRecord): 'ok' | 'failed' | 'lost' {
  if (status === undefined) return 'lost';
  return status < 400 ? 'ok' : 'failed';
}

let followed: { readonly simulation: Simulation; readers: number; stop: Unsubscribe } | undefined;
const newcomers = new Set<(requests: readonly RequestRecord[], total: number) => void>();

/** Keeps the store up to date until the returned function is called; however many ask, the engine is asked once. */
export function followTraffic(simulation: Simulation): Unsubscribe {
  if (followed?.simulation !== simulation) {
    followed?.stop();
    followed = { simulation, readers: 0, stop: begin(simulation) };
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

/** Calls back with requests that have just ended; `total` of them, of which some may be left out. */
export function onRequests(listener: (requests: readonly RequestRecord[], total: number) => void): Unsubscribe {
  newcomers.add(listener);
  return () => newcomers.delete(listener);
}

function begin(simulation: Simulation): Unsubscribe {
  let isOver = false;
  trafficStore.setState(EMPTY);
  const remember = async () => {
    const known = await simulation.requests(MOST_REQUESTS).catch(() => []);
    if (!isOver)
      trafficStore.setState((state) => withNews(state, { requests: known, total: known.length, counts: [] }));
  };
  let waiting: TrafficNews[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    const all = waiting;
    waiting = [];
    trafficStore.setState((state) => all.reduce(withNews, state));
  };
  const stop = simulation.onTraffic((news) => {
    if (news.isNew) {
      waiting = [];
      trafficStore.setState(EMPTY);
    }
    waiting.push(news);
    // What moves is told at once; lists and counts may follow a moment later.
    timer ??= setTimeout(flush, REFRESH_MS);
    if (news.requests.length > 0 && !news.isNew) for (const tell of newcomers) tell(news.requests, news.total);
  });
  void remember();
  return () => {
    isOver = true;
    clearTimeout(timer);
    stop();
  };
}

/** `state` after `news`: each request once, in the order of their numbers. */
export function withNews(state: TrafficState, news: TrafficNews): TrafficState {
  const known = new Set(state.requests.map(({ id }) => id));
  const fresh = news.requests.filter(({ id }) => !known.has(id));
  const requests = [...state.requests, ...fresh].sort((a, b) => a.id - b.id).slice(-MOST_REQUESTS);
  return { requests, counts: counted(state.counts, news), total: state.total + news.total };
}

function counted(before: TrafficState['counts'], { counts }: TrafficNews): TrafficState['counts'] {
  if (counts.length === 0) return before;
  const changed = new Map<string, Map<number, Ends>>();
  for (const { service, at, ok, failed, lost } of counts) {
    const seconds = changed.get(service) ?? new Map(before.get(service));
    changed.set(service, seconds.set(at, { ok, failed, lost }));
  }
  for (const seconds of changed.values()) {
    const last = Math.max(...seconds.keys());
    for (const at of seconds.keys()) if (at < last - MOST_SECONDS * 1000) seconds.delete(at);
  }
  return new Map([...before, ...changed]);
}

/** Stacked columns of the last minute, oldest first. */
export interface Minute {
  readonly columns: readonly { readonly ok: number; readonly failed: number; readonly lost: number }[];
  readonly total: number;
  /** 0 to 100; undefined of no requests. Never rounded up to 100. */
  readonly percent: number | undefined;
  readonly failed: number;
  readonly lost: number;
}

/** So many seconds stand in one column. */
const COLUMN_SECONDS = 3;
const COLUMNS = 20;

/** The 60 virtual seconds that end at `now`. */
export function lastMinute(seconds: Seconds | undefined, now: number): Minute {
  const columns = Array.from({ length: COLUMNS }, () => ({ ok: 0, failed: 0, lost: 0 }));
  const end = Math.floor(now / 1000) * 1000;
  const sums = { ok: 0, failed: 0, lost: 0 };
  for (const [at, { ok, failed, lost }] of seconds ?? []) {
    const back = (end - at) / 1000;
    const column = columns[COLUMNS - 1 - Math.floor(back / COLUMN_SECONDS)];
    if (column === undefined) continue;
    for (const into of [column, sums]) {
      into.ok += ok;
      into.failed += failed;
      into.lost += lost;
    }
  }
  const total = sums.ok + sums.failed + sums.lost;
  const percent = total === 0 ? undefined : Math.floor((sums.ok / total) * 1000) / 10;
  return { columns, total, percent, failed: sums.failed, lost: sums.lost };
}
