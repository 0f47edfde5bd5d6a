/**
 * Image, a kind of kubeloop's own (group `images.kubeloop.dev`): what a container image does that no registry of the
 * simulation has. Its fields are told to `kubectl explain` and to the editor by scripts/imageTypes.mjs.
 */
import type { KubeObject, Quantity } from '../meta/objectMeta';

export interface Image extends KubeObject {
  readonly spec: ImageSpec;
}

/** Seconds count from the start of the container, requests from its first one to that path. */
export interface ImageSpec {
  /** `myapp:1.0`, `mydomain:5000/shop/web:v2`; without a tag `latest`. */
  readonly reference: string;
  readonly sizeMB: number;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  readonly userland: 'none' | 'busybox' | 'debian';
  /** Beyond those of the userland: `curl`, `wget`, `nc`, `ping`, `nslookup`, `dig`, `host`, `telnet`, `busybox`. */
  readonly tools?: readonly string[];
  /** Until it listens. */
  readonly startupSeconds?: number;
  readonly ports?: readonly ImagePort[];
  readonly logs?: ImageLogs;
  readonly exit?: ImageExit;
  readonly stop: ImageStop;
  /** Growing evenly from point to point. */
  readonly memory: readonly ImageMemoryPoint[];
  readonly cpu: ImageCPU;
}

export interface ImagePort {
  readonly port: number;
  readonly responses?: readonly ImageResponse[];
}

/** What a server says: `$HOSTNAME`, `$POD_IP`, `$NAMESPACE`, `$METHOD`, `$PATH`, `$CLIENT_IP`, `$REQUEST`, `$REQUESTS` and `$SECONDS` are filled in. */
export interface ImageAnswer {
  readonly status?: number;
  readonly body?: string;
  readonly latencyMs?: number;
  /** What comes after the body instead of the rest: the connection is closed or reset, or nothing, ever. Without a body no answer begins. */
  readonly ending?: 'Close' | 'Reset' | 'Silence';
  /** The Content-Length that it announces of a body that is cut; absent: it is sent in chunks. */
  readonly contentLength?: number;
}

export interface ImageResponse extends ImageAnswer {
  /** Absent: every path that no other response names. */
  readonly path?: string;
  /** The last one that has come is in force. */
  readonly changes?: readonly ImageChange[];
}

/** From when on the response is another one; with both, the first of the two counts. */
export interface ImageChange extends ImageAnswer {
  readonly afterSeconds?: number;
  readonly afterRequests?: number;
  readonly action?: 'Answer' | 'Hang' | 'Refuse';
}

export interface ImageLogs {
  readonly start?: readonly string[];
  readonly ready?: readonly string[];
  readonly request?: string;
  readonly periodic?: readonly { readonly everySeconds: number; readonly line: string }[];
  readonly stop?: readonly string[];
}

export interface ImageExit {
  readonly afterSeconds: number;
  readonly code: number;
}

/** What SIGTERM does. */
export interface ImageStop {
  readonly onTerm: 'Exit' | 'Ignore';
  readonly afterSeconds?: number;
  readonly code: number;
}

export interface ImageMemoryPoint {
  readonly afterSeconds: number;
  readonly bytes: Quantity;
}

export interface ImageCPU {
  readonly idle: Quantity;
  /** CPU time of one request, as cores times seconds: `5m` is five milliseconds of one core. */
  readonly perRequest?: Quantity;
}
