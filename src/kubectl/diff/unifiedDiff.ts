/**
 * Two texts line by line, as `diff -u` prints their difference: three lines around each change.
 */

/** One file of a comparison. */
export interface DiffFile {
  /** As the heading calls it: path, tab, time. */
  readonly heading: string;
  readonly text: string;
}

const CONTEXT = 3;

interface Change {
  /** Lines of the old text, from and to (exclusive). */
  readonly from: number;
  readonly to: number;
  /** Of the new text. */
  readonly newFrom: number;
  readonly newTo: number;
}

/** The difference with its two headings; empty if the texts are equal. */
export function unifiedDiff(before: DiffFile, after: DiffFile): string {
  const old = linesOf(before.text);
  const fresh = linesOf(after.text);
  const changes = changesOf(old, fresh);
  if (changes.length === 0) return '';
  const hunks = hunksOf(changes).map((hunk) => hunkText(hunk, old, fresh));
  return `--- ${before.heading}\n+++ ${after.heading}\n${hunks.join('')}`;
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** The runs of lines that differ, by a longest common subsequence. */
function changesOf(old: readonly string[], fresh: readonly string[]): readonly Change[] {
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  const shorter = Math.min(old.length, fresh.length) - start;
  while (end < shorter && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end += 1;
  const isGone = new Array<boolean>(old.length).fill(false);
  const isNew = new Array<boolean>(fresh.length).fill(false);
  const left = old.slice(start, old.length - end);
  const right = fresh.slice(start, fresh.length - end);
  const lengths = commonLengths(left, right);
  for (let at = 0, to = 0; at < left.length || to < right.length; ) {
    if (at < left.length && to < right.length && left[at] === right[to]) {
      at += 1;
      to += 1;
    } else if (
      to >= right.length ||
      (at < left.length && lengthAt(lengths, at + 1, to) >= lengthAt(lengths, at, to + 1))
    ) {
      isGone[start + at] = true;
      at += 1;
    } else {
      isNew[start + to] = true;
      to += 1;
    }
  }
  settle(old, isGone, gapsOf(isNew));
  settle(fresh, isNew, gapsOf(isGone));
  return runsOf(isGone, isNew);
}

/** How long the longest common subsequence of the rests is, for every pair of beginnings. */
function commonLengths(left: readonly string[], right: readonly string[]): readonly Uint32Array[] {
  const rows: Uint32Array[] = Array.from({ length: left.length + 1 }, () => new Uint32Array(right.length + 1));
  for (let at = left.length - 1; at >= 0; at -= 1) {
    const row = rows[at];
    const below = rows[at + 1];
    if (row === undefined || below === undefined) continue;
    for (let to = right.length - 1; to >= 0; to -= 1) {
      row[to] = left[at] === right[to] ? (below[to + 1] ?? 0) + 1 : Math.max(below[to] ?? 0, row[to + 1] ?? 0);
    }
  }
  return rows;
}

const lengthAt = (rows: readonly Uint32Array[], at: number, to: number): number => rows[at]?.[to] ?? 0;

/** How many equal lines stand before each run of marked ones. */
function gapsOf(marks: readonly boolean[]): ReadonlySet<number> {
  const gaps = new Set<number>();
  let equal = 0;
  for (const isMarked of marks) {
    if (isMarked) gaps.add(equal);
    else equal += 1;
  }
  return gaps;
}

/**
 * A run whose first line equals the line after it may as well stand one further down. It goes down as far as it can,
 * but stays beside a run of the other text, so that both are one change. `otherGaps` says where those are.
 */
function settle(lines: readonly string[], marks: boolean[], otherGaps: ReadonlySet<number>): void {
  let gap = 0;
  for (let at = 0; at < lines.length; at += 1) {
    if (!marks[at]) {
      gap += 1;
      continue;
    }
    const run = new Run(lines, marks, at);
    while (run.moveUp()) gap -= 1;
    let beside = otherGaps.has(gap) ? 0 : undefined;
    let moved = 0;
    while (run.moveDown()) {
      moved += 1;
      if (otherGaps.has(gap + moved)) beside = moved;
    }
    for (; beside !== undefined && moved > beside; moved -= 1) run.moveUp();
    gap += moved;
    at = run.to - 1;
  }
}

/** Marked lines one after the other, which move over equal lines; runs that they meet join them. */
class Run {
  to: number;

  constructor(
    private readonly lines: readonly string[],
    private readonly marks: boolean[],
    private from: number,
  ) {
    this.to = from;
    this.join();
  }

  moveUp(): boolean {
    if (this.from === 0 || this.lines[this.from - 1] !== this.lines[this.to - 1]) return false;
    this.from -= 1;
    this.to -= 1;
    this.marks[this.from] = true;
    this.marks[this.to] = false;
    while (this.from > 0 && this.marks[this.from - 1]) this.from -= 1;
    return true;
  }

  moveDown(): boolean {
    if (this.to === this.lines.length || this.lines[this.from] !== this.lines[this.to]) return false;
    this.marks[this.from] = false;
    this.marks[this.to] = true;
    this.from += 1;
    this.to += 1;
    this.join();
    return true;
  }

  private join(): void {
    while (this.to < this.lines.length && this.marks[this.to]) this.to += 1;
  }
}

function runsOf(isGone: readonly boolean[], isNew: readonly boolean[]): readonly Change[] {
  const changes: Change[] = [];
  for (let at = 0, to = 0; at < isGone.length || to < isNew.length; at += 1, to += 1) {
    const from = at;
    const newFrom = to;
    while (isGone[at]) at += 1;
    while (isNew[to]) to += 1;
    if (at > from || to > newFrom) changes.push({ from, to: at, newFrom, newTo: to });
  }
  return changes;
}

/** Changes whose surroundings touch belong together. */
function hunksOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last !== undefined && change.from - last.to <= 2 * CONTEXT) hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function hunkText(changes: readonly Change[], old: readonly string[], fresh: readonly string[]): string {
  const [first] = changes;
  const last = changes.at(-1);
  if (first === undefined || last === undefined) return '';
  const lead = Math.min(CONTEXT, first.from);
  const tail = Math.min(CONTEXT, old.length - last.to);
  const lines: string[] = [];
  let at = first.from - lead;
  for (const { from, to, newFrom, newTo } of changes) {
    lines.push(...old.slice(at, from).map((line) => ` ${line}`));
    lines.push(...old.slice(from, to).map((line) => `-${line}`));
    lines.push(...fresh.slice(newFrom, newTo).map((line) => `+${line}`));
    at = to;
  }
  lines.push(...old.slice(at, last.to + tail).map((line) => ` ${line}`));
  const range = rangeText(first.from - lead, last.to + tail);
  const newRange = rangeText(first.newFrom - lead, last.newTo + tail);
  return `@@ -${range} +${newRange} @@\n${lines.join('\n')}\n`;
}

/** `first,count`; the count is left out if it is 1, and an empty range names the line before it. */
function rangeText(from: number, to: number): string {
  const count = to - from;
  if (count === 1) return String(from + 1);
  return `${count === 0 ? from : from + 1},${count}`;
}
