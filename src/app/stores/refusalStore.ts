/** Which nodes refuse the pod whose scheduling is being read: in few words each, for the graph beside the table. */
import { createStore } from 'zustand/vanilla';

interface RefusalState {
  /** Node to what is in the way: `cpu 2.6 free`. */
  readonly byNode: ReadonlyMap<string, string>;
}

const NOTHING: RefusalState = { byNode: new Map() };

export const refusalStore = createStore<RefusalState>()(() => NOTHING);

/** Shows these refusals until the function that it hands back is called. */
export function showRefusals(byNode: ReadonlyMap<string, string>): () => void {
  refusalStore.setState({ byNode });
  return () => {
    if (refusalStore.getState().byNode === byNode) refusalStore.setState(NOTHING);
  };
}

/** What keeps the pod off the node of that name. */
export const refusalBy =
  (node: string) =>
  ({ byNode }: RefusalState): string | undefined =>
    byNode.get(node);
