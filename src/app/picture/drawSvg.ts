/** SVG of the page as SVG of its own: styles become attributes, symbols are copied in. */
import { colourOf } from './colour';
import { element, escaped, rounded, type Sheet } from './drawing';
import type { Place } from './drawBox';

/** What says where a shape is. */
const GEOMETRY = [
  'd',
  'cx',
  'cy',
  'r',
  'x',
  'y',
  'x1',
  'x2',
  'y1',
  'y2',
  'width',
  'height',
  'rx',
  'ry',
  'points',
  'viewBox',
  'text-anchor',
  'dominant-baseline',
  'dx',
  'dy',
  'pathLength',
];

/** Draws `svg` at its place on the sheet. */
export function drawSvg(sheet: Sheet, svg: SVGSVGElement, place: Place): void {
  const content = childrenOf(svg, place.opacity);
  if (content === '') return;
  const box = svg.viewBox.baseVal;
  const hasBox = box !== null && box.width > 0;
  const { x, y, width, height, scale } = place;
  const viewBox = hasBox ? `${box.x} ${box.y} ${box.width} ${box.height}` : `0 0 ${width / scale} ${height / scale}`;
  const { overflow, clipPath } = getComputedStyle(svg);
  const clip = clipOf(sheet, clipPath, width / scale, height / scale);
  const inside = clip === undefined ? content : element('g', { 'clip-path': clip }, content);
  const isOpen = overflow === 'visible' ? overflow : undefined;
  sheet.add('svg', { x, y, width, height, viewBox, overflow: isOpen }, inside);
}

/** A polygon that a style cuts with, as a definition; undefined for anything else. */
function clipOf(sheet: Sheet, clipPath: string, width: number, height: number): string | undefined {
  const inside = /^polygon\((?:nonzero,|evenodd,)?(.+)\)$/.exec(clipPath)?.[1];
  if (inside === undefined) return undefined;
  const length = (text: string, whole: number) =>
    rounded(text.endsWith('%') ? (Number.parseFloat(text) / 100) * whole : Number.parseFloat(text));
  const points = inside.split(',').map((point) => {
    const [x = '0', y = '0'] = point.trim().split(/ +/);
    return `${length(x, width)},${length(y, height)}`;
  });
  const id = `clip-${points.join('-').replaceAll(/[^\d-]/g, '_')}`;
  return sheet.define(id, element('clipPath', { id }, element('polygon', { points: points.join(' ') })));
}

function childrenOf(parent: Element, opacity: number): string {
  return [...parent.children].map((child) => shapeOf(child, opacity)).join('');
}

function shapeOf(child: Element, opacity: number): string {
  const tag = child.tagName.toLowerCase();
  if (['title', 'desc', 'defs', 'symbol', 'style', 'marker', 'foreignobject'].includes(tag)) return '';
  const style = getComputedStyle(child);
  if (style.display === 'none' || style.visibility === 'hidden') return '';
  const own = Number(style.opacity) * opacity;
  if (own === 0) return '';
  if (tag === 'use') return symbolOf(child, style, own);
  if (tag === 'g' || tag === 'a' || tag === 'svg') {
    const inner = childrenOf(child, own);
    return inner === '' ? '' : element('g', { transform: transformOf(style) }, inner);
  }
  if (tag === 'text' || tag === 'tspan') return textOf(child, style, own);
  const attributes: Record<string, string> = {};
  for (const name of GEOMETRY) {
    const value = child.getAttribute(name);
    if (value !== null) attributes[name] = value;
  }
  return element(tag, { ...attributes, transform: transformOf(style), ...paintOf(style, own) });
}

function transformOf({ transform }: CSSStyleDeclaration): string | undefined {
  return transform === 'none' ? undefined : transform.replaceAll(', ', ' ');
}

function paintOf(style: CSSStyleDeclaration, opacity: number) {
  const fill = colourOf(style.fill);
  const stroke = colourOf(style.stroke);
  const hasStroke = stroke.alpha > 0 && style.stroke !== 'none';
  const hasFill = fill.alpha > 0 && style.fill !== 'none';
  const fillOpacity = fill.alpha * Number(style.fillOpacity) * opacity;
  const strokeOpacity = stroke.alpha * Number(style.strokeOpacity) * opacity;
  return {
    fill: hasFill ? fill.hex : 'none',
    'fill-opacity': hasFill && fillOpacity < 1 ? fillOpacity : undefined,
    ...(hasStroke
      ? {
          stroke: stroke.hex,
          'stroke-opacity': strokeOpacity < 1 ? strokeOpacity : undefined,
          'stroke-width': style.strokeWidth.replace('px', ''),
          'stroke-dasharray':
            style.strokeDasharray === 'none'
              ? undefined
              : style.strokeDasharray.replaceAll('px', '').replaceAll(',', ''),
          'stroke-linecap': style.strokeLinecap === 'butt' ? undefined : style.strokeLinecap,
          'stroke-linejoin': style.strokeLinejoin === 'miter' ? undefined : style.strokeLinejoin,
        }
      : {}),
  };
}

function textOf(child: Element, style: CSSStyleDeclaration, opacity: number): string {
  const content = [...child.childNodes]
    .map((node) => {
      if (node instanceof Text) return escaped(node.data);
      return node instanceof Element ? shapeOf(node, opacity) : '';
    })
    .join('');
  const fill = colourOf(style.fill);
  const whole = fill.alpha * opacity;
  const at: Record<string, string> = {};
  for (const name of ['x', 'y', 'dx', 'dy']) {
    const value = child.getAttribute(name);
    if (value !== null) at[name] = value;
  }
  return element(
    child.tagName.toLowerCase(),
    {
      ...at,
      transform: child.tagName.toLowerCase() === 'text' ? transformOf(style) : undefined,
      fill: fill.hex,
      'fill-opacity': whole < 1 ? whole : undefined,
      'font-size': Number.parseFloat(style.fontSize),
      'font-family': style.fontFamily.replaceAll('"', "'"),
      'font-weight': style.fontWeight === '400' ? undefined : style.fontWeight,
      'text-anchor': style.textAnchor === 'start' ? undefined : style.textAnchor,
      'dominant-baseline': style.dominantBaseline === 'auto' ? undefined : style.dominantBaseline,
    },
    content,
  );
}

/** The symbol that a `use` names, in the colours of where it is used. */
function symbolOf(use: Element, style: CSSStyleDeclaration, opacity: number): string {
  const symbol = document.querySelector(use.getAttribute('href') ?? '#none');
  if (symbol === null) return '';
  const colour = colourOf(style.color);
  const content = symbol.innerHTML
    .replaceAll(/currentColor/gi, colour.hex)
    // A glyph's own hole has the colour of what lies behind it.
    .replaceAll(/var\((--[\w-]+)\)/g, (_, name: string) => colourOf(resolved(use, name)).hex)
    .replaceAll(/ xmlns="[^"]*"/g, '');
  const whole = opacity * (style.fill === 'none' ? 1 : colour.alpha);
  const paint = { ...paintOf(style, 1), opacity: whole < 1 ? whole : undefined };
  return element('svg', { viewBox: symbol.getAttribute('viewBox') ?? undefined }, element('g', paint, content));
}

/** What a custom property stands for; `light-dark()` is decided by the style that computes it. */
function resolved(at: Element, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  probe.hidden = true;
  (at.closest('button, div, li, span, section') ?? document.body).append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
