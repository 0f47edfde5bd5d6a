/** Facts of any kind as `kubectl get -o wide` prints them: what the summary says of kinds without words of its own. */
import { type Kind, type Kinds, kinds } from '../../api/kinds';
import { tablePrinterOf } from '../../printers/registry';
import { fieldsOfCell } from '../../printers/cellFields';
import type { Fact } from './summary';

/** Columns that the inspector shows elsewhere. */
const ELSEWHERE = ['Name', 'Age', 'Created At'];

/** One fact per column that says something. */
export function printedFacts(kind: Kind, object: Kinds[Kind], now: number): readonly Fact[] {
  const { columns, cells } = tablePrinterOf(kinds[kind].group, kind);
  const values = cellsOf(() => cells(object, now));
  return columns.flatMap(({ name }, index) => {
    const value = values[index];
    if (ELSEWHERE.includes(name) || value === undefined || value === '') return [];
    // Lists stand one below the other: there is less room than in a terminal.
    const field = fieldsOfCell(kind, name);
    const asked = field === undefined ? {} : { field };
    return [{ term: name, value: String(value).replaceAll(',', ',\n'), ...asked }];
  });
}

/** Printers rely on what the API promises; of an object that does not keep it the rest is shown. */
function cellsOf<T>(print: () => readonly T[]): readonly T[] {
  try {
    return print();
  } catch {
    return [];
  }
}
