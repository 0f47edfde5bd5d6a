/** Whether the map of the course is open. */
import { createStore } from 'zustand/vanilla';

export interface CourseState {
  readonly isOpen: boolean;
  setOpen(isOpen: boolean): void;
}

export const courseStore = createStore<CourseState>()((set) => ({
  isOpen: false,
  setOpen: (isOpen) => set({ isOpen }),
}));
