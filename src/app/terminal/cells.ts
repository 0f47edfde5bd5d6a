/** Which words of a printed table tell how its object is: "why?" can be asked of each. Pure. */

/** A cell and the column that it stands in; `start` and `end` count UTF-16 units. */
export interface Cell {
  readonly start: number;
  readonly end: number;
  /** As printed: `RESTARTS`. */
  readonly column: string;
}

/** Columns that tell of the state of what a row is about. */
const ASKED: ReadonlySet<string> = new Set([
  'READY',
  'STATUS',
  'RESTARTS',
  'DESIRED',
  'CURRENT',
  'UP-TO-DATE',
  'AVAILABLE',
  'COMPLETIONS',
  'REPLICAS',
  'ALLOWED DISRUPTIONS',
]);

/** True for the first line of a table of objects. */
export const isHeader = (text: string): boolean => /^(NAMESPACE {2,})?NAME( {2,}[A-Z]|\s*$)/.test(text);

/** The cells of `row`, a line below `header`, that can be asked about. */
export function cellsIn(header: string, row: string): readonly Cell[] {
  const columns = [...header.matchAll(/\S+(?: \S+)*/g)];
  return columns.flatMap(({ 0: column, index: start }, at): readonly Cell[] => {
    const text = row.slice(start, columns[at + 1]?.index).trimEnd();
    return ASKED.has(column) && text.trim() !== '' ? [{ start, end: start + text.length, column }] : [];
  });
}
