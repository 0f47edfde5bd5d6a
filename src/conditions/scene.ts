/** What expressions are about: the objects of a cluster at one moment, and what a lesson's run has been so far. */
import type { Kind } from '../api/kinds';
import type { KubeObject } from '../api/meta/objectMeta';
import type { RanLine } from '../client/lesson';
import type { Req } from '../client/reqs';
import type { Fault } from '../client/simulation';

/** Where expressions find their objects. */
export interface Scene {
  /** All objects of a kind, in key order: the same array until one of them changes. They are frozen. */
  list(kind: Kind): readonly KubeObject[];
  /** Absent: expressions know the present alone. */
  readonly past?: Past;
}

/** An object as it was from an instant on, in milliseconds since the epoch. */
export interface Version {
  readonly at: number;
  readonly object: KubeObject;
}

/** What has been since a lesson began. The lists grow at their ends. */
export interface Past {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** The objects as they were then. */
  start(kind: Kind): readonly KubeObject[];
  /** What was stored since, and what was there when it began; oldest first. */
  versions(kind: Kind): readonly Version[];
  /** Lines that ended. */
  lines(): readonly RanLine[];
  /** Client requests that ended. */
  requests(): readonly Req[];
  /** What was done to machines and processes. */
  faults(): readonly Fault[];
}

/** What an expression can look at: objects of a kind, lines, requests, faults. */
export type Source = Kind | 'line' | 'request' | 'fault';
