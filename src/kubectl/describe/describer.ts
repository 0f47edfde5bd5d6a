/** What a describer is: it writes one object of its kind, and may look at related objects. */
import type { KubeObject } from '../../api/meta/objectMeta';
import type { Description } from './description';
import type { RelatedObjects } from '../resource/relatedObjects';

/** What stands around an object. */
export interface DescribeContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly showEvents: boolean;
  readonly related: RelatedObjects;
}

/** Writes `object` to `d`. Rejects with ApiError if objects that it needs cannot be read. */
export type Describer<T extends KubeObject = KubeObject> = (
  object: T,
  d: Description,
  context: DescribeContext,
) => Promise<void> | void;
