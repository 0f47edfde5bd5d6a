/**
 * Tables as API servers send them, and the same made of plain objects for a server that sends none.
 * Models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go, Table, and kubectl/pkg/cmd/get/table_printer.go (v1.36.3).
 */
import type { Status } from '../../api/meta/status';
import { sinceText } from '../../printers/duration';
import { tablePrinterOf } from '../../printers/registry';
import type { TablePrinter } from '../../printers/table';
import type { Mapping, Unstructured } from '../resource/access';

/** A column of a Table. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type?: string;
  /** `name`: holds the object's name. */
  readonly format?: string;
  /** 0 or absent: always shown. Others only with `-o wide`. */
  readonly priority?: number;
}
/** The part of a row's object that kubectl reads; servers send only that unless asked for more. */
export interface RowObject {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** A row of a Table. */
export interface TableRow {
  readonly cells: readonly unknown[];
  readonly object?: RowObject | null;
}

/** The answer of meta.k8s.io/v1 to `as=Table`. */
export interface Table {
  readonly kind: 'Table';
  readonly apiVersion: string;
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
  /** Absent in watch events after the first: those of the table before. */
  readonly columnDefinitions?: readonly ColumnDefinition[] | null;
  readonly rows?: readonly TableRow[] | null;
}

/** What kubectl accepts when it wants to print a table. */
export const TABLE_ACCEPT = [
  'application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;as=Table;v=v1beta1;g=meta.k8s.io',
  'application/json',
].join(',');

/** `body` as a Table, if it is one. */
export function asTable(body: unknown): Table | undefined {
  const { kind, apiVersion } = (body ?? {}) as { readonly kind?: unknown; readonly apiVersion?: unknown };
  const isTable = kind === 'Table' && (apiVersion === 'meta.k8s.io/v1' || apiVersion === 'meta.k8s.io/v1beta1');
  return isTable ? (body as Table) : undefined; // Its kind and version have been checked.
}

/** The Table that a server would make of `objects`. `now` is in milliseconds since the epoch. */
export function tableOfObjects(
  { group, kind }: Pick<Mapping, 'group' | 'kind'>,
  objects: readonly Unstructured[],
  now: number,
  resourceVersion = '',
): Table {
  const printer = tablePrinterOf(group, kind);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion },
    columnDefinitions: printer.columns.map(({ name, wide, type = 'string' }) => ({
      name,
      type,
      ...(name === 'Name' ? { format: 'name' } : {}),
      ...(wide === true ? { priority: 1 } : {}),
    })),
    rows: ordered(printer, objects).map((object) => ({ cells: printer.cells(object, now), object })),
  };
}

function ordered({ compare }: TablePrinter, objects: readonly Unstructured[]): readonly Unstructured[] {
  return compare === undefined ? objects : [...objects].sort(compare);
}

/** What kubectl prints by itself of objects that came without a table: their names and ages. */
export function plainTable(objects: readonly Unstructured[], now: number): Table {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: {},
    columnDefinitions: [{ name: 'Name', type: 'string', format: 'name' }, { name: 'Age' }],
    rows: objects.map((object) => ({
      cells: [object.metadata.name, sinceText(object.metadata.creationTimestamp, now)],
      object,
    })),
  };
}

/** How kubectl prints the refusal that ends a watch. */
export function statusTable({ status, reason, message }: Status): Table {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: {},
    columnDefinitions: [{ name: 'Status' }, { name: 'Reason' }, { name: 'Message' }],
    rows: [{ cells: [status, reason, message] }],
  };
}
