/** Where everything stands in the *nodes* view: controllers on top, the tray of pending pods, node boxes below. Pure arithmetic. */
import type { ControllerRow } from './controllers';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Sizes of one kind of card. */
export interface Density {
  readonly name: 'full' | 'mid';
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly gap: number;
  /** Height of a node's header. */
  readonly header: number;
  readonly padLeft: number;
  readonly padRight: number;
  readonly padBottom: number;
}

export const FULL: Density = {
  name: 'full',
  cellWidth: 110,
  cellHeight: 60,
  gap: 12,
  header: 64,
  padLeft: 16,
  padRight: 8,
  padBottom: 12,
};
export const MID: Density = {
  name: 'mid',
  cellWidth: 92,
  cellHeight: 48,
  gap: 4,
  header: 36,
  padLeft: 8,
  padRight: 8,
  padBottom: 8,
};
const ROW_GAP = 7;

/** A grid of cells of equal size. `x`, `y` are the first cell's corner within its box. */
export interface CellGrid {
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly pitchX: number;
  readonly pitchY: number;
}

/** The box of cell `index`, relative to its grid's box. */
export function cellBox(grid: CellGrid, index: number): Box {
  return {
    x: grid.x + (index % grid.columns) * grid.pitchX,
    y: grid.y + Math.floor(index / grid.columns) * grid.pitchY,
    width: grid.cellWidth,
    height: grid.cellHeight,
  };
}

/** Which cell lies under a point relative to the grid's box; undefined between cells. */
export function cellAt(grid: CellGrid, x: number, y: number): number | undefined {
  const column = Math.floor((x - grid.x) / grid.pitchX);
  const row = Math.floor((y - grid.y) / grid.pitchY);
  if (column < 0 || row < 0 || column >= grid.columns) return undefined;
  const inside =
    x - grid.x - column * grid.pitchX <= grid.cellWidth && y - grid.y - row * grid.pitchY <= grid.cellHeight;
  return inside ? row * grid.columns + column : undefined;
}

export interface LayoutNode {
  readonly name: string;
  readonly pods: number;
  /** A lost node with pods needs a row for its countdown. */
  readonly banner: boolean;
}
/** What decides the size of a pill; `room` is in characters. */
export type PillRow = Pick<ControllerRow, 'id' | 'name' | 'room'>;

export interface NodesLayoutInput {
  readonly density: 'full' | 'mid';
  /** Room of the canvas in px. */
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly LayoutNode[];
  readonly controllers: readonly PillRow[];
  readonly services: readonly PillRow[];
  readonly pending: number;
  /** Nodes one below the other, as wide as the room: a phone. */
  readonly stacked: boolean;
}

export interface NodesLayout {
  readonly density: Density;
  readonly bounds: Box;
  /** Captions over the pills; undefined without controllers, or where Services have no row end of their own. */
  readonly caption: Box | undefined;
  readonly servicesCaption: Box | undefined;
  /** Controllers and Services. */
  readonly pills: ReadonlyMap<string, Box>;
  /** How much larger than their natural size pills are, at most: they shrink again as the view comes near. */
  readonly pillScale: number;
  readonly tray: Box | undefined;
  readonly trayGrid: CellGrid;
  /** How many pending pods the tray shows. */
  readonly trayShown: number;
  /** There is room for the scheduler's reasons beside the pods. */
  readonly trayExplained: boolean;
  readonly nodes: ReadonlyMap<string, Box>;
  readonly grid: CellGrid;
}

const PILL_HEIGHT = 36;
/** Least room for the words over the Services. */
const CAPTION = 180;
/** A pending pod and the reason beside it. */
const EXPLAINED = 208;
/** Least space left and right of the picture. */
const MARGIN = 10;

