/** Which arrangement the page takes, decided by the room it has and by whether it is a guest. Pure. */
import type { PanelName, PanelState } from '../stores/panelStore';

/**
 * `wide`: three columns and the dock. `medium`: files fold to a rail and take the inspector's turn. `narrow`: one panel at a time.
 * `phone`: tabs and a bottom sheet. `embed`: title, graph, one panel, transport. `tiny`: only the graph and play.
 */
export type LayoutSize = 'wide' | 'medium' | 'narrow' | 'phone' | 'embed' | 'tiny';

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** The arrangement for `room` in px; `embed` as the query says. */
export function layoutSize({ width, height }: Room, embed: boolean): LayoutSize {
  if (embed) return width < 480 ? 'tiny' : 'embed';
  if (width >= 1280) return 'wide';
  if (width >= 960) return 'medium';
  if (width >= 640) return 'narrow';
  return height >= 500 ? 'phone' : 'tiny';
}

/** Height of the lanes under the transport in px; 0 where there is no room for them. */
export function lanesHeight(size: LayoutSize, height: number): number {
  if (size === 'wide') return height >= 700 ? 216 : height >= 500 ? 120 : 0;
  if (size === 'medium') return height >= 760 ? 140 : height >= 500 ? 30 : 0;
  return size === 'narrow' && height >= 500 ? 30 : 0;
}

/** Least room for the terminal in px: ten lines and its head. A low window gives a third of itself. */
const TERMINAL_PX = 200;
/** A window below this is low, in px: the graph needs what is left of it. */
const LOW_PX = 480;

/** Height of the row under the transport in px: of the lanes, and at least what an open terminal needs. */
export function dockHeight(size: LayoutSize, height: number, open: PanelState['open']): number {
  const lanes = open.dock ? lanesHeight(size, height) : 0;
  return open.terminal
    ? Math.max(lanes, Math.min(TERMINAL_PX, Math.round(height * (height < LOW_PX ? 0.36 : 0.45))))
    : lanes;
}

/** In a low window the top bar makes room for the graph while the terminal is open. */
export function isTopBarShown(height: number, open: PanelState['open']): boolean {
  return height >= LOW_PX || !open.terminal;
}

/** Where there is no room for both side by side, the terminal takes the place of the lanes. */
export function terminalFillsDock(size: LayoutSize): boolean {
  return size === 'narrow';
}

/** Whether a panel is to be seen. Only a wide page has room for files and inspector at once. */
export function isPanelShown(
  panel: PanelName,
  size: LayoutSize,
  { open, asked }: Pick<PanelState, 'open' | 'asked'>,
): boolean {
  if (size === 'wide' || (panel !== 'files' && panel !== 'inspector')) return open[panel];
  if (size === 'medium' && panel === 'inspector') return open.inspector && asked !== 'files';
  return asked === panel;
}

/** Three nodes with two cards of three rows side by side need this many px; zoomed out below it, their text would fall under 11 px. */
const FULL_CARDS_PX = 780;

/** Cards with three rows need room on the canvas; slides, phones and narrow canvases get two rows in bigger type. */
export function cardDensity(size: LayoutSize, canvasWidth: number): 'full' | 'mid' {
  return (size === 'wide' || size === 'medium') && canvasWidth >= FULL_CARDS_PX ? 'full' : 'mid';
}
