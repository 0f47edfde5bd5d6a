/** The places of the page that panels fill. A slot without a component is not drawn. */
import type { ComponentType } from 'react';

/** How much room the page has; decides what a panel leaves out. */
export type LayoutSize = 'wide' | 'medium' | 'narrow' | 'phone' | 'embed' | 'tiny';

export interface SlotProps {
  readonly size: LayoutSize;
}

export interface LayoutSlots {
  /** Left: tabs of files with Apply, Diff, Delete. */
  readonly files?: ComponentType<SlotProps>;
  /** Right: the selected object. */
  readonly inspector?: ComponentType<SlotProps>;
  /** Dock, left half. */
  readonly terminal?: ComponentType<SlotProps>;
  /** Dock, 40 px: Play, Step, clock, speed. Also in embed and phone. */
  readonly transport?: ComponentType<SlotProps>;
  /** Dock, 216 px: one lane per component. */
  readonly timeline?: ComponentType<SlotProps>;
  /** Top bar, right: the Share button with its dialog. */
  readonly share?: ComponentType<SlotProps>;
  /** A text tree of the cluster, visually hidden until it is focused. */
  readonly tree?: ComponentType<SlotProps>;
  /** Drawn last, over everything: dialogs, live regions, keys. */
  readonly overlay?: ComponentType<SlotProps>;
}
