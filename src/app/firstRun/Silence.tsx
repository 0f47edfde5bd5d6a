/** The place where the page says that the engine does not answer. What it says is loaded when it is needed. */
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { withPanelTexts } from '../layout/lazyPanel';
import { isSilent, playbackStore } from '../stores/playbackStore';

const SilentEngine = lazy(() =>
  withPanelTexts(async () => ({ default: (await import('./SilentEngine')).SilentEngine })),
);

export function Silence() {
  const silent = useStore(playbackStore, isSilent);
  return (
    <div className="silence" role="status">
      <Suspense fallback={null}>{silent ? <SilentEngine /> : null}</Suspense>
    </div>
  );
}
