/**
 * What a process of the cluster (controller manager, scheduler, kubelet) is to the engine, and what it is given.
 * Models the role of k8s.io/component-base and client-go's shared informers.
 */
import type { KubeObject } from '../api/meta/objectMeta';
import type { Kind } from '../api/kinds';
import type { Cache, CacheChange, CacheSpec } from '../client/cache';
import type { KubeClient } from '../client/client';
import type { RuleKey } from '../rules/registry';
import type { RuleParams } from '../rules/rule';
import type { Actor, Clock, Instant, StateSpace } from '../sim/clock';
import type { Profile } from './profile';

/** Records Kubernetes Events about an object, with client-go's counting, aggregation and rate limit. */
export interface EventRecorder {
  /** `source` overrides the component's name, e.g. `replicaset-controller`. `fieldPath` as in `spec.containers{kubia}`. */
  event(
    about: EventSubject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    options?: EventOptions,
  ): Promise<void>;
}
/** What an Event tells beyond the usual. */
export interface EventOptions {
  readonly source?: string;
  readonly fieldPath?: string;
  /** Node name in `source.host`. */
  readonly host?: string;
  /**
   * What was tried, e.g. `Binding`. If set, the event is written in its events.k8s.io form, as the scheduler does:
   * eventTime and reportingComponent instead of first and last time, count and source; repeats (same action, reason
   * and object at the same resourceVersion) become a series.
   */
  readonly action?: string;
}
/** What an Event can be about: any object, or a name and uid standing for one. */
export type EventSubject = Pick<KubeObject, 'apiVersion' | 'kind'> & {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion?: string;
  };
};

/** Where the cause of a rule lies, if not in the event that applies it. */
export type Because =
  /** The last write of an object. */
  | { readonly kind: Kind; readonly namespace?: string; readonly name: string }
  /** What has stopped a component, or cut it off; what has started it last, or brought it back. */
  | { readonly down: string }
  | { readonly up: string }
  /** A row that `Explain.row` handed out. */
  | { readonly row: number };

/** Tells why: for people who ask, never for the cluster. Nothing that runs ever looks at it. */
export interface Explain {
  /**
   * `rule` is applied: what is written and scheduled from here on, until the next call or the end of the event, has it
   * as its cause. Call it only where something follows from it; a successful probe is no news.
   */
  rule(rule: RuleKey, params?: RuleParams, because?: Because): void;
  /** What follows is no more that rule's doing, but that of the event, or of a row that `row` handed out. */
  end(row?: number): void;
  /** The row of what is done now, to be named later by `because`. It may be kept in a StateMap. */
  row(): number;
  /** The row of the write that what runs was told of by a watch; undefined where it runs for another reason. */
  told(): number | undefined;
  /** What runs was queued for one write and answers those of `rows` with it. Before anything is done. */
  answers(rows: readonly number[]): void;
  /**
   * Something was done that may have changed nothing: for who steps from one to the next. A controller has reconciled a
   * key; a probe, by the key of its worker, has ended so.
   */
  did(what: 'reconcile' | 'probe', who: string, of: string): void;
}

/** All that a component can reach. There is no other way to the cluster, to time or to chance. */
export interface World {
  readonly clock: Clock;
  /** Rejects with ApiError only; code 0 when the network is cut. */
  readonly client: KubeClient;
  readonly cache: Cache;
  /** Where the component keeps its state; names are private to the component. */
  readonly state: StateSpace;
  readonly recorder: EventRecorder;
  readonly explain: Explain;
  readonly profile: Profile;
}

/** A process of the cluster. */
export interface Component extends Actor {
  /** As Kubernetes calls it, with the node where there are many: `kube-scheduler`, `kubelet/worker-1`. */
  readonly name: string;
  /** What its cache follows. */
  readonly watches: readonly CacheSpec[];
  /** The process starts, its caches are filled: now at the beginning of the run, or after it was stopped. Not called on restore. */
  start(): void | Promise<void>;
  /** `start` looks at all that is in the caches: what fills them at the start is not told by `onChange`. */
  readonly startsFromCache?: true;
  /** The process is stopped (fault). Its events are no longer delivered until `start`. */
  stop?(): void;
  /** A change has reached the cache. Only enqueue work: `clock.schedule`, StateMaps; no API calls. */
  onChange(change: CacheChange): void;
  /** What it is waiting for, for the views. Called a few times a second: cheap. */
  waits?(): readonly Wait[];
}

/** One wait that a person would like to see as a countdown. */
export interface Wait {
  readonly kind: Kind;
  readonly namespace?: string;
  readonly name: string;
  readonly container?: string;
  readonly what:
    | 'liveness'
    | 'readiness'
    | 'startup'
    | 'grace'
    | 'backOff'
    | 'imagePull'
    | 'imageBackOff'
    | 'eviction'
    | 'nodeNotHeardOf'
    | 'schedulingBackOff';
  readonly since: Instant;
  readonly until: Instant;
  /** For probes: how the last one ended, and how many failed in a row. */
  readonly last?: 'success' | 'failure';
  readonly failures?: number;
  /** For `nodeNotHeardOf`: how long the node may be silent. */
  readonly graceMs?: number;
}
