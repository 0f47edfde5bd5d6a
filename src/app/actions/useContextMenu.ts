/** Right click and the menu key on whatever names an object of the graph: pods carry `data-pod`, nodes `data-node`. */
import { useEffect } from 'react';
import { useObjects } from '../cluster/ClusterContext';
import type { Kind } from '../../api/kinds';
import { parseKey } from '../../api/meta/objectMeta';
import { type ObjectRef, refKey, selectionStore } from '../stores/selectionStore';
import { CALM } from './action';
import { actionStore } from './actionStore';
import { actionsFor } from './registry';
import { targetOf } from './target';
import { useStartAction } from './useActions';

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

/** The keys of actions, on what has the focus in the graph: Delete deletes. */
export function useActionKeys(): void {
  const objects = useObjects();
  const start = useStartAction();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.target instanceof Element) || event.target.closest('.canvas') === null) return;
      const ref = refOfElement(event.target);
      const object = ref === undefined ? undefined : objects.get(ref.kind, refKey(ref));
      if (ref === undefined || object === undefined) return;
      const target = targetOf(ref.kind, object);
      const action = actionsFor(target, CALM, false).find(({ key }) => key === event.key);
      if (action === undefined) return;
      event.preventDefault();
      void start(action, target);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [objects, start]);
}
