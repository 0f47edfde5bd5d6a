/** The frame of the page: who stands where, by how much room there is. */
import { type ComponentType, type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { useLocale, useText } from '../i18n/useText';
import { panelStore } from '../stores/panelStore';
import { themeStore } from '../stores/themeStore';
import { Toasts } from './Toasts';
import { EmbedFrame, PhoneFrame } from './SmallFrames';
import { type LayoutSize, lanesHeight, layoutSize } from './layoutSize';
import { usePageQuery } from './PageContext';
import { SideRail } from './SideRail';
import type { LayoutSlots, SlotProps } from './slots';
import { TopBar } from './TopBar';
import { useRoom } from './useRoom';

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
    document.title = t('app.title');
  }, [locale, t]);
  useEffect(() => {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);

  const Overlay = slots.overlay;
  return (
    <div ref={ref} className="frame" data-size={size}>
      {size === 'phone' ? (
        <PhoneFrame slots={slots} graph={<Graph size={size} />} />
      ) : size === 'embed' || size === 'tiny' ? (
        <EmbedFrame size={size} slots={slots} graph={<Graph size={size} />} />
      ) : (
        <DeskFrame size={size} height={room.height} slots={slots} graph={<Graph size={size} />} />
      )}
      <Toasts />
      {Overlay === undefined ? null : <Overlay size={size} />}
    </div>
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
  const open = useStore(panelStore, (state) => state.open);
  const { files: Files, inspector: Inspector, transport: Transport, tree: Tree } = slots;
  const showFiles = Files !== undefined && open.files;
  const showInspector = Inspector !== undefined && open.inspector;
  const over = size === 'narrow';
  const hasDock = slots.timeline !== undefined || slots.terminal !== undefined;
  const lanes = open.dock && hasDock && !hide.has('dock') ? lanesHeight(size, height) : 0;
  return (
    <div className="app" data-over={over} style={{ '--lanes': `${lanes}px` }}>
      {hide.has('header') ? null : <TopBar size={size} slots={slots} />}
      {Tree === undefined ? null : <Tree size={size} />}
      {showFiles ? (
        <aside className="left" aria-label={t('panel.files')}>
          <Files size={size} />
        </aside>
      ) : Files === undefined ? null : (
        <SideRail slots={slots} />
      )}
      <main className="stage">
        {graph}
        {slots.firstRun === undefined ? null : (
          <div className="first-run">
            <slots.firstRun size={size} />
          </div>
        )}
      </main>
      {showInspector ? (
        <aside className="right" aria-label={t('panel.inspector')}>
          <Inspector size={size} />
        </aside>
      ) : null}
      <footer className="dock" data-terminal={slots.terminal !== undefined && open.terminal && lanes > 0}>
        {slots.terminal !== undefined && open.terminal && lanes > 0 ? <slots.terminal size={size} /> : null}
        {Transport === undefined ? null : (
          <div className="transport-slot">
            <Transport size={size} />
          </div>
        )}
        {slots.timeline === undefined || lanes === 0 ? null : (
          <div className="lanes-slot">
            <slots.timeline size={size} />
          </div>
        )}
      </footer>
    </div>
  );
}
