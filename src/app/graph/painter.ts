/**
 * Draws pods as glyphs on one canvas over the whole graph: everything when the view moves, single cells when they change.
 * The same eight outlines as the cards, at 5 to 16 px.
 */
import { type CellGrid, cellAt, cellBox } from './nodesLayout';
import { POD_STATES, type PodStateName } from './podState';
import type { Viewport } from './viewport';

/** A grid of cells on the graph, with its corner in graph coordinates. */
export interface Field {
  readonly x: number;
  readonly y: number;
  readonly grid: CellGrid;
  readonly keys: readonly string[];
  /** Cells before this one are real elements: the painter leaves them out. */
  readonly mounted: number;
}
export interface PaintedCell {
  readonly key: string;
  /** In px of the canvas. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Painter {
  setField(id: string, field: Field | undefined): void;
  setViewport(viewport: Viewport): void;
  /** The canvas has another size; `scale` is device pixels per px. */
  resize(width: number, height: number, scale: number): void;
  /** Only pods in this state keep their strength. */
  setFilter(state: PodStateName | undefined): void;
  setSelected(key: string | undefined): void;
  /** The numbers of cells in the chain that answers "why?". */
  setSteps(stepsOf: (key: string) => string | undefined): void;
  /** Reads the colours anew: the theme has changed. */
  recolour(): void;
  /** These cells look different. */
  repaint(keys: readonly string[]): void;
  hit(x: number, y: number): PaintedCell | undefined;
  find(key: string): PaintedCell | undefined;
  cells(): readonly PaintedCell[];
}

type Palette = Readonly<Record<PodStateName | 'surface' | 'line' | 'cause', string>>;

