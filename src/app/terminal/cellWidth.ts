/** How wide text stands in a terminal: Korean and other wide characters take two cells, combining ones none. */

/** Ranges of code points that are two cells wide (East Asian Width W and F), as terminals draw them. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];
const COMBINING: readonly (readonly [number, number])[] = [
  [0x0300, 0x036f],
  [0x1160, 0x11ff],
  [0x200b, 0x200f],
  [0xfe00, 0xfe0f],
];

/** Cells of one character: 0, 1 or 2. */
export function cellWidth(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x0300) return 1;
  const isIn = ([from, to]: readonly [number, number]) => code >= from && code <= to;
  return COMBINING.some(isIn) ? 0 : WIDE.some(isIn) ? 2 : 1;
}

/** Cells of a text without line breaks. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += cellWidth(char);
  return width;
}
