/** How a person set the time bar: what it shows of the lanes. Kept while the page is open, whichever panel draws the bar. */
import { createStore } from 'zustand/vanilla';

export interface BarState {
  /** Only what touched the selected object. */
  readonly isSelectedOnly: boolean;
  /** Each controller has a lane of its own. */
  readonly areControllersOpen: boolean;
  setSelectedOnly(isSelectedOnly: boolean): void;
  toggleControllers(): void;
}

export const barStore = createStore<BarState>()((set) => ({
  isSelectedOnly: false,
  areControllersOpen: false,
  setSelectedOnly: (isSelectedOnly) => set({ isSelectedOnly }),
  toggleControllers: () => set(({ areControllersOpen }) => ({ areControllersOpen: !areControllersOpen })),
}));
