/**
 * How API requests travel: plain data shaped like HTTP. Loopback, MessagePort and HTTP implement two functions.
 */
import type { KubeObject } from '../api/meta/objectMeta';
import type { Status } from '../api/meta/status';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ApiRequest {
  readonly method: Method;
  /** Without query, e.g. `/api/v1/namespaces/default/pods/kubia`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Names in lower case: `content-type`, `accept`, `user-agent`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A JSON value, or text where content-type says YAML. */
  readonly body?: unknown;
}

export interface ApiResponse {
  readonly code: number;
  /** A JSON value; text for logs. */
  readonly body: unknown;
  /** Texts of the `Warning: 299` headers, in order. */
  readonly warnings?: readonly string[];
}

export interface Bookmark {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: { readonly resourceVersion: string; readonly annotations?: Readonly<Record<string, string>> };
}

/**
 * One line of a Kubernetes watch. Switch on `type`; the compiler checks that no case is missing.
 * After ERROR nothing follows: 410 Gone asks the reader to list again.
 */
export type WatchEvent<T extends KubeObject = KubeObject> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  | { readonly type: 'BOOKMARK'; readonly object: Bookmark }
  | { readonly type: 'ERROR'; readonly object: Status };

export type Unsubscribe = () => void;

/** Carries API requests. A refusal is a response with its code and Status body, never a rejection. */
export interface Transport {
  request(request: ApiRequest): Promise<ApiResponse>;
  watch(request: ApiRequest, onEvent: (event: WatchEvent) => void): Unsubscribe;
}
