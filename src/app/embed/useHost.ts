/** Serves the hosts of this page as soon as one asks; nothing is fetched before. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useBackend } from '../cluster/ClusterContext';
import { usePageQuery } from '../layout/PageContext';
import { tellError } from '../stores/toastStore';
import { hostStore } from './host';

/** Call it once. */
export function useHost(): void {
  const backend = useBackend();
  const query = usePageQuery();
  const isAsked = useStore(hostStore, ({ ports }) => ports.length > 0);
  useEffect(() => {
    if (!isAsked) return;
    let stop: (() => void) | undefined;
    let isOver = false;
    import('./hostApi').then(({ serveHosts }) => {
      if (!isOver) stop = serveHosts({ backend, query });
    }, tellError);
    return () => {
      isOver = true;
      stop?.();
    };
  }, [isAsked, backend, query]);
}
