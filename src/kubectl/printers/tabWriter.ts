/**
 * Turns text with tabs into columns of equal width.
 * Models Go's text/tabwriter and github.com/liggitt/tabwriter, as kubectl uses them: padding with blanks, left-aligned.
 * Left out: tab padding, right alignment, HTML and escapes, which kubectl does not use.
 */

/** How columns are padded. */
export interface TabWriterOptions {
  /** Of every column, padding included. */
  readonly minWidth: number;
  /** Blanks after the widest cell of a column. */
  readonly padding: number;
  /** Columns never become narrower from one flush to the next. */
  readonly rememberWidths?: true;
}

/** For tables of `kubectl get`, `config`, `api-resources` and others. Models cli-runtime/pkg/printers/tabwriter.go. */
export const tableOptions: TabWriterOptions = { minWidth: 6, padding: 3, rememberWidths: true };
/** For `kubectl describe`. Models kubectl/pkg/describe/describe.go, tabbedString. */
export const describeOptions: TabWriterOptions = { minWidth: 0, padding: 2 };

/**
 * Collects text; a tab ends a cell, a line feed a line. The text after the last tab of a line belongs to no column.
 * A column block is a run of lines that all have a cell there: only those share a width.
 */
export class TabWriter {
  private lines: string[][] = [['']];
  private remembered: number[] = [];

  constructor(private readonly options: TabWriterOptions) {}

  /** Adds text, which may end in the middle of a cell. */
  write(text: string): void {
    const lines = text.split(/[\n\f]/);
    for (const [index, line] of lines.entries()) {
      if (index > 0) this.lines.push(['']);
      const current = this.lines.at(-1) ?? [];
      const cells = line.split(/[\t\v]/);
      current[current.length - 1] += cells[0] ?? '';
      for (let at = 1; at < cells.length; at += 1) current.push(cells[at] ?? '');
    }
  }

  /** What has been collected, in columns. Ends all column blocks; widths are remembered if that was asked for. */
  flush(): string {
    const { lines } = this;
    this.lines = [['']];
    const out: string[] = [];
    this.format(lines, 0, lines.length, [], out);
    return out.join('\n');
  }

  /** The next flush starts with fresh widths. */
  forgetWidths(): void {
    this.remembered = [];
  }

  /** Lays out lines `from` to `to`, whose first columns have `widths`. */
  private format(lines: readonly string[][], from: number, to: number, widths: readonly number[], out: string[]): void {
    const column = widths.length;
    let written = from;
    let at = from;
    while (at < to) {
      if (!hasCell(lines[at], column)) {
        at += 1;
        continue;
      }
      writeLines(lines, written, at, widths, out);
      const start = at;
      let width = this.options.minWidth;
      for (; at < to && hasCell(lines[at], column); at += 1) {
        width = Math.max(width, runeCount(lines[at]?.[column] ?? '') + this.options.padding);
      }
      this.format(lines, start, at, [...widths, this.remember(column, width)], out);
      written = at;
    }
    writeLines(lines, written, to, widths, out);
  }

  private remember(column: number, width: number): number {
    if (this.options.rememberWidths !== true) return width;
    const widest = Math.max(width, this.remembered[column] ?? 0);
    this.remembered[column] = widest;
    return widest;
  }
}

/** Whether a tab ends the cell of `line` in `column`. */
function hasCell(line: readonly string[] | undefined, column: number): boolean {
  return line !== undefined && column < line.length - 1;
}

function writeLines(
  lines: readonly string[][],
  from: number,
  to: number,
  widths: readonly number[],
  out: string[],
): void {
  for (let at = from; at < to; at += 1) {
    let text = '';
    for (const [column, cell] of (lines[at] ?? []).entries()) {
      const width = widths[column];
      text += width === undefined ? cell : cell + ' '.repeat(Math.max(0, width - runeCount(cell)));
    }
    out.push(text);
  }
}

/** Code points of `text`, as utf8.RuneCountInString counts them. */
export function runeCount(text: string): number {
  let count = text.length;
  for (let at = 0; at + 1 < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code < 0xdc00) count -= 1;
  }
  return count;
}