/** Places everything for the room there is; the same input gives the same places. */
export function nodesLayout(input: NodesLayoutInput): NodesLayout {
  const mid = input.density === 'mid';
  const density = mid ? MID : FULL;
  const gap = mid ? 4 : 10;
  const { grid, perRow, zoom } = arrangement(input, density, gap);
  const boxWidth = widthOf(grid, density);
  const width = Math.max(perRow * (boxWidth + gap) - gap, Math.min(input.width - 2 * MARGIN, 788));

  // Where the picture must be zoomed out, pills are drawn larger, so that they are read at a normal size.
  const scale = Math.min(6, Math.max(1, 1 / zoom));
  const top = placePills(input, width, mid, scale);
  const tray = placeTray(input, width, top.bottom, density);
  const nodes = new Map<string, Box>();
  let y = tray.bottom;
  const offset = Math.max(0, (width - perRow * (boxWidth + gap) + gap) / 2);
  for (let first = 0; first < input.nodes.length; first += perRow) {
    const row = input.nodes.slice(first, first + perRow);
    const height = Math.max(...row.map((node) => boxHeight(node, grid, density, input.stacked)));
    for (const [column, node] of row.entries()) {
      nodes.set(node.name, {
        x: offset + column * (boxWidth + gap),
        y,
        width: boxWidth,
        height: input.stacked ? boxHeight(node, grid, density, true) : height,
      });
    }
    y += height + (mid ? 8 : 26);
  }
  return {
    density,
    bounds: { x: 0, y: 0, width, height: Math.max(y - (mid ? 8 : 26), tray.bottom) },
    caption: top.caption,
    servicesCaption: top.servicesCaption,
    pills: top.pills,
    pillScale: scale,
    tray: tray.box,
    trayGrid: tray.grid,
    trayShown: tray.shown,
    trayExplained: tray.explained,
    nodes,
    grid,
  };
}

/** What stands above the nodes and around the picture, roughly. */
const OVERHEAD = 300;

interface Arrangement {
  readonly grid: CellGrid;
  readonly perRow: number;
  /** How far out the view must be to show all nodes. */
  readonly zoom: number;
}

/** How many pods side by side, and how many nodes: what lets the picture be largest; at equal size the plainest. */
function arrangement(input: NodesLayoutInput, density: Density, gap: number): Arrangement {
  const { nodes, width, height, stacked } = input;
  const most = bucket(Math.max(0, ...nodes.map(({ pods, banner }) => pods + (banner ? 2 : 0))));
  const room = width - 2 * MARGIN - density.padLeft - density.padRight + density.gap;
  if (stacked) {
    const columns = Math.max(1, Math.floor(room / (density.cellWidth + density.gap)));
    return { grid: cellGrid(density, columns, Math.floor(room / columns) - density.gap), perRow: 1, zoom: 1 };
  }
  // Few pods in a small picture: it may be longer than the room, but is read at full size.
  const flows = density.name === 'mid' && nodes.reduce((sum, { pods }) => sum + pods, 0) <= FEW_PODS;
  let best: Arrangement | undefined;
  for (let columns = 2; columns <= MOST_COLUMNS && (columns === 2 || columns <= most); columns += 1) {
    const grid = cellGrid(density, columns, density.cellWidth);
    const rows = Math.max(2, Math.ceil(most / columns));
    const box = {
      width: widthOf(grid, density) + gap,
      height: density.header + rows * grid.pitchY + density.padBottom + 20,
    };
    for (let perRow = Math.min(nodes.length, MOST_PER_ROW); perRow >= 1; perRow -= 1) {
      const across = (width - 2 * MARGIN) / (perRow * box.width - gap);
      const down = (height - 120) / (Math.ceil(nodes.length / perRow) * box.height + OVERHEAD - 120);
      const zoom = Math.min(1, across, flows ? 1 : down);
      if (best === undefined || zoom > best.zoom + 0.01) best = { grid, perRow, zoom };
    }
  }
  return best ?? { grid: cellGrid(density, 2, density.cellWidth), perRow: 1, zoom: 1 };
}

const FEW_PODS = 60;
const MOST_COLUMNS = 24;
const MOST_PER_ROW = 40;

/** Rounds up in steps, so that one pod more does not arrange the whole picture anew. */
function bucket(pods: number): number {
  if (pods <= 6) return 6;
  let step = 8;
  while (step < pods) step = Math.ceil(step * 1.34);
  return step;
}

function cellGrid(density: Density, columns: number, cellWidth: number): CellGrid {
  return {
    x: density.padLeft,
    y: density.header,
    columns,
    cellWidth,
    cellHeight: density.cellHeight,
    pitchX: cellWidth + density.gap,
    pitchY: density.cellHeight + (density.name === 'mid' ? 6 : ROW_GAP),
  };
}

const widthOf = (grid: CellGrid, density: Density) =>
  density.padLeft + grid.columns * grid.pitchX - density.gap + density.padRight;

function boxHeight(node: LayoutNode, grid: CellGrid, density: Density, stacked: boolean): number {
  const least = density.name === 'mid' ? (stacked ? 1 : 2) : 3;
  const rows = Math.ceil(node.pods / grid.columns) + (node.banner ? 1 : 0);
  const shown = Math.max(rows, node.pods === 0 && !node.banner ? 1 : Math.min(least, 3));
  return density.header + shown * grid.pitchY - (grid.pitchY - grid.cellHeight) + density.padBottom;
}

