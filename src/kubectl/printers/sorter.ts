/**
 * `--sort-by`: orders objects by the value of a field.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/get/sorter.go (v1.36.3).
 */
import { compareQuantities, isQuantity } from '../../api/meta/quantity';
import { CommandError } from '../errors';
import { relaxedJsonPath } from './customColumns';
import { compareText, goType } from '../../printers/goFormat';
import { goSort } from './goSort';
import { JsonPath } from '../../printers/jsonPath/jsonPath';
import { JsonPathError } from '../../printers/jsonPath/parser';

/**
 * `items` in the order of the field `path` of their objects; those without it come first.
 * Throws CommandError for a wrong path and if no object has the field, UnsortableError for values without an order.
 */
export function sortByField<T>(items: readonly T[], objectOf: (item: T) => object, path: string): readonly T[] {
  const field = relaxedJsonPath(path);
  const rows = items.map((item) => ({ item, value: valueOf(field, objectOf(item)) }));
  if (rows.length > 0 && rows.every(({ value }) => value === undefined)) {
    throw new CommandError(`couldn't find any field with path ${JSON.stringify(field)} in the list of objects`);
  }
  return goSort(rows, (a, b) => isLess(a.value, b.value, field)).map(({ item }) => item);
}

/** Values that have no order: maps, lists, or different types. kubectl dies of them. */
export class UnsortableError extends Error {
  override name = 'UnsortableError';
  constructor(
    readonly field: string,
    why: string,
  ) {
    super(why);
  }
}

/** The first value that the path gives; undefined if it gives none. */
function valueOf(field: string, object: object): unknown {
  try {
    return new JsonPath(field, { allowMissingKeys: true }).find(object)[0]?.[0];
  } catch (error) {
    throw error instanceof JsonPathError ? new CommandError(error.message) : error;
  }
}

function isLess(a: unknown, b: unknown, field: string): boolean {
  if (a === undefined) return true;
  if (b === undefined) return false;
  if (a === null || b === null) return a === null && b !== null;
  if (typeof a === 'string' && typeof b === 'string') {
    return isQuantity(a) && isQuantity(b) ? compareQuantities(a, b) < 0 : compareText(a, b) < 0;
  }
  if (typeof a === 'number' && typeof b === 'number' && goType(a) === goType(b)) return a < b;
  const cause =
    typeof a === 'string' || typeof a === 'number'
      ? 'unsortable interface: interface'
      : `unsortable type: ${goType(a)}`;
  throw new UnsortableError(field, cause);
}
