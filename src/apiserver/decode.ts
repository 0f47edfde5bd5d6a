/**
 * From an untrusted JSON value to an object of the wanted kind.
 * Models the decoding in staging/src/k8s.io/apiserver/pkg/endpoints/handlers (v1.36.3).
 */
import { type Kind, apiVersionOf, kindOf } from '../api/kinds';
import type { KubeObject } from '../api/meta/objectMeta';
import type { Body } from './body';
import { type Call, warn } from './call';
import { badRequest } from './errors';
import type { FieldValidation } from './options';
import { readFields } from './registry/fieldReader';

/** `ConfigMap in version "v1" cannot be handled as a ConfigMap: <why>`. */
export function cannotBeHandled(sentKind: string, version: string, kind: Kind, why: string): Error {
  return badRequest(`${sentKind} in version "${version}" cannot be handled as a ${kind}: ${why}`);
}

/** The object in a body of a POST or PUT. A body without kind and apiVersion is taken as the kind of the URL. */
export function decodeBody(call: Call, kind: Kind, body: Body, validation: FieldValidation): KubeObject {
  const value = body.value as Partial<KubeObject>; // An object, as readBody has checked; its fields are checked below.
  checkHeader(value, kind);
  return decodeObject(call, kind, value, validation, body.duplicates);
}

function checkHeader(value: { readonly apiVersion?: unknown; readonly kind?: unknown }, kind: Kind): void {
  const wanted = apiVersionOf(kind);
  const sentKind = typeof value.kind === 'string' && value.kind !== '' ? value.kind : kind;
  const sentVersion = typeof value.apiVersion === 'string' && value.apiVersion !== '' ? value.apiVersion : wanted;
  if (sentKind === kind && sentVersion === wanted) return;
  const version = sentVersion.slice(sentVersion.indexOf('/') + 1);
  if (kindOf(sentVersion, sentKind) === undefined) {
    const why = `no kind "${sentKind}" is registered for version "${sentVersion}" in scheme "pkg/runtime/scheme.go:111"`;
    throw cannotBeHandled(sentKind, version, kind, why);
  }
  throw cannotBeHandled(
    sentKind,
    version,
    kind,
    `converting (${goType(sentVersion, sentKind)}) to (${internalType(kind)}): unknown conversion`,
  );
}

function goType(apiVersion: string, kind: string): string {
  return `${apiVersion.slice(apiVersion.indexOf('/') + 1)}.${kind}`;
}

function internalType(kind: Kind): string {
  const apiVersion = apiVersionOf(kind);
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '').split('.')[0] : 'core';
  return `${group}.${kind}`;
}

/** `value` as an object of `kind`: types checked, unknown fields dropped with warnings or refused. */
export function decodeObject(
  call: Call,
  kind: Kind,
  value: object,
  validation: FieldValidation,
  duplicates: readonly string[],
): KubeObject {
  const version = apiVersionOf(kind).split('/').at(-1) ?? 'v1';
  const reading = readFields(kind, value as Readonly<Record<string, unknown>>); // An object, as readBody has checked.
  if (reading.error !== undefined) throw cannotBeHandled(kind, version, kind, reading.error);
  const complaints = [
    ...duplicates.map((path) => `duplicate field "${path}"`),
    ...reading.unknown.map((path) => `unknown field "${path}"`),
  ];
  if (validation === 'Strict' && complaints.length > 0) {
    throw cannotBeHandled(kind, version, kind, `strict decoding error: ${complaints.join(', ')}`);
  }
  if (validation === 'Warn') for (const complaint of complaints) warn(call, complaint);
  const object = reading.value as unknown as KubeObject; // Each field has the type that the API gives it.
  const metadata = object.metadata ?? {};
  const apiVersion = apiVersionOf(kind);
  if (object.apiVersion === apiVersion && object.kind === kind && object.metadata === metadata) return object;
  return { ...object, apiVersion, kind, metadata };
}
