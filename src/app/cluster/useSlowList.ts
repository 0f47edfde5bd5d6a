/** A list for views that nobody watches frame by frame: it follows the cluster a few times a second, however fast that moves. */
import { useEffect, useMemo, useState } from 'react';
import type { Kind, Kinds } from '../../api/kinds';
import { useObjects } from './ClusterContext';

const REFRESH_MS = 500;

/** The objects of `kind`, looked at no more often than every half second. */
export function useSlowList<K extends Kind>(kind: K): readonly Kinds[K][] {
  return useSlowLists(useMemo(() => [kind], [kind]));
}

/** The objects of several kinds, one kind after the other. `kinds` must stay the same array. */
export function useSlowLists<K extends Kind>(kinds: readonly K[]): readonly Kinds[K][] {
  const objects = useObjects();
  const [list, setList] = useState(() => kinds.flatMap((kind) => objects.list(kind)));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      setList(kinds.flatMap((kind) => objects.list(kind)));
    };
    const stops = kinds.map((kind) =>
      objects.onKind(kind, () => {
        timer ??= setTimeout(look, REFRESH_MS);
      }),
    );
    look();
    return () => {
      for (const stop of stops) stop();
      clearTimeout(timer);
    };
  }, [objects, kinds]);
  return list;
}
