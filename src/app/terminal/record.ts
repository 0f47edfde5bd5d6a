/**
 * What the terminal printed, with the virtual instant and the branch of it: so that the screen can show any moment. Keeps
 * texts, knows no screen.
 */
import type { Branch } from '../../client/history';

/** Where the page's clock stands. */
export interface Stand {
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
  readonly startedAt: number;
  /** Id of the shown branch. */
  readonly branch: string;
  readonly branches: readonly Branch[];
}

/** One piece of what was printed. */
interface Piece {
  readonly text: string;
  readonly at: number;
  branch: string;
}

/** Belongs to every moment of every branch: the greeting, and what another run printed. */
const EVERYWHERE = '';
/** What is forgotten first is the oldest; in characters. */
const MOST = 2_000_000;
/** So much of it is drawn anew at most: more would scroll off. */
const MOST_DRAWN = 300_000;
/** Branches that undo begins are called so by the engine. */
const UNDONE = /^without /;

export class TerminalRecord {
  #pieces: Piece[] = [];
  #size = 0;
  #shown: readonly Piece[] = [];
  #stand: Stand | undefined;
  /** Where a command runs that the clock was taken away from: what it still prints belongs there. */
  #late: Stand | undefined;
  /** The piece of the line that was typed last, and its text. */
  #line: { readonly text: string; readonly piece: Piece } | undefined;
  /** All that were ever there: a branch goes on from one that is gone. */
  readonly #branches = new Map<string, Branch>();
  /** Those that begin before the deeds of their first instant. */
  readonly #undone = new Set<string>();

  /** Printed now. True if it is to be seen now. */
  add(text: string): boolean {
    const stand = this.#late ?? this.#stand;
    this.#keep({ text, at: stand?.at ?? Number.NEGATIVE_INFINITY, branch: stand?.branch ?? EVERYWHERE });
    return this.#late === undefined;
  }

  /** The echo of a line that runs now; `line` is its text. */
  addLine(text: string, line: string): void {
    this.add(text);
    const piece = this.#pieces.at(-1);
    this.#line = piece === undefined ? undefined : { text: line, piece };
  }

  /** A line that was typed before this page was there. */
  addOld(text: string, at: number, branch: string): void {
    this.#keep({ text, at, branch }, false);
  }

  /** Another run was opened: what there is belongs to no moment of it. */
  newRun(): void {
    this.#pieces = this.#pieces.map(({ text }) => ({ text, at: Number.NEGATIVE_INFINITY, branch: EVERYWHERE }));
    this.#shown = [...this.#pieces];
    this.#branches.clear();
    this.#undone.clear();
    this.#stand = undefined;
    this.#late = undefined;
    this.#line = undefined;
  }

  /** What runs was left behind by the clock, at `stand`; undefined: nothing of it runs any more. */
  leaveAt(stand: Stand | undefined): void {
    this.#late = stand;
  }

  /**
   * The clock stands at `stand`; `began` is the branch that a deed has just begun there. Hands back what the screen should
   * show from its first line on, or undefined if it shows that already.
   */
  moveTo(stand: Stand, began?: Branch): string | undefined {
    const before = this.#stand;
    this.#stand = stand;
    if (stand.branches !== before?.branches) for (const branch of stand.branches) this.#branches.set(branch.id, branch);
    if (began !== undefined) this.#begin(began);
    const isOnward = before?.branch === stand.branch && stand.at >= before.at && began === undefined;
    if (isOnward && this.#shown.length === this.#pieces.length) return undefined;
    return this.#draw();
  }

  /** All that is to be seen now, from the first line on. */
  redrawn(): string {
    return this.#draw() ?? textOf(this.#shown);
  }

  #draw(): string | undefined {
    const visible = this.#visible();
    const isSame = visible.length === this.#shown.length && visible.every((piece, at) => piece === this.#shown[at]);
    this.#shown = visible;
    return isSame ? undefined : textOf(visible);
  }

  /** A line that began a branch belongs to that branch, with all that it printed. */
  #begin({ id, name, from }: Branch): void {
    if (UNDONE.test(name)) {
      this.#undone.add(id);
      return;
    }
    if (this.#line === undefined || from === undefined) return;
    const words = name.replace(/…$/, '');
    if (!this.#line.text.replace(/\s+/g, ' ').includes(words)) return;
    const first = this.#pieces.indexOf(this.#line.piece);
    for (const piece of first < 0 ? [] : this.#pieces.slice(first)) if (piece.branch === from.id) piece.branch = id;
  }

  #visible(): readonly Piece[] {
    const stand = this.#stand;
    if (stand === undefined) return [...this.#pieces];
    const limits = new Map<string, { readonly until: number; readonly isOpen: boolean }>();
    let until = stand.at;
    let isOpen = false;
    for (let id: string | undefined = stand.branch; id !== undefined && !limits.has(id); ) {
      limits.set(id, { until, isOpen });
      const from: Branch['from'] = this.#branches.get(id)?.from;
      const left = stand.startedAt + (from?.atMs ?? 0);
      if (left <= until) isOpen = this.#undone.has(id);
      until = Math.min(until, left);
      id = from?.id;
    }
    const isVisible = ({ at, branch }: Piece): boolean => {
      if (branch === EVERYWHERE) return true;
      const limit = limits.get(branch);
      return limit !== undefined && (limit.isOpen ? at < limit.until : at <= limit.until);
    };
    return this.#pieces.filter(isVisible).sort((x, y) => (x.at === y.at ? 0 : x.at - y.at));
  }

  #keep(piece: Piece, isShown = this.#late === undefined): void {
    this.#pieces.push(piece);
    this.#size += piece.text.length;
    if (isShown) this.#shown = [...this.#shown, piece];
    while (this.#size > MOST && this.#pieces.length > 1) {
      const gone = this.#pieces.shift();
      this.#size -= gone?.text.length ?? 0;
      this.#shown = this.#shown.filter((each) => each !== gone);
    }
  }
}

function textOf(pieces: readonly Piece[]): string {
  const texts: string[] = [];
  let size = 0;
  for (const { text } of pieces.toReversed()) {
    if (size > MOST_DRAWN) break;
    texts.push(text);
    size += text.length;
  }
  return texts.toReversed().join('');
}
