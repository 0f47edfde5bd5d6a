/** Shortens the scheduler's message for the tray; the whole text stays in the tooltip and the inspector. Pure. */

import { type CellGrid, cellBox } from './nodesLayout';

/** Px beside a pod for its reason: up to the next pod, and for the last one up to the end of a tray of `trayWidth`. */
export function refusalRoom(grid: CellGrid, cell: number, trayWidth: number, last: boolean): number {
  const least = grid.pitchX - grid.cellWidth - 18;
  return last ? Math.max(least, trayWidth - cellBox(grid, cell).x - grid.cellWidth - 18) : least;
}

/** At most two reasons of `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. ...`. */
export function refusalLines(message: string): readonly string[] {
  const reasons = /nodes are available: (.*?)\.(?:\s|$)/.exec(message)?.[1];
  if (reasons === undefined) return [message];
  return reasons
    .split(', ')
    .map((reason) => reason.replace(/node\(s\) /, ''))
    .slice(0, 2);
}
