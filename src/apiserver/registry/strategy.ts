/**
 * What the API server must know about a kind beyond its name: defaults, validation, what a write may touch.
 * Models the rest.RESTCreateStrategy / RESTUpdateStrategy of pkg/registry (v1.36.3). One file per kind, one line in `registry.ts`.
 */
import type { Kind, Kinds } from '../../api/kinds';
import type { ApiRequest } from '../../client/transport';
import type { Instant } from '../../sim/clock';
import type { FieldError } from './fieldError';

/** `''` is the main endpoint. */
export type WriteTarget =
  | ''
  | 'status'
  | 'scale'
  | 'finalize'
  | 'binding'
  | 'resize'
  | 'ephemeralcontainers'
  | 'approval';

/** What a strategy may know of the request. */
export interface WriteContext {
  readonly now: Instant;
  readonly request: ApiRequest;
}

/** What a strategy may see to hand out what is unique in the cluster. */
export interface AllocationContext {
  /** Nothing will be stored: placeholders do. */
  readonly isDryRun: boolean;
  /** All stored objects of a kind. */
  list<K extends Kind>(kind: K): readonly Kinds[K][];
  /** In [0, 1). */
  random(stream: string): number;
}

/** Objects are frozen; every function hands back a new object or the same one. */
export interface Strategy<K extends Kind = Kind> {
  readonly kind: K;
  /** metadata.generation is kept and raised when `spec` changes. */
  readonly hasGeneration: boolean;
  /** The part whose change raises metadata.generation; absent: the spec. */
  wanted?(object: Kinds[K]): unknown;
  /** A change of annotations raises metadata.generation too. */
  readonly generationFollowsAnnotations?: boolean;
  /** PUT without resourceVersion is allowed. */
  readonly allowUnconditionalUpdate: boolean;
  /** PUT on a missing object creates it. */
  readonly allowCreateOnUpdate: boolean;
  /** The warning that every request for a deprecated kind is answered with. */
  readonly deprecation?: string;
  /** A DELETE that removes at once answers with the object rather than a Status. */
  readonly returnsDeletedObject?: boolean;
  /** Fills absent fields as the API's defaulting does. Runs on every write, before admission. */
  defaults(object: Kinds[K]): Kinds[K];
  /** Drops what a client may not set at creation (status), sets what the server sets. */
  prepareForCreate(object: Kinds[K], context: WriteContext): Kinds[K];
  /** Keeps from `old` what a write to `target` may not change (status on '', spec on 'status'). */
  prepareForUpdate(next: Kinds[K], old: Kinds[K], target: WriteTarget): Kinds[K];
  /** Hands out what must be unique (addresses, ports), before validation. Throws ApiError. */
  allocate?(next: Kinds[K], old: Kinds[K] | undefined, context: AllocationContext): Kinds[K];
  validate(object: Kinds[K]): readonly FieldError[];
  validateUpdate(next: Kinds[K], old: Kinds[K], target: WriteTarget): readonly FieldError[];
  /** Texts of `Warning` headers, e.g. for deprecated or unsimulated fields. */
  warnings?(object: Kinds[K], old?: Kinds[K]): readonly string[];
  /** Field selectors beyond metadata.name and metadata.namespace. */
  readonly selectableFields?: Readonly<Record<string, (object: Kinds[K]) => string>>;
}
