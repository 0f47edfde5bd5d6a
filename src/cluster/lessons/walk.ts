/**
 * The run since a lesson began, moment by moment: writes, typed lines, client requests and faults in the order in which
 * they happened. Read from the logs of the cluster, so that the past of any branch is walked alike.
 */
import type { RanLine } from '../../client/lesson';
import { type Req, reqsOf } from '../../client/reqs';
import type { Command, Fault } from '../../client/simulation';
import type { RequestRecord } from '../../client/traffic';
import type { Change, Revision } from '../../storage/store';
import type { Cluster } from '../cluster';

/** A line and when it ended, in milliseconds since the epoch. */
export interface EndedLine {
  readonly at: number;
  readonly line: RanLine;
}

/** One thing that happened. `at` in milliseconds since the epoch. */
export type Happening =
  | { readonly type: 'change'; readonly at: number; readonly change: Change }
  | { readonly type: 'line'; readonly at: number; readonly line: RanLine }
  | { readonly type: 'request'; readonly at: number; readonly requests: readonly Req[] }
  | { readonly type: 'fault'; readonly at: number; readonly fault: Fault };

/** Where the walk reads. */
export interface Walked {
  readonly cluster: Cluster;
  /** Those that have been carried out. */
  readonly commands: readonly Command[];
  /** Of this future, in order of their ends, up to now. */
  readonly lines: readonly EndedLine[];
}

const MOST_TOGETHER = 500;

/** When a write happened; 0 if the trace has forgotten it. */
function instantOf({ kernel }: Cluster, { cause }: Change): number {
  return kernel.trace.row(cause)?.at ?? 0;
}

/** The newest revision before `instant`; undefined if the store has forgotten what was there. */
export function revisionBefore(cluster: Cluster, instant: number): number | undefined {
  const { store } = cluster;
  for (let revision = store.revision as number; revision > 1; revision -= 1) {
    const change = store.changeAt(revision as Revision);
    if (change === undefined) return undefined;
    if (instantOf(cluster, change) < instant) return revision;
  }
  return 1;
}

/** Steps through what has happened since. */
export class Walk {
  #at: number;
  #revision: number;
  #request = 0;
  /** Requests that have not been told yet, in order of their ends: load generators tell of theirs when they begin. */
  readonly #requests: RequestRecord[] = [];
  #command = 0;
  #line = 0;

  /** Of what happens at `instant` or later, after `revision`. */
  constructor(
    private readonly since: number,
    revision: number,
  ) {
    this.#at = since;
    this.#revision = revision;
  }

  /** How far it has come is not a part of this past: the run is another one now, or went back. */
  isLost({ cluster, lines }: Walked): boolean {
    return (
      this.#revision > cluster.store.revision ||
      this.#line > lines.length ||
      this.#request > cluster.traffic.requests.total ||
      this.#at > cluster.now()
    );
  }

  /** The next thing that has happened; undefined: nothing more has. */
  next({ cluster, commands, lines }: Walked): Happening | undefined {
    this.#revision = Math.max(this.#revision, cluster.store.oldestRevision - 1);
    const change = cluster.store.changeAt((this.#revision + 1) as Revision);
    const line = lines[this.#line];
    this.#hear(cluster);
    const [record] = this.#requests;
    const fault = this.#nextFault(commands, cluster.startedAt);
    const NEVER = Number.POSITIVE_INFINITY;
    const changedAt = change === undefined ? NEVER : instantOf(cluster, change) || this.#at;
    const endedAt = record === undefined || endOf(record) > cluster.now() ? NEVER : endOf(record);
    const first = Math.min(changedAt, endedAt, line?.at ?? NEVER, fault?.at ?? NEVER);
    if (first === NEVER) return undefined;
    const at = Math.max(this.#at, first);
    this.#at = at;
    // A deed comes before what it leads to, and a line ends after it.
    if (fault?.at === first) {
      this.#command += 1;
      return { type: 'fault', at, fault: fault.fault };
    }
    if (change !== undefined && changedAt === first) {
      this.#revision += 1;
      return { type: 'change', at, change };
    }
    if (endedAt === first) {
      const until = Math.min(cluster.now(), changedAt, line?.at ?? NEVER, fault?.at ?? NEVER);
      return { type: 'request', at, requests: reqsOf(this.#requestsUpTo(until)) };
    }
    this.#line += 1;
    return line && { type: 'line', at, line: line.line };
  }

  /** Takes in the requests that the log has got since. */
  #hear({ traffic }: Cluster): void {
    for (const record of traffic.requests.from(this.#request)) {
      this.#request = record.id; // They count from 1.
      if (endOf(record) < this.since) continue;
      const before = this.#requests.findLastIndex((other) => endOf(other) <= endOf(record));
      this.#requests.splice(before + 1, 0, record);
    }
  }

  /** Load generators send many: those between two other things are told together. */
  #requestsUpTo(until: number): readonly RequestRecord[] {
    const later = this.#requests.findIndex((record) => endOf(record) > until);
    const count = Math.min(later < 0 ? this.#requests.length : later, MOST_TOGETHER);
    return this.#requests.splice(0, Math.max(count, 1));
  }

  #nextFault(commands: readonly Command[], startedAt: number): { at: number; fault: Fault } | undefined {
    for (; this.#command < commands.length; this.#command += 1) {
      const command = commands[this.#command];
      if (command?.type !== 'fault') continue;
      const at = startedAt + command.atMs;
      if (at >= this.since) return { at, fault: command.fault };
    }
    return undefined;
  }
}

const endOf = ({ at, ms }: RequestRecord): number => at + Math.floor(ms);
