/** Names in the output that lead to objects: by mouse, and by Alt with the arrow keys, Enter and Escape. */
import type { IBuffer, ILink, IMarker, Terminal } from '@xterm/xterm';
import type { ObjectRef } from '../stores/selectionStore';
import { type CommandSubject, linksIn, type Lookup, type ObjectLink, subjectOf } from './links';

export interface LinkHost extends Lookup {
  select(ref: ObjectRef): void;
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
      provideLinks: (y, callback) => callback(this.#linksOfLine(y - 1).map((link) => this.#mouseLink(link))),
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
    if (event.key === 'Enter') this.host.select(this.#current.ref);
    if (event.key !== 'Enter' && event.key !== 'Escape') return false;
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
      if (this.screen.buffer.active.getLine(row)?.isWrapped !== true) all.push(...this.#linksOfLine(row));
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

  /** Links of the line that row `row` is part of; a long line goes over several rows. */
  #linksOfLine(row: number): readonly PlacedLink[] {
    const buffer = this.screen.buffer.active;
    let start = row;
    while (start > 0 && buffer.getLine(start)?.isWrapped === true) start -= 1;
    const command = this.#commands.findLast(({ marker }) => marker.line <= start);
    if (command === undefined) return [];
    const { text, cells } = readLine(buffer, start);
    return linksIn(text, command.subject, this.host).flatMap((link) => {
      const first = cells[link.start];
      const last = cells[link.end - 1];
      return first === undefined || last === undefined ? [] : [{ ...link, first, last }];
    });
  }

  #mouseLink({ first, last, ref }: PlacedLink): ILink {
    return {
      range: { start: { x: first.column + 1, y: first.row + 1 }, end: { x: last.column + 1, y: last.row + 1 } },
      text: ref.name,
      activate: () => this.host.select(ref),
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
