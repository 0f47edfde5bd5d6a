/** The page's copy of the cluster as one namespace shows it: what belongs to no namespace, like nodes, stays. Pure. */
import type { Kind, Kinds } from '../../api/kinds';
import type { ChangeListener, ObjectStore } from './objectStore';

/** A view of `objects` whose lists and changes are those of `namespace`. Single objects are found wherever they are. */
export function inNamespace(objects: ObjectStore, namespace: string): ObjectStore {
  return narrowed(objects, (of) => of === namespace);
}

/** The same without what the cluster itself consists of: kube-system and its like. */
export function withoutSystem(objects: ObjectStore): ObjectStore {
  return narrowed(objects, (of) => !isSystemNamespace(of));
}

/** Namespaces that Kubernetes keeps for itself. */
export const isSystemNamespace = (namespace: string): boolean => namespace.startsWith('kube-');

function narrowed(objects: ObjectStore, isShown: (namespace: string) => boolean): ObjectStore {
  const lists = new Map<Kind, { readonly all: readonly Kinds[Kind][]; readonly kept: readonly Kinds[Kind][] }>();
  const belongs = (of: string | undefined) => of === undefined || isShown(of);
  return {
    ...objects,
    list: <K extends Kind>(kind: K) => {
      const all = objects.list(kind);
      const last = lists.get(kind);
      if (last?.all === all) return last.kept as readonly Kinds[K][]; // One entry per kind.
      const kept = all.filter(({ metadata }) => belongs(metadata.namespace));
      lists.set(kind, { all, kept });
      return kept;
    },
    onKind: <K extends Kind>(kind: K, listener: ChangeListener<K>) =>
      objects.onKind(kind, (changes) => {
        const kept = changes.filter(({ object, previous }) => belongs((object ?? previous)?.metadata.namespace));
        // No changes at all: the first list has arrived.
        if (kept.length > 0 || changes.length === 0) listener(kept);
      }),
  };
}
