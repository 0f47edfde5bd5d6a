/**
 * Writes tables: which columns, in which order, under which headers, and what a cell looks like.
 * Models staging/src/k8s.io/cli-runtime/pkg/printers/tableprinter.go (v1.36.3).
 */
import { isDeepEqual } from '../../api/meta/equality';
import { formatLabels } from '../../printers/cells';
import { goValue } from '../../printers/goFormat';
import type { ColumnDefinition, Table, TableRow } from './serverTable';
import type { TabWriter } from './tabWriter';
import { escapeTerminal } from './terminal';

/** The flags of get that change its tables. */
export interface TableOptions {
  readonly noHeaders: boolean;
  readonly wide: boolean;
  /** A first column with the namespace. */
  readonly withNamespace: boolean;
  /** `deployment.apps`: stands before every name. */
  readonly kindPrefix?: string;
  /** Keys of labels that get a column each. */
  readonly columnLabels: readonly string[];
  readonly showLabels: boolean;
}

/** Prints tables of one kind, one after the other; headers only once. */
export class TablePrinter {
  private lastColumns: readonly ColumnDefinition[] = [];
  private hasHeaders = false;

  constructor(private readonly options: TableOptions) {}

  /** Writes `table`; `eventType` makes a first column of its own. */
  print(table: Table, writer: TabWriter, eventType?: string): void {
    const given = table.columnDefinitions ?? [];
    const isSame = given.length === 0 || isDeepEqual(given, this.lastColumns);
    if (!isSame) this.lastColumns = given;
    const isHeaderNeeded = !this.options.noHeaders && !(this.hasHeaders && isSame);
    const rows = table.rows ?? [];
    if (rows.length === 0) {
      if (!isSame) this.hasHeaders = false;
      return;
    }
    this.hasHeaders = true;
    const columns = this.columns(eventType !== undefined);
    if (isHeaderNeeded)
      writer.write(
        `${line(
          columns,
          columns.map(({ name }) => name.toUpperCase()),
          this.options,
        )}\n`,
      );
    for (const row of rows) {
      const cells = this.cells(row, eventType).slice(0, columns.length).map(cellText);
      writer.write(`${line(columns, cells, this.options)}\n`);
    }
  }

  private columns(withEvent: boolean): readonly ColumnDefinition[] {
    const { withNamespace, columnLabels, showLabels } = this.options;
    return [
      ...(withEvent ? [{ name: 'Event' }] : []),
      ...(withNamespace ? [{ name: 'Namespace' }] : []),
      ...this.lastColumns,
      ...columnLabels.map((key) => ({ name: key.slice(key.lastIndexOf('/') + 1) })),
      ...(showLabels ? [{ name: 'Labels' }] : []),
    ];
  }

  private cells({ cells, object }: TableRow, eventType: string | undefined): readonly unknown[] {
    const { withNamespace, columnLabels, showLabels } = this.options;
    const metadata = object?.metadata;
    const labels = metadata?.labels ?? {};
    return [
      ...(eventType === undefined ? [] : [eventType.padEnd(8)]),
      ...(withNamespace ? [metadata?.namespace ?? ''] : []),
      ...this.named(cells),
      ...columnLabels.map((key) => (Object.hasOwn(labels, key) ? labels[key] : '')),
      ...(showLabels ? [metadata === undefined ? undefined : formatLabels(labels)] : []),
    ];
  }

  /** The cells with the kind before the name, if that is wanted. */
  private named(cells: readonly unknown[]): readonly unknown[] {
    const { kindPrefix } = this.options;
    if (kindPrefix === undefined) return cells;
    const at = this.lastColumns.findIndex(({ format, type }) => format === 'name' && type === 'string');
    return cells.map((cell, index) => (index === at ? `${kindPrefix}/${goValue(cell)}` : cell));
  }
}

function line(columns: readonly ColumnDefinition[], cells: readonly string[], { wide }: TableOptions): string {
  return cells.filter((_, index) => wide || (columns[index]?.priority ?? 0) === 0).join('\t');
}

/** A cell on one line: what follows a line break is cut, and a terminal cannot be fooled. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  const text = goValue(cell);
  const end = typeof cell === 'string' ? text.search(/[\f\n\r]/) : -1;
  return end < 0 ? escapeTerminal(text) : `${escapeTerminal(text.slice(0, end))}...`;
}
