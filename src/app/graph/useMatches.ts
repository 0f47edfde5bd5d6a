/** Follows which pods the selector of the selected Service matches. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useObject, useObjects } from '../cluster/ClusterContext';
import { refKey, selectedRef, selectionStore } from '../stores/selectionStore';
import { type GraphShared, NO_MATCHES } from './GraphContext';
import { isSelected } from './services';
import { keyOf, keyText } from '../../api/meta/objectMeta';

/** Keeps `matched` of the graph up to date; a change costs the pods that changed, unless one joins or leaves. */
export function useMatches({ store }: GraphShared): void {
  const objects = useObjects();
  const selected = useStore(selectionStore, selectedRef);
  const service = useObject('Service', selected?.kind === 'Service' ? refKey(selected) : undefined);
  useEffect(() => {
    if (service === undefined) return undefined;
    const look = () => {
      const own = objects.list('Pod').filter((pod) => isSelected(service, pod));
      store.setState({ matched: new Set(own.map((pod) => keyText(keyOf(pod)))) });
    };
    look();
    const stop = objects.onKind('Pod', (changes) => {
      if (changes.some(({ object, previous }) => isSelected(service, object) !== isSelected(service, previous))) look();
    });
    return () => {
      stop();
      store.setState({ matched: NO_MATCHES });
    };
  }, [objects, store, service]);
}
