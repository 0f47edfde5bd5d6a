/**
 * Writes and deliveries as pulses along the lines of the picture: what moves when, and what is only counted because too
 * much moves already. Pure: the view brings the time.
 */
import type { Activity } from '../../client/activity';
import { ETCD_EDGE, watchEdge, writeEdge } from './journey';

/** One line takes so long, in ms, at the speed of real time. */
export const PULSE_MS = 400;
/** So many move at once. */
export const MOST_PULSES = 12;
/** Above this speed nothing moves. */
export const MOST_SPEED = 10;

export interface Pulse {
  readonly id: number;
  readonly edge: string;
  /** `in`: towards the API server. */
  readonly way: 'in' | 'out';
  /** Wall milliseconds: it sets out, and has arrived. */
  readonly from: number;
  readonly until: number;
  readonly routine: boolean;
  /** What a click asks about. */
  readonly revision?: number;
}

export interface Plan {
  readonly pulses: readonly Pulse[];
  /** What happened on a line without a pulse of its own. */
  readonly rest: ReadonlyMap<string, number>;
}

/** How the picture moves now. */
export interface Pace {
  readonly now: number;
  readonly speed: number;
  /** Nothing travels: a line that was used is shown so. */
  readonly still: boolean;
  /** One thing after the other, in the order of virtual time: a paused clock was moved by a step. */
  readonly inTurn: boolean;
}

/** Plans pulses, and remembers when the last writes were stored: a delivery never overtakes its write. */
export class Choreography {
  #moving: Pulse[] = [];
  #nextId = 1;
  /** When the pulse of a revision into etcd is about half way. */
  readonly #storedAt = new Map<number, number>();

  /** The pulses for `activities`, beside those that still move. */
  plan(activities: readonly Activity[], pace: Pace): Plan {
    const ms = PULSE_MS / Math.max(1, pace.speed);
    this.#moving = pace.inTurn ? [] : this.#moving.filter(({ until }) => until > pace.now);
    const rest = new Map<string, number>();
    const fresh: Pulse[] = [];
    const send = (edge: string, way: Pulse['way'], from: number, { routine = false, revision, times }: Sent) => {
      const atOnce = [...this.#moving, ...fresh].filter((pulse) => pulse.from < from + ms && from < pulse.until).length;
      if (pace.still || atOnce >= MOST_PULSES) return void rest.set(edge, (rest.get(edge) ?? 0) + times);
      const of = revision === undefined ? {} : { revision };
      fresh.push({ id: this.#nextId++, edge, way, from, until: from + ms, routine, ...of });
      if (times > 1) rest.set(edge, (rest.get(edge) ?? 0) + times - 1);
    };
    let turn = pace.now;
    let instant: number | undefined;
    for (const activity of activities) {
      if (activity.type === 'list') continue;
      const { routine, times } = activity;
      const isLater = pace.inTurn && instant !== undefined && (activity.type === 'write' || activity.at !== instant);
      if (isLater) turn = Math.max(turn, ...fresh.map(({ until }) => until));
      instant = activity.at;
      if (activity.type === 'write') {
        const revision = activity.stored.at(-1)?.revision;
        const sent: Sent = { times, ...(routine ? { routine } : {}), ...(revision === undefined ? {} : { revision }) };
        if (activity.by !== 'kube-apiserver') send(writeEdge(activity.by), 'in', turn, sent);
        if (revision === undefined) continue;
        const store = pace.still ? turn : turn + ms;
        send(ETCD_EDGE, 'out', store, sent);
        for (const stored of activity.stored) this.#storedAt.set(stored.revision, store + ms / 2);
      } else {
        const from = pace.inTurn ? turn : Math.max(turn, this.#storedAt.get(activity.revision) ?? 0);
        send(watchEdge(activity.to), 'out', from, {
          times,
          revision: activity.revision,
          ...(routine ? { routine } : {}),
        });
      }
    }
    for (const [revision, at] of this.#storedAt) if (at + 5_000 < pace.now) this.#storedAt.delete(revision);
    this.#moving.push(...fresh);
    return { pulses: fresh, rest };
  }
}

interface Sent {
  readonly routine?: boolean;
  readonly revision?: number;
  readonly times: number;
}
