/**
 * Tables of `kubectl get`: the columns of each kind, and an object's cells in them.
 * Models pkg/printers/internalversion/printers.go (v1.36.3), which the API server runs when asked for a Table.
 */
import type { KubeObject } from '../api/meta/objectMeta';

/** A column of a kind's table. */
export interface Column {
  /** As the server sends it, e.g. `Nominated Node`; kubectl prints it in upper case. `Name` holds the object's name. */
  readonly name: string;
  /** Only with `-o wide`. */
  readonly wide?: true;
  /** Absent: string. */
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  /** What the API says of the column's format; absent: `name` of the column Name, else nothing. */
  readonly format?: string;
  /** Of a custom column. Those of built-in kinds stand elsewhere. */
  readonly description?: string;
  /** Of a custom column that is shown with `-o wide`, as it was written. */
  readonly priority?: number;
}

/** What stands in a column; undefined is left empty. */
export type Cell = string | number | boolean | undefined;

/** How one kind is printed. `now` is in milliseconds since the epoch. */
export interface TablePrinter<T extends KubeObject = KubeObject> {
  readonly columns: readonly Column[];
  /** The order of a list's rows; absent: as they come. */
  compare?(a: T, b: T): number;
  /** One cell for every column, those of `-o wide` too. */
  cells(object: T, now: number): readonly Cell[];
}

/** Columns by their names. */
export function columns(...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name }));
}

/** Columns of whole numbers by their names. */
export function integerColumns(...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, type: 'integer' }));
}

/** Columns of truth by their names. */
export function booleanColumns(...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, type: 'boolean' }));
}

/** Columns of `-o wide` by their names. */
export function wideColumns(...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, wide: true }));
}
