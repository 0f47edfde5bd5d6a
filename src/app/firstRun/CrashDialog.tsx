/** Shown when the engine died: why, the way back, and a file for whoever mends it. Its dialog is loaded with the page's other dialogs. */
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import type { Run } from '../../client/simulation';
import { withPanelTexts } from '../layout/lazyPanel';
import { playbackStore } from '../stores/playbackStore';

const CrashReport = lazy(() => withPanelTexts(async () => ({ default: (await import('./CrashReport')).CrashReport })));

interface CrashDialogProps {
  /** What led to the crash; undefined if nobody knows. */
  readonly run: Run | undefined;
  readonly onRestart: (run?: Run) => Promise<void>;
}

export function CrashDialog({ run, onRestart }: CrashDialogProps) {
  const why = useStore(playbackStore, (state) => state.crash);
  if (why === undefined) return null;
  return (
    <Suspense fallback={null}>
      <CrashReport why={why} run={run} onRestart={onRestart} />
    </Suspense>
  );
}
