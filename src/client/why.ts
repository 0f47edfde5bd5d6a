/** "Why?" and its answers, as plain data: chains of causes, versions of an object, marks of the lanes. */
import type { Kind } from '../api/kinds';
import type { WaitRow } from './simulation';

/** An object by its name. `uid` tells one that is gone from its successor. */
export interface ObjectPlace {
  readonly kind: Kind;
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
}

/** What is asked about. */
export type WhySubject =
  /** Why the object is as it is now: its creation, or for one that is gone, its end. */
  | { readonly type: 'object'; readonly object: ObjectPlace }
  /**
   * Why a field has its value: a dotted path as kubectl explain has it, list items by index, by `[type=Ready]`, or all of
   * them by `[*]`; names with dots as `["a.b"]`. Of several paths, joined by commas, the one that changed last counts.
   */
  | { readonly type: 'field'; readonly object: ObjectPlace; readonly path: string }
  /** Why a write happened. */
  | { readonly type: 'revision'; readonly revision: number };

/** What was written: the object with its version, and which fields changed. */
export type Written = ObjectPlace & {
  readonly revision: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly fields: readonly string[];
};

/** One step of a chain. A person reads one sentence of it: of its rule, of what was done, or of what was written. */
export interface WhyCard {
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
  /** `you`, `kubeloop` (the start of the cluster), `kube-apiserver`, `kube-scheduler`, `kube-controller-manager`, `kubelet/NODE`, ... */
  readonly by: string;
  /** Of the controller manager: which of its controllers, and the key of what it worked on. */
  readonly controller?: string;
  readonly about?: string;
  /** The rule that was applied, a key of src/rules, with the values of its sentence. */
  readonly rule?: string;
  readonly params?: Readonly<Record<string, string | number>>;
  /** What a person did: type and subject of the command, and how many commands had been carried out with it. */
  readonly command?: {
    readonly type: string;
    readonly subject: string;
    readonly count?: number;
    /** The line of the terminal that it came from. */
    readonly line?: string;
  };
  /**
   * Nothing but time led to it: a timer that runs as long as its component does. `lease` and `nodeStatus` of kubelets,
   * `tick` of a controller; else the name of the event.
   */
  readonly timer?: string;
  readonly wrote?: Written;
  /** Other writes that the same turn answered, the first few, each of another object; the chain follows the first reason alone. */
  readonly also?: readonly Written[];
  /** What else it is about and should be shown in the graph: a node that was chosen, a pod that vanished. */
  readonly objects?: readonly ObjectPlace[];
  /** So many alike are folded into this one, the first of them at `since`. */
  readonly times: number;
  readonly since?: number;
}

/** From what was asked back to a command or a timer. */
export interface WhyChain {
  readonly subject: WhySubject;
  /** Of an object that is asked about as a whole: the path of the field that tells most of how it is. */
  readonly field?: string;
  /** The value that the field has, as kubectl would print it. */
  readonly value?: string;
  /** Newest first; at most about six. The last one is a command or a timer, unless `isCut`. */
  readonly cards: readonly WhyCard[];
  /** How many steps between them were left out. */
  readonly folded: number;
  /** What comes next for the object, soonest first. */
  readonly next: readonly WaitRow[];
  /** What lies further back is forgotten. */
  readonly isCut?: true;
}

/** One field that a write changed. Absent `before` or `after`: it was not there. */
export interface FieldDiff {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** One version of an object. */
export interface ObjectVersion {
  readonly revision: number;
  readonly at: number;
  /** As of a card. */
  readonly by: string;
  readonly controller?: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly diffs: readonly FieldDiff[];
  /** A heartbeat: nothing that a person would see. */
  readonly routine?: true;
}

/** What a mark of a lane is. */
export type LaneMarkType =
  | 'command'
  | 'write'
  | 'reconcile'
  | 'binding'
  | 'start'
  | 'probeFailure'
  /** The kubelet asks a container to end; */
  | 'kill'
  /** a container has ended, however. */
  | 'exit'
  | 'eviction'
  | 'warning'
  | 'heartbeat';

/** Marks of one lane that lie at one place of the screen: equal ones are stacked. */
export interface LaneMark {
  /** `you`, `kube-apiserver`, `kube-scheduler`, `node-lifecycle`, `controllers/NAME`, `kubelet/NODE`. */
  readonly lane: string;
  readonly type: LaneMarkType;
  /** Of the first and the last of them, in virtual milliseconds since the epoch. */
  readonly at: number;
  readonly until: number;
  readonly count: number;
  /** Row of the trace of the last of them: `rows` tells more of it. */
  readonly row: number;
  /** In few words, of the last one: `create pod kubia-x`, `rc/kubia`. */
  readonly text: string;
  readonly object?: ObjectPlace;
  /** Of a write. */
  readonly revision?: number;
}

/** What is asked of the trace and of the versions that are kept; nothing of it changes the run. */
export type InsightAsk =
  | { readonly type: 'why'; readonly subject: WhySubject }
  | { readonly type: 'versions'; readonly object: ObjectPlace }
  /** Marks between two instants (virtual milliseconds since the epoch), merged so that two of a lane are at least `apartMs` apart. */
  | {
      readonly type: 'lanes';
      readonly from: number;
      readonly to: number;
      readonly apartMs: number;
      /** Only what touched this object. */
      readonly object?: ObjectPlace;
    }
  /** What two futures are compared by. */
  | { readonly type: 'digest'; readonly sinceMs: number };

/** One write, as far as two futures of a run are compared by it. */
export interface DigestWrite {
  readonly at: number;
  readonly key: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly by: string;
}

/** What came of a branch up to the present moment. */
export interface Digest {
  readonly now: number;
  /** Writes since the instant that was asked for, heartbeats left out, oldest first. */
  readonly writes: readonly DigestWrite[];
  readonly failedRequests: number;
  readonly requests: number;
  /** How many pods each owner of pods had ready, as steps: instant and number. Key: `ReplicationController default/kubia`. */
  readonly ready: Readonly<Record<string, readonly (readonly [number, number])[]>>;
}

export interface InsightAnswers {
  /** Undefined: nothing is known of what was asked about. */
  readonly why: WhyChain | undefined;
  readonly versions: readonly ObjectVersion[];
  readonly lanes: readonly LaneMark[];
  readonly digest: Digest;
}