/** An estimate: monogram, name, and what stands right of it. */
const pillWidth = (name: string, room: number, mid: boolean) =>
  mid ? Math.min(280, 84 + room * 9 + name.length * 8) : Math.min(280, Math.max(136, 92 + room * 8 + name.length * 7));

/** The size of a pill at its natural scale, no wider than `width`. */
const pillBox = ({ name, room }: PillRow, width: number, mid: boolean, scale: number) => ({
  width: Math.min(width, pillWidth(name, room, mid) * scale),
  height: PILL_HEIGHT * scale,
});

/** Puts pills side by side from `from` on, and into further rows where they do not fit; hands back where the next would stand. */
export function flowPills(
  rows: readonly PillRow[],
  from: { readonly x: number; readonly y: number; readonly left?: number },
  { width, mid, scale }: { readonly width: number; readonly mid: boolean; readonly scale: number },
  pills: Map<string, Box>,
): { readonly x: number; readonly y: number } {
  const { left = 0 } = from;
  let { x, y } = from;
  for (const row of rows) {
    const size = pillBox(row, width, mid, scale);
    if (x > left && x + size.width > left + width) {
      x = left;
      y += (PILL_HEIGHT + 6) * scale;
    }
    pills.set(row.id, { x, y, ...size });
    x += size.width + 10 * scale;
  }
  return { x, y };
}

/** Controllers from the left; Services end at the right where both fit in one row, otherwise they follow. */
function placePills(
  { controllers, services }: NodesLayoutInput,
  width: number,
  mid: boolean,
  scale: number,
): Pick<NodesLayout, 'pills' | 'caption' | 'servicesCaption'> & { readonly bottom: number } {
  const pills = new Map<string, Box>();
  const frame = { width, mid, scale };
  if (controllers.length + services.length === 0)
    return { pills, caption: undefined, servicesCaption: undefined, bottom: 0 };
  const top = mid ? 0 : 22;
  const end = flowPills(controllers, { x: 0, y: top }, frame, pills);
  const needed = services.reduce((sum, row) => sum + pillBox(row, width, mid, scale).width + 10 * scale, -10 * scale);
  const beside = services.length > 0 && !mid && end.y === top && end.x + Math.max(needed, CAPTION) <= width;
  // Wide enough for the caption, too.
  const first = beside && controllers.length > 0 ? width - Math.max(needed, CAPTION) : end.x;
  const last = flowPills(services, { x: first, y: end.y, ...(beside ? { left: first } : {}) }, frame, pills);
  const bottom = last.y + PILL_HEIGHT * scale + (mid ? 8 : 46);
  const caption = (x: number, right: number): Box => ({ x: x + 4, y: 0, width: right - x - 8, height: 16 });
  return {
    pills,
    caption: mid || controllers.length === 0 ? undefined : caption(0, beside ? first : width),
    servicesCaption: beside ? caption(first, width) : undefined,
    bottom,
  };
}

/** The tray stands always where there is room; in small pictures only while something waits. */
function placeTray(
  { pending, stacked, controllers, nodes }: NodesLayoutInput,
  width: number,
  top: number,
  density: Density,
) {
  const mid = density.name === 'mid';
  const left = mid ? 96 : 104;
  const room = width - left;
  const explained = !mid && pending > 0 && pending * EXPLAINED <= room;
  const cellWidth = mid ? 112 : density.cellWidth;
  const pitchX = explained ? Math.min(300, Math.floor(room / pending)) : cellWidth + 8;
  const fitting = Math.max(1, Math.floor((room - 56) / pitchX));
  const shown = Math.min(pending, explained ? pending : fitting);
  const grid: CellGrid = {
    x: left,
    y: mid ? 4 : 9,
    columns: Math.max(1, shown),
    cellWidth,
    cellHeight: mid ? 26 : density.cellHeight,
    pitchX,
    pitchY: density.cellHeight,
  };
  // Nothing runs yet: the page speaks below the nodes, and they stand on top.
  const bare = pending === 0 && controllers.length === 0 && nodes.every(({ pods }) => pods === 0);
  if (bare || (mid && pending === 0)) return { box: undefined, grid, shown: 0, explained, bottom: top };
  const height = mid ? 34 : 80;
  return {
    box: { x: 0, y: top, width, height },
    grid,
    shown,
    explained,
    bottom: top + height + (mid ? 8 : stacked ? 10 : 30),
  };
}
