/** The places of the page that panels fill. A slot without a component is not drawn. */
import type { ComponentType } from 'react';
import type { LayoutSize } from './layoutSize';

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
  /** Dock, 40 px (embed 52): Play, Step, clock, speed, health. Also in embed and phone. */
  readonly transport?: ComponentType<SlotProps>;
  /** Dock below the transport: 216 px of lanes when wide, one lane of 30 px otherwise; a whole tab on a phone. */
  readonly timeline?: ComponentType<SlotProps>;
  /** Top bar, right: the Share button with its dialog. */
  readonly share?: ComponentType<SlotProps>;
  /** Top bar, beside the brand: what runs. */
  readonly title?: ComponentType<SlotProps>;
  /** On the canvas, below the nodes, until something has run. */
  readonly firstRun?: ComponentType<SlotProps>;
  /** A text tree of the cluster; stands before the canvas and shows itself when it is focused. */
  readonly tree?: ComponentType<SlotProps>;
  /** Drawn last, over everything: dialogs, live regions, keys. */
  readonly overlay?: ComponentType<SlotProps>;
}
