/** Right click, the menu key and Delete on whatever names an object of the graph: pods carry `data-pod`, nodes `data-node`. */
import { useEffect } from 'react';
import type { Kind } from '../../api/kinds';
import { parseKey } from '../../api/meta/objectMeta';
import { type ObjectRef, selectionStore } from '../stores/selectionStore';
import { actionStore } from './actionStore';

/** The object that an element of the graph stands for. */
export function refOfElement(element: Element | null): ObjectRef | undefined {
  const pod = element?.closest('[data-pod]')?.getAttribute('data-pod');
  if (pod) return { kind: 'Pod', ...parseKey(pod) };
  const owner = element?.closest('[data-controller]')?.getAttribute('data-controller');
  // Written by the graph as `Kind namespace/name`.
  const [kind, key] = owner?.split(' ') ?? [];
  if (kind !== undefined && key !== undefined) return { kind: kind as Kind, ...parseKey(key) };
  const node = element?.closest('[data-node]')?.getAttribute('data-node');
  return node ? { kind: 'Node', name: node } : undefined;
}

/** Listens on the whole page: thousands of pods must not each carry a listener. */
export function useContextMenu(): void {
  useEffect(() => {
    const open = (event: MouseEvent) => {
      if (!(event.target instanceof Element) || event.target.closest('.canvas') === null) return;
      const ref = refOfElement(event.target);
      event.preventDefault();
      if (ref !== undefined) selectionStore.getState().select(ref);
      const box = event.target.getBoundingClientRect();
      // The menu key has no pointer: the menu opens below what has the focus.
      const byKey = event.clientX === 0 && event.clientY === 0;
      actionStore
        .getState()
        .openMenu({ ref, x: byKey ? box.left : event.clientX, y: byKey ? box.bottom : event.clientY });
    };
    window.addEventListener('contextmenu', open);
    return () => window.removeEventListener('contextmenu', open);
  }, []);
}
