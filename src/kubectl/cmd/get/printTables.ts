/**
 * `kubectl get` for people: a table for every kind.
 * Models Run of staging/src/k8s.io/kubectl/pkg/cmd/get/get.go (v1.36.3).
 */
import type { Invocation } from '../../command';
import type { Io } from '../../environment';
import { oneOf } from '../../errors';
import { asTable, plainTable, type Table } from '../../printers/serverTable';
import { TablePrinter } from '../../printers/tablePrinter';
import { tableOptions, TabWriter } from '../../printers/tabWriter';
import type { Mapping } from '../../resource/access';
import { build, type Info } from '../../resource/builder';
import { emptyHint } from './emptyHint';
import { builderOptionsOf, tableOptionsOf } from './options';
import { sortedObjects, sortedTable } from './sorting';
import { withTables } from './tableAccess';

/** Prints what the flags and words ask for. Rejects with what could not be had, after printing the rest. */
export async function printTables(invocation: Invocation): Promise<void> {
  const { flags, io, env } = invocation;
  const isSorted = flags.string('sort-by') !== '';
  const reading = flags.bool('server-print') ? withTables(invocation, isSorted) : invocation;
  const built = await build(reading, builderOptionsOf(invocation));
  // Several tables are put in order as if they were objects: kubectl does so too.
  const infos = built.infos.length > 1 ? sortedObjects(invocation, built.infos, objectOf) : built.infos;
  const isSeveralKinds = new Set(built.infos.map(({ mapping }) => kindKey(mapping))).size > 1;
  const writer = new TabWriter(tableOptions);
  let hasOutput = false;
  for (const group of groupsOf(infos)) {
    const options = tableOptionsOf(flags, group.mapping, {
      withNamespace: flags.bool('all-namespaces') && group.mapping.namespaced,
      withKind: isSeveralKinds,
    });
    const printer = new TablePrinter(options);
    for (const info of group.infos) {
      const table = sortedTable(invocation, tableOfInfo(info, env.clock.now()));
      if (table !== undefined) printer.print(table, writer);
    }
    const text = writer.flush();
    writer.forgetWidths();
    if (text === '') continue;
    await writeInPieces(io, hasOutput && !options.noHeaders ? `\n${text}` : text);
    hasOutput = true;
  }
  if (built.errors.length > 0) throw oneOf(built.errors);
  if (!hasOutput && !flags.bool('ignore-not-found')) await reportNothing(invocation, infos, built.mappings);
}

function objectOf({ object }: Info): object {
  return object ?? {};
}

function kindKey({ group, version, kind }: Mapping): string {
  return `${group}/${version}/${kind}`;
}

/** Runs of objects of one kind: each gets its own headers and widths. */
function groupsOf(infos: readonly Info[]): readonly { readonly mapping: Mapping; readonly infos: readonly Info[] }[] {
  const groups: { readonly mapping: Mapping; readonly infos: Info[] }[] = [];
  for (const info of infos) {
    const last = groups.at(-1);
    if (last !== undefined && kindKey(last.mapping) === kindKey(info.mapping)) last.infos.push(info);
    else groups.push({ mapping: info.mapping, infos: [info] });
  }
  return groups;
}

/** The table that came in the place of an object, or one of the object alone. */
function tableOfInfo({ object }: Info, now: number): Table {
  return asTable(object) ?? plainTable(object === undefined ? [] : [object], now);
}

async function reportNothing(
  invocation: Invocation,
  infos: readonly Info[],
  mappings: readonly Mapping[],
): Promise<void> {
  const { io, flags } = invocation;
  const isNamespaced = !flags.bool('all-namespaces') && infos.every(({ mapping }) => mapping.namespaced);
  const { namespace } = await invocation.access();
  await io.err(isNamespaced ? `No resources found in ${namespace} namespace.\n` : 'No resources found\n');
  const [mapping] = mappings;
  const hint = isNamespaced && mapping?.namespaced === true ? await emptyHint(invocation, mapping) : undefined;
  if (hint !== undefined) io.hint(hint);
}

/** Writes long texts a few lines at a time, so that a slow reader is waited for and a page stays responsive. */
export async function writeInPieces(io: Pick<Io, 'out'>, text: string): Promise<void> {
  let from = 0;
  while (text.length - from > PIECE) {
    const end = text.indexOf('\n', from + PIECE) + 1;
    if (end === 0) break;
    await io.out(text.slice(from, end));
    from = end;
  }
  await io.out(text.slice(from));
}
const PIECE = 8192;
