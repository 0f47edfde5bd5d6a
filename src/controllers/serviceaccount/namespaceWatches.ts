/** Which namespace must be looked at again when an object that each has to have is gone or changed. */
import type { Kind } from '../../api/kinds';
import type { Watch } from '../controller';

/** Follows objects of `kind` called `name`; what is deleted or changed there concerns its namespace. */
export function namespaceOfDeleted(kind: Kind, name: string): Watch {
  return {
    kind,
    concerns({ type, object }) {
      const { namespace } = object.metadata;
      return type === 'ADDED' || object.metadata.name !== name || namespace === undefined ? [] : [{ name: namespace }];
    },
  };
}
