/** Which component fills which place of the page. The one place to add a panel. */
import { lazyPanel } from './layout/lazyPanel';
import type { LayoutSlots } from './layout/slots';
import { Transport } from './timeline/Transport';

export const panels: LayoutSlots = {
  files: lazyPanel(async () => (await import('./editor/FilesPanel')).FilesPanel),
  inspector: lazyPanel(async () => (await import('./lesson/RightPanel')).RightPanel),
  terminal: lazyPanel(async () => (await import('./terminal/TerminalPanel')).TerminalPanel),
  transport: Transport,
  timeline: lazyPanel(async () => (await import('./timeline/Timeline')).Timeline),
  share: lazyPanel(async () => (await import('./share/ShareButton')).ShareButton),
  firstRun: lazyPanel(async () => (await import('./firstRun/FirstRun')).FirstRun),
  tree: lazyPanel(async () => (await import('./tree/ClusterTree')).ClusterTree),
  overlay: lazyPanel(async () => (await import('./firstRun/Overlay')).Overlay),
};
