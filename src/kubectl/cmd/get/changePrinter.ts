/**
 * Prints what a watch tells, one object after the other, in the form that `-o` asks for.
 * Models cli-runtime/pkg/printers/{tableprinter,json,yaml}.go, their watch events, and kubectl/pkg/cmd/get/skip_printer.go (v1.36.3).
 */
import type { Status } from '../../../api/meta/status';
import type { Invocation } from '../../command';
import { goJson } from '../../../printers/json';
import { printerFor } from '../../printers/printFlags';
import { asTable, plainTable, statusTable, type Table } from '../../printers/serverTable';
import { TablePrinter } from '../../printers/tablePrinter';
import { tableOptions, TabWriter } from '../../printers/tabWriter';
import type { Mapping, Unstructured } from '../../resource/access';
import { isHumanReadable, objectOptionsOf, tableOptionsOf } from './options';
import { writeInPieces } from './printTables';
import { sortedTable } from './sorting';
import { tableOfBody } from './tableAccess';

/** Prints what a watch brings, change by change. */
export interface ChangePrinter {
  /** `object` may be a Table, or the Status that ends a watch. What is hidden still teaches the columns. */
  add(object: object, type: string, isHidden: boolean): void;
  /** Prints what was added, in common columns. */
  flush(): Promise<void>;
}

/** The printer of a watch. Rejects with CommandError for an unknown format. */
export async function changePrinterOf(invocation: Invocation, mapping: Mapping): Promise<ChangePrinter> {
  return isHumanReadable(invocation.flags) ? rowPrinter(invocation, mapping) : objectPrinter(invocation);
}

function rowPrinter(invocation: Invocation, mapping: Mapping): ChangePrinter {
  const { flags, io, env } = invocation;
  const printer = new TablePrinter(
    tableOptionsOf(flags, mapping, { withNamespace: flags.bool('all-namespaces'), withKind: false }),
  );
  const writer = new TabWriter(tableOptions);
  const isServersTable = flags.bool('server-print');
  const tableOf = (object: object): Table => {
    if (isStatus(object)) return statusTable(object);
    const now = env.clock.now();
    // Whatever a watch sends that is no Table and no Status is an object.
    if (isServersTable) return asTable(object) ?? tableOfBody(mapping, object, now);
    return plainTable([object as Unstructured], now);
  };
  return {
    add(object, type, isHidden) {
      const table = sortedTable(invocation, tableOf(object));
      if (table === undefined) return;
      const eventType = flags.bool('output-watch-events') ? type : undefined;
      printer.print(isHidden ? { ...table, rows: [] } : table, writer, eventType);
    },
    flush: () => writeInPieces(io, writer.flush()),
  };
}

function isStatus(object: object): object is Status {
  return 'kind' in object && object.kind === 'Status' && 'apiVersion' in object && object.apiVersion === 'v1';
}

async function objectPrinter(invocation: Invocation): Promise<ChangePrinter> {
  const { flags, io } = invocation;
  const printer = await printerFor(objectOptionsOf(invocation));
  const output = flags.string('output').toLowerCase();
  const withType = flags.bool('output-watch-events') && output !== 'name';
  return {
    add(object, type, isHidden) {
      if (isHidden) return;
      if (!withType) printer.print(object, io);
      else if (output === 'json') void io.out(`{"type":${goJson(type)},"object":${goJson(object)}}\n`);
      else printer.print({ type, object }, io);
    },
    flush: async () => {},
  };
}
