/**
 * PATCH with `application/apply-patch+yaml`: server-side apply.
 * Models applyPatcher in staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go, managedfields/internal/
 * {structuredmerge,lastappliedmanager,lastappliedupdater}.go (v1.36.3) and structured-merge-diff merge/update.go (v6).
 */
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { apiVersionOf, infoOf, type Kind } from '../../api/kinds';
import { isDeepEqual } from '../../api/meta/equality';
import type { KubeObject } from '../../api/meta/objectMeta';
import type { ApiResponse } from '../../client/transport';
import type { Entry } from '../../storage/store';
import { type Call, objectKey, respond } from '../call';
import { allowCreation } from '../authorization/authorize';
import { createObject } from '../create';
import { DecodeError, cannotBeHandled, decodeObject } from '../decode';
import { badRequest, plainError, unsupportedPatch } from '../errors';
import { isTrue, writeOptions } from '../options';
import { uidChecked } from '../patch/patch';
import { storageKey } from '../storageKey';
import { type Target, checkIdentity, updateObject, writeUpdate } from '../update';
import { compare, fieldSetOf } from './compare';
import { applyConflict, type Conflict } from './conflicts';
import { difference, type Fields, intersection, isEmpty, NO_FIELDS, union } from './fieldSet';
import { emptyObject, hasFields, inOrder, type ManagedEntry, shapeOf, withoutSystemFields } from './managedEntry';
import { timeOf, wantsManagers, withManagers } from './managers';
import { merged, pruned } from './merge';
import { schemaErrors } from './validate';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Answers an apply: the object is made if it is not there. Throws ApiError. */
export function applyRequest(call: Call, target: Target): ApiResponse {
  const { kind, namespace, name } = target;
  const { dryRun, fieldValidation } = writeOptions(call, 'PatchOptions', true);
  const config = readConfig(call, target);
  const { store, managers } = call.backend;
  const entry = store.get(storageKey(kind, objectKey(kind, namespace, name)));
  const before = entry === undefined ? [] : managers.entriesOf(kind, entry);
  const outcome = withLastApplied(applied(call, target, entry?.value, before, config), target, config, call);
  const document = withoutNulls({
    ...outcome.document,
    metadata: { ...metadataOf(outcome.document), name },
  }) as JsonObject; // Objects stay objects.
  const write = (): KubeObject => {
    if (entry !== undefined && !outcome.isChanged) return touched(call, kind, entry, before, outcome.entries, dryRun);
    const sent = decoded(call, kind, document, fieldValidation, entry?.value);
    if (entry === undefined) {
      allowCreation(call, kind, namespace, name);
      return createObject(call, kind, namespace, sent, dryRun);
    }
    return updateObject(call, target, entry, uidChecked(sent, entry.value), dryRun);
  };
  const written = write();
  const key = storageKey(kind, objectKey(kind, namespace, name));
  if (!dryRun && store.get(key) !== undefined) managers.set(key, written.metadata.uid, outcome.entries);
  const shown = wantsManagers(call) ? withManagers(written, inOrder(outcome.entries)) : written;
  return respond(call, entry === undefined ? 201 : 200, shown);
}

function decoded(
  call: Call,
  kind: Kind,
  document: object,
  validation: Parameters<typeof decodeObject>[3],
  stored: KubeObject | undefined,
): KubeObject {
  try {
    return decodeObject(call, kind, document, validation, [], stored);
  } catch (error) {
    if (error instanceof DecodeError) throw cannotBeHandled(error, infoOf(kind).kind);
    throw error;
  }
}

/** Owners may change where the object does not: that is a write, too. */
function touched(
  call: Call,
  kind: Kind,
  entry: Entry,
  before: readonly ManagedEntry[],
  after: readonly ManagedEntry[],
  dryRun: boolean,
): KubeObject {
  return isDeepEqual(inOrder(before), inOrder(after))
    ? entry.value
    : writeUpdate(call, kind, entry, entry.value, dryRun);
}

function metadataOf(document: JsonObject): JsonObject {
  return isJsonObject(document.metadata) ? document.metadata : {};
}

