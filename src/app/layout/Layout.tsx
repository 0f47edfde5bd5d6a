/** The frame of the page: who stands where, by how much room there is. */
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { useIsUnusedCluster } from '../cluster/ClusterContext';
import { useLocale, useText } from '../i18n/useText';
import { shareStore } from '../share/shareStore';
import { panelStore } from '../stores/panelStore';
import { selectionStore } from '../stores/selectionStore';
import { themeStore } from '../stores/themeStore';
import { viewStore } from '../stores/viewStore';
import { Toasts } from './Toasts';
import { PhoneFrame } from './PhoneFrame';
import { dockHeight, isPanelShown, isTopBarShown, type LayoutSize, layoutSize, terminalFillsDock } from './layoutSize';
import { usePageQuery } from './PageContext';
import { PanelBoundary } from './PanelBoundary';
import { SideRail } from './SideRail';
import type { LayoutSlots, SlotProps } from './slots';
import { TopBar } from './TopBar';
import { useRoom } from './useRoom';

const EmbedFrame = lazy(() => import('./EmbedFrame').then(({ EmbedFrame: component }) => ({ default: component })));

interface LayoutProps {
  readonly slots: LayoutSlots;
  readonly graph: ComponentType<SlotProps>;
}

/** Everything the person sees. Measures its own room: in a frame the window is not the measure. */
export function Layout({ slots, graph: Graph }: LayoutProps) {
  const query = usePageQuery();
  const locale = useLocale();
  const t = useText();
  const theme = useStore(themeStore, (state) => state.theme);
  const [ref, room] = useRoom<HTMLDivElement>({ width: window.innerWidth, height: window.innerHeight });
  const size = layoutSize(room, query.embed);

  useEffect(() => {
    document.documentElement.lang = locale;
    if (slots.title === undefined) document.title = t('app.title'); // Else the title's own business.
  }, [locale, t, slots.title]);
  useEffect(() => {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);

  const Overlay = slots.overlay;
  return (
    <div ref={ref} className="frame" data-size={size}>
      {size === 'phone' ? (
        <PhoneFrame slots={slots} graph={<Stage graph={Graph} slots={slots} size={size} />} />
      ) : size === 'embed' || size === 'tiny' ? (
        <Suspense fallback={null}>
          <EmbedFrame size={size} slots={slots} graph={<Stage graph={Graph} slots={slots} size={size} />} />
        </Suspense>
      ) : (
        <DeskFrame
          size={size}
          height={room.height}
          slots={slots}
          graph={<Stage graph={Graph} slots={slots} size={size} />}
        />
      )}
      {Overlay === undefined ? null : <Overlay size={size} />}
    </div>
  );
}

interface StageProps {
  readonly graph: ComponentType<SlotProps>;
  readonly slots: LayoutSlots;
  readonly size: LayoutSize;
}

/** The graph, and below its nodes what to do first until something has run, or that a link is being opened. */
function Stage({ graph: Graph, slots: { firstRun: FirstRun }, size }: StageProps) {
  const { readOnly } = usePageQuery();
  const unused = useIsUnusedCluster() && readOnly !== true;
  // The control plane is at work before anything runs: that picture is never empty.
  const hasOwnWords = useStore(viewStore, ({ view }) => view === 'controlPlane');
  const hasLesson = useStore(panelStore, (state) => state.hasLesson);
  const isOpening = useStore(shareStore, (state) => state.isOpening);
  const t = useText();
  return (
    <>
      <PanelBoundary>
        <Graph size={size} />
      </PanelBoundary>
      {isOpening ? (
        <div className="first-run-slot">
          <div className="opening" role="status">
            {t('share.opening')}
          </div>
        </div>
      ) : FirstRun !== undefined && unused && !hasOwnWords && !hasLesson ? (
        <div className="first-run-slot">
          <FirstRun size={size} />
        </div>
      ) : null}
    </>
  );
}

interface DeskFrameProps {
  readonly size: LayoutSize;
  readonly height: number;
  readonly slots: LayoutSlots;
  readonly graph: ReactNode;
}

/** Top bar, files, canvas, inspector, dock. */
function DeskFrame({ size, height, slots, graph }: DeskFrameProps) {
  const t = useText();
  const { hide } = usePageQuery();
  const panels = useStore(panelStore);
  const asked = useStore(selectionStore, ({ selected, request, write }) => selected ?? request ?? write);
  const { files: Files, inspector: Inspector, transport: Transport, tree: Tree } = slots;
  const showFiles = Files !== undefined && isPanelShown('files', size, panels);
  const showInspector = Inspector !== undefined && isPanelShown('inspector', size, panels);
  const { open, setOpen } = panels;
  useEffect(() => {
    if (asked !== undefined && size !== 'wide') setOpen('inspector', true);
  }, [asked, size, setOpen]);
  const hasDock = slots.timeline !== undefined || slots.terminal !== undefined;
  const lanes = hasDock && !hide.has('dock') ? dockHeight(size, height, open) : 0;
  const showTerminal = slots.terminal !== undefined && open.terminal && lanes > 0;
  const showLanes =
    slots.timeline !== undefined && lanes > 0 && open.dock && !(showTerminal && terminalFillsDock(size));
  return (
    <div className="app" style={{ '--lanes': `${lanes}px` }}>
      {hide.has('header') || !isTopBarShown(height, open) ? null : <TopBar size={size} slots={slots} />}
      {Tree === undefined ? null : <Tree size={size} />}
      {Files !== undefined && size !== 'narrow' && !showFiles ? <SideRail slots={slots} /> : null}
      {showFiles ? (
        <aside className="left" aria-label={t('panel.files')}>
          <Files size={size} />
        </aside>
      ) : null}
      <main className="stage">
        {graph}
        <Toasts />
      </main>
      {showInspector ? (
        <aside className="right" aria-label={t('panel.inspector')}>
          <Inspector size={size} />
        </aside>
      ) : null}
      <footer className="dock" data-terminal={showTerminal} data-lanes={showLanes}>
        {showTerminal && slots.terminal !== undefined ? (
          <div className="terminal-slot">
            <slots.terminal size={size} />
          </div>
        ) : null}
        {Transport === undefined ? null : (
          <div className="transport-slot">
            <Transport size={size} />
          </div>
        )}
        {showLanes && slots.timeline !== undefined ? (
          <div className="lanes-slot">
            <slots.timeline size={size} />
          </div>
        ) : null}
      </footer>
    </div>
  );
}
