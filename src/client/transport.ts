/**
 * How API requests travel: plain data shaped like HTTP. Loopback, MessagePort and HTTP implement three functions.
 */
import type { KubeObject } from '../api/meta/objectMeta';
import type { Status } from '../api/meta/status';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ApiRequest {
  readonly method: Method;
  /** Without query, e.g. `/api/v1/namespaces/default/pods/kubia`. */
  readonly path: string;
  /** A parameter that stands more than once is a list: `command` of an exec. */
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
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
  /**
   * Further headers, names in lower case: `etag`, `cache-control`. With a `content-type` a body of text is sent as it is and
   * a JSON value as JSON under that name; otherwise the carrier says what the body is.
   */
  readonly headers?: Readonly<Record<string, string>>;
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

/**
 * A piece of a stream, numbered as the protocol v5.channel.k8s.io numbers its channels: 0 standard input, 1 standard
 * output (the text of a followed log; bytes from the pod of a forwarded port), 2 standard error, 3 the Status that an
 * exec or attach ends with, 4 the size of the terminal as JSON, 255 the end of the channel that `data` names.
 */
export interface StreamMessage {
  readonly channel: 0 | 1 | 2 | 3 | 4 | 255;
  readonly data: string;
}

export interface StreamHandlers {
  onMessage(message: StreamMessage): void;
  /** Called once, last. A refusal has its code and Status body; code 200 means that the stream ran and is over. */
  onEnd(response: ApiResponse): void;
}

export interface Stream {
  send(message: StreamMessage): void;
  /** Hangs up. `onEnd` is not called after it. */
  close(): void;
}

/** Carries API requests. A refusal is a response with its code and Status body, never a rejection. */
export interface Transport {
  request(request: ApiRequest): Promise<ApiResponse>;
  watch(request: ApiRequest, onEvent: (event: WatchEvent) => void): Unsubscribe;
  /** Followed logs (GET .../log?follow=true), exec, attach and port-forward (POST, options in the query). */
  stream(request: ApiRequest, handlers: StreamHandlers): Stream;
}
