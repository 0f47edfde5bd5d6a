/**
 * Hands the back end and the page's copy of the cluster to the views: `useList`, `useObject`, `useClient`, `useSimulation`.
 */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { Kind, Kinds } from '../../api/kinds';
import type { KubeClient } from '../../client/client';
import type { Simulation } from '../../client/simulation';
import { controllerKinds } from '../graph/controllerKinds';
import type { Backend } from './backend';
import { hidesSystem, namespaceStore, shownNamespace } from '../stores/namespaceStore';
import { inNamespace, withoutSystem } from './inNamespace';
import type { ObjectStore } from './objectStore';

interface ClusterParts {
  readonly backend: Backend;
  readonly objects: ObjectStore;
}
interface ClusterValue extends ClusterParts {
  /** Of every namespace. */
  readonly all: ObjectStore;
  /** Whether a workload has ever been seen in this cluster. */
  readonly use: { seen: boolean };
}
const ClusterContext = createContext<ClusterValue | undefined>(undefined);

interface ClusterProviderProps extends ClusterParts {
  readonly children: ReactNode;
}

/** Makes `backend` and `objects` reachable for the views below. Both must stay the same objects while mounted. */
export function ClusterProvider({ backend, objects: all, children }: ClusterProviderProps) {
  const namespace = useStore(namespaceStore, shownNamespace);
  const hides = useStore(namespaceStore, hidesSystem(backend.simulation !== undefined));
  const objects = useMemo(() => {
    if (namespace !== undefined) return inNamespace(all, namespace);
    return hides ? withoutSystem(all) : all;
  }, [all, namespace, hides]);
  const value = useRef<ClusterValue>({ backend, objects, all, use: { seen: false } });
  if (value.current.backend !== backend || value.current.objects !== objects)
    value.current = {
      backend,
      objects,
      all,
      use: value.current.backend === backend ? value.current.use : { seen: false },
    };
  return <ClusterContext value={value.current}>{children}</ClusterContext>;
}

function useCluster(): ClusterValue {
  const value = useContext(ClusterContext);
  if (value === undefined) throw new Error('a view stands outside of ClusterProvider');
  return value;
}

export const useBackend = (): Backend => useCluster().backend;
/** The typed verbs; writes go through here. */
export const useClient = (): KubeClient => useCluster().backend.client;
/** Time and faults; undefined against a real cluster. */
export const useSimulation = (): Simulation | undefined => useCluster().backend.simulation;
/** The page's copy of the cluster, for views that subscribe by themselves. */
export const useObjects = (): ObjectStore => useCluster().objects;

/** The same with the objects of every namespace, whichever is shown. */
export const useAllObjects = (): ObjectStore => useCluster().all;

/** The object of `kind` under `key` (`namespace/name`, or `name`); undefined if it is not there. Renders when that object changes. */
export function useObject<K extends Kind>(kind: K, key: string | undefined): Kinds[K] | undefined {
  const { objects } = useCluster();
  const subscribe = useCallback(
    (listener: () => void) => (key === undefined ? () => {} : objects.onObject(kind, key, listener)),
    [objects, kind, key],
  );
  return useSyncExternalStore(subscribe, () => (key === undefined ? undefined : objects.get(kind, key)));
}

export interface UseListOptions<T> {
  /** Absent: all namespaces. */
  readonly namespace?: string;
  /** Keeps what it is true for. Give a stable function, or the list is filtered on every render. */
  readonly filter?: (object: T) => boolean;
}

/** The objects of `kind`. Renders when one that passes the options comes, goes or changes. */
export function useList<K extends Kind>(kind: K, options: UseListOptions<Kinds[K]> = {}): readonly Kinds[K][] {
  const { objects } = useCluster();
  const { namespace, filter } = options;
  const memo = useRef<Memo<K>>(undefined);
  const subscribe = useCallback((listener: () => void) => objects.onKind(kind, listener), [objects, kind]);
  return useSyncExternalStore(subscribe, () => {
    const all = objects.list(kind);
    const last = memo.current;
    if (last?.all === all && last.namespace === namespace && last.filter === filter) return last.result;
    const kept =
      namespace === undefined && filter === undefined
        ? all
        : all.filter(
            (object) =>
              (namespace === undefined || object.metadata.namespace === namespace) && (filter?.(object) ?? true),
          );
    const result = last !== undefined && isSame(last.result, kept) ? last.result : kept;
    memo.current = { all, namespace, filter, result };
    return result;
  });
}

/** True once it is known which objects of `kind` there are, or that whoever looks may not know. */
export function useIsAnswered(kind: Kind): boolean {
  const { objects } = useCluster();
  const subscribe = useCallback((listener: () => void) => objects.onKind(kind, listener), [objects, kind]);
  return useSyncExternalStore(subscribe, () => objects.isSynced(kind) || objects.refusal(kind) !== undefined);
}

/** Subscribes to several kinds at once. `kinds` must stay the same array. */
function useKinds(kinds: readonly Kind[]): (listener: () => void) => () => void {
  const { objects } = useCluster();
  return useCallback(
    (listener: () => void) => {
      const stops = kinds.map((kind) => objects.onKind(kind, listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [objects, kinds],
  );
}

/** The objects of several kinds, one kind after the other. `kinds` must stay the same array. */
export function useLists<K extends Kind>(kinds: readonly K[]): readonly Kinds[K][] {
  const { objects } = useCluster();
  const memo = useRef<readonly Kinds[K][]>([]);
  return useSyncExternalStore(useKinds(kinds), () => {
    const all = kinds.flatMap((kind) => objects.list(kind));
    if (!isSame(memo.current, all)) memo.current = all;
    return memo.current;
  });
}

const WORKLOADS: readonly Kind[] = ['Pod', ...controllerKinds];

/** True until somebody runs a workload: the first lists have arrived, and none of them ever held one. */
export function useIsUnusedCluster(): boolean {
  const { objects, use } = useCluster();
  return useSyncExternalStore(useKinds(WORKLOADS), () => {
    use.seen ||= WORKLOADS.some((kind) => objects.list(kind).length > 0);
    // One empty namespace says nothing of the others.
    const isWhole = namespaceStore.getState().shown === undefined;
    return isWhole && !use.seen && WORKLOADS.every((kind) => objects.isSynced(kind));
  });
}

interface Memo<K extends Kind> {
  readonly all: readonly Kinds[K][];
  readonly namespace: string | undefined;
  readonly filter: ((object: Kinds[K]) => boolean) | undefined;
  readonly result: readonly Kinds[K][];
}

const isSame = <T,>(left: readonly T[], right: readonly T[]) =>
  left.length === right.length && left.every((object, index) => object === right[index]);
