/**
 * The arrangement for slides: title and view switch, graph, transport. The panels that the address names stand in place
 * of the graph or beside it; what is selected, or the lesson, lies over its right side. Loaded in guest frames only.
 */
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { forwardKeys } from '../embed/guestKeys';
import { ViewSwitch } from '../graph/ViewSwitch';
import type { IconName } from '../icons/Icon';
import { IconButton } from '../icons/IconButton';
import type { TextKey } from '../i18n/text';
import { useText } from '../i18n/useText';
import { type PanelName, panelStore } from '../stores/panelStore';
import { isAsked, selectionStore } from '../stores/selectionStore';
import './embed.css';
import { lazyPanel } from './lazyPanel';
import type { LayoutSize } from './layoutSize';
import { usePageQuery } from './PageContext';
import type { LayoutSlots } from './slots';
import { Toasts } from './Toasts';

const LessonTitle = lazyPanel(async () => (await import('../lesson/LessonTitle')).LessonTitle);
const Headline = lazyPanel(async () => (await import('../timeline/Headline')).Headline);

interface EmbedFrameProps {
  readonly size: LayoutSize;
  readonly slots: LayoutSlots;
  readonly graph: ReactNode;
}

export function EmbedFrame({ size, slots, graph }: EmbedFrameProps) {
  const t = useText();
  const { embed, hide, shows, panels, readOnly } = usePageQuery();
  const { transport: Transport, title: Title, tree: Tree, files: Files, terminal: Terminal, timeline: Lanes } = slots;
  const { files, terminal, dock } = useStore(panelStore, (state) => state.open);
  const hasLesson = useStore(panelStore, (state) => state.hasLesson);
  const tiny = size === 'tiny';
  useEffect(() => (embed ? forwardKeys() : undefined), [embed]);
  // The smallest frames have room for one thing.
  const shownAs = (what: typeof shows, open: boolean) => open && (!tiny || shows === what);
  const showFiles = Files !== undefined && shownAs('yaml', files && panels?.has('files') === true);
  const showLanes = Lanes !== undefined && shownAs('timeline', dock && panels?.has('timeline') === true);
  const showTerminal = Terminal !== undefined && shownAs('terminal', terminal);
  const fills = (showFiles && shows === 'yaml') || (showLanes && shows === 'timeline');
  return (
    <div className="embed">
      {tiny || hide.has('header') ? null : (
        <header className="embed-head">
          {hasLesson ? (
            <LessonTitle size={size} />
          ) : Title === undefined ? (
            <Headline size={size} />
          ) : (
            <Title size={size} />
          )}
          {readOnly === true ? (
            <span className="chip" title={t('embed.readOnly.text')}>
              {t('remote.readOnly')}
            </span>
          ) : null}
          <span className="grow" />
          <PanelSwitch slots={slots} />
          <ViewSwitch keys={false} />
        </header>
      )}
      {Tree === undefined ? null : <Tree size={size} />}
      <div className="embed-body" data-fills={fills}>
        {showFiles ? (
          <aside className="embed-files" aria-label={t('panel.files')}>
            <Files size={size} />
          </aside>
        ) : null}
        <main className="stage" data-terminal={showTerminal}>
          {fills ? null : graph}
          {showTerminal ? (
            <div className="embed-terminal">
              <Terminal size={size} />
            </div>
          ) : null}
          <Toasts />
        </main>
        {tiny ? null : <RightPanel size={size} slots={slots} />}
        {showLanes ? (
          <section className="embed-lanes" aria-label={t('panel.dock')}>
            <Lanes size={size} />
          </section>
        ) : null}
      </div>
      {Transport === undefined ? null : (
        <footer className="transport-slot">
          <Transport size={size} />
        </footer>
      )}
    </div>
  );
}

/** What is selected, or the lesson where the address or somebody asked for it. */
function RightPanel({ size, slots: { inspector: Inspector } }: Pick<EmbedFrameProps, 'size' | 'slots'>) {
  const t = useText();
  const asked = useStore(selectionStore, isAsked);
  const hasPanel = useStore(panelStore, ({ open, hasLesson }) => open.inspector && hasLesson);
  const isShown = Inspector !== undefined && (asked || hasPanel);
  useEffect(() => {
    if (!isShown) return;
    const handleKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      closeRight();
      event.preventDefault();
    };
    // Before the window hears of it: the first Escape closes, the second one leaves the frame.
    document.addEventListener('keydown', handleKey);
    return () => document.removeEventListener('keydown', handleKey);
  }, [isShown]);
  if (!isShown) return null;
  return (
    <aside className="right" aria-label={t('panel.inspector')}>
      <IconButton
        icon="x"
        className="embed-close"
        label={t('panel.close', { panel: t('panel.inspector') })}
        onClick={closeRight}
      />
      <Inspector size={size} />
    </aside>
  );
}

function closeRight(): void {
  selectionStore.getState().clear();
  panelStore.getState().setOpen('inspector', false);
}

const SWITCHES: readonly {
  readonly panel: PanelName;
  readonly asked: 'files' | 'timeline';
  readonly slot: 'files' | 'timeline';
  readonly icon: IconName;
  readonly label: TextKey;
}[] = [
  { panel: 'files', asked: 'files', slot: 'files', icon: 'file', label: 'panel.files' },
  { panel: 'dock', asked: 'timeline', slot: 'timeline', icon: 'sched', label: 'panel.dock' },
];

/** Opens and closes what the address put beside the graph; the terminal's button stands in the transport. */
function PanelSwitch({ slots }: Pick<EmbedFrameProps, 'slots'>) {
  const t = useText();
  const { panels } = usePageQuery();
  const { open, setOpen, hasLesson } = useStore(panelStore);
  const shown = SWITCHES.filter(({ asked, slot }) => panels?.has(asked) === true && slots[slot] !== undefined);
  const lesson = hasLesson ? ([{ panel: 'inspector', icon: 'book', label: 'panel.lesson' }] as const) : [];
  return (
    <>
      {[...lesson, ...shown].map(({ panel, icon, label }) => (
        <IconButton
          key={panel}
          icon={icon}
          label={t(label)}
          title={t(open[panel] ? 'panel.close' : 'panel.open', { panel: t(label) })}
          aria-pressed={open[panel]}
          onClick={() => setOpen(panel, !open[panel])}
        />
      ))}
    </>
  );
}
