/**
 * Two texts compared line by line, printed as `diff -U3` prints it, without file names.
 */

const context = 3;

type Edit = { readonly sign: ' ' | '-' | '+'; readonly line: string };

/** The hunks that turn `old` into `next`, each ending with a line break; empty if they are equal. */
export function unifiedDiff(old: readonly string[], next: readonly string[]): string {
  return hunksOf(editsBetween(old, next));
}

function editsBetween(old: readonly string[], next: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < old.length && start < next.length && old[start] === next[start]) start += 1;
  let end = 0;
  while (
    end < old.length - start &&
    end < next.length - start &&
    old[old.length - 1 - end] === next[next.length - 1 - end]
  ) {
    end += 1;
  }
  const same = (lines: readonly string[]): Edit[] => lines.map((line) => ({ sign: ' ', line }));
  return [
    ...same(old.slice(0, start)),
    ...middleEdits(old.slice(start, old.length - end), next.slice(start, next.length - end)),
    ...same(old.slice(old.length - end)),
  ];
}

/** By the longest common subsequence; what differs is small once the ends are cut off. */
function middleEdits(old: readonly string[], next: readonly string[]): readonly Edit[] {
  const width = next.length + 1;
  const lengths = new Array<number>((old.length + 1) * width).fill(0);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = next.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        old[row] === next[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const edits: Edit[] = [];
  let row = 0;
  let column = 0;
  while (row < old.length || column < next.length) {
    const before = old[row];
    const after = next[column];
    if (before !== undefined && before === after) {
      edits.push({ sign: ' ', line: before });
      row += 1;
      column += 1;
    } else if (before !== undefined && (after === undefined || at(row + 1, column) >= at(row, column + 1))) {
      edits.push({ sign: '-', line: before });
      row += 1;
    } else if (after !== undefined) {
      edits.push({ sign: '+', line: after });
      column += 1;
    }
  }
  return edits;
}

function hunksOf(edits: readonly Edit[]): string {
  let text = '';
  let oldLine = 1;
  let nextLine = 1;
  for (let index = 0; index < edits.length; ) {
    const end = hunkEnd(edits, index);
    if (end === index) {
      if (edits[index]?.sign !== '+') oldLine += 1;
      if (edits[index]?.sign !== '-') nextLine += 1;
      index += 1;
      continue;
    }
    const hunk = edits.slice(index, end);
    const removed = hunk.filter(({ sign }) => sign !== '+').length;
    const added = hunk.filter(({ sign }) => sign !== '-').length;
    text += `@@ -${oldLine},${removed} +${nextLine},${added} @@\n`;
    for (const { sign, line } of hunk) text += `${sign}${line}\n`;
    oldLine += removed;
    nextLine += added;
    index = end;
  }
  return text;
}

/** Where the hunk ends that begins at `start`; `start` itself if none begins there. */
function hunkEnd(edits: readonly Edit[], start: number): number {
  let last = -1;
  for (let index = start; index < edits.length; index += 1) {
    const near = last < 0 ? start + context : last + 2 * context;
    if (index > near) break;
    if (edits[index]?.sign !== ' ') last = index;
  }
  return last < 0 ? start : Math.min(edits.length, last + 1 + context);
}
