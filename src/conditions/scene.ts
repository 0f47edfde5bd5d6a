/** What expressions are about: the objects of a cluster at one moment. */
import type { Kind } from '../api/kinds';
import type { KubeObject } from '../api/meta/objectMeta';

/** Where expressions find their objects. */
export interface Scene {
  /** All objects of a kind, in key order: the same array until one of them changes. They are frozen. */
  list(kind: Kind): readonly KubeObject[];
}