/** Builds a painter over `canvas`; `stateOf` tells how a pod stands. Draws at most once per frame. */
export function createPainter(canvas: HTMLCanvasElement, stateOf: (key: string) => PodStateName | undefined): Painter {
  const context = canvas.getContext('2d');
  const fields = new Map<string, Field>();
  const where = new Map<string, string>();
  const sprites = new Map<string, HTMLCanvasElement>();
  const size = { width: 0, height: 0, scale: 1 };
  let palette: Palette | undefined;
  let viewport: Viewport = { x: 0, y: 0, zoom: 1 };
  let filter: PodStateName | undefined;
  let selected: string | undefined;
  let stepsOf: (key: string) => string | undefined = () => undefined;
  let hasSteps = false;
  let all = false;
  const some = new Set<string>();
  let waiting = false;
  let blank = true;

  const wake = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      if (context === null) return;
      const nothing = ![...fields.values()].some((field) => field.mounted < field.keys.length);
      canvas.hidden = nothing;
      if (nothing && blank) return; // Near, with all cards in place: moving costs nothing here.
      blank = nothing;
      palette ??= readPalette(canvas);
      // A single cell would be drawn over the badge of its neighbour.
      if (all || hasSteps) drawAll(context, palette);
      else for (const key of some) drawOne(context, palette, key);
      all = false;
      some.clear();
    });
  };
  const redraw = () => {
    all = true;
    wake();
  };
  const place = (field: Field, index: number, key: string): PaintedCell => {
    const box = cellBox(field.grid, index);
    const { x, y, zoom } = viewport;
    return {
      key,
      left: x + (field.x + box.x) * zoom,
      top: y + (field.y + box.y) * zoom,
      width: box.width * zoom,
      height: box.height * zoom,
    };
  };
  const sprite = (colours: Palette, state: PodStateName, px: number) => {
    const name = `${state} ${px}`;
    const known = sprites.get(name);
    if (known !== undefined) return known;
    const drawn = document.createElement('canvas');
    drawn.width = drawn.height = px;
    const target = drawn.getContext('2d');
    if (target !== null) {
      target.scale(px / 14, px / 14);
      drawState(target, state, colours[state], colours.surface);
    }
    sprites.set(name, drawn);
    return drawn;
  };
  const drawCell = (target: CanvasRenderingContext2D, colours: Palette, cell: PaintedCell) => {
    const state = stateOf(cell.key);
    if (state === undefined) return;
    const edge = glyphSize(cell);
    const px = Math.max(1, Math.round(edge * size.scale));
    target.globalAlpha = filter === undefined || filter === state ? 1 : 0.2;
    const left = cell.left + (cell.width - edge) / 2;
    const top = cell.top + (cell.height - edge) / 2;
    target.drawImage(sprite(colours, state, px), left, top, edge, edge);
    target.globalAlpha = 1;
    const steps = stepsOf(cell.key);
    if (steps !== undefined) drawSteps(target, colours, { steps, left: left + edge + 3, top: top - 3 });
    if (cell.key !== selected && steps === undefined) return;
    target.strokeStyle = colours.cause;
    target.lineWidth = 2;
    target.strokeRect(left - 2.5, top - 2.5, edge + 5, edge + 5);
  };
  const isVisible = ({ left, top, width, height }: PaintedCell) =>
    left + width > 0 && top + height > 0 && left < size.width && top < size.height;
  const drawAll = (target: CanvasRenderingContext2D, colours: Palette) => {
    const last: PaintedCell[] = [];
    target.setTransform(size.scale, 0, 0, size.scale, 0, 0);
    target.clearRect(0, 0, size.width, size.height);
    for (const field of fields.values()) {
      for (let index = field.mounted; index < field.keys.length; index += 1) {
        const key = field.keys[index];
        if (key === undefined) continue;
        const cell = place(field, index, key);
        if (!isVisible(cell)) continue;
        // Badges reach over their neighbours.
        if (stepsOf(key) === undefined) drawCell(target, colours, cell);
        else last.push(cell);
      }
    }
    hasSteps = last.length > 0;
    for (const cell of last) drawCell(target, colours, cell);
  };
  const find = (key: string): PaintedCell | undefined => {
    const field = fields.get(where.get(key) ?? '');
    const index = field?.keys.indexOf(key) ?? -1;
    return field === undefined || index < 0 ? undefined : place(field, index, key);
  };
  const drawOne = (target: CanvasRenderingContext2D, colours: Palette, key: string) => {
    const field = fields.get(where.get(key) ?? '');
    const index = field?.keys.indexOf(key) ?? -1;
    if (field === undefined || index < field.mounted) return;
    const cell = place(field, index, key);
    if (!isVisible(cell)) return;
    target.clearRect(cell.left - 1, cell.top - 1, cell.width + 2, cell.height + 2);
    drawCell(target, colours, cell);
  };

  return {
    setField: (id, field) => {
      const old = fields.get(id);
      if (field === undefined) fields.delete(id);
      else fields.set(id, field);
      if (old?.keys !== field?.keys) {
        for (const key of old?.keys ?? []) if (where.get(key) === id) where.delete(key);
        for (const key of field?.keys ?? []) where.set(key, id);
      }
      redraw();
    },
    setViewport: (next) => {
      viewport = next;
      redraw();
    },
    resize: (width, height, scale) => {
      Object.assign(size, { width, height, scale });
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      redraw();
    },
    setFilter: (state) => {
      filter = state;
      redraw();
    },
    setSelected: (key) => {
      selected = key;
      redraw();
    },
    setSteps: (of) => {
      stepsOf = of;
      redraw();
    },
    recolour: () => {
      palette = undefined;
      sprites.clear();
      redraw();
    },
    repaint: (keys) => {
      for (const key of keys) some.add(key);
      wake();
    },
    hit: (x, y) => {
      for (const field of fields.values()) {
        const index = cellAt(
          field.grid,
          (x - viewport.x) / viewport.zoom - field.x,
          (y - viewport.y) / viewport.zoom - field.y,
        );
        const key = index === undefined ? undefined : field.keys[index];
        if (index !== undefined && key !== undefined && index >= field.mounted) return place(field, index, key);
      }
      return undefined;
    },
    find,
    cells: () => [...fields.values()].flatMap((field) => field.keys.map((key, index) => place(field, index, key))),
  };
}

