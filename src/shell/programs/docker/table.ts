/** Tables as docker prints them: columns of at least ten, three blanks apart. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(10, ...all.map((cells) => (cells[at]?.length ?? 0) + 3)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at === cells.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('');
  return all.map((cells) => `${line(cells)}\n`).join('');
}
