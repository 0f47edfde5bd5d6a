/** What is asked about, from what a view has at hand. */
import type { Kind } from '../../api/kinds';
import type { WhySubject } from '../../client/why';

/** The question about an object, or about one of its fields. */
export function subjectOf(
  object: { readonly kind: Kind; readonly namespace?: string; readonly name: string; readonly uid?: string },
  path?: string,
): WhySubject {
  const { kind, namespace, name, uid } = object;
  const place = {
    kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(uid === undefined ? {} : { uid }),
  };
  return path === undefined ? { type: 'object', object: place } : { type: 'field', object: place, path };
}
