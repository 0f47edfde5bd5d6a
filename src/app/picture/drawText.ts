/** Text as SVG text: one element a line, on the same baseline, cut where the page cuts it. */
import { colourOf } from './colour';
import { escaped, type Sheet } from './drawing';

let context: CanvasRenderingContext2D | null | undefined;

interface Line {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly height: number;
}

/** Draws `node`, a text of `parent`; `scale`: px on the sheet for one px of the style; `clipRight`: where it is cut. */
export function drawText(
  sheet: Sheet,
  node: Text,
  style: CSSStyleDeclaration,
  at: { readonly scale: number; readonly opacity: number; readonly clipRight: number | undefined },
): void {
  if (node.data.trim() === '' || Number.parseFloat(style.fontSize) === 0) return;
  const { hex, alpha } = colourOf(style.color);
  const size = Number.parseFloat(style.fontSize) * at.scale;
  const opacity = alpha * at.opacity;
  const upright = ascentOf(style);
  for (const line of linesOf(node)) {
    const shown = cut(line, node, at.clipRight, ellipsisWidth(style) * at.scale);
    if (shown === '') continue;
    sheet.add(
      'text',
      {
        x: line.left - sheet.left,
        y: line.top - sheet.top + line.height * upright,
        fill: hex,
        'fill-opacity': opacity < 1 ? opacity : undefined,
        'font-size': size,
        'font-family': style.fontFamily.replaceAll('"', "'"),
        'font-weight': style.fontWeight === '400' ? undefined : style.fontWeight,
        'font-style': style.fontStyle === 'normal' ? undefined : style.fontStyle,
        'text-decoration': style.textDecorationLine === 'none' ? undefined : style.textDecorationLine,
        'xml:space': 'preserve',
      },
      escaped(style.textTransform === 'uppercase' ? shown.toUpperCase() : shown),
    );
  }
}

/** The share of a line's height that lies above its baseline. */
function ascentOf(style: CSSStyleDeclaration): number {
  const { fontBoundingBoxAscent: up = 0, fontBoundingBoxDescent: down = 0 } = measured(style, 'Mg') ?? {};
  return up + down === 0 ? 0.8 : up / (up + down);
}

function ellipsisWidth(style: CSSStyleDeclaration): number {
  return measured(style, '…')?.width ?? Number.parseFloat(style.fontSize);
}

function measured(style: CSSStyleDeclaration, text: string): TextMetrics | undefined {
  context ??= document.createElement('canvas').getContext('2d');
  if (context === null) return undefined;
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  return context.measureText(text);
}

/** The lines into which the page has broken a text. */
function linesOf(node: Text): readonly Line[] {
  const range = document.createRange();
  range.selectNodeContents(node);
  const boxes = [...range.getClientRects()].filter(({ width }) => width > 0);
  const [first] = boxes;
  if (first === undefined) return [];
  const isOne = boxes.every(({ top }) => Math.abs(top - first.top) < 2) && node.data === node.data.trim();
  if (isOne) return [lineOf(node.data.replace(/\s+/g, ' '), boxes)];
  const lines: { text: string; boxes: DOMRect[] }[] = [];
  for (let index = 0; index < node.data.length; index += 1) {
    range.setStart(node, index);
    range.setEnd(node, index + 1);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    const last = lines.at(-1);
    if (last !== undefined && Math.abs((last.boxes[0]?.top ?? 0) - box.top) < 2) {
      last.text += node.data[index];
      last.boxes.push(box);
    } else lines.push({ text: node.data[index] ?? '', boxes: [box] });
  }
  return lines.map(({ text, boxes: own }) => lineOf(text.trimEnd(), own));
}

function lineOf(text: string, boxes: readonly DOMRect[]): Line {
  const left = Math.min(...boxes.map((box) => box.left));
  const right = Math.max(...boxes.map((box) => box.right));
  return { text, left, right, top: boxes[0]?.top ?? 0, height: boxes[0]?.height ?? 0 };
}

/** What fits before `clipRight`, with an ellipsis where something was left out. */
function cut({ text, left, right }: Line, node: Text, clipRight: number | undefined, ellipsis: number): string {
  if (clipRight === undefined || right <= clipRight + 1) return text;
  const range = document.createRange();
  const room = clipRight - left - ellipsis;
  let kept = '';
  for (let index = 1; index <= node.data.length; index += 1) {
    range.setStart(node, 0);
    range.setEnd(node, index);
    if (range.getBoundingClientRect().width > room) break;
    kept = node.data.slice(0, index);
  }
  return kept.trim() === '' ? '' : `${kept.trim()}…`;
}
