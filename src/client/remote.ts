/**
 * What a page is told about a real cluster that it looks at: which one it is, and how the way there is.
 * Travels beside KubeClient, as `simulation.ts` does for a simulated one. Plain data.
 */

/** Which cluster it is. */
export interface RemoteCluster {
  /** Of the API server, as `/version` tells it: `v1.36.3`. */
  readonly version: string;
  /** What leads there: `https://10.0.0.1:6443`, as a kubeconfig names it. Absent where the way does not say. */
  readonly server?: string;
  /** Name of the kubeconfig's context. */
  readonly context?: string;
  /** The context's namespace. */
  readonly namespace?: string;
  /** The way lets nothing through that changes the cluster. */
  readonly isReadOnly: boolean;
}

/** How the way to the cluster is. Instants are wall milliseconds since the epoch. */
export type RemoteHealth =
  | { readonly type: 'connecting' }
  | { readonly type: 'connected' }
  /** Nobody answers; asked again at `retryAt`. */
  | { readonly type: 'lost'; readonly why: string; readonly retryAt: number }
  /** Whoever asks is not known there (401): nothing changes until somebody does something about it. */
  | { readonly type: 'unauthorized'; readonly why: string }
  /** The worker has died: only a new page has another one. */
  | { readonly type: 'failed'; readonly why: string };

export interface RemoteStatus {
  readonly health: RemoteHealth;
  /** Undefined until it has answered once. */
  readonly cluster: RemoteCluster | undefined;
}

/** The first message to the worker of a page on a real cluster. */
export interface RemoteOpening {
  readonly type: 'open';
  /** Path of the API at the page's own origin: `/`. */
  readonly path: string;
}

/**
 * The header with which the way to a cluster tells about itself, beside the answer to `/version`: a RemoteWay in JSON,
 * percent-encoded.
 */
export const WAY_HEADER = 'kubeloop-way';

/** What the header says. */
export type RemoteWay = Partial<Pick<RemoteCluster, 'server' | 'context' | 'namespace' | 'isReadOnly'>>;
