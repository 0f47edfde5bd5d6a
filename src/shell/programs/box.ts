/** Tables in boxes, as minikube draws them (olekukonko/tablewriter). */

/** `head` centred over `rows`; a cell may hold several lines. Ends with a newline. */
export function box(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = rows.flatMap(linesOf);
  const widths = head.map((word, at) => Math.max(word.length, ...lines.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `│ ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' │ ')} │\n`;
  const rule = (left: string, middle: string, right: string) =>
    `${left}${widths.map((width) => '─'.repeat(width + 2)).join(middle)}${right}\n`;
  const centred = head.map((word, at) => ' '.repeat(Math.floor(((widths[at] ?? 0) - word.length) / 2)) + word);
  return rule('┌', '┬', '┐') + line(centred) + rule('├', '┼', '┤') + lines.map(line).join('') + rule('└', '┴', '┘');
}

function linesOf(cells: readonly string[]): readonly (readonly string[])[] {
  const parts = cells.map((cell) => cell.split('\n'));
  const height = Math.max(...parts.map(({ length }) => length));
  return Array.from({ length: height }, (_, at) => parts.map((part) => part[at] ?? ''));
}