/** Edge of the glyph in a cell, in px. */
export function glyphSize({ width, height }: Pick<PaintedCell, 'width' | 'height'>): number {
  return Math.max(4, Math.min(16, Math.min(width, height) * 0.86));
}

function readPalette(canvas: HTMLCanvasElement): Palette {
  const probe = document.createElement('span');
  canvas.parentElement?.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const tokens = {
    pending: 'pending',
    starting: 'starting',
    ready: 'ready',
    unready: 'unready',
    failed: 'failed',
    done: 'done',
    terminating: 'gone',
    unknown: 'gone',
  };
  const states = Object.fromEntries(POD_STATES.map((state) => [state, read(tokens[state])])) as Record<
    PodStateName,
    string
  >; // All states are listed.
  const palette = { ...states, surface: read('surface'), line: read('line-2'), cause: read('cause') };
  probe.remove();
  return palette;
}

/** The numbers of a cell in a chain of causes, on a badge with its corner at `left` and `top`. */
function drawSteps(
  target: CanvasRenderingContext2D,
  { cause, surface }: Palette,
  { steps, left, top }: { readonly steps: string; readonly left: number; readonly top: number },
): void {
  target.font = '600 11px sans-serif';
  const width = Math.max(14, target.measureText(steps).width + 7);
  target.fillStyle = cause;
  target.beginPath();
  target.roundRect(left, top, width, 14, 7);
  target.fill();
  target.fillStyle = surface;
  target.textAlign = 'center';
  target.textBaseline = 'middle';
  target.fillText(steps, left + width / 2, top + 7.5);
}

/** One state in a square of 14 units. */
function drawState(target: CanvasRenderingContext2D, state: PodStateName, colour: string, paper: string): void {
  const circle = (radius: number, from = 0, to = Math.PI * 2) => {
    target.beginPath();
    target.arc(7, 7, radius, from, to);
  };
  target.fillStyle = target.strokeStyle = colour;
  target.lineCap = 'round';
  switch (state) {
    case 'ready':
      circle(4.6);
      target.fill();
      return;
    case 'unready':
      target.lineWidth = 1.6;
      circle(5.4);
      target.stroke();
      circle(5.4, Math.PI / 2, (Math.PI * 3) / 2);
      target.fill();
      return;
    case 'starting':
      target.lineWidth = 2.2;
      target.globalAlpha = 0.3;
      circle(5);
      target.stroke();
      target.globalAlpha = 1;
      circle(5, -Math.PI / 2, Math.PI * 0.83);
      target.stroke();
      return;
    case 'failed':
      target.fill(new Path2D('M4.4 .4h5.2l4 4v5.2l-4 4H4.4l-4-4V4.4z'));
      target.strokeStyle = paper;
      target.lineWidth = 1.6;
      target.stroke(new Path2D('M4.8 4.8l4.4 4.4M9.2 4.8L4.8 9.2'));
      return;
    case 'done':
      target.fillRect(2.8, 2.8, 8.4, 8.4);
      return;
    case 'terminating':
      target.lineWidth = 1.2;
      circle(5.4);
      target.stroke();
      target.stroke(new Path2D('M3 7.6L7.6 3M4 10.4L10.4 4M6.4 11L11 6.4'));
      return;
    case 'unknown':
      target.lineWidth = 1.8;
      target.setLineDash([0.1, 2.6]);
      circle(5.4);
      target.stroke();
      return;
    case 'pending':
      target.lineWidth = 1.2;
      target.setLineDash([3, 2]);
      circle(5.4);
      target.stroke();
      circle(1.6);
      target.fill();
      return;
    default:
      state satisfies never;
  }
}
