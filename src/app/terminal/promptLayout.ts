/** Where the characters of the line that is typed stand on the screen. Pure. */
import { cellWidth, textWidth } from './cellWidth';

export interface PromptLayout {
  /** What draws it, from the first column of its first row. The screen's cursor ends behind the last character. */
  readonly text: string;
  /** Rows below the first one. */
  readonly endRow: number;
  readonly cursorRow: number;
  readonly cursorColumn: number;
}

/** Stands before the second and further lines. */
export const CONTINUATION = '> ';

/** Lays out `prompt` and `text` with the cursor before character `cursor` of it. */
export function layOut(prompt: string, text: string, cursor: number, columns: number): PromptLayout {
  let drawn = prompt;
  let row = 0;
  let column = textWidth(prompt);
  let cursorRow = 0;
  let cursorColumn = column;
  let at = 0;
  const place = () => {
    if (at !== cursor) return;
    cursorRow = row;
    cursorColumn = column;
  };
  for (const char of text) {
    const width = char === '\n' ? 0 : cellWidth(char);
    // A character that does not fit begins the next row; the screen wraps there by itself.
    if (column + width > columns) {
      row += 1;
      column = 0;
    }
    place();
    if (char === '\n') {
      drawn += `\r\n${CONTINUATION}`;
      row += 1;
      column = CONTINUATION.length;
    } else {
      drawn += char;
      column += width;
    }
    at += char.length;
  }
  if (column === columns) {
    // The screen waits in the last column for the next character: make it go on.
    drawn += '\r\n';
    row += 1;
    column = 0;
  }
  place();
  return { text: drawn, endRow: row, cursorRow, cursorColumn };
}
