/** Panels that are fetched after the graph stands: the first load carries only what draws the cluster. */
import { type ComponentType, lazy, Suspense, useReducer } from 'react';
import { loadPanelTexts } from '../i18n/text';
import { localeStore } from '../stores/localeStore';
import { PanelBoundary } from './PanelBoundary';
import type { SlotProps } from './slots';

/** A component that is fetched together with the sentences of the panels. */
export async function withPanelTexts<T>(load: () => Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([load(), loadPanelTexts(localeStore.getState().locale)]);
  return loaded;
}

/** A slot's component that is loaded when it is first drawn; its place stays empty until then. */
export function lazyPanel(load: () => Promise<ComponentType<SlotProps>>): ComponentType<SlotProps> {
  const fetchPanel = () => lazy(async () => ({ default: await withPanelTexts(load) }));
  // What could not be fetched once is not asked for again by React.
  let Panel = fetchPanel();
  return function LazyPanel(props: SlotProps) {
    const [, draw] = useReducer((times: number) => times + 1, 0);
    const again = () => {
      Panel = fetchPanel();
      draw();
    };
    return (
      <PanelBoundary onRetry={again}>
        <Suspense fallback={null}>
          <Panel {...props} />
        </Suspense>
      </PanelBoundary>
    );
  };
}
