/**
 * Names in the output that lead to objects: by mouse, and by Alt with the arrow keys, Enter and Escape. Cells that tell how
 * an object is lead to the answer to "why?"; by key, `w` on a name asks.
 */
import type { IBuffer, ILink, IMarker, Terminal } from '@xterm/xterm';
import type { ObjectRef } from '../stores/selectionStore';
import { cellsIn, isHeader } from './cells';
import { type CommandSubject, linksIn, type Lookup, type ObjectLink, subjectOf } from './links';

export interface LinkHost extends Lookup {
  select(ref: ObjectRef): void;
  /** Asks why the object is so, or why the cell of that column says what it says. Absent: nobody could answer. */
  readonly why?: (ref: ObjectRef, column?: string) => void;
  /** Says which link the keyboard is on; undefined: on none. */
  announce(ref: ObjectRef | undefined): void;
}

/** A cell of the buffer. */
interface Cell {
  readonly row: number;
  readonly column: number;
}
/** A link and where it is on the screen: from its first cell to its last, which may be in a further row. */
interface PlacedLink extends ObjectLink {
  /** Of a cell of a table: the link asks why. */
  readonly column?: string;
  readonly first: Cell;
  readonly last: Cell;
}

/** How far back the keyboard walks, in rows. */
const ROWS_BACK = 500;

export class OutputLinks {
  /** Which command printed what: each marker moves with its row. */
  #commands: { readonly marker: IMarker; readonly subject: CommandSubject }[] = [];
  #current: PlacedLink | undefined;

  constructor(
    private readonly screen: Terminal,
    private readonly host: LinkHost,
  ) {
    screen.registerLinkProvider({
      provideLinks: (y, callback) =>
        callback(this.#linksOfLine(y - 1, this.host.why !== undefined).map((link) => this.#mouseLink(link))),
    });
  }

  /** What is printed from here on belongs to `line`. */
  commandStarts(line: string): void {
    const marker = this.screen.registerMarker(0);
    const subject = subjectOf(line);
    // The page learns of a kind when it is first asked for it: ask before the person points at anything.
    for (const kind of subject.kinds) this.host.exists(kind, '');
    this.#commands = [...this.#commands.filter((command) => !command.marker.isDisposed), { marker, subject }];
  }

  /** True if the key was for walking the links. */
  press(event: KeyboardEvent): boolean {
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      this.#walk(event.key === 'ArrowUp' ? -1 : 1);
      return true;
    }
    if (this.#current === undefined) return false;
    const isWhy = event.key === 'w' && this.host.why !== undefined;
    if (event.key === 'Enter') this.host.select(this.#current.ref);
    if (event.key !== 'Enter' && event.key !== 'Escape' && !isWhy) return false;
    if (isWhy) this.host.why?.(this.#current.ref);
    this.leave();
    return true;
  }

  /** The keyboard is back at the prompt. */
  leave(): void {
    if (this.#current === undefined) return;
    this.#current = undefined;
    this.screen.clearSelection();
    this.screen.scrollToBottom();
    this.host.announce(undefined);
  }

  #walk(step: -1 | 1): void {
    const { baseY, cursorY } = this.screen.buffer.active;
    const end = baseY + cursorY;
    const all: PlacedLink[] = [];
    for (let row = Math.max(0, end - ROWS_BACK); row <= end; row += 1) {
      if (this.screen.buffer.active.getLine(row)?.isWrapped === true) continue;
      all.push(...this.#linksOfLine(row));
    }
    const { first: current } = this.#current ?? {};
    const at = all.findIndex(({ first }) => first.row === current?.row && first.column === current.column);
    const next = at < 0 ? all.at(-1) : all[at + step];
    if (next === undefined) return;
    this.#current = next;
    const { first, last } = next;
    const length = (last.row - first.row) * this.screen.cols + last.column - first.column + 1;
    this.screen.select(first.column, first.row, length);
    this.screen.scrollToLine(Math.max(0, first.row - Math.floor(this.screen.rows / 2)));
    this.host.announce(next.ref);
  }

  /** Links of the line that row `row` is part of; a long line goes over several rows. The keyboard walks names alone. */
  #linksOfLine(row: number, withCells = false): readonly PlacedLink[] {
    const buffer = this.screen.buffer.active;
    let start = row;
    while (start > 0 && buffer.getLine(start)?.isWrapped === true) start -= 1;
    const command = this.#commands.findLast(({ marker }) => marker.line <= start);
    if (command === undefined) return [];
    const { text, cells } = readLine(buffer, start);
    const names = linksIn(text, command.subject, this.host);
    const header = withCells ? this.#headerAbove(start, command.marker.line) : undefined;
    const [named] = names;
    const asked =
      header === undefined || named === undefined
        ? []
        : cellsIn(header, text).map((each) => ({ ...each, ref: named.ref }));
    return [...names, ...asked].flatMap((link) => {
      const first = cells[link.start];
      const last = cells[link.end - 1];
      return first === undefined || last === undefined ? [] : [{ ...link, first, last }];
    });
  }

  /** The header of the table that row `row` is part of, as far up as `top`; tables are parted by empty lines. */
  #headerAbove(row: number, top: number): string | undefined {
    for (let above = row - 1; above >= top; above -= 1) {
      const { text } = readLine(this.screen.buffer.active, above);
      if (isHeader(text)) return text.trimEnd();
      if (text.trim() === '') return undefined;
    }
    return undefined;
  }

  #mouseLink({ first, last, ref, column }: PlacedLink): ILink {
    return {
      range: { start: { x: first.column + 1, y: first.row + 1 }, end: { x: last.column + 1, y: last.row + 1 } },
      text: ref.name,
      activate: () => (column === undefined ? this.host.select(ref) : this.host.why?.(ref, column)),
    };
  }
}

/** The text of a line that begins in row `start`, and in which cell each of its UTF-16 units stands. */
function readLine(buffer: IBuffer, start: number): { readonly text: string; readonly cells: readonly Cell[] } {
  let text = '';
  const cells: Cell[] = [];
  for (let row = start; row === start || buffer.getLine(row)?.isWrapped === true; row += 1) {
    const line = buffer.getLine(row);
    for (let column = 0; column < (line?.length ?? 0); column += 1) {
      const cell = line?.getCell(column);
      if (cell === undefined || cell.getWidth() === 0) continue;
      const chars = cell.getChars() || ' ';
      for (let unit = 0; unit < chars.length; unit += 1) cells.push({ row, column });
      text += chars;
    }
  }
  return { text, cells };
}
