/**
 * From an untrusted JSON value to an object of the wanted kind.
 * Models the decoding in staging/src/k8s.io/apiserver/pkg/endpoints/handlers (v1.36.3).
 */
import type { JsonObject } from '../api/meta/jsonObject';
import { type Kind, apiVersionOf, infoOf, kindOf } from '../api/kinds';
import type { KubeObject, ObjectMeta } from '../api/meta/objectMeta';
import type { Body } from './body';
import { type Call, warn } from './call';
import { badRequest } from './errors';
import type { FieldValidation } from './options';
import { readFields } from './registry/fieldReader';
import { strategyOf } from './resourceStrategy';

/** A value that is no object of the wanted kind. The message is Kubernetes' reason without the sentence around it. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  constructor(
    message: string,
    readonly sentKind: string,
    readonly version: string,
  ) {
    super(message);
  }
}

const noMetadata = Object.freeze({}) as ObjectMeta; // What is missing is filled in or refused later.

/** The object in a body of a POST or PUT. A body without kind and apiVersion is taken as the kind of the URL. */
export function decodeBody(
  call: Call,
  kind: Kind,
  body: Body,
  validation: FieldValidation,
  stored?: KubeObject,
): KubeObject {
  try {
    return decodeObject(call, kind, body.value as object, validation, body.complaints, stored); // An object: readBody.
  } catch (error) {
    if (error instanceof DecodeError) throw cannotBeHandled(error, infoOf(kind).kind);
    throw error;
  }
}

/** 400 `ConfigMap in version "v1" cannot be handled as a ConfigMap: <why>`. */
export function cannotBeHandled({ sentKind, version, message }: DecodeError, wanted: string): Error {
  return badRequest(`${sentKind} in version "${version}" cannot be handled as a ${wanted}: ${message}`);
}

/**
 * `value` as an object of `kind`: types are checked; unknown fields are dropped with a warning, refused (Strict) or
 * dropped in silence. `complaints` are what was wrong with the text. `stored` is what the value may share parts with.
 * Throws DecodeError.
 */
export function decodeObject(
  call: Call,
  kind: Kind,
  value: object,
  validation: FieldValidation,
  complaints: readonly string[] = [],
  stored?: KubeObject,
): KubeObject {
  const { decode } = strategyOf(kind);
  if (decode !== undefined) return decode(value, validation, complaints, call);
  checkHeader(value, kind);
  const apiVersion = apiVersionOf(kind);
  const object: Partial<KubeObject> = readValue(call, kind, apiVersion, value, validation, complaints, stored);
  const metadata = object.metadata ?? noMetadata;
  if (object.apiVersion === apiVersion && object.kind === kind && object.metadata !== undefined) {
    return object as KubeObject; // The three parts of every object are there.
  }
  return { kind, apiVersion, metadata, ...object };
}

/** `value` as the type `type` of the field table, which may also be one that is never stored. Throws DecodeError. */
export function readValue(
  call: Call,
  type: string,
  apiVersion: string,
  value: object,
  validation: FieldValidation,
  complaints: readonly string[] = [],
  stored?: object,
): Readonly<Record<string, unknown>> {
  const reading = readFields(type, value as JsonObject, stored as JsonObject | undefined); // Any object may be read so.
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  if (reading.error !== undefined) throw new DecodeError(reading.error, type, version);
  complain(call, [...complaints, ...reading.unknown.map(unknownField)], validation, type, version);
  return reading.value;
}

/** How an unknown field is told. */
export function unknownField(path: string): string {
  return `unknown field "${path}"`;
}

/** A strict reader tells no more; models saveStrictError of sigs.k8s.io/json. */
const MAX_COMPLAINTS = 100;

/** What a strict reader would refuse: refused, warned of or passed over. Throws DecodeError. */
export function complain(
  call: Call,
  complaints: readonly string[],
  validation: FieldValidation,
  kind: string,
  version: string,
): void {
  if (validation === 'Ignore' || complaints.length === 0) return;
  const told = complaints.slice(0, MAX_COMPLAINTS);
  if (validation === 'Strict') {
    throw new DecodeError(`strict decoding error: ${told.join(', ')}`, kind, version);
  }
  for (const complaint of told) warn(call, complaint);
}

function checkHeader(value: { readonly apiVersion?: unknown; readonly kind?: unknown }, kind: Kind): void {
  const wanted = apiVersionOf(kind);
  const sentKind = typeof value.kind === 'string' && value.kind !== '' ? value.kind : kind;
  const sentVersion = typeof value.apiVersion === 'string' && value.apiVersion !== '' ? value.apiVersion : wanted;
  if (sentKind === kind && sentVersion === wanted) return;
  const version = sentVersion.slice(sentVersion.indexOf('/') + 1);
  const why =
    kindOf(sentVersion, sentKind) === undefined
      ? `no kind "${sentKind}" is registered for version "${sentVersion}" in scheme "pkg/runtime/scheme.go:111"`
      : `converting (${version}.${sentKind}) to (${internalType(kind)}): unknown conversion`;
  throw new DecodeError(why, sentKind, version);
}

function internalType(kind: Kind): string {
  const apiVersion = apiVersionOf(kind);
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : 'core';
  return `${group.split('.')[0] ?? group}.${kind}`;
}
