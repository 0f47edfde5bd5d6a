/** Panels that are fetched after the graph stands: the first load carries only what draws the cluster. */
import { type ComponentType, lazy, Suspense } from 'react';
import type { SlotProps } from './slots';

/** A slot's component that is loaded when it is first drawn; its place stays empty until then. */
export function lazyPanel(load: () => Promise<ComponentType<SlotProps>>): ComponentType<SlotProps> {
  const Panel = lazy(async () => ({ default: await load() }));
  return function LazyPanel(props: SlotProps) {
    return (
      <Suspense fallback={null}>
        <Panel {...props} />
      </Suspense>
    );
  };
}
