/** Opens the panels that the address names. Nothing of it is remembered. */
import { panelStore } from '../stores/panelStore';
import type { AskedPanel, PageQuery } from './query';

/** Below this width a guest frame shows its cluster first; the lesson is a button. In px. */
const LESSON_BESIDE_PX = 900;

/** A guest frame has the panels of its address and no others; a page keeps its own if the address names none. */
export function openAskedPanels({ embed, panels: asked }: PageQuery): void {
  if (asked === undefined && !embed) return;
  const has = (panel: AskedPanel) => asked?.has(panel) === true;
  const { hasLesson } = panelStore.getState();
  const besides = asked === undefined && hasLesson && window.innerWidth >= LESSON_BESIDE_PX;
  const open = {
    files: has('files'),
    inspector: has('inspector') || has('lesson') || besides,
    dock: has('timeline'),
    terminal: has('terminal'),
  };
  const phoneTab = has('terminal') ? 'terminal' : has('files') ? 'files' : has('timeline') ? 'timeline' : 'graph';
  panelStore.setState({ open, phoneTab, asked: open.files ? 'files' : undefined });
}
