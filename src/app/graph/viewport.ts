/** How far out the picture is zoomed so that it fits, and where it stands. Pure. */
import type { Box } from './nodesLayout';

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export const LEAST_ZOOM = 0.08;
export const MOST_ZOOM = 2;

/** Shows `bounds` in the middle below `insets.top`, never enlarged, never smaller than `least`: then from the top left on. */
export function fitViewport(
  bounds: Box,
  room: { readonly width: number; readonly height: number },
  insets: Insets,
  least: number,
): Viewport {
  const width = Math.max(1, room.width - insets.left - insets.right);
  const height = Math.max(1, room.height - insets.top - insets.bottom);
  const zoom = Math.max(Math.max(LEAST_ZOOM, least), Math.min(1, width / bounds.width, height / bounds.height));
  const spare = Math.max(0, width - bounds.width * zoom);
  return {
    x: Math.round(insets.left + spare / 2 - bounds.x * zoom),
    y: Math.round(insets.top - bounds.y * zoom),
    zoom,
  };
}
