/** The box of an element: background, hatching, dots, rings, borders, outline. Left out: shadows. */
import { type Colour, colourOf } from './colour';
import { element, rounded, type Sheet } from './drawing';

/** Where a box lies on the sheet, and how many px of the sheet one px of its styles is. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly opacity: number;
}

const px = (value: string): number => Number.parseFloat(value) || 0;

/** Draws what `style` says of the box at `place`. */
export function drawBox(sheet: Sheet, style: CSSStyleDeclaration, place: Place): void {
  if (place.width <= 0 || place.height <= 0) return;
  const { scale, opacity } = place;
  const radius = Math.min(px(style.borderTopLeftRadius) * scale, place.width / 2, place.height / 2);
  const rx = radius > 0 ? radius : undefined;
  const { x, y, width, height } = place;
  const fill = (colour: Colour) => ({ fill: colour.hex, 'fill-opacity': opacityOf(colour, opacity) });
  const background = colourOf(style.backgroundColor);
  if (style.backgroundImage.startsWith('conic-gradient')) return drawRing(sheet, style.backgroundImage, place);
  if (background.alpha > 0) sheet.add('rect', { x, y, width, height, rx, ...fill(background) });
  const pattern = patternOf(sheet, style, scale);
  if (pattern !== undefined) sheet.add('rect', { x, y, width, height, rx, fill: pattern, opacity: partly(opacity) });
  drawBorder(sheet, style, place, rx);
  const outline = colourOf(style.outlineColor);
  if (style.outlineStyle === 'none' || outline.alpha === 0 || px(style.outlineWidth) === 0) return;
  const gap = (px(style.outlineOffset) + px(style.outlineWidth) / 2) * scale;
  sheet.add('rect', {
    x: x - gap,
    y: y - gap,
    width: width + 2 * gap,
    height: height + 2 * gap,
    rx: rx === undefined ? undefined : rx + gap,
    fill: 'none',
    ...strokeOf(outline, px(style.outlineWidth) * scale, style.outlineStyle, opacity),
  });
}

const SIDES = ['Top', 'Right', 'Bottom', 'Left'] as const;

function drawBorder(sheet: Sheet, style: CSSStyleDeclaration, place: Place, rx: number | undefined): void {
  const { x, y, width, height, scale, opacity } = place;
  const sides = SIDES.map((side) => ({
    side,
    width: px(style.getPropertyValue(`border-${side.toLowerCase()}-width`)) * scale,
    line: style.getPropertyValue(`border-${side.toLowerCase()}-style`),
    colour: colourOf(style.getPropertyValue(`border-${side.toLowerCase()}-color`)),
  }));
  const shown = sides.filter((each) => each.width > 0 && each.line !== 'none' && each.colour.alpha > 0);
  const [first] = shown;
  if (first === undefined) return;
  const isWhole = shown.length === SIDES.length && shown.every((each) => each.colour.hex === first.colour.hex);
  if (isWhole) {
    const half = first.width / 2;
    sheet.add('rect', {
      x: x + half,
      y: y + half,
      width: Math.max(0, width - first.width),
      height: Math.max(0, height - first.width),
      rx: rx === undefined ? undefined : Math.max(0, rx - half),
      fill: 'none',
      ...strokeOf(first.colour, first.width, first.line, opacity),
    });
    return;
  }
  for (const each of shown) {
    const half = each.width / 2;
    const isAcross = each.side === 'Top' || each.side === 'Bottom';
    const at = { Top: y + half, Bottom: y + height - half, Left: x + half, Right: x + width - half }[each.side];
    const ends = isAcross ? { x1: x, x2: x + width, y1: at, y2: at } : { x1: at, x2: at, y1: y, y2: y + height };
    sheet.add('line', { ...ends, ...strokeOf(each.colour, each.width, each.line, opacity) });
  }
}

function strokeOf(colour: Colour, width: number, line: string, opacity: number) {
  const dashes = { dashed: [3, 2], dotted: [1, 1.5] }[line];
  return {
    stroke: colour.hex,
    'stroke-opacity': opacityOf(colour, opacity),
    'stroke-width': width,
    'stroke-dasharray': dashes?.map((length) => rounded(length * Math.max(1, width))).join(' '),
  };
}

const partly = (opacity: number) => (opacity < 1 ? opacity : undefined);
const opacityOf = (colour: Colour, opacity: number) => partly(colour.alpha * opacity);

/** One countdown is one ring: the first colour up to its share of the circle, the second for the rest. */
function drawRing(sheet: Sheet, image: string, { x, y, width, height, opacity }: Place): void {
  const [, spent = '', percent = '0', rest = ''] =
    /^conic-gradient\((.+?) (?:0%,? ?)?(?:calc\()?([\d.]+)(?: \* 1)?%\)?, (.+) 0(?:px|%|deg)?(?: 100%)?\)$/.exec(
      image,
    ) ?? [];
  const stroke = 0.31 * (width / 2);
  const radius = width / 2 - stroke / 2;
  const around = 2 * Math.PI * radius;
  const circle = { cx: x + width / 2, cy: y + height / 2, r: radius, fill: 'none', 'stroke-width': stroke };
  const below = colourOf(rest);
  sheet.add('circle', { ...circle, stroke: below.hex, 'stroke-opacity': opacityOf(below, opacity) });
  const above = colourOf(spent);
  const length = (around * Number(percent)) / 100;
  if (length <= 0) return;
  sheet.add('circle', {
    ...circle,
    stroke: above.hex,
    'stroke-opacity': opacityOf(above, opacity),
    'stroke-dasharray': `${rounded(length)} ${rounded(around)}`,
    transform: `rotate(-90 ${rounded(circle.cx)} ${rounded(circle.cy)})`,
  });
}

/** Hatching and dots as patterns; undefined for what is neither. */
function patternOf(sheet: Sheet, { backgroundImage, backgroundSize }: CSSStyleDeclaration, scale: number) {
  const colour = /(?:rgba?|color|oklab|oklch|hsl|lab)\([^()]*\)|#[\da-f]+/i.exec(backgroundImage)?.[0];
  if (colour === undefined) return undefined;
  const { hex, alpha } = colourOf(colour);
  if (alpha === 0) return undefined;
  if (backgroundImage.startsWith('repeating-linear-gradient')) {
    const lengths = [...backgroundImage.matchAll(/([\d.]+)px/g)].map(([, length]) => Number(length) * scale);
    const step = Math.max(...lengths, 4);
    const line = lengths.find((length) => length > 0) ?? 1;
    const id = `hatch-${hex.slice(1)}-${rounded(step).replace('.', '_')}`;
    const bar = element('rect', { width: line, height: step, fill: hex, 'fill-opacity': partly(alpha) });
    const frame = { id, width: step, height: step, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' };
    return sheet.define(id, element('pattern', frame, bar));
  }
  if (!backgroundImage.startsWith('radial-gradient')) return undefined;
  const step = (Number.parseFloat(backgroundSize) || 20) * scale;
  const id = `dots-${hex.slice(1)}`;
  const dot = element('circle', { cx: step / 2, cy: step / 2, r: scale, fill: hex, 'fill-opacity': partly(alpha) });
  return sheet.define(id, element('pattern', { id, width: step, height: step, patternUnits: 'userSpaceOnUse' }, dot));
}
