/**
 * What happens at the API server, write by write and watch delivery by delivery, as plain data. The engine tells it while
 * somebody listens; the control plane view draws it.
 */

/** One key of etcd that a write has changed. */
export interface StoredKey {
  /** `/registry/pods/default/kubia`. */
  readonly key: string;
  /** As in apiVersion and kind, without the group: `Pod`. */
  readonly kind: string;
  readonly revision: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** Of a pod that is bound: its node. */
  readonly node?: string;
}

/** Why a component wrote: the write whose delivery led to it, what a person did, or nothing (a timer of its own). */
export type Because =
  | { readonly type: 'write'; readonly key: string; readonly revision: number; readonly at: number }
  | { readonly type: 'you'; readonly what: string; readonly subject: string; readonly at: number };

/** One request to the API server: every write, and the reads that a line of the terminal makes. */
export interface WriteActivity {
  readonly type: 'write';
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
  /**
   * Who asked: `you`, `kube-scheduler`, `kube-controller-manager`, `kubelet/NODE`; `kube-apiserver` for what it writes
   * by itself.
   */
  readonly by: string;
  /** Of the controller manager: which of its controllers, and the key of the object that it worked on. */
  readonly controller?: string;
  readonly about?: string;
  readonly method: string;
  readonly path: string;
  /** As HTTP has it; 0: nothing was asked, the write is known from the store alone. */
  readonly code: number;
  /** Of a refusal: the server's own words. */
  readonly message?: string;
  /** Empty if nothing was stored: a refusal, a read, or a write that changed nothing. */
  readonly stored: readonly StoredKey[];
  readonly because?: Because;
  /** A heartbeat: a Lease, a node's status that says the same again. Told once a frame for each path, */
  readonly routine?: true;
  /** which stands for so many. Else 1. */
  readonly times: number;
}

/** A change has reached the cache of a component that watches. */
export interface DeliveryActivity {
  readonly type: 'delivery';
  readonly at: number;
  /** As `by` of a write. */
  readonly to: string;
  readonly key: string;
  readonly kind: string;
  readonly revision: number;
  readonly event: StoredKey['type'];
  /** Controllers that now have something to do, by name. */
  readonly wakes?: readonly string[];
  /** As of writes. */
  readonly routine?: true;
  readonly times: number;
}

/** A component starts or is back, lists all that it watches, and follows from there. */
export interface ListActivity {
  readonly type: 'list';
  readonly at: number;
  readonly by: string;
}

export type Activity = WriteActivity | DeliveryActivity | ListActivity;

/** A delivery that has not arrived. */
export interface Pending {
  readonly at: number;
  readonly to: string;
  readonly revision: number;
}

/** The processes whose pausing can be asked for. */
export const pausable = ['kube-scheduler', 'kube-controller-manager'] as const;
export type PausableComponent = (typeof pausable)[number];

/** How the components are, as numbers. */
export interface ControlPlaneStatus {
  /** The newest revision of etcd, and how many keys it holds. */
  readonly revision: number;
  readonly keys: number;
  /** Every controller that runs: how many keys wait in its queue, and how many come back later, after a back-off or by a timer. */
  readonly controllers: readonly { readonly name: string; readonly queued: number; readonly later: number }[];
  /** Pods in each part of the scheduler's queue, and the first few that it will try next. */
  readonly scheduler: {
    readonly active: number;
    readonly backOff: number;
    readonly unschedulable: number;
    readonly gated: number;
    readonly next: readonly string[];
  };
  /** One for each node, in the order in which they came. `downSince`: it gets nothing from the API server since then. */
  readonly kubelets: readonly { readonly node: string; readonly pods: number; readonly downSince?: number }[];
  /** Others that run and watch: `kube-proxy`, and programs in pods: `coredns`, `ingress-nginx`, `traefik`. */
  readonly others: readonly string[];
  /** Since when which components are paused. */
  readonly paused: Readonly<Partial<Record<PausableComponent, number>>>;
  /** What is on its way to watchers, the next first; of very many only the first. */
  readonly pending: readonly Pending[];
}

/** What a client that listens hears, at most once a frame. */
export interface ActivityNews {
  /** In the order in which it happened. */
  readonly activities: readonly Activity[];
  /** Of very many only the last are told; how many were left out. */
  readonly leftOut: number;
  /** A few times a second. */
  readonly status?: ControlPlaneStatus;
  /** The run was replaced: forget what was told before. */
  readonly isNew?: true;
}
