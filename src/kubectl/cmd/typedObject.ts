/**
 * Objects that kubectl makes itself, as Go structs: created on the server (or not, with --dry-run=client) and printed.
 * Models what `create`, `run`, `expose` and `autoscale` share (staging/src/k8s.io/kubectl/pkg, v1.36.3).
 */
import { compiledMapping } from '../resource/compiledMapping';
import { ApiError } from '../../api/meta/status';
import type { Invocation } from '../command';
import { ConnectionError } from '../environment';
import { CommandError } from '../errors';
import { goJson } from '../../printers/json';
import { inGoOrder } from '../polymorphic/goOrder';
import { type DryRun, withDryRun } from '../printers/name';
import type { ObjectPrinter } from '../printers/objectPrinter';
import { printOptionsOf, printerFor } from '../printers/printFlags';
import type { Mapping } from '../resource/access';
import { dryRunOf, fieldValidationOf } from './writeFlags';

/** A kind that kubectl has compiled in, so it asks no discovery for it. */
export interface TypedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly clusterScoped?: boolean;
}

/** The fields of an object except kind and apiVersion, in the order of Go's struct. */
export interface TypedFields {
  readonly metadata: TypedMeta;
  readonly [field: string]: unknown;
}

/** The metadata of an object that a command makes. */
export interface TypedMeta {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly object[];
}

/** An object as kubectl holds it before it is created; JSON of it is what Go would write. */
export type TypedObject = TypedFields & { readonly kind: string; readonly apiVersion: string };

/** How the object is written, from the flags of the command. */
export interface Writing {
  readonly dryRun: DryRun;
  readonly printer: ObjectPrinter;
  /** What was done, for the line that is printed: `created`. */
  readonly operation: string;
  /** Undefined where the command has no --validate. */
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
}

/** Reads --dry-run, -o and (with `validates`) --validate. Throws CommandError for wrong values. */
export async function writingOf(invocation: Invocation, operation: string, validates: boolean): Promise<Writing> {
  const dryRun = dryRunOf(invocation);
  const printer = await printerFor({ ...printOptionsOf(invocation), keepOrder: true });
  const writing = { dryRun, printer, operation };
  return validates ? { ...writing, fieldValidation: fieldValidationOf(invocation) } : writing;
}

/** The mapping of a kind that need not be discovered. */
export function typedMapping({ apiVersion, kind, plural, clusterScoped }: TypedKind): Mapping {
  return compiledMapping(apiVersion, kind, { plural, namespaced: clusterScoped !== true });
}

/**
 * `fields` with kind, apiVersion and, if --namespace was given and `isNamed`, the namespace, where Go's struct has them.
 */
export async function typedObject(
  invocation: Invocation,
  { apiVersion, kind, clusterScoped }: TypedKind,
  fields: TypedFields,
  isNamed: boolean,
): Promise<TypedObject> {
  const { name, ...meta } = fields.metadata;
  const access = await invocation.access();
  const namespaced = isNamed && clusterScoped !== true && access.isNamespaceExplicit;
  const metadata = namespaced ? { name, namespace: access.namespace, ...meta } : { name, ...meta };
  return { kind, apiVersion, ...fields, metadata };
}

/** `object` with the annotation that `apply` compares with, if --save-config was given. */
export function withSavedConfig({ flags }: Invocation, object: TypedObject): TypedObject {
  if (!flags.bool('save-config')) return object;
  const saved = `${goJson(object, { keepOrder: true })}\n`;
  const { annotations, ownerReferences, ...meta } = object.metadata;
  const all = { ...annotations, 'kubectl.kubernetes.io/last-applied-configuration': saved };
  return { ...object, metadata: { ...meta, annotations: all, ...(ownerReferences && { ownerReferences }) } };
}

/** Creates `object` unless --dry-run=client. `told` says how the server's refusal is told, if not as it is. */
export async function createTyped(
  invocation: Invocation,
  kind: TypedKind,
  object: TypedObject,
  writing: Writing,
  told?: (message: string) => string,
): Promise<object> {
  if (writing.dryRun === 'client') return object;
  const access = await invocation.access();
  const namespace = kind.clusterScoped === true ? undefined : access.namespace;
  try {
    const created = await access.create(typedMapping(kind), namespace, object, {
      dryRun: writing.dryRun === 'server',
      fieldManager: invocation.flags.string('field-manager'),
      fieldValidation: writing.fieldValidation,
    });
    // Typed clients know the kind even where an answer does not say it.
    return inGoOrder({ ...created, kind: object.kind, apiVersion: object.apiVersion });
  } catch (error) {
    const message = told === undefined ? undefined : refusalOf(error);
    if (told !== undefined && message !== undefined) throw new CommandError(told(message));
    throw error;
  }
}

/** What a server, or the way to it, says of a request that failed; undefined for other errors. */
export function refusalOf(error: unknown): string | undefined {
  if (error instanceof ApiError) return error.message;
  return error instanceof ConnectionError && typeof error.cause === 'string' ? error.cause : undefined;
}

/** Prints what was made: `pod/web created (dry run)`, or what -o asks for. */
export function printTyped({ io }: Invocation, object: object, { printer, operation, dryRun }: Writing): void {
  printer.print(object, io, withDryRun(operation, dryRun));
}
