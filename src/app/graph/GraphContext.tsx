/** What the parts of the graph share: the pod index, the painter's fields, and how near the view is. */
import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PodIndex } from './podIndex';
import type { PodStateName } from './podState';
import type { Field, Painter } from './painter';

export interface GraphState {
  /** Pods are painted on the canvas instead of mounted as cards. */
  readonly far: boolean;
  /** In the far view, only these keep their strength. */
  readonly filter: PodStateName | undefined;
  /** In the far view, the pod under pointer or focus: the one that is a real button. */
  readonly active: string | undefined;
  /** Pods that the selector of the selected Service matches. */
  readonly matched: ReadonlySet<string>;
}
export const NO_MATCHES: ReadonlySet<string> = new Set();

export interface GraphShared {
  readonly index: PodIndex;
  readonly store: StoreApi<GraphState>;
  /** Undefined until the canvas stands. */
  painter: Painter | undefined;
  /** Fields that were set before the canvas stood, and all others. */
  readonly fields: Map<string, Field>;
}

const GraphContext = createContext<GraphShared | undefined>(undefined);
export const GraphProvider = GraphContext.Provider;

/** Builds what one graph shares. */
export function createGraphShared(index: PodIndex): GraphShared {
  return {
    index,
    store: createStore<GraphState>()(() => ({ far: false, filter: undefined, active: undefined, matched: NO_MATCHES })),
    painter: undefined,
    fields: new Map(),
  };
}

/** Tells the painter, now or when it stands, what a field holds. */
export function setField(graph: GraphShared, id: string, field: Field | undefined): void {
  if (field === undefined) graph.fields.delete(id);
  else graph.fields.set(id, field);
  graph.painter?.setField(id, field);
}

/** Only below a GraphProvider. */
export function useGraph(): GraphShared {
  const graph = useContext(GraphContext);
  if (graph === undefined) throw new Error('a part of the graph stands outside of it');
  return graph;
}
