/**
 * Tables of `kubectl get`: the columns of each kind, and an object's cells in them.
 * Models pkg/printers/internalversion/printers.go (v1.36.3), which the API server runs when asked for a Table.
 */
import type { KubeObject } from '../api/meta/objectMeta';

export interface Column {
  /** As the server sends it, e.g. `Nominated Node`; kubectl prints it in upper case. */
  readonly name: string;
  /** Only with `-o wide`. */
  readonly wide?: true;
  readonly type?: 'string' | 'integer' | 'boolean' | 'date';
}
export type Cell = string | number | boolean | undefined;

/** How one kind is printed. `now` is in milliseconds since the epoch. */
export interface TablePrinter<T extends KubeObject = KubeObject> {
  readonly columns: readonly Column[];
  cells(object: T, now: number): readonly Cell[];
}
