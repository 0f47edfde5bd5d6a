/** The dialog about copies of clusters that is open, if any. */
import { lazy } from 'react';
import { useStore } from 'zustand';
import { useBackend } from '../cluster/ClusterContext';
import { twinStore } from './twinStore';

const ImportDialog = lazy(async () => ({ default: (await import('./ImportDialog')).ImportDialog }));
const ExportDialog = lazy(async () => ({ default: (await import('./ExportDialog')).ExportDialog }));
const CopyDialog = lazy(async () => ({ default: (await import('./CopyDialog')).CopyDialog }));

export function TwinDialogs() {
  const { simulation } = useBackend();
  const dialog = useStore(twinStore, (state) => state.dialog);
  if (dialog === 'import' && simulation !== undefined) return <ImportDialog simulation={simulation} />;
  if (dialog === 'export') return <ExportDialog />;
  return dialog === 'copy' ? <CopyDialog /> : null;
}
