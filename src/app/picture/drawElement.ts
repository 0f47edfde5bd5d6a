/**
 * Draws what stands on the page as a picture of its own: boxes, lines, glyphs and text become SVG shapes that any
 * program opens and that stay sharp and editable. Left out: shadows, filters, controls (`.canvas-ui` but the provenance line).
 */
import { drawBox, type Place } from './drawBox';
import { colourOf } from './colour';
import { type Drawing, element, escaped, Sheet } from './drawing';
import { drawSvg } from './drawSvg';
import { drawText } from './drawText';

/** What surrounds an element. */
interface Context {
  readonly scale: number;
  readonly opacity: number;
  /** What lies outside is not shown. */
  readonly clip: DOMRect;
  /** Where text is cut with an ellipsis. */
  readonly clipRight: number | undefined;
}

/** Not a part of the picture. */
const LEFT_OUT =
  '.sr-only, .canvas-ui:not(.prov), .react-flow__attribution, script, style, template, [data-no-picture]';

/** Draws `root` as it stands now. */
export function drawElement(root: HTMLElement): Drawing {
  const box = root.getBoundingClientRect();
  const sheet = new Sheet(box.left, box.top);
  draw(sheet, root, { scale: 1, opacity: 1, clip: box, clipRight: undefined });
  return { width: box.width, height: box.height, shapes: sheet.shapes, defs: sheet.defs };
}

function draw(sheet: Sheet, child: Element, context: Context): void {
  if (child.matches(LEFT_OUT)) return;
  const style = getComputedStyle(child);
  if (style.display === 'none') return;
  const opacity = context.opacity * Number(style.opacity);
  if (opacity === 0) return;
  const box = child.getBoundingClientRect();
  const isSeen = style.visibility !== 'hidden' && style.display !== 'contents';
  if (isSeen && box.width > 0 && !meets(box, context.clip)) return;
  const { offsetWidth = 0 } = child as Partial<HTMLElement>; // SVG elements have none.
  const scale = offsetWidth > 0 ? box.width / offsetWidth : context.scale;
  const place: Place = {
    x: box.left - sheet.left,
    y: box.top - sheet.top,
    width: box.width,
    height: box.height,
    scale,
    opacity,
  };
  if (child instanceof SVGSVGElement) {
    if (isSeen && box.width > 0) drawSvg(sheet, child, place);
    return;
  }
  if (child instanceof HTMLCanvasElement) return drawCanvas(sheet, child, place);
  if (isSeen) drawBox(sheet, style, place);
  drawPseudo(sheet, child, '::before', place);
  const isCut = style.overflowX !== 'visible' && style.textOverflow === 'ellipsis';
  const inside: Context = {
    scale,
    opacity,
    clip: style.overflowX === 'visible' && style.overflowY === 'visible' ? context.clip : box,
    clipRight: isCut ? box.right - (Number.parseFloat(style.paddingRight) || 0) * scale : context.clipRight,
  };
  for (const node of inPaintOrder(child)) {
    if (node instanceof Text) {
      if (isSeen) drawText(sheet, node, style, inside);
    } else draw(sheet, node, inside);
  }
  drawPseudo(sheet, child, '::after', place);
}

/** Texts and elements below `parent`, by their z-index where they are lifted out of the flow. */
function inPaintOrder(parent: Element): readonly (Element | Text)[] {
  const nodes = [...parent.childNodes].filter((node) => node instanceof Element || node instanceof Text);
  const level = (node: Element | Text): number => {
    if (node instanceof Text) return 0;
    const { position, zIndex } = getComputedStyle(node);
    return position === 'static' || zIndex === 'auto' ? 0 : Number(zIndex);
  };
  const levels = new Map(nodes.map((node) => [node, level(node)]));
  return [...nodes].sort((left, right) => (levels.get(left) ?? 0) - (levels.get(right) ?? 0));
}

function meets(box: DOMRect, clip: DOMRect): boolean {
  return box.right > clip.left && box.left < clip.right && box.bottom > clip.top && box.top < clip.bottom;
}

/** Lines and marks that a style sheet adds beside an element's own content. */
function drawPseudo(sheet: Sheet, parent: Element, which: '::before' | '::after', place: Place): void {
  const style = getComputedStyle(parent, which);
  if (style.content === 'none' || style.content === 'normal') return;
  // What stands in the line itself stands at its end.
  const isAtEnd = which === '::after' && style.position === 'static' && /^(inline-)?block$/.test(style.display);
  if (style.position !== 'absolute' && !isAtEnd) return;
  const own = getComputedStyle(parent);
  const length = (value: string) => (Number.parseFloat(value) || 0) * place.scale;
  const size = { width: length(style.width), height: length(style.height) };
  const corner = isAtEnd
    ? {
        x: place.x + place.width - length(own.borderRightWidth) - length(own.paddingRight) - size.width,
        y: place.y + (place.height - size.height) / 2,
      }
    : {
        x: place.x + length(own.borderLeftWidth) + length(style.left),
        y: place.y + length(own.borderTopWidth) + length(style.top),
      };
  const box: Place = { ...corner, ...size, scale: place.scale, opacity: place.opacity * Number(style.opacity) };
  drawBox(sheet, style, box);
  drawLabel(sheet, style, box);
}

/** What a style sheet writes in the middle of a mark, such as a number. */
function drawLabel(sheet: Sheet, style: CSSStyleDeclaration, { x, y, width, height, scale }: Place): void {
  // What follows a slash is for who cannot see it.
  const text = /^"([^"]+)"/.exec(style.content)?.[1];
  if (text === undefined) return;
  const size = Number.parseFloat(style.fontSize) * scale;
  const middle = { x: x + width / 2, y: y + height / 2 + size * 0.36, 'text-anchor': 'middle' };
  const font = {
    'font-size': size,
    'font-weight': style.fontWeight,
    'font-family': style.fontFamily.replaceAll('"', "'"),
  };
  sheet.add('text', { ...middle, ...font, fill: colourOf(style.color).hex }, escaped(text));
}

/** The far view is painted by hand: it comes in as it is. */
function drawCanvas(sheet: Sheet, canvas: HTMLCanvasElement, { x, y, width, height }: Place): void {
  if (canvas.width === 0 || canvas.height === 0) return;
  sheet.shapes.push(element('image', { x, y, width, height, href: canvas.toDataURL() }));
}
