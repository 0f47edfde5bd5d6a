/** The table of a custom resource, made once. */
import { customResourceTable } from '../../printers/customResource';
import type { TablePrinter } from '../../printers/table';
import type { ColumnDescriptions } from '../tables/table';
import type { CustomResource } from './resource';

const known = new WeakMap<CustomResource, TablePrinter>();
const described = new WeakMap<CustomResource, TablePrinter>();

/** The table of `resource`; what the API says of names and times is told once `descriptions` are there. */
export function printerOf(resource: CustomResource, descriptions: ColumnDescriptions | undefined): TablePrinter {
  const printers = descriptions === undefined ? known : described;
  let printer = printers.get(resource);
  if (printer === undefined) {
    const text = (kind: string, column: number): string =>
      descriptions?.texts[descriptions.columns[kind]?.[column] ?? -1] ?? '';
    printer = customResourceTable(resource.version.additionalPrinterColumns, (field) =>
      field === 'name' ? text('ConfigMap', 0) : text('ConfigMap', 2),
    );
    printers.set(resource, printer);
  }
  return printer;
}
