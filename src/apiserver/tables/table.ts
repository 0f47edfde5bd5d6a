/**
 * Objects as Tables: what `kubectl get` asks for.
 * Models asTable of staging/src/k8s.io/apiserver/pkg/endpoints/handlers/response.go (v1.36.3).
 */
import type { KubeObject, ListOf } from '../../api/meta/objectMeta';
import { tablePrinterOf } from '../../printers/registry';
import type { Cell, Column, TablePrinter } from '../../printers/table';
import { badRequest } from '../errors';

/** What the API says of each column of a kind (`Pod`, `Deployment.apps`), as numbers of texts. */
export interface ColumnDescriptions {
  readonly texts: readonly string[];
  readonly columns: Readonly<Record<string, readonly number[]>>;
}

/** What a Table is made with. */
export interface TableContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** `v1` or `v1beta1` of meta.k8s.io. */
  readonly version: string;
  /** What stands beside the cells of a row: the parameter `includeObject`. */
  readonly includeObject: IncludeObject;
  readonly descriptions?: ColumnDescriptions | undefined;
  /** Of a kind that is known only at run time. */
  readonly customPrinter?: TablePrinter | undefined;
}

export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** The parameter `includeObject`. Throws 400. */
export function includeObjectOf(written: string | undefined): IncludeObject {
  if (written === undefined || written === '' || written === 'Metadata') return 'Metadata';
  if (written === 'None' || written === 'Object') return written;
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(written)}: must be 'Metadata', 'Object', 'None', or empty`,
  );
}

/** A row; its object carries whatever `includeObject` asks for. */
interface Row {
  readonly cells: readonly (Cell | null)[];
  readonly object: object | null;
}

/** An answer of meta.k8s.io to `as=Table`. */
export interface Table {
  readonly kind: 'Table';
  readonly apiVersion: string;
  readonly metadata: object;
  /** Null in a watch after the first event. */
  readonly columnDefinitions: readonly object[] | null;
  readonly rows: readonly Row[];
}

/** The Table of a list or of one object. */
export function tableOf(body: ListOf<KubeObject> | KubeObject, context: TableContext): Table {
  const isList = 'items' in body;
  const { resourceVersion, continue: next, remainingItemCount } = body.metadata as ListOf<KubeObject>['metadata']; // An object has the first alone.
  const kind = isList ? body.kind.replace(/List$/, '') : body.kind;
  const metadata = {
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(next === undefined || next === '' ? {} : { continue: next }),
    ...(remainingItemCount === undefined ? {} : { remainingItemCount }),
  };
  return table(body.apiVersion, kind, metadata, isList ? body.items : [body], context);
}

/** The Table of one object in a watch: columns come with the first only. */
export function watchTable(object: KubeObject, context: TableContext, isFirst: boolean): Table {
  const whole = tableOf(object, context);
  return isFirst ? whole : { ...whole, columnDefinitions: null };
}

function table(
  apiVersion: string,
  kind: string,
  metadata: object,
  objects: readonly KubeObject[],
  context: TableContext,
): Table {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const printer = (kind === 'Scale' ? undefined : context.customPrinter) ?? tablePrinterOf(group, kind);
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${context.version}`,
    metadata,
    columnDefinitions: definitionsOf(group === '' ? kind : `${kind}.${group}`, printer.columns, context.descriptions),
    rows: inOrder(printer, objects).map((object) => ({
      cells: printer.cells(object, context.now).map((cell) => cell ?? null),
      object: included(object, apiVersion, kind, context),
    })),
  };
}

function inOrder({ compare }: TablePrinter, objects: readonly KubeObject[]): readonly KubeObject[] {
  return compare === undefined ? objects : [...objects].sort(compare);
}

function definitionsOf(
  kind: string,
  columns: readonly Column[],
  descriptions: ColumnDescriptions | undefined,
): readonly object[] {
  const described = descriptions?.columns[kind] ?? [];
  return columns.map(({ name, type = 'string', wide, format, description, priority }, at) => ({
    name,
    type,
    format: format ?? (name === 'Name' ? 'name' : ''),
    description: description ?? descriptions?.texts[described[at] ?? -1] ?? '',
    priority: priority ?? (wide === true ? 1 : 0),
  }));
}

function included(
  object: KubeObject,
  apiVersion: string,
  kind: string,
  { includeObject, version }: TableContext,
): object | null {
  switch (includeObject) {
    case 'None':
      return null;
    case 'Object':
      return 'kind' in object ? object : { kind, apiVersion, ...(object as object) };
    case 'Metadata':
      return partialMetadata(object, version);
    default:
      return includeObject satisfies never;
  }
}

/** The object without anything but its metadata. */
export function partialMetadata({ metadata }: KubeObject, version = 'v1'): KubeObject {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata };
}
