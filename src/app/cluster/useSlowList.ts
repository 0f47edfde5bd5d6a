/** A list for views that nobody watches frame by frame: it follows the cluster a few times a second, however fast that moves. */
import { useEffect, useState } from 'react';
import type { Kind, Kinds } from '../../api/kinds';
import { useObjects } from './ClusterContext';

const REFRESH_MS = 500;

/** The objects of `kind`, looked at no more often than every half second. */
export function useSlowList<K extends Kind>(kind: K): readonly Kinds[K][] {
  const objects = useObjects();
  const [list, setList] = useState(() => objects.list(kind));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      setList(objects.list(kind));
    };
    const stop = objects.onKind(kind, () => {
      timer ??= setTimeout(look, REFRESH_MS);
    });
    look();
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [objects, kind]);
  return list;
}
