/** The arrangement for phones: the graph and one panel at a time. */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Icon, type IconName } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { type PhoneTab, type SheetSize, panelStore } from '../stores/panelStore';
import { isAsked, selectionStore } from '../stores/selectionStore';
import type { LayoutSlots } from './slots';
import { Toasts } from './Toasts';
import { TopBar } from './TopBar';

interface FrameProps {
  readonly slots: LayoutSlots;
  readonly graph: ReactNode;
}

const TABS: readonly {
  readonly tab: PhoneTab;
  readonly icon: IconName;
  readonly slot: keyof LayoutSlots | undefined;
}[] = [
  { tab: 'graph', icon: 'node', slot: undefined },
  { tab: 'inspector', icon: 'eye', slot: 'inspector' },
  { tab: 'timeline', icon: 'sched', slot: 'timeline' },
  { tab: 'terminal', icon: 'term', slot: 'terminal' },
  { tab: 'files', icon: 'file', slot: 'files' },
];

/** Tabs below, the inspector as a sheet over the graph when something is selected. */
export function PhoneFrame({ slots, graph }: FrameProps) {
  const t = useText();
  const { phoneTab, showTab, hasLesson } = useStore(panelStore);
  const asked = useStore(selectionStore, isAsked);
  const Slot = phoneTab === 'graph' ? undefined : slots[phoneTab];
  const { transport: Transport, inspector: Inspector, tree: Tree } = slots;
  return (
    <div className="phone">
      <TopBar size="phone" slots={slots} />
      {Tree === undefined ? null : <Tree size="phone" />}
      <main className="stage">
        {Slot === undefined ? (
          graph
        ) : (
          <div className="phone-panel">
            <Slot size="phone" />
          </div>
        )}
        {Slot === undefined && asked && Inspector !== undefined ? (
          <BottomSheet>
            <Inspector size="phone" />
          </BottomSheet>
        ) : null}
        <Toasts />
      </main>
      {Transport === undefined ? null : (
        <footer className="transport-slot">
          <Transport size="phone" />
        </footer>
      )}
      <nav>
        <div className="tabbar" role="tablist" aria-label={t('panel.list')}>
          {TABS.filter(({ slot }) => slot === undefined || slots[slot] !== undefined).map(({ tab, icon }) => (
            <button key={tab} type="button" role="tab" aria-selected={phoneTab === tab} onClick={() => showTab(tab)}>
              <Icon name={hasLesson && tab === 'inspector' ? 'book' : icon} size={20} />
              {t(
                tab === 'timeline' ? 'panel.dock' : hasLesson && tab === 'inspector' ? 'panel.lesson' : `panel.${tab}`,
              )}
            </button>
          ))}
        </div>
      </nav>
    </div>
  );
}

const NEXT_SHEET: Readonly<Record<SheetSize, SheetSize>> = { peek: 'half', half: 'full', full: 'peek' };

function BottomSheet({ children }: { readonly children: ReactNode }) {
  const t = useText();
  const { sheet, setSheet } = useStore(panelStore);
  return (
    <section className="sheet" data-sheet={sheet} aria-label={t('panel.inspector')}>
      <button
        type="button"
        className="grip"
        aria-label={t('panel.sheet')}
        onClick={() => setSheet(NEXT_SHEET[sheet])}
      />
      {children}
    </section>
  );
}
