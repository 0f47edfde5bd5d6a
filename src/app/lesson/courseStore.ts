/** Whether the map of the course is open, or the desk at which a lesson is written. */
import { createStore } from 'zustand/vanilla';

export interface CourseState {
  readonly isOpen: boolean;
  readonly isWriting: boolean;
  setOpen(isOpen: boolean): void;
  /** One gives way to the other. */
  setWriting(isWriting: boolean): void;
}

export const courseStore = createStore<CourseState>()((set) => ({
  isOpen: false,
  isWriting: false,
  setOpen: (isOpen) => set({ isOpen, isWriting: false }),
  setWriting: (isWriting) => set({ isWriting, isOpen: false }),
}));
