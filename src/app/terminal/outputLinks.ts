/** Names in the output that lead to objects: by mouse, and by Alt with the arrow keys, Enter and Escape. */
import type { IBufferLine, ILink, IMarker, Terminal } from '@xterm/xterm';
import type { ObjectRef } from '../stores/selectionStore';
import { type CommandSubject, type Exists, linksIn, type ObjectLink, subjectOf } from './links';

export interface LinkHost {
  readonly exists: Exists;
  select(ref: ObjectRef): void;
  /** Says which link the keyboard is on; undefined: on none. */
  announce(ref: ObjectRef | undefined): void;
}

/** A link and where it is on the screen, in cells of the buffer. */
interface PlacedLink extends ObjectLink {
  readonly row: number;
  readonly column: number;
  readonly width: number;
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
      provideLinks: (y, callback) => callback(this.#linksOfRow(y - 1).map((link) => this.#mouseLink(link))),
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
    const last = baseY + cursorY;
    const all: PlacedLink[] = [];
    for (let row = Math.max(0, last - ROWS_BACK); row <= last; row += 1) all.push(...this.#linksOfRow(row));
    const isCurrent = ({ row, column }: PlacedLink) => row === this.#current?.row && column === this.#current.column;
    const at = all.findIndex(isCurrent);
    const next = at < 0 ? all.at(-1) : all[at + step];
    if (next === undefined) return;
    this.#current = next;
    this.screen.select(next.column, next.row, next.width);
    this.screen.scrollToLine(Math.max(0, next.row - Math.floor(this.screen.rows / 2)));
    this.host.announce(next.ref);
  }

  #linksOfRow(row: number): readonly PlacedLink[] {
    const line = this.screen.buffer.active.getLine(row);
    const command = this.#commands.findLast(({ marker }) => marker.line <= row);
    if (line === undefined || command === undefined) return [];
    const { text, columns } = cellsOf(line);
    return linksIn(text, command.subject, this.host.exists).map((link) => {
      const column = columns[link.start] ?? 0;
      return { ...link, row, column, width: (columns[link.end] ?? line.length) - column };
    });
  }

  #mouseLink({ row, column, width, ref }: PlacedLink): ILink {
    return {
      range: { start: { x: column + 1, y: row + 1 }, end: { x: column + width, y: row + 1 } },
      text: ref.name,
      activate: () => this.host.select(ref),
    };
  }
}

/** The text of a row, and in which column each of its UTF-16 units stands. */
function cellsOf(line: IBufferLine): { readonly text: string; readonly columns: readonly number[] } {
  let text = '';
  const columns: number[] = [];
  for (let column = 0; column < line.length; column += 1) {
    const cell = line.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const chars = cell.getChars() || ' ';
    for (let unit = 0; unit < chars.length; unit += 1) columns.push(column);
    text += chars;
  }
  return { text, columns };
}
