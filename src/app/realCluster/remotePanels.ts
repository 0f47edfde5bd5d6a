/** Which component fills which place of a page on a real cluster: what only a simulation can do is not there. */
import { lazyPanel } from '../layout/lazyPanel';
import type { LayoutSlots } from '../layout/slots';
import { panels } from '../panels';

const { firstRun: _firstRun, share: _share, ...shared } = panels;

export const remotePanels: LayoutSlots = {
  ...shared,
  title: lazyPanel(async () => (await import('./RemoteTitle')).RemoteTitle),
  transport: lazyPanel(async () => (await import('./RemoteBar')).RemoteBar),
  share: lazyPanel(async () => (await import('../twin/TwinButton')).TwinButton),
  overlay: lazyPanel(async () => (await import('./RemoteOverlay')).RemoteOverlay),
};
