/** What the person asks about: one object of the cluster, by kind and key, or one request or write by its number. */
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
  /** The number of a request; never beside an object. */
  readonly request: number | undefined;
  /** The number of a write to the API server; never beside one of the others. */
  readonly write: number | undefined;
  select(object: ObjectRef): void;
  selectRequest(id: number): void;
  selectWrite(id: number): void;
  clear(): void;
}

const NOTHING = { selected: undefined, request: undefined, write: undefined };

export const selectionStore = createStore<SelectionState>()((set) => ({
  ...NOTHING,
  select: (selected) => set({ ...NOTHING, selected }),
  selectRequest: (request) => set({ ...NOTHING, request }),
  selectWrite: (write) => set({ ...NOTHING, write }),
  clear: () => set(NOTHING),
}));

/** The selected object, if any. */
export const selectedRef = (state: SelectionState) => state.selected;

/** Whether anything is asked about. */
export const isAsked = ({ selected, request, write }: SelectionState) =>
  selected !== undefined || request !== undefined || write !== undefined;

/** True if `ref` names the object of `kind` and `key` (`namespace/name`, or `name`). */
export function isRefTo(ref: ObjectRef | undefined, kind: Kind, key: string): boolean {
  if (ref === undefined || ref.kind !== kind) return false;
  return key === refKey(ref);
}

/** `namespace/name`, or `name` alone. */
export function refKey(ref: Pick<ObjectRef, 'namespace' | 'name'>): string {
  return ref.namespace === undefined ? ref.name : `${ref.namespace}/${ref.name}`;
}
