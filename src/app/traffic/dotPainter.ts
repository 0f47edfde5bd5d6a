/** Paints requests on one canvas over the traffic view: dots on their way, words where they ended, counts on lines. */
import { type Crowd, type Dot, type End, Motion, type Outcome, withinSecond } from './motion';
import { type Point, pointOn } from './trafficLayout';

export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  /** Of the canvas, in CSS px. */
  readonly width: number;
  readonly height: number;
}
type Palette = Readonly<Record<Outcome | 'paper' | 'ink' | 'edge', string>>;

const TOKENS = {
  ok: 'ready',
  failed: 'failed',
  lost: 'unready-text',
  paper: 'surface',
  ink: 'ink',
  edge: 'ink-2',
} as const;
/** The words for an end, in CSS px; larger in slides. */
const WORD_PX = 12;
/** Edge of the picture of a dot, CSS px. */
const SPRITE_PX = 14;

export interface DotPainter {
  paint(motion: Motion, view: View, speed: number): void;
  /** Reads the colours anew: the theme has changed. */
  recolour(): void;
  /** The number of the request whose end is drawn at these CSS px of the canvas. */
  hit(x: number, y: number): number | undefined;
}

export function createDotPainter(canvas: HTMLCanvasElement, wordPx = WORD_PX): DotPainter | undefined {
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  let colours = readColours(canvas);
  // Two hundred outlines a frame cost more than two hundred small pictures.
  const sprites = new Map<string, HTMLCanvasElement>();
  const sprite = (outcome: Outcome, scale: number): HTMLCanvasElement => {
    const key = `${outcome} ${scale}`;
    const known = sprites.get(key);
    if (known !== undefined) return known;
    const drawn = document.createElement('canvas');
    drawn.width = drawn.height = Math.ceil(SPRITE_PX * scale);
    const target = drawn.getContext('2d');
    target?.scale(scale, scale);
    if (target !== null) drawDot(target, colours, { outcome }, { x: SPRITE_PX / 2, y: SPRITE_PX / 2 });
    sprites.set(key, drawn);
    return drawn;
  };
  let shown: { readonly box: readonly [number, number, number, number]; readonly id: number }[] = [];
  return {
    recolour: () => {
      colours = readColours(canvas);
      sprites.clear();
    },
    hit: (x, y) =>
      shown.findLast(
        ({ box: [left, top, width, height] }) => x >= left && x <= left + width && y >= top && y <= top + height,
      )?.id,
    paint: (motion, view, speed) => {
      const scale = window.devicePixelRatio || 1;
      const width = Math.round(view.width * scale);
      const height = Math.round(view.height * scale);
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
      }
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.clearRect(0, 0, view.width, view.height);
      const place = ({ x, y }: Point): Point => ({ x: view.x + x * view.zoom, y: view.y + y * view.zoom });
      for (const crowd of motion.crowds.values()) drawCrowd(context, colours, crowd, place, wordPx);
      for (const dot of motion.dots) {
        const at = Motion.place(dot, speed);
        if (at === undefined) continue;
        const { x, y } = place(at);
        const half = SPRITE_PX / 2;
        context.drawImage(sprite(dot.outcome, scale), x - half, y - half, SPRITE_PX, SPRITE_PX);
      }
      shown = [...motion.ends.values()].map((end) => ({
        id: end.id,
        box: drawEnd(context, colours, end, place(end.at), wordPx),
      }));
    },
  };
}

/** A full disc, an octagon, or a ring: the outcome is not told by the hue alone. */
function drawDot(
  context: CanvasRenderingContext2D,
  colours: Palette,
  { outcome }: Pick<Dot, 'outcome'>,
  { x, y }: Point,
) {
  context.beginPath();
  if (outcome === 'failed') octagon(context, x, y, 5.5);
  else context.arc(x, y, 4.5, 0, Math.PI * 2);
  context.fillStyle = outcome === 'lost' ? colours.paper : colours[outcome];
  context.strokeStyle = outcome === 'lost' ? colours.lost : colours.paper;
  context.lineWidth = outcome === 'lost' ? 2 : 1;
  context.fill();
  context.stroke();
}

function octagon(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  const cut = radius * 0.41;
  const corners = [
    [-cut, -radius],
    [cut, -radius],
    [radius, -cut],
    [radius, cut],
    [cut, radius],
    [-cut, radius],
    [-radius, cut],
    [-radius, -cut],
  ] as const;
  for (const [dx, dy] of corners) context.lineTo(x + dx, y + dy);
  context.closePath();
}

/** The word in a frame, left of where the line arrives. Hands back its box in CSS px. */
function drawEnd(
  context: CanvasRenderingContext2D,
  colours: Palette,
  end: End,
  { x, y }: Point,
  px: number,
): readonly [number, number, number, number] {
  const { word, outcome, left } = end;
  const count = withinSecond(end);
  const text = count > 1 ? `${word} ×${count.toLocaleString('en')}` : word;
  context.font = `600 ${px}px ui-sans-serif, system-ui, sans-serif`;
  const height = px + 10;
  const width = context.measureText(text).width + px + 18;
  const from = Math.max(4, x - width - 6);
  const top = y - height / 2;
  context.globalAlpha = Math.min(1, left / 250);
  context.beginPath();
  context.roundRect(from, top, width, height, height / 2);
  context.fillStyle = colours.paper;
  context.strokeStyle = colours[outcome];
  context.lineWidth = 1.5;
  context.fill();
  context.stroke();
  drawDot(context, colours, { outcome }, { x: from + 11, y });
  context.fillStyle = colours[outcome];
  context.textBaseline = 'middle';
  context.fillText(text, from + 20, y + 0.5);
  context.globalAlpha = 1;
  return [from, top, width, height];
}

/** A line that was used, and how many went along it without a dot. */
function drawCrowd(
  context: CanvasRenderingContext2D,
  colours: Palette,
  crowd: Crowd,
  place: (point: Point) => Point,
  px: number,
): void {
  const { leg, outcome, left } = crowd;
  const count = withinSecond(crowd);
  context.globalAlpha = Math.min(1, left / 250);
  context.beginPath();
  for (let step = 0; step <= 12; step += 1) {
    const { x, y } = place(pointOn(leg.from, leg.to, step / 12));
    if (step === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.lineWidth = 3;
  context.strokeStyle = colours[outcome];
  context.stroke();
  if (count > 0) {
    const { x, y } = place(pointOn(leg.from, leg.to, 0.5));
    context.font = `600 ${px}px ui-sans-serif, system-ui, sans-serif`;
    const text = `+${count.toLocaleString('en')}`;
    const width = context.measureText(text).width + 10;
    context.fillStyle = colours.paper;
    context.fillRect(x - width / 2, y - px / 2 - 3, width, px + 6);
    context.fillStyle = colours.ink;
    context.textBaseline = 'middle';
    context.fillText(text, x - width / 2 + 5, y + 0.5);
  }
  context.globalAlpha = 1;
}

/** The tokens as the canvas understands them: a probe resolves `light-dark()`. */
function readColours(canvas: HTMLCanvasElement): Palette {
  const probe = document.createElement('span');
  canvas.parentElement?.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const colours: Palette = {
    ok: read(TOKENS.ok),
    failed: read(TOKENS.failed),
    lost: read(TOKENS.lost),
    paper: read(TOKENS.paper),
    ink: read(TOKENS.ink),
    edge: read(TOKENS.edge),
  };
  probe.remove();
  return colours;
}
