/** Which panels are open. Remembered between visits. */
import { createStore } from 'zustand/vanilla';
import { readPreference, writePreference } from './preferences';

/** `files` left, `inspector` right, `dock` the lanes below, `terminal` the dock's left half. */
export type PanelName = 'files' | 'inspector' | 'dock' | 'terminal';
/** The tabs of the phone's layout. */
export type PhoneTab = 'graph' | 'inspector' | 'timeline' | 'terminal' | 'files';
/** How far the bottom sheet of the narrow layout stands open. */
export type SheetSize = 'peek' | 'half' | 'full';
/** What the right panel shows while a lesson is open. */
export type RightTab = 'lesson' | 'inspector';

export interface PanelState {
  readonly open: Readonly<Record<PanelName, boolean>>;
  /** The panel that was asked for last: where there is room for one only, it is this one. */
  readonly asked: PanelName | undefined;
  readonly phoneTab: PhoneTab;
  readonly sheet: SheetSize;
  /** A lesson is open: it shares the right panel with the inspector. */
  readonly hasLesson: boolean;
  readonly rightTab: RightTab;
  /** Opens or closes a panel in whatever way the page arranges it now: column or tab. */
  setOpen(panel: PanelName, open: boolean): void;
  showTab(tab: PhoneTab): void;
  setSheet(sheet: SheetSize): void;
  setLesson(hasLesson: boolean): void;
  /** Shows the lesson or the inspector, wherever the page has the right panel. */
  showRight(tab: RightTab): void;
}

const KEY = 'panels';

/** What was open last time; on the first visit everything but the terminal. */
export function rememberedPanels(text: string | undefined): Readonly<Record<PanelName, boolean>> {
  const open = { files: true, inspector: true, dock: true, terminal: false };
  if (text === undefined) return open;
  const names = text.split(',');
  return {
    files: names.includes('files'),
    inspector: names.includes('inspector'),
    dock: names.includes('dock'),
    terminal: names.includes('terminal'),
  };
}

const remember = (open: Readonly<Record<PanelName, boolean>>) => {
  const names = Object.entries(open).filter(([, isOpen]) => isOpen);
  writePreference(KEY, names.map(([name]) => name).join(','));
  return open;
};

export const panelStore = createStore<PanelState>()((set, get) => ({
  open: rememberedPanels(readPreference(KEY)),
  phoneTab: 'graph',
  sheet: 'half',
  asked: undefined,
  hasLesson: false,
  rightTab: 'lesson',
  setOpen: (panel, open) =>
    set((state) => ({
      open: remember({ ...state.open, [panel]: open }),
      asked: open ? panel : state.asked === panel ? undefined : state.asked,
      phoneTab: open && panel === 'files' ? 'files' : state.phoneTab,
    })),
  showTab: (phoneTab) => set({ phoneTab }),
  setSheet: (sheet) => set({ sheet }),
  setLesson: (hasLesson) => set({ hasLesson, rightTab: 'lesson' }),
  showRight: (rightTab) => {
    get().setOpen('inspector', true);
    set({ rightTab, phoneTab: 'inspector' });
  },
}));
