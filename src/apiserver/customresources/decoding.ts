/**
 * From a JSON value to an object of a custom resource: headers, metadata, unknown fields.
 * Models schemaCoercingDecoder of apiextensions-apiserver/pkg/apiserver/customresource_handler.go and
 * schema/objectmeta (v1.36.3).
 */
import type { JSONSchemaProps } from '../../api/apiextensions/customResourceDefinition';
import { isJsonObject, type JsonObject } from '../../api/meta/jsonObject';
import { apiVersionOf } from '../../api/kinds';
import type { KubeObject } from '../../api/meta/objectMeta';
import { unrecognized } from '../body';
import type { Call } from '../call';
import { complain, DecodeError, unknownField } from '../decode';
import { badRequest } from '../errors';
import type { FieldValidation } from '../options';
import { invalid, invalidError, renderValue } from '../registry/fieldError';
import { readFields } from '../registry/fieldReader';
import { pruned } from './pruning';
import type { CustomResource } from './resource';
import { fieldSchema, itemsOf } from './schemaParts';

/** `value` as an object of `resource`. Throws DecodeError, and ApiError for another version or kind. */
export function decodeCustom(
  { kind, info, schema }: CustomResource,
  value: object,
  validation: FieldValidation,
  complaints: readonly string[],
  call: Call,
): KubeObject {
  const given = value as JsonObject; // The callers hand in JSON objects.
  const sentKind = typeof given.kind === 'string' ? given.kind : '';
  if (sentKind === '') throw missingKind(info.kind, given);
  const expected = apiVersionOf(kind);
  const sent = typeof given.apiVersion === 'string' ? given.apiVersion : '';
  if (sent !== expected) {
    throw badRequest(`the API version in the data (${sent}) does not match the expected API version (${expected})`);
  }
  const { version } = info;
  const metadata = readMetadata(given.metadata, 'metadata', info.kind, version);
  if (sentKind !== info.kind) {
    const name = (metadata.value as { readonly name?: string }).name ?? '';
    const error = invalid('kind', sentKind, `must be ${info.kind}`);
    throw invalidError(kind, name, [error], { kind: sentKind, group: info.group });
  }
  const kept = pruned({ ...given, metadata: metadata.value }, schema, true);
  const embedded = withEmbedded(kept.value, schema, '', { kind: info.kind, version, unknown: [] });
  const unknown = [...metadata.unknown, ...kept.unknown, ...embedded.unknown].sort();
  complain(call, [...complaints, ...unknown.map(unknownField)], validation, info.kind, version);
  return embedded.value as KubeObject; // Its three parts have just been seen to.
}

function missingKind(kind: string, given: JsonObject): Error {
  const text = JSON.stringify(given);
  const start = text.length > 24 ? `${text.slice(0, 24)} ...` : text;
  return unrecognized(kind, `Object 'Kind' is missing in '${text}'`, start);
}

interface Metadata {
  readonly value: object;
  readonly unknown: readonly string[];
}

function readMetadata(given: unknown, path: string, kind: string, version: string): Metadata {
  if (given === undefined || given === null) return { value: {}, unknown: [] };
  const isOwn = path === 'metadata';
  const fail = (why: string): never => {
    const text = isOwn ? why : `${path}: Invalid value: ${renderValue(given)}: ${why}`;
    throw new DecodeError(text, kind, version);
  };
  if (!isJsonObject(given)) return fail('json: cannot unmarshal string into Go value of type v1.ObjectMeta');
  const { value, unknown, error } = readFields('ObjectMeta', given);
  if (error !== undefined) fail(error);
  const { creationTimestamp, ...rest } = value;
  const isTimeless = creationTimestamp === null || creationTimestamp === undefined;
  return { value: isTimeless ? rest : value, unknown: unknown.map((name) => `${path}.${name}`) };
}

interface Reading {
  readonly kind: string;
  readonly version: string;
  readonly unknown: string[];
}

/** The metadata of objects inside the object is read as metadata, too. */
function withEmbedded(
  value: unknown,
  schema: JSONSchemaProps,
  path: string,
  reading: Reading,
): { readonly value: unknown; readonly unknown: readonly string[] } {
  const visit = (given: unknown, at: JSONSchemaProps, place: string): unknown => {
    if (Array.isArray(given)) {
      const items = itemsOf(at);
      if (items === undefined) return given;
      const next = given.map((each, index) => visit(each, items, `${place}[${index}]`));
      return next.some((each, index) => each !== given[index]) ? next : given;
    }
    if (!isJsonObject(given)) return given;
    let next: Record<string, unknown> | undefined;
    for (const [name, each] of Object.entries(given)) {
      const inner = place === '' ? name : `${place}.${name}`;
      const isMetadata = at['x-kubernetes-embedded-resource'] === true && name === 'metadata' && place !== '';
      const inside = fieldSchema(at, name);
      let changed = each;
      if (isMetadata) {
        const metadata = readMetadata(each, inner, reading.kind, reading.version);
        reading.unknown.push(...metadata.unknown);
        if (metadata.unknown.length > 0) changed = metadata.value;
      } else if (inside !== undefined && (place !== '' || name !== 'metadata')) changed = visit(each, inside, inner);
      if (changed !== each) next = { ...(next ?? given), [name]: changed };
    }
    return next ?? given;
  };
  return { value: visit(value, schema, path), unknown: reading.unknown };
}