/** The applied document. Throws 400, and 500 where it does not fit the schema. */
function readConfig(call: Call, target: Target): JsonObject {
  const { kind, name } = target;
  const { body } = call.request;
  const config = typeof body === 'string' ? parsed(call, body, kind) : body;
  if (!isJsonObject(config)) throw badRequest('error decoding YAML: the body is no object');
  const { apiVersion = '', kind: sentKind = '' } = config;
  if (apiVersion !== apiVersionOf(kind) || sentKind !== infoOf(kind).kind) {
    const version = String(apiVersion).includes('/') ? String(apiVersion) : `/${String(apiVersion)}`;
    throw badRequest(`invalid object type: ${version}, Kind=${String(sentKind)}`);
  }
  const metadata = metadataOf(config);
  const named = { ...config, metadata: { ...metadata, name: metadata.name ?? name } };
  checkIdentity(named as unknown as KubeObject, target); // Looks at names alone.
  if (metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  const errors = schemaErrors(config, kind);
  if (errors.length > 0) {
    const group = String(apiVersion).includes('/') ? '' : '/';
    const place = `${String(metadata.namespace ?? '')}/${String(metadata.name ?? '')}`;
    const why = errors.length === 1 ? errors[0] : `errors:\n  ${errors.join('\n  ')}`;
    throw plainError(
      `failed to create typed patch object (${place}; ${group}${String(apiVersion)}, Kind=${infoOf(kind).kind}): ${why}`,
    );
  }
  return config;
}

function parsed(call: Call, text: string, kind: Kind): unknown {
  try {
    if (call.backend.yaml !== undefined) return call.backend.yaml.read(text, kind).value;
  } catch (error) {
    const why = /(yaml: .*) \(/s.exec(error instanceof Error ? error.message : '')?.[1];
    throw badRequest(`error decoding YAML: error converting YAML to JSON: ${why ?? 'yaml: not understood'}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw unsupportedPatch();
  }
}

/** What an apply comes to. */
interface Outcome {
  readonly document: JsonObject;
  readonly entries: readonly ManagedEntry[];
  readonly isChanged: boolean;
}

/** Merges `config` into `live`. Throws 409 for fields of others, unless they are taken by force. */
function applied(
  call: Call,
  { kind, target: subresource }: Target,
  live: KubeObject | undefined,
  before: readonly ManagedEntry[],
  config: JsonObject,
): Outcome {
  const manager = call.query.fieldManager ?? '';
  const shape = shapeOf(kind);
  const old = (live ?? emptyObject(kind)) as Readonly<Record<string, unknown>>; // An object is one.
  const isOwn = (entry: ManagedEntry) =>
    entry.operation === 'Apply' && entry.manager === manager && (entry.subresource ?? '') === subresource;
  const last = before.find(isOwn);
  const set = withoutSystemFields(fieldSetOf(config, shape));
  const others = before.filter((entry) => !isOwn(entry));
  const whole = merged(live, withoutNulls(config), shape);
  const all = [...others.map(({ fieldsV1 }) => fieldsV1), set];
  const document = (last === undefined ? whole : pruned(whole, last.fieldsV1, all, shape)) as JsonObject; // Objects stay objects.
  const { added, modified, removed } = compare(old, document, shape);
  const changed = union(added, modified);
  const conflicts = others.flatMap((entry): readonly Conflict[] => {
    const fields = intersection(entry.fieldsV1, changed);
    return isEmpty(fields) ? [] : [{ entry, fields }];
  });
  const isForced = call.query.force !== undefined && isTrue(call.query.force);
  if (!isForced) refuse(conflicts, manager === 'kubectl' ? ownByLastApplied(live, shape) : NO_FIELDS);
  const isChanged = live === undefined || !isDeepEqual(live, document);
  const time = isChanged ? timeOf(call) : last?.time;
  const own: ManagedEntry = {
    manager,
    operation: 'Apply',
    apiVersion: apiVersionOf(kind),
    ...(time === undefined ? {} : { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: set,
    ...(subresource === '' ? {} : { subresource }),
  };
  const left = others.map((entry) => ({
    ...entry,
    fieldsV1: difference(difference(entry.fieldsV1, changed), removed),
  }));
  return { document, entries: [...left, own].filter(hasFields), isChanged };
}

/** A null in what is applied is a field without a value. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => (field === null ? [] : [[name, withoutNulls(field)]])),
  );
}

function refuse(conflicts: readonly Conflict[], allowed: Fields): void {
  const left = conflicts.flatMap(({ entry, fields }) => {
    const rest = difference(fields, allowed);
    return isEmpty(rest) ? [] : [{ entry, fields: rest }];
  });
  if (left.length > 0) throw applyConflict(left);
}

/** Fields that stand as kubectl's client-side apply has left them: they are its own, whoever is said to own them. */
function ownByLastApplied(live: KubeObject | undefined, shape: ReturnType<typeof shapeOf>): Fields {
  const text = live?.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined || text === '') return NO_FIELDS;
  let last: unknown;
  try {
    last = JSON.parse(text);
  } catch {
    return NO_FIELDS; // Written by hand: it claims nothing.
  }
  const { added, modified, removed } = compare(last, live, shape);
  return [added, modified, removed].reduce(difference, fieldSetOf(last, shape));
}

/** kubectl keeps the annotation of its client-side apply in step, where there is one. */
function withLastApplied(outcome: Outcome, { target }: Target, config: JsonObject, call: Call): Outcome {
  const { document } = outcome;
  const metadata = metadataOf(document);
  const annotations = isJsonObject(metadata.annotations) ? metadata.annotations : {};
  const present = annotations[LAST_APPLIED];
  if (call.query.fieldManager !== 'kubectl' || target !== '' || typeof present !== 'string' || present === '')
    return outcome;
  const own = metadataOf(config);
  const { [LAST_APPLIED]: _own, ...others } = isJsonObject(own.annotations) ? own.annotations : {};
  const { annotations: _all, ...rest } = own;
  const kept = { ...config, metadata: Object.keys(others).length === 0 ? rest : { ...rest, annotations: others } };
  const text = `${JSON.stringify(sorted(kept))}\n`;
  if (text === present) return outcome;
  const next = { ...document, metadata: { ...metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } };
  return { ...outcome, document: next, isChanged: true };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
}
