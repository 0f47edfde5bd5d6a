/** Which component fills which place of the page. The one place to add a panel. */
import { FilesPanel } from './editor/FilesPanel';
import { FirstRun } from './firstRun/FirstRun';
import { Overlay } from './firstRun/Overlay';
import { Inspector } from './inspector/Inspector';
import type { LayoutSlots } from './layout/slots';
import { ShareButton } from './share/ShareButton';
import { Timeline } from './timeline/Timeline';
import { Transport } from './timeline/Transport';
import { ClusterTree } from './tree/ClusterTree';

export const panels: LayoutSlots = {
  files: FilesPanel,
  inspector: Inspector,
  transport: Transport,
  timeline: Timeline,
  share: ShareButton,
  firstRun: FirstRun,
  tree: ClusterTree,
  overlay: Overlay,
};
