/**
 * Where every pod is drawn and in which state, kept up to date change by change: a change costs its own cells, never the cluster.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Pod } from '../../api/core/pod';
import type { Unsubscribe } from '../../client/transport';
import type { ObjectChange, ObjectStore } from '../cluster/objectStore';
import { ownerId } from './controllers';
import { isNodeLost, type PodStateName, podState } from './podState';

/** Keys of pods per place; an array is replaced only when its own place changes. */
export interface Placement {
  /** By node name; pods without a node are under the empty name. */
  readonly byNode: ReadonlyMap<string, readonly string[]>;
  /** By `controllerId`; pods without a controller are under the empty name. */
  readonly byOwner: ReadonlyMap<string, readonly string[]>;
  readonly total: number;
  /** How many pods are in which state. */
  readonly counts: Readonly<Record<PodStateName, number>>;
}

export interface PodIndex {
  readonly placement: StoreApi<Placement>;
  /** The state of a pod that the graph draws. */
  stateOf(key: string): PodStateName | undefined;
  /** Tells which cells look different now. */
  onStates(listener: (keys: readonly string[]) => void): Unsubscribe;
  close(): void;
}

interface Placed {
  readonly node: string;
  readonly owner: string;
  /** Orders cells within a place: creation, then name. */
  readonly order: string;
  readonly state: PodStateName;
}

const NONE: readonly string[] = [];

/** Follows the pods and nodes of `objects`. */
export function createPodIndex(objects: ObjectStore): PodIndex {
  const placed = new Map<string, Placed>();
  const listeners = new Set<(keys: readonly string[]) => void>();
  const placement = createStore<Placement>()(() => ({
    byNode: new Map(),
    byOwner: new Map(),
    total: 0,
    counts: noCounts(),
  }));

  const describe = (pod: Pod): Placed => {
    const node = pod.spec.nodeName ?? '';
    return {
      node,
      owner: ownerId(pod) ?? '',
      order: `${pod.metadata.creationTimestamp} ${pod.metadata.name}`,
      state: podState(pod, node === '' ? undefined : objects.get('Node', node)).state,
    };
  };
  const apply = (pods: readonly { readonly key: string; readonly pod: Pod | undefined }[]) => {
    const touched = { nodes: new Set<string>(), owners: new Set<string>() };
    const restated: string[] = [];
    const counts = { ...placement.getState().counts };
    for (const { key, pod } of pods) {
      const before = placed.get(key);
      const after = pod === undefined ? undefined : describe(pod);
      if (before !== undefined) counts[before.state] -= 1;
      if (after !== undefined) counts[after.state] += 1;
      if (after === undefined) placed.delete(key);
      else placed.set(key, after);
      if (before?.state !== after?.state) restated.push(key);
      if (before?.node !== after?.node || before?.order !== after?.order)
        for (const side of [before, after]) if (side) touched.nodes.add(side.node);
      if (before?.owner !== after?.owner || before?.order !== after?.order)
        for (const side of [before, after]) if (side) touched.owners.add(side.owner);
    }
    const { byNode, byOwner } = placement.getState();
    const moved = new Set(pods.map(({ key }) => key));
    placement.setState({
      byNode: rebuilt(byNode, touched.nodes, moved, placed, (cell) => cell.node),
      byOwner: rebuilt(byOwner, touched.owners, moved, placed, (cell) => cell.owner),
      total: placed.size,
      counts,
    });
    if (restated.length > 0) for (const listener of [...listeners]) listener(restated);
  };

  const onPods = (changes: readonly ObjectChange<'Pod'>[]) => {
    if (changes.length > 0) apply(changes.map(({ key, object }) => ({ key, pod: object })));
  };
  const onNodes = (changes: readonly ObjectChange<'Node'>[]) => {
    const flipped = changes.filter(
      ({ object, previous }) =>
        isNodeLost(object) !== isNodeLost(previous) || (object === undefined) !== (previous === undefined),
    );
    const keys = flipped.flatMap(({ key }) => placement.getState().byNode.get(key) ?? NONE);
    if (keys.length > 0) apply(keys.map((key) => ({ key, pod: objects.get('Pod', key) })));
  };
  const stops = [objects.onKind('Node', onNodes), objects.onKind('Pod', onPods)];
  const known = objects.list('Pod');
  if (known.length > 0) {
    apply(known.map((pod) => ({ key: `${pod.metadata.namespace}/${pod.metadata.name}`, pod })));
  }
  return {
    placement,
    stateOf: (key) => placed.get(key)?.state,
    onStates: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      for (const stop of stops) stop();
    },
  };
}

function noCounts(): Record<PodStateName, number> {
  return { pending: 0, starting: 0, ready: 0, unready: 0, failed: 0, done: 0, terminating: 0, unknown: 0 };
}

/** `places` with the touched ones built anew; the same map if none was touched. */
function rebuilt(
  places: ReadonlyMap<string, readonly string[]>,
  touched: ReadonlySet<string>,
  moved: ReadonlySet<string>,
  placed: ReadonlyMap<string, Placed>,
  placeOf: (cell: Placed) => string,
): ReadonlyMap<string, readonly string[]> {
  if (touched.size === 0) return places;
  const next = new Map(places);
  const fresh = new Map<string, string[]>();
  for (const place of touched)
    fresh.set(
      place,
      (places.get(place) ?? NONE).filter((key) => !moved.has(key)),
    );
  for (const key of moved) {
    const cell = placed.get(key);
    if (cell === undefined) continue;
    fresh.get(placeOf(cell))?.push(key);
  }
  for (const [place, keys] of fresh) {
    keys.sort((a, b) => compareText(placed.get(a)?.order ?? '', placed.get(b)?.order ?? ''));
    if (keys.length === 0) next.delete(place);
    else next.set(place, keys);
  }
  return next;
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
