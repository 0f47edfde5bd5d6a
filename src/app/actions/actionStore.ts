/** The menu and the dialog that an action has open, if any. */
import { createStore } from 'zustand/vanilla';
import type { ObjectRef } from '../stores/selectionStore';
import type { Action } from './action';
import type { Target } from './target';

export interface OpenMenu {
  /** Undefined: the cluster's own menu. */
  readonly ref: ObjectRef | undefined;
  /** Where on the screen, in CSS pixels. */
  readonly x: number;
  readonly y: number;
}

export interface ActionState {
  readonly menu: OpenMenu | undefined;
  /** An action that waits for its input. */
  readonly asking: { readonly action: Action; readonly target: Target } | undefined;
  openMenu(menu: OpenMenu): void;
  closeMenu(): void;
  ask(action: Action, target: Target): void;
  stopAsking(): void;
}

export const actionStore = createStore<ActionState>()((set) => ({
  menu: undefined,
  asking: undefined,
  openMenu: (menu) => set({ menu }),
  closeMenu: () => set({ menu: undefined }),
  ask: (action, target) => set({ asking: { action, target } }),
  stopAsking: () => set({ asking: undefined }),
}));
