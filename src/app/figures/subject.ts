/** Which object a live diagram is about: the selected one of its kind, else the newest. */
import { useStore } from 'zustand';
import type { Kind, Kinds } from '../../api/kinds';
import { controllerOf } from '../../api/meta/objectMeta';
import { useList } from '../cluster/ClusterContext';
import { selectedRef, selectionStore } from '../stores/selectionStore';

/** Undefined while there is none. `keeps` must be a stable function. */
export function useSubject<K extends Kind>(kind: K, keeps?: (object: Kinds[K]) => boolean): Kinds[K] | undefined {
  const objects = useList(kind, keeps === undefined ? {} : { filter: keeps });
  const selected = useStore(selectionStore, selectedRef);
  const chosen =
    selected?.kind === kind
      ? objects.find(({ metadata }) => metadata.name === selected.name && metadata.namespace === selected.namespace)
      : undefined;
  return chosen ?? newest(objects);
}

/** The objects of `kind` that the object with that uid controls. */
export function useOwn<K extends Kind>(kind: K, uid: string): readonly Kinds[K][] {
  return useList(kind).filter((object) => controllerOf(object)?.uid === uid);
}

/** The one that was created last; of several of one second the last by name. */
export function newest<T extends Kinds[Kind]>(objects: readonly T[]): T | undefined {
  return objects
    .toSorted((left, right) =>
      ageOf(left) === ageOf(right)
        ? left.metadata.name < right.metadata.name
          ? -1
          : 1
        : ageOf(left) < ageOf(right)
          ? -1
          : 1,
    )
    .at(-1);
}

const ageOf = ({ metadata }: Kinds[Kind]): string => metadata.creationTimestamp;
