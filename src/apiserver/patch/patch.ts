/**
 * PATCH of an object, its status or its scale.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go (v1.36.3).
 * Server-side apply is in ../apply.
 */
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import type { Kind } from '../../api/kinds';
import type { KubeObject } from '../../api/meta/objectMeta';
import { ApiError, failure } from '../../api/meta/status';
import type { ApiRequest, ApiResponse } from '../../client/transport';
import { checkLength, mediaTypeOf } from '../body';
import { type Call, objectKey, respond } from '../call';
import { DecodeError, decodeObject } from '../decode';
import { badRequest, notFound, plainError, tooLarge, unsupportedCustomPatch, unsupportedPatch } from '../errors';
import { parseJson, wordsOf } from '../jsonText';
import { type FieldValidation, writeOptions } from '../options';
import { goJson } from '../../printers/json';
import { quote } from '../registry/fieldError';
import { strategyOf } from '../resourceStrategy';
import { entryOf, storageKey } from '../storageKey';
import { type Target, checkIdentity, updateObject } from '../update';
import { JsonPatchError, type Operation, applyJsonPatch } from './jsonPatch';
import { goText } from './jsonValue';
import { applyMergePatch } from './mergePatch';
import { StrategicMergeError, applyStrategicMerge } from './strategicMerge';

const MAX_OPERATIONS = 10_000;
/** How refusals begin; those of strategic patches stand alone. */
const DECODING = 'error decoding patch: ';

/** A patch as it was sent, by its type. */
export type Patch =
  | { readonly type: 'json'; readonly operations: readonly Operation[] }
  | { readonly type: 'merge' | 'strategic'; readonly patch: JsonObject };

/** Answers a PATCH of an object or its status. */
export function patchRequest(call: Call, target: Target): ApiResponse {
  const { kind, namespace, name } = target;
  const patch = readPatch(call.request);
  if (patch.type === 'strategic' && strategyOf(kind).isCustom === true) throw unsupportedCustomPatch();
  const options = writeOptions(call, 'PatchOptions');
  const entry = call.backend.store.get(storageKey(kind, objectKey(kind, namespace, name)));
  if (entry === undefined) throw notFound(kind, name);
  const { managers } = call.backend;
  const sent = patchedObject(call, kind, managers.shown(call, kind, entry), patch, options.fieldValidation);
  checkIdentity(sent, target);
  const object = updateObject(call, target, entry, uidChecked(sent, entry.value), options.dryRun);
  return respond(call, 200, managers.shown(call, kind, entryOf(kind, object)));
}

/** A patch that names another uid is a change of the uid, not a precondition: validation refuses it. */
export function uidChecked(sent: KubeObject, old: KubeObject): KubeObject {
  const { uid } = sent.metadata;
  if (uid === undefined || uid === old.metadata.uid) return sent;
  const error = {
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${quote(uid)}: field is immutable`,
    field: 'metadata.uid',
  };
  const { kind, apiVersion } = sent;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const { name } = old.metadata;
  const qualified = group === '' ? kind : `${kind}.${group}`;
  const details = { name, ...(group === '' ? {} : { group }), kind, causes: [error, error] };
  throw new ApiError(
    failure(422, 'Invalid', `${qualified} "${name}" is invalid: metadata.uid: ${error.message}`, details),
  );
}

/** The patch in a request. Throws 400, 413 and 415. */
export function readPatch(request: ApiRequest): Patch {
  switch (mediaTypeOf(request)) {
    case 'application/json-patch+json': {
      const operations = parsed(request.body, DECODING);
      if (!Array.isArray(operations)) throw wrongType(operations, '[]handlers.jsonPatchOp', DECODING);
      if (operations.length > MAX_OPERATIONS) throw tooLarge();
      return { type: 'json', operations: operations.map((operation) => (isJsonObject(operation) ? operation : {})) };
    }
    case 'application/merge-patch+json':
      return { type: 'merge', patch: parsedObject(request.body, DECODING) };
    case 'application/strategic-merge-patch+json':
      return { type: 'strategic', patch: parsedObject(request.body === null ? {} : request.body, '') };
    default:
      throw unsupportedPatch();
  }
}

function parsedObject(body: unknown, prefix: string): JsonObject {
  const patch = parsed(body, prefix);
  if (patch === null) throw badRequest('Invalid JSON Patch');
  if (!isJsonObject(patch)) throw wrongType(patch, 'map[string]interface {}', prefix);
  return patch;
}

function parsed(body: unknown, prefix: string): unknown {
  if (body === undefined) throw badRequest(`${prefix}unexpected end of JSON input`);
  if (typeof body !== 'string') return body;
  checkLength(body);
  try {
    return parseJson(body);
  } catch (error) {
    throw badRequest(`${prefix}${wordsOf(error)}`);
  }
}

function wrongType(value: unknown, goType: string, prefix: string): ApiError {
  const sort = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return badRequest(`${prefix}json: cannot unmarshal ${sort} into Go value of type ${goType}`);
}

/** `old` with the patch applied and decoded again. Throws ApiError. */
export function patchedObject(
  call: Call,
  kind: Kind,
  old: KubeObject,
  patch: Patch,
  validation: FieldValidation,
): KubeObject {
  const value = applyPatch(patch, old as unknown as JsonObject, kind); // A stored object is a JSON object.
  if (!isJsonObject(value)) throw rejected();
  const sorted = strategyOf(kind).isCustom === true ? goJson(value) : undefined;
  return decoded(patch, value, () => decodeObject(call, kind, value, validation, [], old), sorted);
}

/** Runs `decode`, and words its failure as that of a patch. `text`: the patched object, where its fields have no order. */
export function decoded<T>(patch: Patch, value: unknown, decode: () => T, text?: string): T {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    if (patch.type === 'strategic') throw patchInvalid(goText(patch.patch), converterText(error.message));
    throw patchInvalid(text ?? JSON.stringify(value), error.message);
  }
}

/** `document` with the patch applied; `type` names its Go type. Throws ApiError. */
export function applyPatch(patch: Patch, document: JsonObject, type: string): unknown {
  try {
    if (patch.type === 'json') return applyJsonPatch(document, patch.operations);
    if (patch.type === 'merge') return applyMergePatch(document, patch.patch);
    return applyStrategicMerge(document, patch.patch, type);
  } catch (error) {
    if (error instanceof JsonPatchError) throw rejected();
    if (error instanceof StrategicMergeError) throw plainError(error.message);
    throw error;
  }
}

function rejected(): ApiError {
  const message = 'the server rejected our request due to an error in our request';
  return new ApiError(failure(422, 'Invalid', message, {}));
}

/** 422 about the patch itself, which has neither kind nor name. */
function patchInvalid(value: string, why: string): ApiError {
  const message = `Invalid value: ${quote(value)}: ${why}`;
  const causes = [{ reason: 'FieldValueInvalid', message, field: 'patch' }];
  return new ApiError(failure(422, 'Invalid', ` "" is invalid: patch: ${message}`, { causes }));
}

/** Strategic patches are converted field by field rather than decoded from text, and fail in other words. */
function converterText(message: string): string {
  const found = /^json: cannot unmarshal (\S+).* of type (\S+)$/.exec(message);
  if (found === null) return message;
  const [, what = '', type = ''] = found;
  const sort = { object: 'map', array: 'slice', number: 'int64' }[what] ?? what;
  if (type.startsWith('[]')) return `cannot restore slice from ${sort}`;
  if (type.startsWith('map[')) return `cannot restore map from ${sort}`;
  return type.includes('.') ? `cannot restore struct from: ${sort}` : `unrecognized type: ${type}`;
}
