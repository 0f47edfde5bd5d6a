/**
 * `--sort-by` of tables and of objects.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/get/sorter.go (v1.36.3).
 */
import type { Invocation } from '../../command';
import { CommandError, ExitError } from '../../errors';
import { klog } from '../../klog';
import type { RowObject, Table } from '../../printers/serverTable';
import { sortByField, UnsortableError } from '../../printers/sorter';

/** Objects in the order of `--sort-by`. Throws CommandError, or ExitError for values without an order. */
export function sortedObjects<T>(
  invocation: Invocation,
  items: readonly T[],
  objectOf: (item: T) => object,
): readonly T[] {
  const sortBy = invocation.flags.string('sort-by');
  if (sortBy === '') return items;
  return sorting(invocation, 'sorter.go:329', '*unstructured.Unstructured', () => sortByField(items, objectOf, sortBy));
}

/**
 * The table with its rows in the order of `--sort-by`. Undefined if no row has the field or the path is wrong: then
 * kubectl prints nothing, and says that there is nothing. Throws ExitError for values without an order.
 */
export function sortedTable(invocation: Invocation, table: Table): Table | undefined {
  const sortBy = invocation.flags.string('sort-by');
  const rows = table.rows ?? [];
  if (sortBy === '' || rows.length < 2) return table;
  const objectOf = ({ object }: { readonly object?: RowObject | null }): object => object ?? {};
  try {
    const sorted = sorting(invocation, 'sorter.go:375', '[][][]reflect.Value', () =>
      sortByField(rows, objectOf, sortBy),
    );
    return { ...table, rows: sorted };
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

function sorting<T>({ io, env }: Invocation, place: string, type: string, sort: () => T): T {
  try {
    return sort();
  } catch (error) {
    if (!(error instanceof UnsortableError)) throw error;
    const { field, message } = error;
    klog('F', place, `Field ${field} in ${type} is an unsortable type: interface, err: ${message}`, io, env);
    throw new ExitError(1);
  }
}
