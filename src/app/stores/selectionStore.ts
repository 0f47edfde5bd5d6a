/** What the person asks about: one object of the cluster, by kind and key. */
import { createStore } from 'zustand/vanilla';
import type { Kind } from '../../api/kinds';

/** Names one object. `container` narrows a pod to one of its containers. */
export interface ObjectRef {
  readonly kind: Kind;
  /** Absent on cluster-scoped kinds. */
  readonly namespace?: string;
  readonly name: string;
  readonly container?: string;
}

export interface SelectionState {
  readonly selected: ObjectRef | undefined;
  select(object: ObjectRef): void;
  clear(): void;
}

export const selectionStore = createStore<SelectionState>()((set) => ({
  selected: undefined,
  select: (object) => set({ selected: object }),
  clear: () => set({ selected: undefined }),
}));

/** The selected object, if any. */
export const selectedRef = (state: SelectionState) => state.selected;

/** True if `ref` names the object of `kind` and `key` (`namespace/name`, or `name`). */
export function isRefTo(ref: ObjectRef | undefined, kind: Kind, key: string): boolean {
  if (ref === undefined || ref.kind !== kind) return false;
  return key === refKey(ref);
}

/** `namespace/name`, or `name` alone. */
export function refKey(ref: Pick<ObjectRef, 'namespace' | 'name'>): string {
  return ref.namespace === undefined ? ref.name : `${ref.namespace}/${ref.name}`;
}
